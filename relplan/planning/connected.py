"""Strongly connected components, without a library that takes longer to load than to plan with."""

from collections.abc import Callable, Collection, Hashable, Iterable
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
        path, rest = [root], [iter(out(root))]
        index[root] = low[root] = clock
        clock += 1
        stack.append(root)
        while path:
            node = path[-1]
            for other in rest[-1]:
                if index[other] < 0:
                    index[other] = low[other] = clock
                    clock += 1
                    stack.append(other)
                    path.append(other)
                    rest.append(iter(out(other)))
                    break
                if found[other] < 0 and index[other] < low[node]:
                    low[node] = index[other]
            else:
                path.pop()
                rest.pop()
                if path and low[node] < low[path[-1]]:
                    low[path[-1]] = low[node]
                if low[node] == index[node]:
                    member = -1
                    while member != node:
                        member = stack.pop()
                        found[member] = done
                    done += 1
    return found
