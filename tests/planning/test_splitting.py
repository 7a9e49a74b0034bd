"""pieces() finds what networkx finds, each piece after those that it needs."""

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import networkx as nx
import pytest

from relplan.planning import splitting
from relplan.planning.splitting import pieces
from tests.planning.snapshots import seeds

SEEDS = seeds(20)
Shape = Callable[[Random, list[str]], set[tuple[str, str]]]


def ring(nodes: list[str]) -> set[tuple[str, str]]:
    return set(zip(nodes, nodes[1:] + nodes[:1], strict=True))


def cycle(_: Random, nodes: list[str]) -> set[tuple[str, str]]:
    return ring(nodes)


def cycle_with_chords(random: Random, nodes: list[str]) -> set[tuple[str, str]]:
    chords = {(random.choice(nodes), random.choice(nodes)) for _ in range(len(nodes) // 2)}
    return ring(nodes) | chords


def dense(random: Random, nodes: list[str]) -> set[tuple[str, str]]:
    pairs = {(a, b) for a in nodes for b in nodes if random.random() < 0.5}
    return ring(nodes) | pairs


def chain_there_and_back(_: Random, nodes: list[str]) -> set[tuple[str, str]]:
    there = set(pairwise(nodes))
    return there | {(b, a) for a, b in there}


def star(_: Random, nodes: list[str]) -> set[tuple[str, str]]:
    hub, *rest = nodes
    return {(hub, node) for node in rest} | {(node, hub) for node in rest}


def rings_on_a_string(random: Random, nodes: list[str]) -> set[tuple[str, str]]:
    """Small rings, each tied to the next one by a single edge there and back."""
    size = random.randint(1, 4)
    groups = [nodes[place : place + size] for place in range(0, len(nodes), size)]
    edges = {edge for group in groups for edge in ring(group)}
    for one, other in pairwise(groups):
        edges |= {(one[0], other[-1]), (other[0], one[-1])}
    return edges


SHAPES: list[Shape] = [
    cycle,
    cycle_with_chords,
    dense,
    chain_there_and_back,
    star,
    rings_on_a_string,
]


def split(nodes: list[str], edges: set[tuple[str, str]], lost: set[tuple[str, str]]) -> Any:
    """Take *lost* away; beside the nodes stand two others, one below and one above."""
    left: nx.DiGraph[str] = nx.DiGraph()
    left.add_nodes_from(nodes)
    left.add_edges_from(sorted(edges - lost))
    left.add_edges_from((node, "below") for node in nodes)
    left.add_edges_from(("above", node) for node in nodes)
    parts = pieces(nodes, sorted(lost), left.succ.__getitem__, left.pred.__getitem__)
    return left.subgraph(nodes), parts


def assert_right(left: Any, parts: list[set[str]]) -> None:
    expected = {frozenset(part) for part in nx.strongly_connected_components(left)}
    assert len(parts) == len(expected)
    assert {frozenset(part) for part in parts} == expected
    place = {node: number for number, part in enumerate(parts) for node in part}
    assert all(place[needed] <= place[node] for node, needed in left.edges)


def some_of(random: Random, edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    most = random.choice([1, 3, len(edges) // 2, len(edges)])
    return set(random.sample(sorted(edges), min(len(edges), random.randint(0, most))))


@pytest.mark.parametrize("shape", SHAPES)
def test_pieces_are_the_components_in_the_order_of_their_needs(shape: Shape) -> None:
    fell_apart = 0
    for seed in SEEDS:
        random = Random(seed)
        nodes = [f"n{number}" for number in range(random.randint(2, 14))]
        random.shuffle(nodes)
        edges = shape(random, nodes)
        left, parts = split(nodes, edges, some_of(random, edges))
        assert_right(left, parts)
        fell_apart += len(parts) > 1
    assert len(SEEDS) / 10 < fell_apart < len(SEEDS)


@pytest.mark.parametrize("shape", SHAPES)
def test_above_the_most_obligations_it_looks_at_all_of_the_rest(
    shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitting, "_MOST_OBLIGATIONS", 2)
    for seed in SEEDS[::5]:
        random = Random(seed)
        nodes = [f"n{number}" for number in range(random.randint(2, 14))]
        edges = shape(random, nodes)
        assert_right(*split(nodes, edges, some_of(random, edges)))


def test_where_nothing_is_lost_it_stays_whole() -> None:
    nodes = ["a", "b", "c"]
    assert split(nodes, ring(nodes), set())[1] == [{"a", "b", "c"}]


def test_a_long_chain_falls_apart_without_recursion() -> None:
    nodes = [f"n{number}" for number in range(5000)]
    left, parts = split(nodes, ring(nodes), {(nodes[-1], nodes[0])})
    assert_right(left, parts)
    assert parts[0] == {nodes[-1]}
