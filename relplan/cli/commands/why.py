"""``relplan why``."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import scanned_bench
from relplan.cli.commands.plan import STYLES
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import ChangeName, InScenario, Json, Option
from relplan.cli.output import Style, say, say_json, say_table
from relplan.model.counting import counted, listed
from relplan.model.plan import Path as NeedsPath
from relplan.model.plan import Status, Why
from relplan.tui.presentation.running import place
from relplan.tui.presentation.words import (
    alone_as_hotfix,
    cautioned,
    describe,
    excused,
    meaning,
    standing,
)

if TYPE_CHECKING:
    from relplan.planning.plan import Plan

_SHOWN = 12
"""Blockers and cycles that are printed step by step."""
_PLACES = 5
"""Places that are printed for one edge."""


def why(
    change: ChangeName = None,
    every: Annotated[
        bool,
        Option("--all", help="The way to each blocker, and each cycle, however many they are."),
    ] = False,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Show what blocks a change, with the evidence."""
    from relplan.app.explaining import explained
    from relplan.exports.why.json import MOST_EDGES, why_documents

    with scanned_bench() as bench:
        answer = explained(bench, change, scenario, Path())
    if json:
        most = inf if every else MOST_EDGES
        say_json(why_documents(answer.plan, answer.explanations, most=most))
        return EXIT_DONE
    for number, explanation in enumerate(answer.explanations):
        if number:
            say()
        _show(answer.plan, explanation, every=every)
    return EXIT_DONE


def _show(plan: Plan, explanation: Why, *, every: bool) -> None:
    change = plan.changes[explanation.change]
    say_table(
        [
            [
                (change.id, Style.BOLD),
                (explanation.status.value, STYLES[explanation.status]),
                change.title,
            ]
        ]
    )
    say(f"{standing(plan, explanation.change)}; {meaning(explanation)}")
    _show_ways(plan, explanation, every=every)
    passed = {edge for found in explanation.blockers for edge in found.path}
    direct = tuple(edge for edge in explanation.needs if edge not in passed)
    if direct:
        say()
        say("it may not go before")
        _show_edges(direct[:_SHOWN])
        _show_rest(len(direct), "change")
    if explanation.prerequisites:
        say()
        first = ", ".join(explanation.prerequisites[:_SHOWN])
        more = " …" if len(explanation.prerequisites) > _SHOWN else ""
        say(f"after, or with, {counted(len(explanation.prerequisites), 'change')}: {first}{more}")
    if explanation.hotfix_off:
        say()
        say(alone_as_hotfix(explanation))
    _show_questions(plan, explanation)
    if explanation.unaffected or explanation.cautions or explanation.suggested:
        say()
    for caution in explanation.cautions:
        say(f"caution: {cautioned(caution)}", Style.YELLOW)
    for key, others in explanation.suggested:
        say(f"{key} is also in {listed(others)}: they may be slices of one feature", Style.DIM)
    for found in explanation.unaffected:
        say(excused(found), Style.DIM)


def _show_ways(plan: Plan, explanation: Why, *, every: bool) -> None:
    """Show the way to each blocker, and a cycle with each other change of the batch."""
    shown = None if every else _SHOWN
    for blocker in explanation.blockers[:shown]:
        say()
        say(f"blocked by {describe(plan, blocker.node)}", Style.RED)
        _show_path(blocker.path)
    if not every:
        _show_rest(len(explanation.blockers), "blocker", "--all")
    free = explanation.status in (Status.ORDERED, Status.INDEPENDENT)
    for tie in explanation.tied[:shown]:
        say()
        how = "together" if free else "in lock-step"
        say(f"{how} with {describe(plan, tie.change)}", Style.YELLOW)
        _show_path(tie.cycle)
    if not every:
        _show_rest(len(explanation.tied), "cycle", "--all")


def _show_questions(plan: Plan, explanation: Why) -> None:
    if not explanation.questions:
        return
    say()
    settles = "what would settle it" if explanation.status is Status.UNCERTAIN else "what is asked"
    say(f"{settles}, the weightiest first", Style.YELLOW)
    asked = plan.as_asked(explanation.questions)
    rows = [[one.question.id, f"{one.weight}", one.question.text] for one in asked]
    say_table(rows[:_SHOWN], indent="  ")
    _show_rest(len(rows), "question")


def _show_rest(count: int, noun: str, option: str = "--json") -> None:
    if count > _SHOWN:
        say()
        say(f"and {counted(count - _SHOWN, 'more ' + noun)}; {option} has them all", Style.DIM)


def _show_path(path: NeedsPath) -> None:
    from relplan.planning.explain import LONGEST_TRUNK, trunk_runs

    for run in trunk_runs(path):
        if len(run) > LONGEST_TRUNK:
            steps = f"over {counted(len(run), 'trunk edge')}: main ships all of them"
            say_table([[run[0].source, "needs", run[-1].target, steps]], indent="  ")
        else:
            _show_edges(run)


def _show_edges(path: NeedsPath) -> None:
    for edge in path:
        over = f" {edge.coupling}" if edge.coupling else ""
        step = f"{edge.kind}{over} ({edge.confidence})"
        say_table([[edge.source, "needs", edge.target, step, edge.fingerprint]], indent="  ")
        for found in edge.evidence[:_PLACES]:
            say_table([[place(found), f"{found.rule}: {found.text}"]], indent="      ")
        if len(edge.evidence) > _PLACES:
            say(f"      and {counted(len(edge.evidence) - _PLACES, 'more place')}", Style.DIM)
