"""Which settings speak of other services: those of a repository that only deploys them."""

import re
from collections.abc import Callable, Collection
from posixpath import basename, dirname

from relplan.discovery.catalogs import plain
from relplan.discovery.found import FoundService
from relplan.discovery.hosts import Hosts
from relplan.sources.provenance import is_code

_TOOLS = 0.1
"""Share of the files that may be code where nothing is served: scripts that help to deploy."""
_BUILT = re.compile(
    r"(?:Dockerfile|Containerfile|package\.json|go\.mod|pom\.xml|Cargo\.toml|setup\.py)"
)
_CODE = frozenset("app client clients integration integrations lib pkg src".split())
"""Folders in which one that is called as another service has what calls that one."""


def serves_nothing(files: Collection[str]) -> bool:
    """Tell whether a repository of these *files* has nothing that could run itself, but tools."""
    code = sum(map(is_code, files))
    return code <= _TOOLS * len(files) and not any(map(_BUILT.fullmatch, files))


def speaks_of_others(
    files: Collection[str], service: FoundService, hosts: Hosts
) -> Callable[[str], bool]:
    """Return what tells whether the settings in a file are not those of *service*.

    Charts of a repository that serves nothing are those of others; of several charts in the
    repository of one service, those that are not called as it is. A folder that is called as
    another of *hosts* has what that one is set up with, where both run side by side in a test.
    """
    is_chart_of_others = _charts_of_others(files, service)
    return lambda path: is_chart_of_others(path) or _is_of_another(path, service, hosts)


def _is_of_another(path: str, service: FoundService, hosts: Hosts) -> bool:
    inside = path if service.path == "." else path.removeprefix(f"{service.path}/")
    for folder in inside.split("/")[:-1]:
        if folder in _CODE:
            return False
        if hosts.called(folder) not in ("", service.name):
            return True
    return False


def _charts_of_others(files: Collection[str], service: FoundService) -> Callable[[str], bool]:
    charts = {dirname(path) for path in files if basename(path) == "Chart.yaml"}
    outermost = {one for one in charts if not any(_above(one, other) for other in charts)}
    if charts and serves_nothing(files):
        return lambda path: True
    if len(outermost) < 2 or service.path != ".":
        return lambda path: False
    own = {plain(service.name), plain(service.repository.name.removesuffix(".git"))}
    others = tuple(f"{one}/" for one in outermost if plain(basename(one)) not in own)
    return lambda path: path.startswith(others)


def _above(path: str, other: str) -> bool:
    return path != other and (path.startswith(f"{other}/") or other == "")
