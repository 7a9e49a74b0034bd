"""What other installed packages add to relplan, by entry points: kinds, catalogs, formats and more.

A package that does not load stops nothing: it is left out, and `problems` says so, with its name.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from importlib.metadata import EntryPoint

T = TypeVar("T")
_PROBLEMS: dict[str, None] = {}


@dataclass(frozen=True, slots=True)
class Plugin(Generic[T]):
    """What one entry point registers."""

    value: T
    group: str
    name: str
    package: str
    """The distribution that it is of, with its version."""

    def leave_out(self, why: str) -> None:
        """Keep for `problems` that it is not used, and why."""
        leave_out(self.group, self.name, self.package, why)


def plugins(group: str, form: type[T]) -> tuple[Plugin[T], ...]:
    """Return what packages register in the entry-point group *group*, by name.

    What is registered is an object of the type *form*. Groups are looked up only where they are
    needed, for that takes longer than most commands.
    """
    found = (_loaded(group, point, form) for point in _points(group))
    return tuple(one for one in found if one is not None)


def with_new_names(
    found: Iterable[Plugin[T]], name_of: Callable[[T], str], taken: Collection[str], what: str
) -> Iterator[Plugin[T]]:
    """Yield those of *found* whose name is not *taken*, nor that of one before; leave out others.

    *what* says what there is already: ``there is a kind``.
    """
    known = set(taken)
    for plugin in found:
        name = name_of(plugin.value)
        if name in known:
            plugin.leave_out(f"{what} '{name}' already")
        else:
            known.add(name)
            yield plugin


def fault(error: BaseException) -> str:
    """Return in one line what a package's code raised."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def leave_out(group: str, name: str, package: str, why: str) -> None:
    """Keep for `problems` that the entry point *name* of *package* is not used, and why."""
    said = f"{package}: {name} of {group} is left out: {why}; mend that package or uninstall it"
    _PROBLEMS.setdefault(" ".join(said.split()))


def complain(text: str) -> None:
    """Keep for `problems` that what a package registered failed as it was used."""
    _PROBLEMS.setdefault(" ".join(text.split()))


def problems() -> tuple[str, ...]:
    """Return a line for each entry point that was left out, or failed, up to now, and why."""
    return tuple(_PROBLEMS)


def looked_for() -> bool:
    """Tell whether anything of other packages was asked for up to now."""
    return _points.cache_info().currsize > 0


@cache
def _points(group: str) -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - as long as a small command takes

    return tuple(sorted(entry_points(group=group), key=lambda point: (point.name, point.value)))


def _loaded(group: str, point: EntryPoint, form: type[T]) -> Plugin[T] | None:
    package = "an unnamed package"
    if point.dist is not None:
        package = f"{point.dist.name} {point.dist.version}"
    try:
        with redirect_stdout(sys.stderr):  # stdout is relplan's answer, for another program perhaps
            found = point.load()
    except (Exception, SystemExit) as error:  # whatever a package does when it is imported
        leave_out(group, point.name, package, fault(error))
        return None
    if not isinstance(found, form):
        leave_out(group, point.name, package, f"{point.value} is no {form.__name__}")
        return None
    return Plugin(found, group, point.name, package)
