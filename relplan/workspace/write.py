"""Writes a new relplan.toml."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from relplan.model.errors import WorkspaceError

Comments = Mapping[tuple[str, str], Iterable[str]]
"""Lines to stand above ``[table.name]``, by (table, name); above ``[[table]]`` by its number."""
_LONGEST_COMMENT = 300


def write_new(
    file: Path,
    document: Mapping[str, Any],
    heading: str,
    comments: Comments | None = None,
    proposals: Mapping[str, Any] | None = None,
) -> None:
    """Write *document* to *file* under a comment. Raises WorkspaceError where it exists already.

    *proposals*: tables that are only written as comments.
    """
    text = f"{_commented(heading)}\n{_tables(document, comments or {})}"
    for name, tables in (proposals or {}).items():
        for key, table in tables.items():
            lines = _lines(comments or {}, name, key)
            text += f"\n{lines}{_commented(tomli_w.dumps({name: {key: table}}))}"
    try:
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except FileExistsError:
        hint = "edit it, or remove it first"
        raise WorkspaceError(f"{file} exists already and is not overwritten", hint) from None
    except OSError as error:
        hint = "choose a folder that you may write to"
        raise WorkspaceError(f"{file}: cannot be written: {error.strerror}", hint) from None


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _tables(document: Mapping[str, Any], comments: Comments) -> str:
    """Return each table of tables piece by piece, so that comments can stand between them."""
    pieces = []
    for name, table in document.items():
        if isinstance(table, list):
            for number, item in enumerate(table):
                lines = _lines(comments, name, str(number))
                pieces.append(f"{lines}[[{name}]]\n{tomli_w.dumps(item)}")
            continue
        if not all(isinstance(value, Mapping) for value in table.values()):
            pieces.append(tomli_w.dumps({name: table}))
            continue
        for key, value in table.items():
            lines = _lines(comments, name, key)
            pieces.append(lines + tomli_w.dumps({name: {key: value}}))
    return "\n".join(pieces)


def _lines(comments: Comments, name: str, key: str) -> str:
    return "".join(f"# {_on_one_line(line)}\n" for line in comments.get((name, key), ()))


def _on_one_line(comment: str) -> str:
    """Return text that TOML takes for one comment, whatever it holds."""
    plain = "".join(sign if sign.isprintable() else " " for sign in comment)
    return " ".join(plain[:_LONGEST_COMMENT].split())
