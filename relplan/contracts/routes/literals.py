"""Sees which paths a file of code still names, be they read as routes or not."""

import re
from collections import Counter
from collections.abc import Collection, Mapping

from relplan.contracts.routes.paths import PARAMETER, segments_of
from relplan.contracts.routes.route import Route

_LITERAL = re.compile(r"\"([^\"\n\\]{1,200})\"|'([^'\n\\]{1,200})'|`([^`\n\\]{1,200})`")
_PARAMETER = re.compile(
    r"\$?\{[^{}/]*\}|<[^<>/]*>|\(\?P<\w+>[^()]*\)|(?<=/):\w+|(?<=/)\*\w*|\[\w+\]"
)
_PATH = re.compile(r"[\^\w/{}.$~@-]+")
_NEAR_ROUTES = re.compile(r"rout|path|url|mapping|controller|resource|endpoint|http", re.IGNORECASE)
_NEAR = 3
"""Lines behind the one of a route on which the rest of it may stand."""
_MOST = 20_000
_LARGEST = 1_000_000

Steps = tuple[str, ...]


def unread_paths(files: Mapping[str, bytes], read: Collection[Route]) -> Counter[Steps]:
    """Return the paths in the texts of *files*, by their segments, which no route of *read* is."""
    known: dict[tuple[str, int], list[str]] = {}
    for route in read:
        for near in range(route.line, route.line + _NEAR + 1):
            known.setdefault((route.file, near), []).append(route.path)
    found: Counter[Steps] = Counter()
    for path, content in files.items():
        text = content[:_LARGEST].decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), start=1):
            around = known.get((path, number), ())
            found.update(
                steps
                for steps in _paths_in(line)
                if not any(may_mean(steps, one) for one in around)
            )
            if len(found) > _MOST:
                return found
    return found


def _paths_in(line: str) -> list[Steps]:
    found = []
    for match in _LITERAL.finditer(line[:2_000]):
        text = _PARAMETER.sub("{}", match[match.lastindex or 0]).removeprefix("^").removesuffix("$")
        if _PATH.fullmatch(text) and ("/" in text or _NEAR_ROUTES.search(line)):
            found.append(segments_of(text))
    return found


def may_mean(steps: Steps, path: str) -> bool:
    """Tell whether a text of *steps* may be what registers *path*, or the part that tells it.

    That is the last word of the path, with what stands around it.
    """
    whole = segments_of(path)
    last = max((at for at, step in enumerate(whole) if step != PARAMETER), default=-1)
    return last >= 0 and any(
        whole[start : start + len(steps)] == steps and start <= last < start + len(steps)
        for start in range(len(whole) - len(steps) + 1)
    )
