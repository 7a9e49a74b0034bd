"""Text of anybody's, made inert in Markdown: no markup, no mention, no link, no comment."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$&^:-])")


def inert(text: str) -> str:
    """Return *text* in one line that is shown as it is, and pings or links nobody.

    A zero-width space after ``@`` parts a mention from its name.
    """
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    escaped = _SPECIAL.sub(r"\\\1", line)
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"@(?=\w)", "@\u200b", re.sub(r"\\#(?=\d)", "\\#\u200b", escaped))


def code(text: str) -> str:
    """Return *text* as code in one line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    runs = [len(run) for run in re.findall(r"`+", line)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def row(cells: Sequence[str]) -> str:
    """Return a row of a table from cells that are inert already."""
    return f"| {' | '.join(cells)} |"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    return [row(head), row(["---"] * len(head)), *map(row, rows)]
