"""Writes a new relplan.toml."""

from pathlib import Path
from typing import Any

import tomli_w

from relplan.model.errors import WorkspaceError


def write_new(file: Path, document: dict[str, Any], heading: str) -> None:
    """Write *document* to *file* under a comment. Raises WorkspaceError where it exists already."""
    comment = "".join(f"# {line}".rstrip() + "\n" for line in heading.splitlines())
    text = f"{comment}\n{tomli_w.dumps(document)}"
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        hint = "edit it, or remove it first"
        raise WorkspaceError(f"{file} exists already and is not overwritten", hint) from None
    except OSError as error:
        hint = "choose a folder that you may write to"
        raise WorkspaceError(f"{file}: cannot be written: {error.strerror}", hint) from None
