"""Marks, answers and the weights of all questions, anew and after each of them.

python -m tests.benchmarks.bench_asked [CHANGES ...]
"""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from relplan.model.change import Change, EffectKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Takes, Taking, Unread
from relplan.model.plan import Numbers
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.planning.couplings import couplings
from tests.benchmarks.workspaces import workspace_of

_TRIED = 12
_GUESSED = 0.3
"""Share of contracts whose one consumer only seems to be one."""
_UNREAD = 0.02
"""Share of changes in which something could not be read."""
_UNKNOWN = 0.3
"""Share of breaks that are not understood."""


def asking_of(changes: int, seed: int = 1, domain: int = 8) -> Snapshot:
    """Return a workspace of *changes* with a question for each twenty changes or so.

    Of a third of the contracts a consumer is a guess and the others are detected; some breaks are
    not understood, and some files are not read.
    """
    random = Random(seed)
    snapshot = workspace_of(changes, seed, domain)
    takings: list[Taking] = []
    contracts = []
    for contract in snapshot.workspace.contracts:
        sure, unsure = contract.consumers
        contracts.append(replace(contract, consumers=(), detected_consumers=(sure,)))
        confidence = Confidence.GUESSED if random.random() < _GUESSED else Confidence.DETECTED
        evidence = Evidence("taking", f"{unsure} names {contract.name}")
        takings.append(Taking(contract.name, unsure, Takes.RUN_TIME, confidence, evidence))
    made = tuple(_unsure(random, snapshot))
    unread = tuple(
        Unread(f"file{change.id}.sql", "lost", change.service, (change.id,))
        for change in made
        if random.random() < _UNREAD
    )
    workspace = replace(snapshot.workspace, contracts=tuple(contracts), issue_projects=("F",))
    return replace(
        snapshot, workspace=workspace, changes=made, takings=tuple(takings), unread=unread
    )


def _unsure(random: Random, snapshot: Snapshot) -> Iterator[Change]:
    for change in snapshot.changes:
        effects = tuple(
            replace(effect, confidence=Confidence.GUESSED)
            if effect.kind is EffectKind.BREAKS and random.random() < _UNKNOWN
            else effect
            for effect in change.effects
        )
        yield replace(change, effects=effects)


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long *work* takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1e3


def _planning(planner: Planner, scenarios: Iterable[Scenario]) -> tuple[list[float], list[float]]:
    """Return how long each plan takes, and how long to weigh its questions after the last one's."""
    plans, weights = [], []
    for scenario in scenarios:
        plans.append(milliseconds(partial(_numbers, planner, scenario)))
        plan = planner.plan(scenario)
        weights.append(milliseconds(partial(getattr, plan, "questions")))
    return plans, weights


def _numbers(planner: Planner, scenario: Scenario) -> Numbers:
    return planner.plan(scenario).numbers


def measure(changes: int, domain: int) -> None:
    """Print the figures for one size."""
    planner = Planner(asking_of(changes, domain=domain))
    gc.freeze()
    plan = planner.unmarked_plan
    weighing = milliseconds(lambda: plan.questions)
    marked, answered = [Scenario()], [Scenario()]
    for coupling in [one for one in couplings(planner.graph) if one.edges][:_TRIED]:
        marked.append(marked[-1].with_mark(coupling.name, coupling.kind.marks[-1]))
    for number, asked in enumerate(plan.questions[:_TRIED]):
        answer = "yes" if number % 2 else "no"
        answered.append(answered[-1].with_answer(asked.question.id, answer))
    (marks, by_mark), (answers, by_answer) = (_planning(planner, one) for one in (marked, answered))
    print(
        f"{changes:>7} changes, {len(plan.questions)} questions,"
        f" largest batch {plan.numbers.largest_batch}: all weighed {weighing:6.0f} ms;"
        f" a mark {median(marks):5.1f} ms (slowest {max(marks):5.1f}),"
        f" weighed {median(by_mark):5.1f} ms = {weighing / median(by_mark):4.1f} x sooner;"
        f" an answer {median(answers):5.1f} ms (slowest {max(answers):5.1f}),"
        f" weighed {median(by_answer):5.1f} ms = {weighing / median(by_answer):4.1f} x sooner"
    )


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 10_000]:
        for services in (8, 0):
            measure(size, services)
