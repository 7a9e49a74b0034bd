"""Plain search over what a plan leaves of its graph."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

_Node = TypeVar("_Node", bound=Hashable)


def reached(start: _Node, neighbours: Callable[[_Node], Iterable[_Node]]) -> set[_Node]:
    """Return all that *start* leads to; *start* itself only where a way leads back to it."""
    return reached_from(neighbours(start), neighbours)


def reached_from(
    starts: Iterable[_Node], neighbours: Callable[[_Node], Iterable[_Node]]
) -> set[_Node]:
    """Return *starts* and all that they lead to."""
    found = set(starts)
    queue = list(found)
    while queue:
        for other in neighbours(queue.pop()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return found


def leads(start: _Node, end: _Node, neighbours: Callable[[_Node], Iterable[_Node]]) -> bool:
    """Tell whether *start* is *end* or leads to it."""
    found, queue = {start}, [start]
    while queue and end not in found:
        for other in neighbours(queue.pop()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return end in found
