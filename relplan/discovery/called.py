"""Which service is meant by a name, or a folder, in a file of the set-up."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import basename
from typing import NamedTuple

from relplan.discovery.found import FoundService
from relplan.model.spelling import plain
from relplan.sources.deployments.environments import without_environment
from relplan.sources.deployments.statement import Image
from relplan.sources.pipelines.facts import Target

_OPEN = re.compile(r"\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\(\w+\)|\$\w+|\{\{[^{}]*\}\}|<<[^<>]*>>")
_OF_ENVIRONMENT = re.compile(
    r"env|stage|namespace|zone|target|cluster|region|workspace|prefix|suffix|branch|account",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    "service svc server app application api image backend frontend web worker client ui db"
    " gateway proxy main core".split()
)
"""Names that each repository may have something of: another repository's is not meant for sure."""
_OF_KIND = re.compile(r"[-_.](?:deployment|deploy)$", re.IGNORECASE)
"""What a workload's name adds to that of its service."""
_LONGEST = 200


class Hit(NamedTuple):
    """A service that is meant, and whether that is certain."""

    service: str
    sure: bool


class Called:
    """Knows the services of a workspace by names and by folders."""

    def __init__(self, services: Iterable[FoundService], remotes: Mapping[Path, str]) -> None:
        """Index *services*; *remotes* are the last parts of the repositories' addresses."""
        self._by_repository: dict[Path, list[FoundService]] = defaultdict(list)
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._plain: dict[str, set[str]] = defaultdict(set)
        self._repository: dict[str, Path] = {}
        self.repositories = {_same(name) for name in remotes.values() if name}
        """What the repositories of the workspace are called."""
        for service in services:
            self._by_repository[service.repository].append(service)
            self._repository[service.name] = service.repository
        for repository, held in self._by_repository.items():
            names = {repository.name.removesuffix(".git"), remotes.get(repository, "")} - {""}
            self.repositories |= set(map(_same, names))
            for service in held:
                folder = "" if service.path == "." else basename(service.path)
                mine = {service.name, folder} - {""}
                mine |= {f"{name}-{folder or service.name}" for name in names}
                if len(held) == 1:
                    mine |= names
                for name in mine:
                    self._exact[_same(name)].add(service.name)
                    self._plain[plain(name)].add(service.name)

    def add_image(self, repository: Path, image: Target) -> None:
        """Take note of what an image is called that *repository* builds of a service."""
        held = self._by_repository.get(repository, [])
        paths = (self.by_path(repository, path) for path in image.paths)
        service = next(filter(None, paths), held[0].name if len(held) == 1 else "")
        for name in image.names if service else ():
            bare = _bare(name)
            whole = Image.parse(name).name.split("/")[-2:]
            self._exact[_same(bare)].add(service)
            if len(whole) == 2 and whole[0] and not _OPEN.search(whole[0]):
                self._exact[_same(f"{whole[0]}-{bare}")].add(service)
        self._exact.pop("", None)

    def without_repositories(self, path: str) -> str:
        """Return *path* without the folders that have a repository's name of several words."""
        kept = (one for one in path.split("/") if "-" not in _same(one) or not self._is_ours(one))
        return "/".join(kept)

    def _is_ours(self, name: str) -> bool:
        return _same(name) in self.repositories

    def by_path(self, repository: Path, path: str) -> str:
        """Return the service whose folder holds *path*; a whole repository's is by name alone."""
        found = [
            service
            for service in self._by_repository.get(repository, ())
            if service.path != "." and (path == service.path or service.holds(path))
        ]
        return max(found, key=lambda one: len(one.path)).name if found else ""

    def by_name(self, repository: Path, name: str) -> Hit | None:
        """Return the service that a file of *repository* calls *name*; None: it is none of them."""
        bare = _bare(name)
        plainly = without_environment(bare)
        for one in dict.fromkeys((bare, plainly, _OF_KIND.sub("", plainly))):
            found = self._exact.get(_same(one), set())
            own = {name for name in found if self._repository[name] == repository}
            if len(own or found) == 1:
                service = next(iter(own or found))
                return Hit(service, bool(own) or _same(one) not in _GENERIC)
        alike = self._plain.get(plain(without_environment(bare)), set()) if bare else set()
        own = {name for name in alike if self._repository[name] == repository}
        if len(own or alike) == 1 and (own or plain(bare) not in _GENERIC):
            return Hit(next(iter(own or alike)), sure=False)
        return None


def _bare(name: str) -> str:
    """Return a name without registry, tag, and the environment's variable; empty: not known."""
    if not name or len(name) > _LONGEST:
        return ""
    last = re.sub(r"\$\{\{[^{}]*\}\}|\{\{[^{}]*\}\}", _kept, name)
    last = Image.parse(last).name.rpartition("/")[2]
    for match in _OPEN.finditer(last):
        if not _OF_ENVIRONMENT.search(match[0]):
            return ""
    last = _OPEN.sub("", last).strip("-_.")
    return "" if any(sign in last for sign in "${}<> ") else last


def _kept(match: re.Match[str]) -> str:
    """Keep slashes and colons in brackets from being taken for a registry's or a tag's."""
    return re.sub(r"[/:@|]", "_", match[0])


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower()).strip("-")
