"""Keeps the faults of an ecosystem that another package adds from stopping anything else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice
from types import NoneType
from typing import Any, TypeVar

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.packages import (
    MOST_LOCKED,
    MOST_PINS,
    Ecosystem,
    Numbered,
    Package,
    Pin,
)
from relplan.plugins import Plugin, complain, fault

_RETURNS: Mapping[str, type | tuple[type, ...]] = {
    "package_in": (Package, NoneType),
    "pins": tuple,
    "locked": tuple,
    "references": (list, tuple),
    "numbered": (Numbered, NoneType),
    "admits": (bool, NoneType),
    "exact": str,
    "same_name": str,
    "rises": bool,
    "line_of": str,
}
_OURS = (UnreadableError, RecursionError, MemoryError)
"""What may be raised, since whoever reads a hostile file may come to it."""
T = TypeVar("T")


def guarded(plugin: Plugin[Ecosystem]) -> Ecosystem:
    """Return the ecosystem of a package, of which a fault is an UnreadableError that names it."""
    guard = _Guard(plugin)
    given = plugin.value
    functions = {name: getattr(given, name) for name in _RETURNS if getattr(given, name)}
    functions |= {"package_in": guard.package_in, "pins": guard.pins, "locked": guard.locked}
    kept: dict[str, Any] = {name: guard.kept(name, one) for name, one in functions.items()}
    is_manifest = guard.named("is_manifest", given.is_manifest)
    return replace(
        given, is_manifest=is_manifest, is_lock=guard.named("is_lock", given.is_lock), **kept
    )


class _Guard:
    def __init__(self, plugin: Plugin[Ecosystem]) -> None:
        self._given = plugin.value
        self._package = plugin.package
        self._failing: set[str] = set()

    def kept(self, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return *function*, the ecosystem's *what*, that raises nothing but what it may."""

        def call(*arguments: Any) -> Any:
            try:
                return self._checked(what, function(*arguments))
            except _OURS:
                raise
            except Exception as error:
                raise self._fault(what, error) from error

        return call

    def named(self, what: str, function: Callable[[str], bool]) -> Callable[[str], bool]:
        """Return *function*, which looks at a path, so that it raises nothing."""

        def tell(path: str) -> bool:
            try:
                return bool(function(path))
            except Exception as error:
                self._fault(what, error)
                return False  # by a name alone nothing is known to be missed

        return tell

    def package_in(self, path: str, files: Mapping[str, bytes]) -> Package | None:
        return self._own(self._given.package_in(path, files))

    def pins(self, path: str, files: Mapping[str, bytes]) -> Iterable[Pin]:
        # What is made as it is walked through fails here, too.
        return tuple(map(self._own, islice(self._given.pins(path, files), MOST_PINS + 1)))

    def locked(self, path: str, content: bytes) -> Iterable[Pin]:
        return tuple(map(self._own, islice(self._given.locked(path, content), MOST_LOCKED + 1)))

    def _checked(self, what: str, found: Any) -> Any:
        if not isinstance(found, _RETURNS[what]):
            raise TypeError(f"it returned {type(found).__name__}")
        return found

    def _own(self, found: T) -> T:
        named = self._given.name if found is None else getattr(found, "ecosystem", "none")
        if named != self._given.name:
            raise ValueError(f"it returned something of the ecosystem '{named}'")
        return found

    def _fault(self, what: str, error: Exception) -> UnreadableError:
        failed = f"{what} of its ecosystem '{self._given.name}' failed"
        text = f"{self._package}: {failed}: {fault(error)}"
        if what not in self._failing:  # the next file has the same fault in other words
            complain(f"{text}; tell whoever maintains that package")
        self._failing.add(what)
        return UnreadableError(text)
