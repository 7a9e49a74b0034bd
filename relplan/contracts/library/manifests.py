"""All manifests, whichever their ecosystem."""

from collections.abc import Mapping, Sequence
from types import ModuleType

from relplan.contracts.bounds import BoundReachedError
from relplan.contracts.library import cargo, go, gradle, maven, npm, nuget, python
from relplan.contracts.library.packages import Package, Pin

_ALL: tuple[ModuleType, ...] = (python, npm, go, maven, gradle, cargo, nuget)
_MOST_PINS = 5_000


def is_manifest(path: str) -> bool:
    """Tell by its name alone whether a file is a manifest."""
    return _of(path) is not None


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package that the manifest at *path* makes; None where it makes none.

    What it inherits is read from those of *files* that `references` names. Raises UnreadableError.
    """
    module = _of(path)
    found: Package | None = module.package_in(path, files) if module else None
    return found


def package_of(path: str, content: bytes) -> Package | None:
    """Return the package that a manifest makes, by the manifest alone. Raises UnreadableError."""
    return package_in(path, {path: content})


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the files from which a manifest may inherit. Raises UnreadableError."""
    module = _of(path)
    found: Sequence[str] = getattr(module, "references", _none)(path, content)
    return found


def pins(path: str, content: bytes) -> list[Pin]:
    """Return what a manifest asks for, in its order. Raises UnreadableError."""
    module = _of(path)
    found: list[Pin] = []
    for pin in module.pins(path, content) if module else ():
        found.append(pin)
        if len(found) > _MOST_PINS:
            raise BoundReachedError("asks for too many packages", path)
    return found


def _none(path: str, content: bytes) -> Sequence[str]:
    return ()


def _of(path: str) -> ModuleType | None:
    return next((module for module in _ALL if module.is_manifest(path)), None)
