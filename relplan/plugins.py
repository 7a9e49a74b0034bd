"""What other installed packages add to relplan, by entry points: kinds, catalogs, formats and more.

A package that does not load stops nothing: it is left out, and `problems` says so, with its name.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

T = TypeVar("T")
_PROBLEMS: dict[str, None] = {}


def registered(group: str, form: type[T]) -> tuple[T, ...]:
    """Return what packages register in the entry-point group *group*, by name.

    What is registered is an object of the type *form*. Groups are looked up only where they are
    needed, for that takes longer than most commands.
    """
    return tuple(
        one for one in (_loaded(group, point, form) for point in _points(group)) if one is not None
    )


def problems() -> tuple[str, ...]:
    """Return a line for each entry point that was left out up to now, and why."""
    return tuple(_PROBLEMS)


@cache
def _points(group: str) -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=group), key=lambda point: (point.name, point.value)))


def _loaded(group: str, point: EntryPoint, form: type[T]) -> T | None:
    try:
        found = point.load()
    except Exception as error:  # whatever a package does when it is imported
        _leave_out(group, point, f"{type(error).__name__}: {error}")
        return None
    if not isinstance(found, form):
        _leave_out(group, point, f"{point.value} is no {form.__name__}")
        return None
    return found


def _leave_out(group: str, point: EntryPoint, why: str) -> None:
    package = point.dist.name if point.dist is not None else "an unnamed package"
    line = " ".join(f"{package}: {point.name} of {group} is left out: {why}".split())
    _PROBLEMS.setdefault(line)
