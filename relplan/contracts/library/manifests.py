"""All manifests, whichever their ecosystem."""

from collections.abc import Mapping, Sequence

from relplan.contracts.bounds import BoundReachedError
from relplan.contracts.library.ecosystems import ecosystems
from relplan.contracts.library.packages import MOST_PINS, Ecosystem, Package, Pin


def is_manifest(path: str) -> bool:
    """Tell by its name alone whether a file is a manifest."""
    return _of(path) is not None


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package that the manifest at *path* makes; None where it makes none.

    What it inherits is read from those of *files* that `references` names. Raises UnreadableError.
    """
    ecosystem = _of(path)
    return ecosystem.package_in(path, files) if ecosystem else None


def package_of(path: str, content: bytes) -> Package | None:
    """Return the package that a manifest makes, by the manifest alone. Raises UnreadableError."""
    return package_in(path, {path: content})


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the files from which a manifest may inherit. Raises UnreadableError."""
    ecosystem = _of(path)
    return ecosystem.references(path, content) if ecosystem else ()


def pins(path: str, content: bytes) -> list[Pin]:
    """Return what a manifest asks for, in its order. Raises UnreadableError."""
    ecosystem = _of(path)
    found: list[Pin] = []
    for pin in ecosystem.pins(path, content) if ecosystem else ():
        found.append(pin)
        if len(found) > MOST_PINS:
            raise BoundReachedError("asks for too many packages", path)
    return found


def _of(path: str) -> Ecosystem | None:
    return next((one for one in ecosystems() if one.is_manifest(path)), None)
