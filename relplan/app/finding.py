"""Which workspace a folder is of, before anything of it is read."""

from pathlib import Path

from relplan.model.errors import WorkspaceError
from relplan.workspace import find


def workspace_file(folder: Path) -> Path:
    """Return the relplan.toml of *folder* or above it. Raises WorkspaceError: there is none."""
    file = find(folder)
    if file is None:
        what = f"no relplan.toml in {folder.absolute()} or above it"
        raise WorkspaceError(what, "begin with `relplan init`, or look at `relplan demo`")
    return file
