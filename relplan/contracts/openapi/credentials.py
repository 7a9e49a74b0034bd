"""What the security schemes of a document are: what callers send, and where tokens come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.openapi.document import Api
from relplan.contracts.references import Node

_FLOWS_OF_SWAGGER = {"accessCode": "authorizationCode", "application": "clientCredentials"}
_PLACES = {"header": "the header", "query": "the query parameter", "cookie": "the cookie"}
_BEARER = frozenset({"oauth2", "openIdConnect", "http bearer"})
_AUTHORIZATION = "header authorization"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A security scheme."""

    kind: str
    """As the document has it: ``http bearer``, ``apiKey in header X-Key``."""
    sent: str
    """The place in which it is sent: what differs is not sent alike."""
    label: str
    """For people: what callers send."""
    urls: Mapping[str, str]
    """By flow and purpose, where tokens come from."""
    scopes: frozenset[str]
    node: Node

    def sent_as(self, other: "Scheme") -> bool | None:
        """Tell whether both are sent alike: None: they are not; False: only in the same place."""
        if self.sent == other.sent:
            return self.kind.lower() == other.kind.lower()
        both = {self.sent.partition(":")[0], other.sent.partition(":")[0]}
        plain = _AUTHORIZATION in (self.sent, other.sent)
        return False if plain and both == {_AUTHORIZATION} else None


def scheme_of(node: Node, api: Api) -> Scheme:
    """Return the scheme that *node* of *api* describes."""
    value = node.value
    kind = str(value.get("type", ""))
    if kind == "basic":  # as Swagger 2.0 calls it
        kind = "http basic"
    elif kind == "http":
        kind = f"http {str(value.get('scheme', '')).lower()}"
    sent, label = _sent(kind, value, node.pointer[-1] if node.pointer else "")
    if kind == "apiKey":
        kind = f"apiKey in {value.get('in')} {value.get('name')}"
    flows = dict(api.reader.entries(node.get("flows")))
    if isinstance(value.get("flow"), str):
        flows[_FLOWS_OF_SWAGGER.get(value["flow"], value["flow"])] = node
    urls = {
        f"{name} {key}": at.value
        for name, flow in flows.items()
        for key in ("authorizationUrl", "tokenUrl", "refreshUrl")
        if (at := flow.get(key)) and isinstance(at.value, str)
    }
    found = value.get("openIdConnectUrl")
    if isinstance(found, str):
        urls["openIdConnectUrl"] = found
    scopes = {name for flow in flows.values() for name, _ in api.reader.entries(flow.get("scopes"))}
    return Scheme(kind[:100], sent, label, urls, frozenset(scopes), node)


def _sent(kind: str, value: Mapping[str, object], name: str) -> tuple[str, str]:
    """Return how credentials are sent, and what people call them; *name*: of the scheme."""
    if kind in _BEARER:
        return f"{_AUTHORIZATION}: bearer", f"a bearer token of '{name[:60]}'"
    if kind.startswith("http "):
        return f"{_AUTHORIZATION}: {kind[5:]}", f"credentials by {kind} ('{name[:60]}')"
    place, key = str(value.get("in")), str(value.get("name"))[:60]
    if kind == "apiKey" and place in _PLACES:
        same = key.lower() if place == "header" else key
        return f"{place} {same}", f"{_PLACES[place]} '{key}'"
    if kind == "mutualTLS":
        return kind, "a client certificate"
    return kind, f"the credentials of '{name[:60]}'"


def described(name: str, scopes: Sequence[str], api: Api) -> str:
    """Return what callers send for the scheme *name*, with its *scopes*."""
    node = api.schemes.get(name)
    label = scheme_of(node, api).label if node else f"the credentials of '{name[:60]}'"
    if not scopes:
        return label
    listed = ", ".join(f"'{scope[:60]}'" for scope in sorted(scopes))
    return f"{label} with the scope{'s' if len(scopes) > 1 else ''} {listed}"


def aliases(base: Api, revision: Api) -> Mapping[str, str]:
    """Return the names that schemes of *revision* have in *base*, where they are others.

    A scheme is the same by another name if it is the only one that is sent alike and is not known
    by its name.
    """
    gone = _by_way(
        {name: base.schemes[name] for name in base.schemes.keys() - revision.schemes.keys()}, base
    )
    come = _by_way(
        {name: revision.schemes[name] for name in revision.schemes.keys() - base.schemes.keys()},
        revision,
    )
    return {
        come[way][0]: gone[way][0]
        for way in gone.keys() & come.keys()
        if len(gone[way]) == len(come[way]) == 1
    }


def _by_way(schemes: Mapping[str, Node], api: Api) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for name, node in schemes.items():
        scheme = scheme_of(node, api)
        found.setdefault((scheme.kind.lower(), scheme.sent), []).append(name)
    return found
