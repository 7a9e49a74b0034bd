"""Compares the paths of routes, whatever their parameters are called."""

import re
from functools import lru_cache

PARAMETER = ""
"""A segment that may be anything."""
REST = "*"
"""Any number of segments, the last of a path."""
_MARK = "\1"
"""Stands on both sides of the name of a piece of a path that only others know."""
_MOST_WORDS = 8


def unknown(name: str) -> str:
    """Return what stands in a path for a piece that is not known, by what the code calls it."""
    words = re.findall(r"[\w-]+", name)[:_MOST_WORDS]
    return f"{_MARK}{'.'.join(words) or 'value'}{_MARK}"


def unknown_at(text: str, at: int) -> int:
    """Return where the unknown piece ends that begins at *at*; 0: none does."""
    return text.find(_MARK, at + 1) + 1 if text[at] == _MARK else 0


def told_apart(path: str) -> tuple[str, str]:
    """Return what of *path* ends with an unknown piece, empty if it has none, and what is below.

    That is empty where nothing is.
    """
    head, mark, rest = path.rpartition(_MARK)
    if not mark:
        return "", path
    pieces = head.split(_MARK)
    named = (f"{{{one}}}" if place % 2 else one for place, one in enumerate(pieces))
    below = rest.strip("/")
    return joined("".join(named)), f"/{below}" if below else ""


def before_unknown(path: str) -> str:
    """Return the beginning of *path* that is known."""
    head, mark, _ = path.partition(_MARK)
    return joined(head) if mark else path


@lru_cache(maxsize=20_000)
def segments_of(path: str) -> tuple[str, ...]:
    """Return the segments of a path; those with a parameter in them are `PARAMETER` or `REST`."""
    return tuple(map(_segment, filter(None, path.split("/"))))


def _segment(step: str) -> str:
    if "{" not in step:
        return step
    return REST if step.startswith("{*") or step.endswith("*}") else PARAMETER


def is_telling(path: str) -> bool:
    """Tell whether a path has more than one segment that is no parameter."""
    return sum(bool(step) and step != REST for step in segments_of(path)) > 1


def may_end(path: str, end: str) -> bool:
    """Tell whether *path* may end with *end*, whatever their parameters are."""
    steps, last = segments_of(path), segments_of(end)
    return len(last) <= len(steps) and all(
        one in (PARAMETER, REST) or step in (one, PARAMETER, REST)
        for one, step in zip(reversed(last), reversed(steps), strict=False)
    )


def covers(wide: str, path: str) -> bool:
    """Tell whether every request of *path* is one of *wide*, too, which has more parameters."""
    pattern, steps = segments_of(wide), segments_of(path)
    if pattern[-1:] == (REST,):
        pattern, steps = pattern[:-1], steps[: len(pattern) - 1]
    if len(pattern) != len(steps):
        return False
    return all(one in (PARAMETER, step) for one, step in zip(pattern, steps, strict=True))


def may_begin(prefix: str, path: str) -> bool:
    """Tell whether *path* may begin with *prefix*."""
    begin, steps = segments_of(prefix), segments_of(path)
    if REST in begin:
        begin = begin[: begin.index(REST)]
    if len(begin) > len(steps):
        return False
    return all(
        one in (PARAMETER, step) or not step for one, step in zip(begin, steps, strict=False)
    )


def joined(*pieces: str) -> str:
    """Return the path of which *pieces* are the parts, with one slash between two of them."""
    return "/" + "/".join(piece.strip("/") for piece in pieces if piece.strip("/"))
