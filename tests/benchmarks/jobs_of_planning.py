"""Marks, whole plans and proposals: planning alone, in this process or in one of its own."""

import gc
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from relplan.model.proposal import Goal, GoalKind, Proposal
from relplan.model.scenario import Scenario
from relplan.planning import Planner
from relplan.planning.couplings import couplings
from relplan.planning.propose import propose
from tests.benchmarks.bench_proposals import tangle
from tests.benchmarks.measuring import environment
from tests.benchmarks.table import Row, alone
from tests.benchmarks.workspaces import workspace_of

_MARKS = 20
_GOALS = {(10_000, 8): 10, (10_000, 0): 16, (100_000, 8): 25, (100_000, 0): 50}
"""Milliseconds, by changes and the size of a domain; 0: one tangle."""
_WHOLE = """
from tests.benchmarks.jobs_of_planning import whole
print(*whole())
"""


def marks() -> Iterator[Row]:
    for (changes, domain), goal in _GOALS.items():
        planner = Planner(workspace_of(changes, domain=domain))
        found = [coupling for coupling in couplings(planner.graph) if coupling.edges][:_MARKS]
        gc.freeze()
        scenario, taken = Scenario(), []
        for coupling in found:
            scenario = scenario.with_mark(coupling.name, coupling.kind.marks[-1])
            began = process_time()
            assert planner.plan(scenario).numbers
            taken.append(process_time() - began)
        gc.unfreeze()
        kind = "domains" if domain else "one tangle"
        yield alone(f"a mark at {changes:,}, {kind}", median(taken), f"<= {goal} ms")


def whole() -> tuple[float, float]:
    """Return the CPU seconds of a plan at 100,000, and the MB that all of it takes at the most."""
    snapshot = workspace_of(100_000, domain=8)
    gc.freeze()
    began = process_time()
    assert Planner(snapshot).unmarked_plan.numbers
    return process_time() - began, _most_memory() / 1024


def _most_memory() -> int:
    """Return the most KB that this process itself has taken.

    What Linux tells of resources counts what the process took from which this one was started.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (most,) = re.findall(r"VmHWM:\s*(\d+) kB", status.read_text())
        return int(most)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def full_plan() -> Iterator[Row]:
    done = subprocess.run(
        [sys.executable, "-c", _WHOLE],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    taken, megabytes = map(float, done.stdout.split())
    yield alone("a full plan at 100,000", taken, "<= 1.5 s, 400 MB", f"{megabytes:.0f} MB in all")


def proposals() -> Iterator[Row]:
    for contracts, goal, seconds, aim in (
        (1000, Goal(GoalKind.ALL_ALONE), 5.0, "proven <= 5 s"),
        (200, Goal(GoalKind.BATCH, most=20), 5.0, "proven <= 5 s"),
        (1000, Goal(GoalKind.BATCH, most=20), 10.0, "8% in 10, 0.5 s"),
        (1000, Goal(GoalKind.BATCH, most=20), 2.0, "<= 2.5 s"),
    ):
        yield _proposal(contracts, goal, seconds, aim)


def _proposal(contracts: int, goal: Goal, seconds: float, aim: str) -> Row:
    planner = Planner(tangle(contracts))
    seen: list[tuple[float, Proposal]] = []
    began = perf_counter()

    def better(one: Proposal) -> None:
        seen.append((perf_counter() - began, one))

    found = propose(planner, Scenario(), goal, seconds=seconds, on_better=better)
    taken = perf_counter() - began
    days = found.effort_days
    gap = "proven" if found.optimal else f"gap {(days - found.bound) / (days or 1):.1%}"
    first = f"first in {seen[0][0] * 1e3:.0f} ms" if seen else "none"
    what = f"propose {goal.kind} at {contracts:,}, {seconds:g} s"
    return alone(what, taken, aim, f"{gap}, {first}")


JOBS = (("marks", marks), ("full plan", full_plan), ("proposals", proposals))
