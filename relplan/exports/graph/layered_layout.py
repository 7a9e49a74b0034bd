"""Where the boxes of a directed graph go: in layers, left to right, with few crossings.

The method is Sugiyama's [1]: turn the arrows that close cycles round, put each node one layer after
all that point to it, sort the layers so that few lines cross, and set the heights. Heights follow
from isotonic regression [2]: as near to the mean of the neighbours as the order allows.

[1] K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system
    structures", IEEE Trans. Syst. Man Cybern. 11 (1981).
[2] M. Ayer et al., "An empirical distribution function for sampling with incomplete information",
    Ann. Math. Statist. 26 (1955).
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

Pair = tuple[str, str]
_Spot = tuple[str, ...]
"""A node's name, or for a bend of a long line its two ends and its layer."""

_SWEEPS = 24
_BEND_HEIGHT = 14.0
_ROW_GAP = 22.0
_LAYER_GAP = 110.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in the units of the sizes that were given; x grows to the right, y downwards."""

    centres: Mapping[str, tuple[float, float]]
    routes: Mapping[Pair, tuple[tuple[float, float], ...]]
    """The points that each arrow passes, from the side of its source to that of its target."""
    width: float
    height: float


def layered(sizes: Mapping[str, tuple[float, float]], arrows: Sequence[Pair]) -> Layout:
    """Return where the nodes, of the *sizes* (width, height), and the *arrows* go.

    Deterministic: the order of *sizes* and *arrows* decides ties.
    """
    forward = _turned(list(sizes), arrows)
    layers, chains = _layers(list(sizes), forward)
    order = _sorted_layers(layers, chains)
    heights = _heights(order, chains, sizes)
    top = min((at - _height(spot, sizes) / 2 for spot, at in heights.items()), default=0.0)
    heights = {spot: at - top for spot, at in heights.items()}
    below = max((at + _height(spot, sizes) / 2 for spot, at in heights.items()), default=0.0)
    sides, width = _columns(order, sizes)
    centres = {name: (sum(sides[name,]) / 2, heights[name,]) for name in sizes}
    routes = {}
    for arrow, pair in forward.items():
        route = _route(chains[pair], centres, sides, heights, sizes)
        routes[arrow] = tuple(route if pair == arrow else reversed(route))
    return Layout(centres, routes, width, below)


def _turned(nodes: list[str], arrows: Sequence[Pair]) -> dict[Pair, Pair]:
    """Map each arrow to itself or, where it closes a cycle, to the arrow turned round."""
    after: dict[str, list[str]] = defaultdict(list)
    entered = dict.fromkeys(nodes, 0)
    for source, target in arrows:
        after[source].append(target)
        entered[target] += 1
    open_nodes: set[str] = set()
    done: set[str] = set()
    closing: set[Pair] = set()
    for root in sorted(nodes, key=lambda node: entered[node] > 0):
        stack = [(root, iter(after[root]))] if root not in done else []
        open_nodes.update(node for node, _ in stack)
        while stack:
            node, rest = stack[-1]
            other = next(rest, None)
            if other is None:
                stack.pop()
                open_nodes.discard(node)
                done.add(node)
            elif other in open_nodes:
                closing.add((node, other))
            elif other not in done:
                open_nodes.add(other)
                stack.append((other, iter(after[other])))
    return {pair: pair[::-1] if pair in closing else pair for pair in arrows}


def _layers(
    nodes: list[str], forward: Mapping[Pair, Pair]
) -> tuple[list[list[_Spot]], dict[Pair, list[_Spot]]]:
    """Return the layers with their bends, and the spots that each line passes."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(forward.values())
    found = [list(layer) for layer in nx.topological_generations(graph)]
    place = {name: index for index, layer in enumerate(found) for name in layer}
    layers: list[list[_Spot]] = [[(name,) for name in layer] for layer in found]
    chains: dict[Pair, list[_Spot]] = {}
    for pair in dict.fromkeys(forward.values()):
        bends: list[_Spot] = [
            (*pair, str(index)) for index in range(place[pair[0]] + 1, place[pair[1]])
        ]
        for index, bend in enumerate(bends, place[pair[0]] + 1):
            layers[index].append(bend)
        chains[pair] = [(pair[0],), *bends, (pair[1],)]
    return layers, chains


def _neighbours(
    chains: Mapping[Pair, list[_Spot]],
) -> tuple[dict[_Spot, list[_Spot]], dict[_Spot, list[_Spot]]]:
    left: dict[_Spot, list[_Spot]] = defaultdict(list)
    right: dict[_Spot, list[_Spot]] = defaultdict(list)
    for chain in chains.values():
        for one, other in pairwise(chain):
            right[one].append(other)
            left[other].append(one)
    return left, right


def _sorted_layers(
    layers: list[list[_Spot]], chains: Mapping[Pair, list[_Spot]]
) -> list[list[_Spot]]:
    """Sort each layer by the mean place of its neighbours, to and fro; keep the best seen."""
    left, right = _neighbours(chains)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, right)
    order = [list(layer) for layer in layers]
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        forth = sweep % 2 == 0
        for index in range(1, len(order)) if forth else range(len(order) - 2, -1, -1):
            beside = order[index - 1 if forth else index + 1]
            order[index] = _by_neighbours(order[index], beside, left if forth else right)
        crossings = _crossings(order, right)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in order], crossings
    return best


def _by_neighbours(
    layer: list[_Spot], beside: list[_Spot], around: Mapping[_Spot, list[_Spot]]
) -> list[_Spot]:
    """Sort *layer* by the mean place of each spot's neighbours in the layer *beside* it."""
    place = {spot: number for number, spot in enumerate(beside)}
    means = []
    for number, spot in enumerate(layer):
        found = [place[other] for other in around.get(spot, ())]
        means.append((sum(found) / len(found) if found else number, number))
    return [layer[number] for _, number in sorted(means)]


def _crossings(order: list[list[_Spot]], right: Mapping[_Spot, list[_Spot]]) -> int:
    total = 0
    for layer, after in pairwise(order):
        place = {spot: number for number, spot in enumerate(after)}
        seen: list[int] = []
        for spot in layer:
            ends = sorted(place[other] for other in right.get(spot, ()))
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _height(spot: _Spot, sizes: Mapping[str, tuple[float, float]]) -> float:
    return sizes[spot[0]][1] if len(spot) == 1 else _BEND_HEIGHT


def _heights(
    order: list[list[_Spot]],
    chains: Mapping[Pair, list[_Spot]],
    sizes: Mapping[str, tuple[float, float]],
) -> dict[_Spot, float]:
    left, right = _neighbours(chains)
    least = {id(layer): _least(layer, sizes) for layer in order}
    y = {spot: at for layer in order for spot, at in zip(layer, least[id(layer)], strict=True)}
    for sweep in range(_SWEEPS):
        for layer in order if sweep % 2 == 0 else reversed(order):
            wanted = []
            for spot in layer:
                around = [y[other] for other in (*left[spot], *right[spot])]
                wanted.append(sum(around) / len(around) if around else y[spot])
            offsets = least[id(layer)]
            fitted = _isotonic([want - at for want, at in zip(wanted, offsets, strict=True)])
            for spot, base, at in zip(layer, fitted, offsets, strict=True):
                y[spot] = base + at
    return y


def _least(layer: list[_Spot], sizes: Mapping[str, tuple[float, float]]) -> list[float]:
    """Return the heights of the centres in *layer* when it is stacked as tightly as it may be."""
    found: list[float] = []
    below = 0.0
    for spot in layer:
        tall = _height(spot, sizes)
        found.append(below + tall / 2)
        below += tall + (_ROW_GAP if len(spot) == 1 else 0.0)
    return found


def _isotonic(wanted: list[float]) -> list[float]:
    """Return the never falling values that are nearest to *wanted*, in least squares."""
    blocks: list[tuple[float, int]] = []
    for value in wanted:
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    return [total / count for total, count in blocks for _ in range(count)]


def _columns(
    order: list[list[_Spot]], sizes: Mapping[str, tuple[float, float]]
) -> tuple[dict[_Spot, tuple[float, float]], float]:
    """Return the left and the right side of each spot's layer, and the width of all."""
    sides: dict[_Spot, tuple[float, float]] = {}
    x = 0.0
    for layer in order:
        wide = max((sizes[spot[0]][0] for spot in layer if len(spot) == 1), default=0.0)
        sides.update(dict.fromkeys(layer, (x, x + wide)))
        x += wide + _LAYER_GAP
    return sides, max(0.0, x - _LAYER_GAP)


def _route(
    chain: list[_Spot],
    centres: Mapping[str, tuple[float, float]],
    sides: Mapping[_Spot, tuple[float, float]],
    heights: Mapping[_Spot, float],
    sizes: Mapping[str, tuple[float, float]],
) -> list[tuple[float, float]]:
    """Return the points of a line: straight inside the layers, where the boxes are."""
    first, last = chain[0], chain[-1]
    x, y = centres[first[0]]
    route = [(x + sizes[first[0]][0] / 2, y), (sides[first][1], y)]
    for bend in chain[1:-1]:
        route += [(side, heights[bend]) for side in sides[bend]]
    x, y = centres[last[0]]
    return [*route, (sides[last][0], y), (x - sizes[last[0]][0] / 2, y)]
