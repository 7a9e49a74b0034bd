"""Tells whether a service runs: whether others may meet it, or only what it defines."""

from relplan.detection.listing import Listing
from relplan.sources.provenance import Provenance, is_code, provenance_of

_TOOLS = frozenset({"ci", "hack", "script", "scripts", "tool", "tools"})
"""Folders whose code serves nobody at run time."""


def runs(folder: str, listing: Listing) -> bool:
    """Tell whether code of its own stands in *folder*, beside definitions, tools and tests."""
    inside = "" if folder == "." else f"{folder}/"
    return any(
        path.startswith(inside)
        and is_code(path)
        and provenance_of(path) is Provenance.ORIGINAL
        and not _TOOLS & set(path.split("/")[:-1])
        for path in listing.paths()
    )
