"""Finds the template of an API that a concrete path is an example of."""

import re
from collections.abc import Iterable

_PARAMETER = re.compile(r"\{[^{}]*\}")


def template_for(path: str, templates: Iterable[str]) -> str | None:
    """Return which of *templates* a *path* matches, such as ``/orders/{id}`` of ``/orders/12``.

    Of several the most specific: at the first segment that tells them apart, plain text beats text
    with a parameter in it, and that beats a parameter alone. None where there is none. A query, a
    fragment and a slash at the end do not count.
    """
    wanted = _segments(path)
    found = [template for template in templates if _matches(_segments(template), wanted)]
    return min(found, key=_order, default=None)


def _segments(path: str) -> list[str]:
    plain = re.split(r"[?#]", path, maxsplit=1)[0]
    return plain.strip("/").split("/")


def _matches(template: list[str], wanted: list[str]) -> bool:
    return len(template) == len(wanted) and all(map(_segment_matches, template, wanted))


def _segment_matches(template: str, wanted: str) -> bool:
    if template == wanted:
        return True
    literals = _PARAMETER.split(template)
    if len(literals) == 1 or not wanted:
        return False
    if not (wanted.startswith(literals[0]) and wanted.endswith(literals[-1])):
        return False
    # Each literal must come after the one before it, with something for the parameter in between:
    # a regular expression of many parameters could be made to take for ever.
    at = len(literals[0])
    end = len(wanted) - len(literals[-1])
    for literal in literals[1:-1]:
        at = wanted.find(literal, at + 1, end)
        if at < 0:
            return False
        at += len(literal)
    return at < end


def _order(template: str) -> tuple[tuple[int, ...], str]:
    return tuple(_openness(segment) for segment in _segments(template)), template


def _openness(segment: str) -> int:
    if _PARAMETER.fullmatch(segment):
        return 2
    return 1 if _PARAMETER.search(segment) else 0
