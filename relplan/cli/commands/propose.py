"""``relplan propose``."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from relplan.app import Workbench
from relplan.app.advising import accept, find_goal, find_terms, propose_marks
from relplan.app.names import with_marks
from relplan.cli.commands.shared import narrate_age, scanned_bench
from relplan.cli.exits import EXIT_DONE, EXIT_NO
from relplan.cli.output import Cell, Style, say, say_json, say_table, warn
from relplan.exports.proposal_json import proposal_document
from relplan.model.counting import counted, days, listed
from relplan.model.edge import Edge
from relplan.model.errors import RelplanError
from relplan.model.proposal import GoalKind, InTheWay, Proposal
from relplan.model.scenario import Scenario
from relplan.tui.presentation.advice import certainty, outcome

_COLUMNS = ("", "COUPLING", "MARK", "EFFORT", "FREES", "LARGEST BATCH AFTER")
_SHOWN = 12
"""Edges in the way that are printed; JSON has all that are known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for, in the person's words."""

    kind: GoalKind
    about: str | None
    """A change, or of the goal `batch` a number."""
    forbidden: tuple[str, ...]
    kept: tuple[str, ...]
    """``COUPLING=MARK``."""
    anew: bool
    max_effort: float | None
    seconds: float
    scenario: str | None


def propose(asked: Asked, take: bool, json: bool) -> int:
    """Print the cheapest marks for a goal; the exit code says whether they reach it.

    With *take* they are made in the scenario in use.
    """
    if take and (asked.scenario is not None or asked.anew or asked.kept):
        what = "--accept marks the scenario in use as it stands"
        raise RelplanError(what, "leave out --scenario, --keep and --anew, or --accept")
    with scanned_bench() as bench:
        start = _start(bench, asked)
        found = _search(bench, start, asked)
        if json:
            say_json(proposal_document(found))
        else:
            narrate_age(bench)
            _show(found, bench.plan(start).numbers.largest_batch)
        if take:
            accept(bench, found)
            warn(f"made {counted(len(found.steps), 'mark')} in {bench.scenario().name}")
    return EXIT_DONE if found.reached else EXIT_NO


def _start(bench: Workbench, asked: Asked) -> Scenario:
    """Return the scenario whose marks stand at no cost."""
    start = bench.scenario(asked.scenario)
    if asked.anew:
        start = start.without_marks()
    return with_marks(bench.unmarked(), start, asked.kept)


def _search(bench: Workbench, start: Scenario, asked: Asked) -> Proposal:
    goal = find_goal(bench, bench.plan(start), asked.kind, asked.about)
    return propose_marks(
        bench,
        start,
        goal,
        find_terms(bench, asked.forbidden, asked.max_effort),
        seconds=asked.seconds,
        cancelled=_until_interrupted(),
        on_better=_narrated if sys.stderr.isatty() else None,
    )


def _until_interrupted() -> Callable[[], bool]:
    """Let Ctrl+C end the search, not the command: what has been found by then is still told."""
    interrupted = False

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        if interrupted:
            raise KeyboardInterrupt
        interrupted = True

    signal.signal(signal.SIGINT, interrupt)
    return lambda: interrupted


def _narrated(found: Proposal) -> None:
    if not found.optimal:
        warn(f"so far {days(found.effort_days)}; {certainty(found)}")


def _show(found: Proposal, largest: int) -> None:
    say(str(found.goal), Style.BOLD)
    say(outcome(found), Style.GREEN if found.reached else Style.RED)
    if found.steps:
        say(certainty(found))
        say()
        say_table([[(name, Style.BOLD) for name in _COLUMNS], *_rows(found, largest)])
    if found.runner_up is not None:
        say()
        effort = days(sum(choice.effort_days for choice in found.runner_up))
        marks = [f"{choice.coupling} {choice.mark}" for choice in found.runner_up]
        say(f"runner-up, {effort}: {listed(marks, _SHOWN)}")
    _show_obstacles(found.in_the_way)


def _rows(found: Proposal, largest: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for number, step in enumerate(found.steps, start=1):
        choice = step.choice
        effort = days(choice.effort_days)
        if step.numbers is None or step.freed is None:
            rows.append([str(number), choice.coupling, choice.mark.value, effort, "", ""])
            continue
        after = step.numbers.largest_batch
        size = str(after) if after == largest else f"{largest} -> {after}"
        freed = counted(step.freed, "change")
        rows.append([str(number), choice.coupling, choice.mark.value, effort, freed, size])
        largest = after
    return rows


def _show_obstacles(found: tuple[InTheWay, ...]) -> None:
    if not found:
        return
    say()
    say("in the way, and no mark takes them away:", Style.BOLD)
    for obstacle in found[:_SHOWN]:
        say_table([[*_edge(obstacle.edge), obstacle.edge.fingerprint]], indent="  ")
        say(f"      {obstacle.remedy}", Style.DIM)
    if len(found) > _SHOWN:
        say(f"  and {counted(len(found) - _SHOWN, 'more edge')}; --json has them", Style.DIM)


def _edge(edge: Edge) -> list[Cell]:
    over = f" {edge.coupling}" if edge.coupling else ""
    return [edge.source, "needs", edge.target, f"{edge.kind}{over}"]
