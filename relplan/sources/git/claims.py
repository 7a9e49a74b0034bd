"""Tells which services of a repository a change belongs to, by the files that it touches."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import PurePosixPath

from relplan.model.globs import pattern_of
from relplan.model.scan import Notice, ServiceRoot
from relplan.sources.builds.edge import Inputs
from relplan.sources.git.lines import main_branch
from relplan.sources.git.refs import Refs
from relplan.sources.git.safe import Git

WHOLE = "."


@dataclass(frozen=True, slots=True)
class Claim:
    """What of a repository one service is built from."""

    path: str = WHOLE
    """Its folder; ``.`` is all of the repository, and nothing else counts then."""
    folders: frozenset[str] = frozenset()
    """Its folder and its inputs: folders, files, ``folder/*``, and globs as they are written."""
    shared: frozenset[str] = frozenset()
    """What the build of several services shares: the lock file at the top, say."""
    others: frozenset[str] = frozenset()
    """The folders of all services that share one of these."""

    def takes(self, touched: Collection[str]) -> bool:
        """Tell whether a change belongs to the service; *touched* is what `Claims` found of it.

        A change of a shared file alone belongs to all who share it. Beside a change of what only
        some of them are built from it belongs to these: whoever adds a dependency to one
        service writes it into the lock file of all.
        """
        if self.path == WHOLE or not self.folders.isdisjoint(touched):
            return True
        return not self.shared.isdisjoint(touched) and self.others.isdisjoint(touched)


@dataclass(frozen=True, slots=True)
class Claims:
    """What each service of a repository is built from."""

    services: Mapping[str, Claim]
    wanted: frozenset[str] = frozenset()
    """All folders and files that are looked for; empty: no file's name matters."""
    globs: tuple[tuple[str, re.Pattern[str]], ...] = ()
    around: frozenset[str] = frozenset()
    """The folders in which something is wanted."""
    _seen: dict[str, frozenset[str]] = field(default_factory=dict)

    def touched(self, names: Iterable[str]) -> frozenset[str]:
        """Return what of the wanted the files *names* are, or are in."""
        above: set[str] = set()
        found: set[str] = set()
        for name in names:
            path = name.removeprefix("\n")  # git puts a line end between the format and the names
            found.update(glob for glob, pattern in self.globs if pattern.fullmatch(path))
            above.add(f"{path.rpartition('/')[0]}/*")
            while path and path not in above:
                above.add(path)
                path = path.rpartition("/")[0]
        found.update(above.intersection(self.wanted))
        return self._seen.setdefault("\0".join(sorted(found)), frozenset(found))

    def fingerprint(self, service: str) -> str:
        """Name what is taken for the service's: another, and its changes are read anew."""
        claim = self.services[service]
        if claim.path == WHOLE:
            return ""
        said = repr((sorted(claim.folders), sorted(claim.shared), sorted(claim.others)))
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def claims_at(git: Git, refs: Refs, roots: Sequence[ServiceRoot]) -> tuple[Claims, list[Notice]]:
    """Return what belongs to which service, as build files on main say, and what they left open.

    A service that is all of the repository needs none. Raises SourceError.
    """
    by_main: dict[str, list[ServiceRoot]] = {}
    for root in roots:
        if folder_of_service(root) != WHOLE:
            main = main_branch(git, refs, root).ref.commit
            by_main.setdefault(main, []).append(root)
    if not by_main:
        return claims_of(roots, {}), []
    # The readers of build files take long to load, and most repositories need none.
    from relplan.sources.git.inputs import detected_inputs  # noqa: PLC0415

    detected: dict[str, Inputs] = {}
    doubted: list[Notice] = []
    for main, group in by_main.items():
        folders = [folder_of_service(root) for root in group]
        inputs, doubts = detected_inputs(git, main, folders)
        doubted += doubts
        detected.update({root.service: inputs[folder_of_service(root)] for root in group})
    return claims_of(roots, detected), doubted


def claims_of(roots: Sequence[ServiceRoot], detected: Mapping[str, Inputs]) -> Claims:
    """Return what the services of one repository claim; *detected* is by service.

    Declared inputs add to the detected ones; one that begins with ``!`` takes detected ones back.
    """
    plain = {root.service: _claim(root, detected.get(root.service, Inputs())) for root in roots}
    services = {
        name: Claim(claim.path, claim.folders, claim.shared, _others(claim, plain.values()))
        for name, claim in plain.items()
    }
    every = frozenset[str]().union(*(claim.folders | claim.shared for claim in services.values()))
    heads = {path.partition("*")[0].partition("?")[0] for path in every}
    around = {path[: place.start()] for path in heads for place in re.finditer("/", path)}
    globs = sorted(path for path in every if _is_glob(path))
    return Claims(
        services,
        every.difference(globs),
        tuple((glob, pattern_of((glob, f"{glob}/**"), WHOLE)) for glob in globs),
        frozenset(around),
    )


def folder_of_service(root: ServiceRoot) -> str:
    """Return the folder of a service, ``.`` for all of the repository."""
    return PurePosixPath(root.path).as_posix()


def _claim(root: ServiceRoot, detected: Inputs) -> Claim:
    path = folder_of_service(root)
    if path == WHOLE:
        return Claim()
    declared = {_plain(said) for said in root.inputs if not said.startswith("!")}
    refused = {_plain(said[1:]) for said in root.inputs if said.startswith("!")}
    folders = {path, *declared, *_without(detected.folders, refused)}
    return Claim(path, frozenset(folders), frozenset(_without(detected.shared, refused)) - folders)


def _plain(said: str) -> str:
    """Return a declared input as it is looked for: ``libs/*`` is all of ``libs``."""
    plain = said.removeprefix("/").removeprefix("./").rstrip("/")
    while plain.endswith(("/*", "/**")):
        plain = plain.rstrip("*").rstrip("/")
    return plain


def _without(paths: Iterable[str], refused: Collection[str]) -> set[str]:
    tops = tuple(f"{folder}/" for folder in refused)
    return {path for path in paths if path not in refused and not path.startswith(tops)}


def _others(claim: Claim, claims: Iterable[Claim]) -> frozenset[str]:
    sharing = (other.folders for other in claims if not other.shared.isdisjoint(claim.shared))
    return frozenset[str]().union(*sharing)


def _is_glob(path: str) -> bool:
    return ("*" in path or "?" in path) and not (
        path.endswith("/*") and path.count("*") == 1 and "?" not in path
    )
