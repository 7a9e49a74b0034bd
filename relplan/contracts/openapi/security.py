"""Compares what credentials operations want."""

from collections.abc import Mapping
from dataclasses import dataclass

from relplan.contracts.openapi.document import Api, Flavour, Operation, Reader
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.references import Node
from relplan.model.finding import Severity

_FLOWS_OF_SWAGGER = {"accessCode": "authorizationCode", "application": "clientCredentials"}


@dataclass(frozen=True, slots=True)
class _Requirement:
    """One way to be let in: all of these schemes, with their scopes."""

    schemes: Mapping[str, frozenset[str]]
    node: Node

    @property
    def label(self) -> str:
        names = [
            f"{name} ({', '.join(sorted(scopes))})" if scopes else name
            for name, scopes in sorted(self.schemes.items())
        ]
        return " and ".join(names)[:200]


@dataclass(frozen=True, slots=True)
class _Demand:
    """All the ways to be let in."""

    requirements: tuple[_Requirement, ...]
    everywhere: bool
    """Whether it stands at the top of the document."""
    node: Node

    @property
    def open_to_all(self) -> bool:
        return not self.requirements or any(not one.schemes for one in self.requirements)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the rules are called."""

    added: str
    removed: str
    scope_added: str
    scope_removed: str


_OF_ALL = _Names(
    "api-global-security-added",
    "api-global-security-removed",
    "api-global-security-scope-added",
    "api-global-security-scope-removed",
)
"""Of what stands at the top of both documents."""
_OF_ONE = _Names(
    "api-security-added",
    "api-security-removed",
    "api-security-scope-added",
    "api-security-scope-removed",
)


def compare_demands(part: str, base: Operation, revision: Operation, report: Report) -> None:
    """Compare what the callers of one operation must show.

    What locks somebody out is risky and not breaking: that a document begins to say how an
    operation is secured is seldom the moment from which it is.
    """
    before, after = _demand(base), _demand(revision)
    report.budget.spend(len(before.requirements) * len(after.requirements))
    gone = [one for one in before.requirements if not _among(one, after)]
    come = [one for one in after.requirements if not _among(one, before)]
    names = _OF_ALL if before.everywhere and after.everywhere else _OF_ONE
    report.budget.spend(len(gone) * (len(gone) + len(come)))
    for old in tuple(gone):
        new = _only_with_same_schemes(old, gone, come)
        if new is not None:
            gone.remove(old)
            come.remove(new)
            _compare_scopes(part, old, new, names, report)
    for one in come:
        if one.schemes:
            severity = Severity.RISKY if before.open_to_all and not after.open_to_all else (
                Severity.ADDITIVE
            )  # fmt: skip
            text = f"the callers must show {one.label}" if severity is Severity.RISKY else (
                f"the callers may show {one.label} instead"
            )  # fmt: skip
            report.note(part, names.added, Spot(one.node), text, severity)
    for one in gone:
        if one.schemes:
            severity = Severity.NONE if after.open_to_all else Severity.RISKY
            text = f"it is no longer enough, or needed, to show {one.label}"
            report.note(part, names.removed, Spot(one.node, gone=True), text, severity)


def _compare_scopes(
    part: str, old: _Requirement, new: _Requirement, names: _Names, report: Report
) -> None:
    for name in old.schemes:
        for scope in sorted(new.schemes[name] - old.schemes[name]):
            text = f"the scope '{scope[:100]}' of {name} is wanted, too"
            report.note(part, names.scope_added, Spot(new.node), text)
        for scope in sorted(old.schemes[name] - new.schemes[name]):
            text = f"the scope '{scope[:100]}' of {name} is no longer wanted"
            spot = Spot(old.node, gone=True)
            report.note(part, names.scope_removed, spot, text)


def _among(one: _Requirement, demand: _Demand) -> bool:
    return any(one.schemes == other.schemes for other in demand.requirements)


def _only_with_same_schemes(
    old: _Requirement, gone: list[_Requirement], come: list[_Requirement]
) -> _Requirement | None:
    """Return the one that *old* became; None where there is none, or nobody can tell which."""
    names = old.schemes.keys()
    before = [one for one in gone if one.schemes.keys() == names]
    after = [one for one in come if one.schemes.keys() == names]
    return after[0] if len(before) == len(after) == 1 else None


def _demand(operation: Operation) -> _Demand:
    api = operation.api
    own = operation.node.get("security")
    node = own or api.root.get("security")
    if node is None:
        return _Demand((), True, api.root)
    requirements = [
        _Requirement(_schemes(item, api.reader), item) for item in api.reader.items(node)
    ]
    return _Demand(tuple(requirements), own is None, node)


def _schemes(item: Node, reader: Reader) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, node in reader.entries(item):
        scopes = reader.items(node)
        found[name] = frozenset(scope.value for scope in scopes if isinstance(scope.value, str))
    return found


def schemes_used(operation: Operation) -> set[str]:
    """Return the names of the schemes by which an operation lets callers in."""
    return {name for one in _demand(operation).requirements for name in one.schemes}


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A security scheme."""

    kind: str
    urls: Mapping[str, str]
    """By flow and purpose, where tokens come from."""
    scopes: frozenset[str]
    node: Node


def compare_schemes(
    base: Api, revision: Api, parts: Mapping[str, list[str]], report: Report
) -> None:
    """Compare the security schemes; *parts* tells which operations use each."""
    before, after = _schemes_of(base), _schemes_of(revision)
    for name in sorted(before.keys() | after.keys()):
        for part in parts.get(name) or [""]:
            _compare_scheme(part, name, before.get(name), after.get(name), report)


def _compare_scheme(
    part: str, name: str, old: _Scheme | None, new: _Scheme | None, report: Report
) -> None:
    if old is None and new is not None:
        text = f"the security scheme '{name[:100]}' was added"
        report.note(part, "api-security-component-added", Spot(new.node), text)
    elif new is None and old is not None:
        text = f"the security scheme '{name[:100]}' was removed"
        spot = Spot(old.node, gone=True)
        report.note(part, "api-security-component-removed", spot, text)
    elif old is not None and new is not None:
        _compare_both(part, name[:100], old, new, report)


def _compare_both(part: str, name: str, old: _Scheme, new: _Scheme, report: Report) -> None:
    used = Severity.RISKY if part else Severity.NONE
    at = Spot(new.node)
    if old.kind != new.kind:
        text = f"the security scheme '{name}' changed from '{old.kind}' to '{new.kind}'"
        report.note(part, "api-security-component-type-changed", at, text, used)
    for key in sorted(old.urls.keys() & new.urls.keys()):
        if old.urls[key] != new.urls[key]:
            rule = "api-security-component-oauth-url-changed"
            if key.endswith("tokenUrl"):
                rule = "api-security-component-oauth-token-url-changed"
            text = f"the {key} of the security scheme '{name}' changed"
            report.note(part, rule, at, text, used)
    for scope in sorted(new.scopes - old.scopes):
        text = f"the scope '{scope[:100]}' was added to the security scheme '{name}'"
        report.note(part, "api-security-component-oauth-scope-added", at, text)
    for scope in sorted(old.scopes - new.scopes):
        text = f"the scope '{scope[:100]}' was removed from the security scheme '{name}'"
        spot = Spot(old.node, gone=True)
        report.note(part, "api-security-component-oauth-scope-removed", spot, text, used)


def _schemes_of(api: Api) -> dict[str, _Scheme]:
    swagger = api.flavour is Flavour.SWAGGER_2
    steps = ("securityDefinitions",) if swagger else ("components", "securitySchemes")
    found = api.reader.objects(api.root.get(*steps))
    return {name: _scheme(node, api.reader) for name, node in found.items()}


def _scheme(node: Node, reader: Reader) -> _Scheme:
    value = node.value
    kind = str(value.get("type", ""))
    if kind == "basic":  # as Swagger 2.0 calls it
        kind = "http basic"
    elif kind == "http":
        kind = f"http {str(value.get('scheme', '')).lower()}"
    elif kind == "apiKey":
        kind = f"apiKey in {value.get('in')} {value.get('name')}"
    flows = dict(reader.entries(node.get("flows")))
    if isinstance(value.get("flow"), str):
        flows[_FLOWS_OF_SWAGGER.get(value["flow"], value["flow"])] = node
    urls = {
        f"{name} {key}": at.value
        for name, flow in flows.items()
        for key in ("authorizationUrl", "tokenUrl")
        if (at := flow.get(key)) and isinstance(at.value, str)
    }
    scopes = {name for flow in flows.values() for name, _ in reader.entries(flow.get("scopes"))}
    return _Scheme(kind[:100], urls, frozenset(scopes), node)
