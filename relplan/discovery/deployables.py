"""Tells which folders of a repository are deployed by themselves."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from posixpath import basename, dirname

from relplan.sources.programs import begins_program, builds_image
from relplan.sources.provenance import CODE, Provenance, provenance_of

_MANIFESTS = frozenset(
    "package.json go.mod pom.xml build.gradle build.gradle.kts Cargo.toml pyproject.toml setup.py"
    " requirements.txt mix.exs Gemfile composer.json build.sbt Pipfile project.clj".split()
)
_PROJECT = re.compile(r"[\w.-]+\.(?:csproj|fsproj|vbproj)")
_SPRING = re.compile(r"\w+Application\.(?:java|kt)")
_GROUPS = frozenset("services apps microservices src svc".split())
"""Folders whose folders are often services."""
_OF_BUILDS = frozenset("src docker build deploy deployment container image package".split())
"""Folders that hold what builds the folder above."""
_LEAST_SHARE = 0.5
"""Of the repository's code that the deployables must hold together, for it to be a monorepo."""


def deployables(files: Collection[str], declared: Mapping[str, str]) -> dict[str, str]:
    """Return the folders that are services by themselves, with the file that shows it.

    None, where the repository is rather one service. *declared*: folders that catalogs or Compose
    files name, with the file that does.
    """
    own = [path for path in files if provenance_of(path) <= Provenance.COPY]
    code = [path for path in own if _ending(path) in CODE]
    signs = {folder: sign for folder, sign in declared.items() if folder not in ("", ".")}
    for folder, sign in _signs(own):
        signs.setdefault(folder, sign)
    held = _held(code, signs)
    found = _outermost({folder: sign for folder, sign in signs.items() if held[folder]}, held)
    share = sum(held[folder] for folder in found) / max(len(code), 1)
    return found if len(found) > 1 and share >= _LEAST_SHARE else {}


def _signs(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    manifests: dict[str, str] = {}
    mains: list[str] = []
    for path in files:
        name = basename(path)
        if builds_image(name):
            folder = _built(dirname(path))
            if folder:
                yield folder, path
        elif name in _MANIFESTS or _PROJECT.fullmatch(name):
            manifests.setdefault(dirname(path), path)
        elif begins_program(name):
            mains.append(path)
    for path in mains:
        folder = _nearest(path, manifests)
        if folder and _is_its_main(path, folder):
            yield folder, path


def _is_its_main(path: str, folder: str) -> bool:
    """Tell whether a program that begins with the file *path* is what *folder* is for."""
    inside = path.removeprefix(f"{folder}/").split("/")
    if _SPRING.fullmatch(inside[-1]) and "main" in inside:
        return True
    grouped = basename(dirname(folder)) in _GROUPS
    return grouped and (len(inside) == 1 or inside[0] in ("src", "cmd", "app", "bin"))


def _built(folder: str) -> str:
    while folder and basename(folder) in _OF_BUILDS:
        folder = dirname(folder)
    return folder


def _nearest(path: str, manifests: Mapping[str, str]) -> str:
    folder = dirname(path)
    while folder and folder not in manifests:
        folder = dirname(folder)
    return folder


def _held(code: Iterable[str], folders: Collection[str]) -> dict[str, int]:
    """Return how many files of *code* are in each of *folders*."""
    found: dict[str, int] = defaultdict(int)
    for path in code:
        folder = dirname(path)
        while folder:
            if folder in folders:
                found[folder] += 1
            folder = dirname(folder)
    return found


def _outermost(signs: Mapping[str, str], held: Mapping[str, int]) -> dict[str, str]:
    """Leave out a folder in another one, and one that is but the sum of others."""
    kept: dict[str, str] = {}
    for folder in sorted(signs, key=lambda folder: (-folder.count("/"), folder)):
        inner = [other for other in kept if other.startswith(f"{folder}/")]
        if len(inner) > 1 and sum(held[other] for other in inner) >= held[folder] * _LEAST_SHARE:
            continue
        for other in inner:
            del kept[other]
        kept[folder] = signs[folder]
    return dict(sorted(kept.items()))


def _ending(path: str) -> str:
    return path[path.rfind(".") :]
