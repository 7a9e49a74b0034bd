"""What to do about the lock-step: proposals, the diagnosis and the decoupling backlog."""

from collections.abc import Callable, Iterable
from pathlib import Path

from relplan.app.bench import Workbench
from relplan.app.here import changes_here
from relplan.app.looking_back import past_of
from relplan.app.names import find_batch, find_change, find_coupling
from relplan.model.backlog import Backlog
from relplan.model.diagnosis import Diagnosis
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.proposal import Goal, GoalKind, Proposal, Terms
from relplan.model.scenario import Scenario
from relplan.planning.backlog import backlog
from relplan.planning.diagnose import diagnose
from relplan.planning.plan import Plan
from relplan.planning.propose import propose

Cancelled = Callable[[], bool]
OnBetter = Callable[[Proposal], None]

_OF_A_CHANGE = (GoalKind.ALONE, GoalKind.UNBLOCK)


def find_goal(
    bench: Workbench, plan: Plan, kind: GoalKind, about: str | None, folder: Path | None = None
) -> Goal:
    """Return the goal that a person means by *kind* and what it is *about*: a change or a number.

    Without *about* a goal of one change is that of the branch checked out in *folder*, else in
    the current one.
    Raises RelplanError where it makes no sense.
    """
    if kind in _OF_A_CHANGE:
        return Goal(kind, change=_find_change_of(bench, plan, about, folder or Path()))
    if kind is GoalKind.BATCH:
        return Goal(kind, most=_find_most(about))
    if about is not None:
        raise RelplanError(f"the goal {kind} is about all changes", f"leave '{about}' out")
    return Goal(kind)


def find_terms(bench: Workbench, forbidden: Iterable[str], max_effort: float | None) -> Terms:
    """Return what a proposal may not do, from the names that a person gave."""
    if max_effort is not None and not max_effort >= 0:
        raise RelplanError(f"{max_effort} days are no effort", "give a number of days, 0 or more")
    names = frozenset(find_coupling(bench.unmarked(), name).name for name in forbidden)
    return Terms(max_effort, names)


def propose_marks(
    bench: Workbench,
    scenario: Scenario,
    goal: Goal,
    terms: Terms,
    *,
    seconds: float,
    cancelled: Cancelled,
    on_better: OnBetter | None = None,
) -> Proposal:
    """Return the cheapest marks on top of *scenario* that are found in so many *seconds*."""
    return propose(
        bench.planner,
        scenario,
        goal,
        terms,
        seconds=seconds,
        cancelled=cancelled,
        on_better=on_better,
    )


def accept(bench: Workbench, proposal: Proposal) -> None:
    """Make the marks of *proposal* in the scenario in use, each an entry of its own in the log."""
    for choice in proposal.choices:
        bench.mark(choice.coupling, choice.mark.value)


def diagnose_batch(bench: Workbench, scenario: Scenario, batch: str | None) -> Diagnosis:
    """Answer the four questions for the workspace, or for the batch that *batch* means."""
    found = None if batch is None else find_batch(bench.plan(scenario), batch)
    return diagnose(bench.planner, scenario, as_of(bench), found, past_of(bench))


def decoupling_backlog(
    bench: Workbench, scenario: Scenario, *, seconds: float, cancelled: Cancelled
) -> Backlog:
    """Return what is worth decoupling under *scenario*."""
    now = as_of(bench)
    return backlog(bench.planner, scenario, now, seconds=seconds, cancelled=cancelled)


def as_of(bench: Workbench) -> int:
    """Return the moment that waiting is counted to, in seconds since 1970.

    It is the one that was asked for, else that of the scan: so the same scan gives the same
    answer, whenever it is asked for.
    """
    if bench.as_of is not None:
        return bench.as_of
    scanned_at = bench.freshness().scanned_at
    return int(bench.clock()) if scanned_at is None else scanned_at


def _find_change_of(bench: Workbench, plan: Plan, about: str | None, folder: Path) -> str:
    if about is not None:
        return find_change(plan, about)
    here = changes_here(bench, plan, folder)
    if len(here) > 1:
        raise UnknownNameError(f"here are several changes: {', '.join(here)}", "name one of them")
    return here[0]


def _find_most(about: str | None) -> int:
    if about is None or not (about.isascii() and about.isdecimal()) or int(about) < 1:
        what = "the goal batch needs the number of changes that a batch may have"
        raise RelplanError(what, "write it as `relplan propose batch 3`")
    return int(about)
