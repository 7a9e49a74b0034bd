"""How soon proposals come, and how sure they are.

    python -m tests.benchmarks.bench_proposals [COUPLINGS ...]

Tangles of 50, 200 and 1,000 contracts with ten changes each: time to the first answer, to the
proven optimum, and the gap after 1 s and 10 s. Beside it the naive formulation of the same solver
(clauses of whole answers only, no relaxation) and, for `alone`, networkx's minimum cut.
"""

import sys
from random import Random
from time import perf_counter

import networkx as nx

from relplan.model.change import Change, Effect, EffectKind, State
from relplan.model.evidence import Evidence
from relplan.model.proposal import Goal, GoalKind, Proposal, Terms
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Contract, Service, Workspace
from relplan.planning import Planner
from relplan.planning.deadline import Deadline
from relplan.planning.propose import propose
from relplan.planning.propose.exact import Exact
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Problem

SECONDS = 10.0
NAIVELY = 10.0


def tangle(contracts: int, seed: int = 1) -> Snapshot:
    """Return branches that break and adapt contracts so that nearly all wait for each other.

    Branches are not held together by a trunk, so that marks can take everything apart.
    """
    random = Random(seed)
    names = [f"s{number:04}" for number in range(max(5, contracts // 4))]
    made, sides = [], []
    for number in range(contracts):
        provider, *consumers = random.sample(names, 3)
        days = float(random.randint(1, 9))
        made.append(
            Contract(
                f"k{number:04}",
                provider,
                tuple(consumers),
                versioned_effort_days=days,
                flagged_effort_days=days + random.randint(1, 4),
            )
        )
        sides.append((provider, *consumers))
    changes = []
    for number in range(contracts * 10):
        one = number % contracts
        breaks = number // contracts < 2
        service = sides[one][0] if breaks else random.choice(sides[one][1:])
        effects = [_effect(EffectKind.BREAKS if breaks else EffectKind.ADAPTS, made[one].name)]
        mine = [other.name for other in made if service in other.consumers]
        if breaks and mine:
            effects.append(_effect(EffectKind.ADAPTS, random.choice(mine)))
        changes.append(
            Change(
                id=f"{service}:b{number}",
                service=service,
                title=f"Change {number}",
                state=random.choice((State.READY, State.READY, State.IN_PROGRESS)),
                commit=f"{number:040x}",
                date=number,
                branch=f"b{number}",
                effects=tuple(effects),
            )
        )
    workspace = Workspace(
        name="tangle",
        services=tuple(Service(name) for name in names),
        contracts=tuple(made),
    )
    return Snapshot(workspace, tuple(changes))


def _effect(kind: EffectKind, contract: str) -> Effect:
    return Effect(kind, contract, Evidence("trailer", f"{kind}: {contract}"))


def goals(planner: Planner) -> list[Goal]:
    largest = max(planner.unmarked_plan.batches, key=lambda batch: len(batch.changes))
    change = largest.changes[len(largest.changes) // 2]
    return [
        Goal(GoalKind.ALONE, change),
        Goal(GoalKind.UNBLOCK, change),
        Goal(GoalKind.ALL_ALONE),
        Goal(GoalKind.BATCH, most=20),
        Goal(GoalKind.FREE),
    ]


def measure(planner: Planner, goal: Goal) -> str:
    start = perf_counter()
    seen: list[tuple[float, Proposal]] = []
    found = propose(
        planner,
        Scenario(),
        goal,
        seconds=SECONDS,
        on_better=lambda one: seen.append((perf_counter() - start, one)),
    )
    took = perf_counter() - start
    by_one = [one for when, one in seen if when <= 1] or [seen[0][1]]
    sure = [when for when, one in seen if one.optimal]
    known = min(sure, default=took)
    proven = f"proven {known:6.2f} s" if found.optimal else f"not proven {took:.1f} s"
    return (
        f"first {seen[0][0] * 1000:6.0f} ms ({seen[0][1].effort_days:g} d)  {proven}"
        f"  {found.effort_days:g} d, bound {found.bound:g}"
        f"  best after 1 s {_gap(by_one[-1].effort_days, found.bound)}"
        f"  all {took:.2f} s  gap {_gap(found.effort_days, found.bound)}"
    )


def _gap(days: float, bound: float) -> str:
    return f"{(days - bound) / days * 100 if days else 0:.1f}%"


def naive(planner: Planner, goal: Goal) -> str:
    start = perf_counter()
    problem = Problem(planner.graph, Scenario(), goal, Terms())
    problem.draw()
    exact = Exact(problem, Kernel(problem), (), None, Deadline.after(NAIVELY))
    exact.run(lambda: None, heuristic=False, relax=False)
    return f"naive: {'proven' if exact.proven else 'not proven'} {perf_counter() - start:.2f} s"


def cut(planner: Planner, goal: Goal) -> str:
    """Time a minimum cut of edges between one change and the rest: a bound from below only."""
    start = perf_counter()
    graph: nx.DiGraph[str] = nx.DiGraph()
    for edge in planner.graph.edges:
        graph.add_edge(edge.source, edge.target, capacity=1)
    other = next(iter(planner.graph.succ[goal.change]))
    nx.minimum_cut(graph, other, goal.change)
    return f"networkx.minimum_cut: {(perf_counter() - start) * 1000:.0f} ms"


def main() -> None:
    for contracts in [int(word) for word in sys.argv[1:]] or [50, 200, 1000]:
        planner = Planner(tangle(contracts))
        print(f"{contracts} contracts: {planner.unmarked_plan.numbers}")
        for goal in goals(planner):
            print(f"  {goal.kind:10} {measure(planner, goal)}", flush=True)
            print(f"             {naive(planner, goal)}", flush=True)
            if goal.kind is GoalKind.ALONE:
                print(f"             {cut(planner, goal)}", flush=True)


if __name__ == "__main__":
    main()
