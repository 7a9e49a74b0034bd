"""``relplan runbook``."""

from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import narrate_age, scanned_bench
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, At, InScenario, Json, Option
from relplan.cli.output import Style, say, say_json, say_table
from relplan.exports.moments import beginning, shown
from relplan.exports.runbook.json import runbook_document
from relplan.model.counting import counted
from relplan.model.decision import Person
from relplan.model.runbook import Runbook, RunStep

if TYPE_CHECKING:
    from relplan.planning.runbook import Night


def runbook(
    what: Annotated[
        str | None,
        Argument(
            metavar="[BATCH|WINDOW]",
            help="A batch, one of its changes, or a window's name; else what ships first.",
        ),
    ] = None,
    record: Annotated[
        bool, Option("--record", help="What was ticked off in the TUI, by whom and when.")
    ] = False,
    at: At = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Print numbered steps for a batch or a window, and what to do when one fails."""
    from relplan.app.timing import make_runbook, moment_of, night_of

    with scanned_bench() as bench:
        now = moment_of(at, bench)
        book = make_runbook(bench, bench.scenario(scenario), what, now)
        night = night_of(bench, book, bench.plan(bench.scenario(scenario)))
        if json:
            say_json(runbook_document(book, night.said))
            return EXIT_DONE
        narrate_age(bench)
        if record:
            _show_record(book, night, bench.person)
        else:
            _show(book)
    return EXIT_DONE


def _show_record(book: Runbook, night: "Night", me: Person) -> None:
    steps = {step.key: f"{step.number}. {step.service}" for step in book.steps}
    names = {**steps, **{tick.step: f"{tick.service}, no longer pending" for tick in night.gone}}
    if not night.said:
        say("nothing has been ticked off yet", Style.DIM)
    for tick in (*night.gone, *night.said):
        who = me.names(tick.who, tick.host)
        say_table([[shown(tick.at, book.zone), who, names[tick.step], tick.outcome.value]])
    if night.said:
        say(f"{counted(len(book.steps) - night.done, 'step')} left", Style.BOLD)


def _show(book: Runbook) -> None:
    when = beginning(book.at, book.zone)
    say(f"{book.title} of {book.workspace}: {when}", Style.BOLD)
    batches = counted(len(book.batches), "batch", "batches")
    exposed = counted(book.exposure, "step")
    say(f"{counted(len(book.steps), 'step')}, {batches}; out of step for {exposed} in all")
    for text in book.obstacles:
        say(f"not yet: {text}", Style.RED)
    for who in book.people:
        steps = ", ".join(map(str, who.steps))
        say(f"needed: {who.team} for step {steps}, until step {who.until}")
    for one in book.exposures:
        say(
            f"out of step from {one.from_step} to {one.to_step}: {one.ahead} and {one.behind}"
            f" about {one.contract}",
            Style.YELLOW,
        )
    for step in book.steps:
        say()
        _show_step(step)
    if book.flips:
        say()
    for flip in book.flips:
        say(f"flag: {flip.sentence}")


def _show_step(step: RunStep) -> None:
    team = f" ({step.team})" if step.team else ""
    say(f"{step.number}. {step.action}{team}", Style.BOLD)
    if step.point_of_no_return:
        say("   point of no return: from here on it goes forward only", Style.RED)
    for text in step.preconditions:
        say(f"   before:     {text}")
    for text in step.checks:
        say(f"   after:      {text}")
    for text in step.on_failure:
        say(f"   on failure: {text}", Style.YELLOW)
