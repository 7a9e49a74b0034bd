"""Compares the paths of routes, whatever their parameters are called."""

from functools import lru_cache

PARAMETER = ""
"""A segment that may be anything."""
REST = "*"
"""Any number of segments, the last of a path."""


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
