"""Tells who serves the gRPC services whose files are in a repository of schemas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relplan.contracts.kind import Access
from relplan.discovery.drafts import Draft
from relplan.discovery.found import Sign
from relplan.discovery.pinning import Pin
from relplan.discovery.providers import Workspace
from relplan.sources.provenance import Provenance, provenance_of


@dataclass(frozen=True, slots=True)
class Server:
    """Who serves a contract, by what it pins of the repository with the files."""

    service: str
    sign: Sign


def server_of(draft: Draft, pinned: Mapping[str, set[str]], workspace: Workspace) -> Server | None:
    """Return who serves a contract in its provider's stead, where that is plain; None: it is not.

    The provider serves nothing, only one other service serves some of its gRPC services, and that
    one pins the provider, itself or by way of a package: *pinned* are the services that each pins.
    """
    if draft.kind.access is not Access.RPC or workspace.mentions[draft.provider].serves:
        return None
    serving = {
        service: spot
        for service, mentions in workspace.mentions.items()
        for rpc in draft.rpcs
        if (spot := mentions.serves.get(rpc)) is not None
    }
    if len(serving) != 1:
        return None
    ((service, spot),) = serving.items()
    if draft.provider not in _reached(service, pinned):
        return None
    return Server(service, workspace.sign(service, "serves", spot))


def pinned_by(drafts: Iterable[Draft], pins: Iterable[Pin]) -> dict[str, set[str]]:
    """Return which services each service has as submodules, or asks for as packages."""
    found: dict[str, set[str]] = {}
    for provider, consumer, _ in pins:
        found.setdefault(consumer, set()).add(provider)
    for draft in drafts:
        for consumer in draft.consumers if draft.kind.access is Access.PACKAGE else ():
            found.setdefault(consumer, set()).add(draft.provider)
    return found


def is_generated(signs: Iterable[Sign]) -> bool:
    """Tell whether generated files, or copies, are all that shows a consumer."""
    return all(provenance_of(sign.evidence.path) is Provenance.COPY for sign in signs)


def _reached(service: str, pinned: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [service]
    while ahead:
        for other in pinned.get(ahead.pop(), ()):
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found
