"""``relplan diagnose``."""

from typing import Annotated

from relplan.cli.bench import narrate_age, scanned_bench
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, InScenario, Json
from relplan.cli.output import Style, say, say_json, say_table
from relplan.model.counting import counted, days
from relplan.model.diagnosis import Answer, Diagnosis, Ground, Verdict
from relplan.tui.presentation.running import place

_STYLES = {
    Verdict.FORCED: Style.RED,
    Verdict.ARTIFICIAL: Style.YELLOW,
    Verdict.ABSENT: Style.GREEN,
    Verdict.UNKNOWN: Style.DIM,
}
_GROUNDS = 5
"""Grounds that are printed for one answer; JSON has them all."""
_PLACES = 2
"""Places that are printed for one ground."""


def diagnose(
    batch: Annotated[
        str | None,
        Argument(
            metavar="[BATCH]", help="Its id, or one of its changes; else the whole workspace."
        ),
    ] = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Tell why releases go out in lock-step: which of the four causes, by evidence and days."""
    from relplan.app.advising import diagnose_batch
    from relplan.exports.diagnose.json import diagnosis_document

    with scanned_bench() as bench:
        found = diagnose_batch(bench, bench.scenario(scenario), batch)
        if json:
            say_json(diagnosis_document(found))
            return EXIT_DONE
        narrate_age(bench)
        _show(bench.name, found)
    return EXIT_DONE


def _show(workspace: str, found: Diagnosis) -> None:
    over = f"{counted(found.changes, 'change')} in {counted(len(found.services), 'service')}"
    waited = f"{days(found.waiting_days)} waited by finished changes"
    say(f"{found.batch or workspace}: {over}; {waited}", Style.BOLD)
    say(found.summary, _STYLES[found.verdict])
    for answer in found.answers:
        say()
        _show_answer(answer)


def _show_answer(answer: Answer) -> None:
    say(answer.question, Style.BOLD)
    share = ""
    if answer.edges:
        share = (
            f": {counted(answer.edges, 'edge')} ({answer.edge_share:.0%}),"
            f" {days(answer.days)} of waiting ({answer.day_share:.0%}) would be gone without it"
        )
    say(f"  {answer.verdict}{share}", _STYLES[answer.verdict])
    for ground in answer.grounds[:_GROUNDS]:
        _show_ground(ground)
    if len(answer.grounds) > _GROUNDS:
        say(f"  - and {len(answer.grounds) - _GROUNDS} more; --json has them all", Style.DIM)
    for remedy in answer.remedies:
        say(f"  > {remedy}")


def _show_ground(ground: Ground) -> None:
    say(f"  - {ground.text}")
    for found in ground.evidence[:_PLACES]:
        say_table([[place(found), f"{found.rule}: {found.text}"]], indent="      ")
