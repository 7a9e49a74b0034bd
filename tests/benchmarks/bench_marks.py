"""One mark against planning everything anew, at 1,000, 10,000 and 100,000 changes.

    python -m tests.benchmarks.bench_marks [CHANGES ...]

The reference is what a program would do that keeps nothing: build the graph that the scenario
leaves in networkx, condense it there, and work out waves, statuses and numbers over all of it. The
rules' edges are given to both, so that only the graph's work is compared.
"""

import gc
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import networkx as nx

from relplan.model.plan import Numbers
from relplan.model.scenario import Scenario
from relplan.planning import Planner
from relplan.planning.couplings import couplings
from relplan.planning.graph import Hidden, NeedsGraph
from tests.benchmarks.workspaces import workspace_of

_MARKS = 60
_REFERENCES = 5


def reference(graph: NeedsGraph, hidden: Hidden) -> tuple[int, ...]:
    """Plan from scratch with networkx alone."""
    left: nx.DiGraph[str] = nx.DiGraph()
    left.add_nodes_from(graph.changes)
    for edge in graph.left(hidden):
        counts = edge.kind not in {"trunk", "stacked"}
        known = left.has_edge(edge.source, edge.target)
        weight = counts or (known and left[edge.source][edge.target]["weight"])
        left.add_edge(edge.source, edge.target, weight=weight)
    condensed = nx.condensation(left)
    of = condensed.graph["mapping"]
    wave: dict[int, int] = {}
    not_done_below: dict[int, bool] = {}
    needs_more: dict[int, bool] = {}
    members = {node: condensed.nodes[node]["members"] for node in condensed}
    not_done = {node: sum(n in graph.not_done for n in members[node]) for node in condensed}
    shippable = blocked = batches = largest = 0
    for node in reversed(list(nx.topological_sort(condensed))):
        wave[node], not_done_below[node] = 0, False
        needs_more[node] = condensed.out_degree(node) > 0
        for member in members[node]:
            for other, data in left[member].items():
                below = of[other]
                if below == node:
                    continue
                has_batch = any(n in graph.changes for n in members[below])
                wave[node] = max(wave[node], wave[below] + (data["weight"] and has_batch))
                not_done_below[node] |= not_done_below[below] or not_done[below] > 0
        size = sum(n in graph.changes for n in members[node])
        batches += size > 0
        largest = max(largest, size)
        for member in members[node]:
            if member in graph.changes:
                own = member in graph.not_done
                is_blocked = not_done_below[node] or not_done[node] > own
                blocked += is_blocked
                shippable += not is_blocked and not own
    waves = max((wave[of[name]] for name in graph.changes), default=-1) + 1
    return len(graph.changes), shippable, blocked, batches, largest, waves


def counted(found: Numbers) -> tuple[int, ...]:
    """Return those numbers that the reference has, too."""
    return (
        found.changes,
        found.shippable_now,
        found.blocked,
        found.batches,
        found.largest_batch,
        found.waves,
    )


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long *work* takes, and what it returns."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def compare(changes: int, domain: int) -> None:
    """Print the figures for one size."""
    snapshot = workspace_of(changes, domain=domain)
    build, planner = seconds(lambda: Planner(snapshot))
    found = [coupling for coupling in couplings(planner.graph) if coupling.edges][:_MARKS]
    gc.freeze()  # as the TUI does: the collector need not look at a large snapshot again and again
    scenario, marking, full = Scenario(), [], []
    for number, coupling in enumerate(found):
        scenario = scenario.with_mark(coupling.name, coupling.kind.marks[-1])
        took, plan = seconds(lambda scenario=scenario: planner.plan(scenario).numbers)
        marking.append(took)
        if number % max(1, len(found) // _REFERENCES) == 0:
            hidden = planner.graph.hidden_by(scenario)
            took, expected = seconds(lambda hidden=hidden: reference(planner.graph, hidden))
            full.append(took)
            assert counted(plan) == expected
    ratio = median(full) / median(marking)
    largest = planner.unmarked_plan.numbers.largest_batch
    print(
        f"{changes:>7} changes, largest batch {largest:>6}:"
        f" first plan {build * 1e3:6.0f} ms;"
        f" a mark {median(marking) * 1e3:7.2f} ms (slowest {max(marking) * 1e3:6.1f});"
        f" networkx anew {median(full) * 1e3:7.1f} ms = {ratio:5.1f} x"
    )


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        for services in (8, 0):
            compare(size, services)
