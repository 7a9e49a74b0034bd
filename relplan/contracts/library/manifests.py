"""All manifests, whichever their ecosystem."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from relplan.contracts.bounds import BoundReachedError
from relplan.contracts.library.ecosystems import ecosystems
from relplan.contracts.library.packages import MOST_LOCKED, MOST_PINS, Ecosystem, Package, Pin


def is_manifest(path: str) -> bool:
    """Tell by its name alone whether a file is a manifest."""
    return _of(path) is not None


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package that the manifest at *path* makes; None where it makes none.

    What it inherits is read from those of *files* that `references` names. Raises UnreadableError.
    """
    ecosystem = _of(path)
    package = ecosystem.package_in(path, files) if ecosystem else None
    if ecosystem and package and _stands_for_another(ecosystem, package.version):
        return replace(package, version="")
    return package


def _stands_for_another(ecosystem: Ecosystem, version: str) -> bool:
    """Tell whether a tool puts the version of the tag in its place: ``0.0.0-development``."""
    found = ecosystem.numbered(version) if version.startswith("0.0.0") else None
    return found is not None and found.pre and not any(found.release)


def ecosystem_of(path: str) -> str:
    """Return the name of the ecosystem in which a manifest's package is published; empty: none."""
    ecosystem = _of(path)
    return ecosystem.name if ecosystem else ""


def package_of(path: str, content: bytes) -> Package | None:
    """Return the package that a manifest makes, by the manifest alone. Raises UnreadableError."""
    return package_in(path, {path: content})


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the files from which a manifest may inherit. Raises UnreadableError."""
    ecosystem = _of(path)
    return ecosystem.references(path, content) if ecosystem else ()


def pins(path: str, content: bytes) -> list[Pin]:
    """Return what a manifest asks for, by the manifest alone. Raises UnreadableError."""
    return pins_in(path, {path: content})


def pins_in(path: str, files: Mapping[str, bytes]) -> list[Pin]:
    """Return what the manifest at *path* asks for, in its order.

    What it inherits is read from those of *files* that `references` names. Raises UnreadableError.
    """
    ecosystem = _of(path)
    found: list[Pin] = []
    for pin in ecosystem.pins(path, files) if ecosystem else ():
        found.append(pin)
        if len(found) > MOST_PINS:
            raise BoundReachedError("asks for too many packages", path)
    return found


def is_lock(path: str) -> bool:
    """Tell by its name alone whether a file keeps the versions that were chosen once."""
    return _locking(path) is not None


def locked(path: str, content: bytes) -> list[Pin]:
    """Return the versions that a lock file keeps. Raises UnreadableError."""
    ecosystem = _locking(path)
    found = list(islice(ecosystem.locked(path, content), MOST_LOCKED + 1)) if ecosystem else []
    if len(found) > MOST_LOCKED:
        raise BoundReachedError("keeps too many packages", path)
    return found


def _locking(path: str) -> Ecosystem | None:
    return next((one for one in ecosystems() if one.is_lock(path)), None)


def _of(path: str) -> Ecosystem | None:
    return next((one for one in ecosystems() if one.is_manifest(path)), None)
