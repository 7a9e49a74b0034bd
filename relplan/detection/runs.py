"""Tells whether a service runs: whether others may meet it, or only what it defines."""

from collections.abc import Iterator, Set
from posixpath import basename
from typing import NamedTuple

from relplan.contracts.protobuf.roles import Role, served_services
from relplan.detection.listing import Listing
from relplan.detection.versions import Read
from relplan.sources.programs import begins_program, builds_image
from relplan.sources.provenance import Provenance, is_code, provenance_of

_TOOLS = frozenset({"ci", "hack", "script", "scripts", "tool", "tools"})
"""Folders whose code serves nobody at run time."""
_OF_LIBRARIES = ("index.js", "index.ts", "index.mjs")
"""Where packages begin as often as programs."""


def runs(folder: str, listing: Listing) -> bool:
    """Tell whether code of its own stands in *folder*, beside definitions, tools and tests."""
    return any(map(is_code, _own(folder, listing)))


def is_program(folder: str, listing: Listing) -> bool:
    """Tell whether anything in *folder* is set up to run, and no library only."""
    names = map(basename, _own(folder, listing))
    return any(
        builds_image(name) or (begins_program(name) and name not in _OF_LIBRARIES) for name in names
    )


class Served(NamedTuple):
    """Where code serves a gRPC service."""

    path: str
    role: Role


def served_in(folder: str, listing: Listing, read: Read, rpcs: Set[str]) -> Served | None:
    """Return where code in *folder* first serves one of the gRPC services *rpcs*, if it does."""
    wanted = tuple(rpc.encode() for rpc in rpcs)
    for path in filter(is_code, _own(folder, listing)):
        content = read(listing.get(path)) or b""
        if any(rpc in content for rpc in wanted):
            for role in served_services(path, content):
                if role.name in rpcs:
                    return Served(path, role)
    return None


def _own(folder: str, listing: Listing) -> Iterator[str]:
    inside = "" if folder == "." else f"{folder}/"
    for path in sorted(listing.paths()):
        if (
            path.startswith(inside)
            and provenance_of(path) is Provenance.ORIGINAL
            and not _TOOLS & set(path.split("/")[:-1])
        ):
            yield path
