"""Strongly connected components, without a library that takes longer to load than to plan with."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from typing import TypeVar

_Node = TypeVar("_Node", bound=Hashable)


def strongly_connected(
    nodes: Collection[_Node], succ: Callable[[_Node], Iterable[_Node]]
) -> list[frozenset[_Node]]:
    """Return the components of *nodes*, each after all those that it reaches.

    *succ* gives where the edges of a node lead; those that leave *nodes* do not count.
    """
    names = tuple(nodes)
    place = {node: number for number, node in enumerate(names)}
    of = components(
        len(names), lambda node: [place[end] for end in succ(names[node]) if end in place]
    )
    found: list[set[_Node]] = [set() for _ in range(max(of, default=-1) + 1)]
    for node, number in zip(names, of, strict=True):
        found[number].add(node)
    return list(map(frozenset, found))


def components(size: int, out: Callable[[int], Iterable[int]]) -> list[int]:
    """Number the component of each of *size* nodes; *out* gives those that a node leads to.

    A component is numbered after all those that it reaches (Tarjan's algorithm, without recursion).
    """
    index, low, found = [-1] * size, [0] * size, [-1] * size
    stack: list[int] = []
    clock = done = 0
    for root in range(size):
        if index[root] >= 0:
            continue
        index[root] = low[root] = clock
        clock += 1
        stack.append(root)
        work: list[tuple[int, Iterator[int]]] = [(root, iter(out(root)))]
        while work:
            node, rest = work[-1]
            new = next((other for other in rest if _look(node, other, index, low, found)), -1)
            if new >= 0:
                index[new] = low[new] = clock
                clock += 1
                stack.append(new)
                work.append((new, iter(out(new))))
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
            if low[node] == index[node]:
                _close(node, done, stack, found)
                done += 1
    return found


def _look(node: int, other: int, index: list[int], low: list[int], found: list[int]) -> bool:
    """Tell whether *other* is new; otherwise note that *node* leads back to it."""
    if index[other] < 0:
        return True
    if found[other] < 0:
        low[node] = min(low[node], index[other])
    return False


def _close(node: int, number: int, stack: list[int], found: list[int]) -> None:
    while True:
        member = stack.pop()
        found[member] = number
        if member == node:
            return
