"""What build files say: that something is built from something else of its repository."""

from typing import NamedTuple


class Edge(NamedTuple):
    """What *folder* holds is built from *needs*, too."""

    folder: str
    """From the repository's top, ``.`` being that; with ``/*`` behind it, only its own files."""
    needs: str
    """A folder, with all that is below it; or a file; or ``folder/*``, the files right in it."""
    shared: bool = False
    """Whether all of a build shares it, and few changes of it concern all: a lock file, say."""


def own_files(folder: str) -> str:
    """Return what stands for the files right in *folder*, and for none below it."""
    return "*" if folder == "." else f"{folder}/*"
