"""Which settings speak of other services: those of a repository that only deploys them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from posixpath import basename, dirname

from relplan.model.spelling import plain
from relplan.sources.provenance import is_code

_TOOLS = 0.1
"""Share of the files that may be code where nothing is served: scripts that help to deploy."""
_BUILT = re.compile(
    r"(?:Dockerfile|Containerfile|package\.json|go\.mod|pom\.xml|Cargo\.toml|setup\.py)"
)
_CODE = frozenset("app client clients integration integrations lib pkg src".split())
"""Folders in which one that is called as another service has what calls that one."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A service, in whose folder settings stand."""

    service: str
    folder: str
    """In its repository."""
    repository: str
    """What the repository's own folder is called."""


def serves_nothing(files: Collection[str]) -> bool:
    """Tell whether a repository of these *files* has nothing that could run itself, but tools."""
    code = sum(map(is_code, files))
    return code <= _TOOLS * len(files) and not any(map(_BUILT.fullmatch, files))


def speaks_of_others(
    files: Collection[str], owner: Owner, is_another: Callable[[str], bool]
) -> Callable[[str], bool]:
    """Return what tells whether the settings in a file, of *files*, are not those of *owner*.

    Charts of a repository that serves nothing are those of others; of several charts in the
    repository of one service, those that are not called as it is. A folder that is called as
    *another* service has what that one is set up with, where both run side by side in a test.
    """
    is_chart_of_others = _charts_of_others(files, owner)
    return lambda path: is_chart_of_others(path) or _is_of_another(path, owner, is_another)


def _is_of_another(path: str, owner: Owner, is_another: Callable[[str], bool]) -> bool:
    inside = path if owner.folder == "." else path.removeprefix(f"{owner.folder}/")
    for folder in inside.split("/")[:-1]:
        if folder in _CODE:
            return False
        if is_another(folder):
            return True
    return False


def _charts_of_others(files: Collection[str], owner: Owner) -> Callable[[str], bool]:
    charts = {dirname(path) for path in files if basename(path) == "Chart.yaml"}
    outermost = {one for one in charts if not any(_above(one, other) for other in charts)}
    if charts and serves_nothing(files):
        return lambda path: True
    if len(outermost) < 2 or owner.folder != ".":
        return lambda path: False
    own = {plain(owner.service), plain(owner.repository.removesuffix(".git"))}
    others = tuple(f"{one}/" for one in outermost if plain(basename(one)) not in own)
    return lambda path: path.startswith(others)


def _above(path: str, other: str) -> bool:
    return path != other and (path.startswith(f"{other}/") or other == "")
