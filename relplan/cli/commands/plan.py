"""``relplan plan``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import narrate_age, narrate_notices, scanned_bench
from relplan.cli.completion import complete_mark
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import InScenario, Json, Option
from relplan.cli.output import Cell, Style, say, say_json, say_table, warn
from relplan.model.counting import counted, joined, listed
from relplan.model.errors import RelplanError
from relplan.model.plan import Batch, Numbers, Status
from relplan.model.production import PRODUCTION, KnownBy, Production
from relplan.model.question import QuestionKind
from relplan.model.scenario import Scenario
from relplan.tui.presentation.running import how_known, revision_of
from relplan.tui.presentation.words import taken_for_production, together

if TYPE_CHECKING:
    from relplan.app import Workbench
    from relplan.planning.folding import Run
    from relplan.planning.plan import Plan

STYLES = {
    Status.BLOCKED: Style.RED,
    Status.UNCERTAIN: Style.YELLOW,
    Status.UNFINISHED: Style.DIM,
    Status.LOCKSTEP: Style.YELLOW,
    Status.ORDERED: Style.GREEN,
    Status.INDEPENDENT: Style.GREEN,
}


def plan(
    mark: Annotated[
        list[str] | None,
        Option(
            "--mark",
            metavar="COUPLING=MARK",
            help="What if it were marked so? Repeatable; nothing is stored.",
            autocompletion=complete_mark,
        ),
    ] = None,
    scenario: InScenario = None,
    scenario_file: Annotated[
        Path | None,
        Option(
            "--scenario-file",
            help="A scenario that `relplan export scenario` wrote, such as in CI.",
        ),
    ] = None,
    every: Annotated[bool, Option("--all", help="Do not fold runs of alike changes.")] = False,
    json: Json = False,
) -> int:
    """Show batches, waves and numbers."""
    from relplan.app.names import with_marks
    from relplan.exports.plan.json import plan_document

    if scenario_file is not None and scenario is not None:
        raise RelplanError("--scenario and --scenario-file exclude each other", "give one of them")
    with scanned_bench() as bench:
        if scenario_file is None:
            start = bench.scenario(scenario)
        else:
            start = _replayed(bench, scenario_file)
        found = bench.plan(with_marks(bench.unmarked(), start, tuple(mark or ())))
        if json:
            say_json(plan_document(found))
        else:
            narrate_age(bench)
            known = bench.notices()
            narrate_notices((*known, *(one for one in found.notices if one not in known)))
            _show(bench, found, every)
    return EXIT_DONE


def headline(numbers: Numbers) -> str:
    """Return the numbers of a plan in one line: first what is certain, then what is not."""
    asked = f"; {counted(numbers.questions, 'open question')}" if numbers.questions else ""
    cautions = f"; {counted(numbers.cautions, 'caution')}" if numbers.cautions else ""
    # What is left is in progress itself: with it the counts add up to all changes.
    settled = numbers.shippable_now + numbers.blocked + numbers.uncertain
    uncertain = f", {numbers.uncertain} uncertain" if numbers.uncertain else ""
    unfinished = f", {numbers.changes - settled} unfinished" if numbers.changes > settled else ""
    return (
        f"{counted(numbers.changes, 'change')}: {numbers.shippable_now} shippable now"
        f" ({numbers.free} free), {numbers.blocked} blocked{uncertain}{unfinished};"
        f" {counted(numbers.batches, 'batch', 'batches')}, the largest of"
        f" {counted(numbers.largest_batch, 'change')}; {counted(numbers.waves, 'wave')}"
        f"{asked}{cautions}"
    )


def _replayed(bench: Workbench, file: Path) -> Scenario:
    """Return the scenario that *file* tells of; what of it is gone is said on stderr."""
    from relplan.app.exporting import read_scenario

    replayed = read_scenario(bench, file)
    for text in replayed.gone:
        warn(f"note: {text}")
    return replayed.scenario


def _show(bench: Workbench, plan: Plan, every: bool) -> None:
    where = "" if bench.environment == PRODUCTION else f", {bench.environment}"
    say(f"{bench.name}{where}, scenario {plan.scenario.name}", Style.BOLD)
    say(headline(plan.numbers))
    _show_running(plan)
    _say_questions(bench, plan)
    if plan.scenario.marks:
        marks = (f"{coupling} {mark}" for coupling, mark in sorted(plan.scenario.marks))
        say(f"marked: {', '.join(marks)}")
        say(f"unmarked: {headline(bench.unmarked().numbers)}", Style.DIM)
    if plan.scenario.dismissals:
        say(f"dismissed: {counted(len(plan.scenario.dismissals), 'edge')}")
    rows = list(_rows(plan, every))
    if rows:
        say()
        say_table([[(name, Style.BOLD) for name in _COLUMNS], *rows])
    _show_suggested(plan)


def _show_suggested(plan: Plan) -> None:
    """Show what only looks like features: it stands in no column, for it ties nothing."""
    from relplan.planning.suggested import suggested_features

    found = list(suggested_features(plan, plan.changes))
    if not found:
        return
    say()
    say("perhaps features, by their issue keys; they tie nothing unless somebody says so")
    rows: list[list[Cell]] = [
        [
            (key, Style.BOLD),
            joined(sorted({change.service for change, _ in slices})),
            (listed([change.id for change, _ in slices], _SLICES), Style.DIM),
        ]
        for key, slices in found[:_SUGGESTED]
    ]
    say_table(rows, indent="  ")
    if len(found) > _SUGGESTED:
        say(f"  and {len(found) - _SUGGESTED} more; --json has them all", Style.DIM)


def _show_running(plan: Plan) -> None:
    """Say what runs where and how that is known; release tags speak for themselves."""
    snapshot = plan.snapshot
    runs = snapshot.production
    said = [found for found in runs if found.by in _LOOKED_UP]
    tagged = [found for found in runs if found.by is KnownBy.RELEASE_TAG]
    if len(said) <= _PLACES:
        for found in said:
            words = f"{found.service} runs {revision_of(found)}, by {how_known(found)}"
            say(f"{snapshot.environment}: {words}", Style.DIM)
    else:
        _show_revisions(snapshot.environment, "by relplan.toml and deployment files", said)
    if tagged:
        _show_revisions(snapshot.environment, "by their newest release tags", tagged)


def _show_revisions(environment: str, how: str, runs: list[Production]) -> None:
    pairs = [f"{found.service} {revision_of(found)}" for found in runs]
    say(f"{environment}: {how} {listed(pairs, _SERVICES)}", Style.DIM)


_LOOKED_UP = (KnownBy.DEPLOYED, KnownBy.DEPLOYMENT_FILE)
"""What a person may want to look up. Where nothing says what runs, a question is asked instead."""
_PLACES = 2
"""Services of which is said, too, where it stands what runs."""
_SERVICES = 5
"""Services of which is said one by one what runs."""


def _say_questions(bench: Workbench, plan: Plan) -> None:
    """Say what to settle first: a list of what is uncertain would help nobody."""
    answered = dict(plan.scenario.answers)
    unknown = [
        question
        for question in plan.graph.questions.values()
        if question.kind is QuestionKind.PRODUCTION and question.id not in answered
    ]
    for question in unknown:
        say(f"asked: {question.id} {question.text}", Style.YELLOW)
        say(f"  {taken_for_production(question, plan.snapshot.environment)}", Style.DIM)
    first = bench.clearing(plan, _FIRST)
    for one, cleared in first:
        much = f"clears {cleared} of {plan.numbers.uncertain} uncertain"
        rest = much if cleared else f"matters to {counted(one.weight, 'change')}"
        say(f"asked: {one.question.id} {one.question.text} ({rest})", Style.YELLOW)
    shown = sum(len(one.answered) for one, _ in first)
    left = plan.numbers.questions - shown - len(unknown)
    if left > 0:
        more = "and " + counted(left, "more question") if left < plan.numbers.questions else ""
        say(f"{more or counted(left, 'open question')}: `relplan questions`", Style.DIM)


_SUGGESTED = 10
"""Suggested features that are shown."""
_SLICES = 3
"""Changes that are named of each."""
_FIRST = 3
"""Questions that are shown with a plan."""
_COLUMNS = ("WAVE", "BATCH", "STATUS", "STATE", "CHANGE", "TITLE")


def _rows(plan: Plan, every: bool) -> Iterator[list[Cell]]:
    changes = (change for batch in plan.batches for change in batch.changes)
    # A run is of one batch, or of batches of one: then it stands where its newest change would.
    runs: dict[int, list[Run]] = defaultdict(list)
    for run in _runs(plan, tuple(changes), every):
        runs[plan.batch_of[run.newest].number].append(run)
    for number in sorted(runs):
        batch = plan.batches[number]
        if len(batch.changes) > 1:
            yield _batch_row(batch, plan)
        for run in runs[number]:
            yield _change_row(plan, batch, run)


def _runs(plan: Plan, changes: tuple[str, ...], every: bool) -> tuple[Run, ...]:
    from relplan.planning.folding import Run, fold

    return tuple(Run((change,)) for change in changes) if every else fold(plan, changes)


def _batch_row(batch: Batch, plan: Plan) -> list[Cell]:
    size = counted(len(batch.changes), "change")
    services = counted(len(batch.services), "service")
    teams = f", {counted(len(batch.teams), 'team')}" if batch.teams else ""
    found = ", ".join(plan.links(batch).causes)
    causes = f": {found}" if found else ""
    text = f"{size} {together(plan, batch)}, {services}{teams}{causes}"
    chance = f"{batch.success:.0%} to go through whole"
    return [str(batch.wave), (batch.id, Style.BOLD), "", "", (chance, Style.DIM), text]


def _change_row(plan: Plan, batch: Batch, run: Run) -> list[Cell]:
    change = plan.changes[run.newest]
    status = plan.status(run.newest)
    name, title = change.id, change.title
    if len(run.changes) > 1:
        title = f"and {counted(len(run.changes) - 1, 'change')} before it on main: {title}"
    own = "" if len(batch.changes) > 1 else batch.id
    return [str(batch.wave), own, (status.value, STYLES[status]), change.state.value, name, title]
