"""What build files say: that something is built from something else of its repository."""

from dataclasses import dataclass
from typing import NamedTuple


class Edge(NamedTuple):
    """What *folder* holds is built from *needs*, too."""

    folder: str
    """From the repository's top, ``.`` being that; with ``/*`` behind it, only its own files."""
    needs: str
    """A folder, with all that is below it; or a file; or ``folder/*``, the files right in it."""
    shared: bool = False
    """Whether all of a build shares it, and few changes of it concern all: a lock file, say."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a service is built from, beside its own folder."""

    folders: frozenset[str] = frozenset()
    """Folders with all that is below them; files; ``folder/*`` for the files right in one."""
    shared: frozenset[str] = frozenset()
    """What the whole build shares: lock files, the top's settings."""


def own_files(folder: str) -> str:
    """Return what stands for the files right in *folder*, and for none below it."""
    return "*" if folder == "." else f"{folder}/*"
