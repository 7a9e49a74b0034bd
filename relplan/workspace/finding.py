"""Where the relplan.toml is that goes for a folder."""

import os
from pathlib import Path

from relplan.model.errors import WorkspaceError

FILE_NAME = "relplan.toml"


def find(folder: Path) -> Path | None:
    """Return the relplan.toml of *folder* or of the nearest folder above it.

    Whatever goes by that name counts: to go on to one further above would be to plan another
    workspace than the one that the person sees. Raises WorkspaceError where *folder* is gone.
    """
    try:
        start = folder.absolute()
    except OSError as error:
        what = f"the current folder cannot be found: {error.strerror}"
        raise WorkspaceError(what, "go to one that exists") from None
    for place in (start, *start.parents):
        candidate = place / FILE_NAME
        if os.path.lexists(candidate):
            return candidate
    return None
