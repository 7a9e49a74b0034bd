"""Text of anybody's, made inert in Markdown: no markup, no mention, no link, no comment."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(
    r"[\\`*\[\]|~$&]"  # wherever they stand
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # inside a word it is no emphasis
    r"|^[#+:-]|^\d+(?=[.)])"  # only a line's beginning makes a heading or a list of them
    r"|:(?=//|[\w+-]+:)"  # a link, or the name of an emoji
)
_CODE = re.compile(r"`([^`]*)`")
_SPACE = "\u200b"
"""Has no width; it parts a sign from what follows, so that neither pings nor links."""


def one_line(text: str) -> str:
    """Return *text* in one line, without what is not printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def inert(text: str) -> str:
    """Return *text* in one line that is shown as it is, and pings or links nobody."""
    escaped = _SPECIAL.sub(_escaped, one_line(text)).replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"((?<!\w)@|#|!(?=\d))(?=\w)", rf"\1{_SPACE}", escaped)


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    return f"{text}{_SPACE}" if text[0].isdigit() else f"\\{text}"


def prose(text: str) -> str:
    """Return a sentence of ours: what stands between backticks is code, the rest is inert."""
    pieces = _CODE.split(text)
    return "".join(
        code(piece) if place % 2 else _spaced(piece) for place, piece in enumerate(pieces)
    )


def _spaced(text: str) -> str:
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return f"{before}{inert(text)}{after}"


def code(text: str) -> str:
    """Return *text* as code in one line."""
    line = one_line(text)
    runs = [len(run) for run in re.findall(r"`+", line)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def linked(text: str, address: str) -> str:
    """Return *text* as a link to *address*, which is one of a page; with none, the text alone."""
    # A closing bracket in an address would end it; as a part of an address it may be escaped.
    shown = address.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    return f"[{inert(text)}]({shown})" if address else inert(text)


def row(cells: Sequence[str]) -> str:
    """Return a row of a table from cells that are inert already."""
    return f"| {' | '.join(cells)} |"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    return [row(head), row(["---"] * len(head)), *map(row, rows)]


_LARGEST = 60_000
"""Characters: GitHub takes 65,536 in a comment."""


def fitting(lines: Sequence[str], more: str) -> str:
    """Return *lines* as a comment, cut to fit; *more* says where to read what is left out."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > _LARGEST:
            kept += ["", f"… and {len(lines) - len(kept)} more lines; {more}"]
            break
        kept.append(line)
    return "\n".join(kept) + "\n"
