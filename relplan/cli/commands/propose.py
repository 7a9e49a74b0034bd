"""``relplan propose``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import narrate_age, scanned_bench
from relplan.cli.completion import complete_change, complete_coupling, complete_mark
from relplan.cli.deciding import decided
from relplan.cli.exits import EXIT_DONE, EXIT_NO
from relplan.cli.options import Argument, InScenario, Json, Option, Seconds, Yes
from relplan.cli.output import Cell, Style, say, say_json, say_table, warn
from relplan.model.counting import counted, days, listed
from relplan.model.edge import Edge
from relplan.model.errors import RelplanError
from relplan.model.proposal import GoalKind, InTheWay, Proposal
from relplan.tui.presentation.advice import certainty, outcome

if TYPE_CHECKING:
    from relplan.app import Workbench
    from relplan.model.scenario import Scenario

_COLUMNS = ("", "COUPLING", "MARK", "EFFORT", "FREES", "LARGEST BATCH AFTER")
_SHOWN = 12
"""Edges in the way that are printed; JSON has all that are known."""


def propose(  # noqa: PLR0913, PLR0917 - each is an option
    goal: Annotated[
        GoalKind, Argument(metavar="GOAL", help="alone, unblock, batch, all-alone or free.")
    ],
    about: Annotated[
        str | None,
        Argument(
            metavar="[CHANGE|K]",
            help="Of alone and unblock, a change (else the branch checked out here); of batch, "
            "the most changes that one may have.",
            autocompletion=complete_change,
        ),
    ] = None,
    max_effort: Annotated[
        float | None, Option("--max-effort", metavar="D", help="Days at the most.")
    ] = None,
    forbid: Annotated[
        list[str] | None,
        Option(
            "--forbid",
            metavar="COUPLING",
            help="Do not mark it. Repeatable.",
            autocompletion=complete_coupling,
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        Option(
            "--keep",
            metavar="COUPLING=MARK",
            help="Take this mark as made, at no cost, as those of the scenario are. Repeatable.",
            autocompletion=complete_mark,
        ),
    ] = None,
    anew: Annotated[
        bool,
        Option("--anew", help="Reconsider the scenario's own marks."),
    ] = False,
    accept: Annotated[bool, Option("--accept", help="Make the marks in the scenario.")] = False,
    seconds: Seconds = 10.0,
    scenario: InScenario = None,
    yes: Yes = False,
    json: Json = False,
) -> int:
    """Find the cheapest marks for a goal: exit 0 they reach it, 1 none do. Ctrl+C: best so far."""
    from relplan.app import advising
    from relplan.exports.propose.json import proposal_document

    if accept and (anew or keep):
        what = "--accept marks the scenario as it stands"
        raise RelplanError(what, "leave out --keep and --anew, or --accept")
    with scanned_bench(scenario) as bench:
        start = _start(bench, anew=anew, kept=tuple(keep or ()))
        found = advising.propose_marks(
            bench,
            start,
            advising.find_goal(bench, bench.plan(start), goal, about),
            advising.find_terms(bench, tuple(forbid or ()), max_effort),
            seconds=seconds,
            cancelled=_until_interrupted(),
            on_better=_narrated if sys.stderr.isatty() else None,
        )
        if json:
            say_json(proposal_document(found))
        else:
            narrate_age(bench)
            _show(found, bench.plan(start).numbers.largest_batch)
        if accept:
            decided(bench, lambda: advising.accept(bench, found), yes=yes)
            warn(f"made {counted(len(found.steps), 'mark')} in {bench.scenario_name}")
    return EXIT_DONE if found.reached else EXIT_NO


def _start(bench: Workbench, *, anew: bool, kept: tuple[str, ...]) -> Scenario:
    """Return the scenario whose marks stand at no cost."""
    from relplan.app.names import with_marks

    start = bench.scenario()
    if anew:
        start = start.without_marks()
    return with_marks(bench.unmarked(), start, kept)


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
        if step.largest_batch is None or step.freed is None:
            rows.append([str(number), choice.coupling, choice.mark.value, effort, "", ""])
            continue
        after = step.largest_batch
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
