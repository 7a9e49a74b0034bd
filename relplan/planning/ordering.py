"""Names in an order in which each comes after all that it needs."""

from collections.abc import Callable, Collection, Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import Any, TypeVar

_Name = TypeVar("_Name", bound=int | str)


def in_order(
    needs: Mapping[_Name, Collection[_Name]], priority: Callable[[_Name], tuple[Any, ...]]
) -> Iterator[_Name]:
    """Yield the names in *needs* after those that each needs, which are names in it, too.

    Of those that could come, the one of least *priority*. Those that need each other never come.
    """
    left = {name: len(others) for name, others in needs.items()}
    needed_by: dict[_Name, list[_Name]] = {name: [] for name in needs}
    for one, others in needs.items():
        for other in others:
            needed_by[other].append(one)
    queue: list[tuple[Any, ...]] = [
        (*priority(name), name) for name, count in left.items() if not count
    ]
    heapify(queue)
    while queue:
        name = heappop(queue)[-1]
        yield name
        for other in needed_by[name]:
            left[other] -= 1
            if not left[other]:
                heappush(queue, (*priority(other), other))
