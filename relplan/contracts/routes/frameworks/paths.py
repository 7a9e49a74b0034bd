"""How frameworks write a path with parameters, and the one way in which a `Route` has it."""

import re
from dataclasses import dataclass
from enum import Flag, auto

from relplan.contracts.routes.paths import unknown_at

HOLE = "\0"
"""Stands on both sides of the name of what is not known of a text."""
_MOST = 16
"""Ways of reading one path, where parts of it may be left out."""
_LONGEST = 1_000
_WORD = re.compile(r"[A-Za-z_]\w*")
_HAPI = re.compile(r"\w+(?:\?|\*\d*)?$")
_NAME = re.compile(r"[\s*]*([A-Za-z_][\w-]*)?")


class Style(Flag):
    """What is special in a path."""

    COLON = auto()
    """``:id``, with ``:id?`` for what may be left out, and ``:id(\\d+)``."""
    BRACES = auto()
    """``{id}``, ``{id:int}``, ``{id?}``, ``{path...}``, ``{**path}``."""
    STAR = auto()
    """``*`` or ``*path`` for all that follows."""
    GROUPS = auto()
    """``(…)`` may be left out, as in Rails."""
    BRACES_GROUP = auto()
    """``{/:id}`` may be left out, as in Express 5; ``{id}`` is a parameter, as in Hapi."""


@dataclass(frozen=True, slots=True)
class Read:
    """The paths that a text means; none where it is not understood: `prefix` then is."""

    paths: tuple[str, ...]
    prefix: str


def hole(name: str = "") -> str:
    """Return what stands for a value that is not known, called *name* in the code."""
    found = _WORD.findall(name)
    return f"{HOLE}{found[-1] if found else 'value'}{HOLE}"


def joined(*pieces: str) -> str:
    """Return one path of several, with a slash between each."""
    return "/" + "/".join(inner for piece in pieces if (inner := piece.strip("/")))


def below(*pieces: str | None) -> str | None:
    """Return one path of several; None where one of them is not known from its beginning.

    What a hole at the beginning stands for may be nothing, or several steps of a path.
    """
    if any(piece is None or piece.startswith(HOLE) for piece in pieces):
        return None
    return joined(*(piece for piece in pieces if piece is not None))


def read_path(text: str, style: Style) -> Read:
    """Return what *text* means; it begins at the root of the service."""
    ways, at = [""], 0
    while at < len(text):
        part = _part(text, at, style) if len(text) <= _LONGEST else None
        if part is None or (part.has_hole and not all(way.endswith("/") for way in ways)):
            return Read((), _tidy(ways[0]))
        at = part.end
        ways = [
            *(_without_slash(way) for way in ways if part.optional),
            *(way + one for way in ways for one in part.means),
        ]
        if len(ways) > _MOST:
            return Read((), _tidy(ways[0]))
    return Read(tuple(dict.fromkeys(map(_tidy, ways))), "")


@dataclass(frozen=True, slots=True)
class _Part:
    means: tuple[str, ...]
    end: int
    optional: bool = False
    has_hole: bool = False


def _part(text: str, at: int, style: Style) -> _Part | None:
    """Return the part of a path that begins at *at*; None where it is not understood."""
    sign, end = text[at], unknown_at(text, at)
    if sign == HOLE or end:
        return _not_known(text, at, end)
    if sign == "{" and style & (Style.BRACES | Style.BRACES_GROUP):
        return _braces(text, at, style)
    if sign == ":" and style & Style.COLON:
        return _colon(text, at)
    if sign == "*" and style & Style.STAR:
        return _star(text, at)
    if sign == "(" and style & Style.GROUPS:
        return _group(text, at, style)
    return None if sign in "()[]?+^$|\\{}" else _Part((sign,), at + 1)


def _not_known(text: str, at: int, end: int) -> _Part:
    if end:
        return _Part((text[at:end],), end)
    end = text.find(HOLE, at + 1)
    return _Part((f"{{{text[at + 1 : end]}}}",), end + 1, has_hole=True)


def _star(text: str, at: int) -> _Part:
    name = _WORD.match(text, at + 1)
    rest = f"{{{name[0] if name else 'rest'}}}"
    below = text[at - 1 : at] in ("", "/")
    return _Part((rest,) if below else ("", f"/{rest}"), name.end() if name else at + 1)


def _colon(text: str, at: int) -> _Part | None:
    name = _WORD.match(text, at + 1)
    if name is None:
        return _Part((":",), at + 1)
    end = name.end()
    if text.startswith("(", end):
        end = _closing(text, end, "()")
    if not end:
        return None
    optional = text[end : end + 1] in ("?", "*")
    end += text[end : end + 1] in ("?", "*", "+")
    return _Part((f"{{{name[0]}}}",), end, optional)


def _braces(text: str, at: int, style: Style) -> _Part | None:
    end = _closing(text, at, "{}")
    if not end:
        return None
    inner = text[at + 1 : end - 1]
    if style & Style.BRACES_GROUP and not _HAPI.match(inner):
        return _group(text, at, style)
    if inner == "$":  # Go: nothing below it
        return _Part(("",), end)
    name = _NAME.match(inner)
    optional = inner.endswith("?")
    return _Part((f"{{{(name and name[1]) or 'rest'}}}",), end, optional)


def _group(text: str, at: int, style: Style) -> _Part | None:
    end = _closing(text, at, "()" if text[at] == "(" else "{}")
    if not end:
        return None
    inner = text[at + 1 : end - 1]
    if inner.startswith("."):  # the format of an answer, not a place
        return _Part(("",), end)
    found = read_path(inner, style)
    means = tuple(one if inner.startswith("/") else one.lstrip("/") for one in found.paths)
    return _Part(means, end, optional=True) if found.paths else None


def _closing(text: str, at: int, pair: str) -> int:
    """Return where the bracket that opens at *at* is closed; 0 where it is not."""
    deep = 0
    for place in range(at, len(text)):
        deep += (text[place] == pair[0]) - (text[place] == pair[1])
        if not deep:
            return place + 1
    return 0


def _without_slash(way: str) -> str:
    return way.removesuffix("/")


def _tidy(way: str) -> str:
    return re.sub("/{2,}", "/", "/" + way.strip("/"))
