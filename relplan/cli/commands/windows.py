"""``relplan windows``."""

import sys
from pathlib import Path
from typing import Annotated

from relplan.cli.bench import bench_here, narrate_age, scanned_bench
from relplan.cli.completion import complete_mark
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import At, InScenario, Json, Option
from relplan.cli.output import Cell, Style, say, say_json, say_table, warn
from relplan.exports.moments import shown
from relplan.model.counting import counted, days, joined, listed
from relplan.model.schedule import Dated, Timed

_SHOWN = 40
"""Batches that are printed; JSON has them all."""
_REASONS = 2
_NAMED = 5
"""Causes and couplings that are named where they were not weighed; JSON has them all."""
_CHOICES = 50
"""Events that are printed as comments."""
_NOTES = 100
"""Events that are named one by one."""
_COLUMNS = ("DATE", "WINDOW", "BATCH", "CHANGES", "SERVICES", "WHOLE", "LATE BECAUSE OF")


def windows(
    mark: Annotated[
        list[str] | None,
        Option(
            "--mark",
            metavar="COUPLING=MARK",
            help="As if it were marked. Repeatable.",
            autocompletion=complete_mark,
        ),
    ] = None,
    calendar: Annotated[
        Path | None,
        Option("--from", help="Print an iCalendar file's windows for relplan.toml instead."),
    ] = None,
    seconds: Annotated[
        float, Option("--seconds", min=0.0, help="How long to weigh what each coupling costs.")
    ] = 10.0,
    at: At = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Say when each batch ships, what makes it late, and what waiting costs."""
    from relplan.app.names import with_marks
    from relplan.app.timing import moment_of, timed
    from relplan.exports.windows.json import windows_document
    from relplan.planning.deadline import Deadline

    if calendar is not None:
        return _show_calendar(calendar)
    with scanned_bench() as bench:
        now = moment_of(at, bench)
        wanted = with_marks(bench.unmarked(), bench.scenario(scenario), tuple(mark or ()))
        found = timed(bench, wanted, now, Deadline.after(seconds))
        if json:
            say_json(windows_document(bench.name, found))
            return EXIT_DONE
        narrate_age(bench)
        _show(bench.name, found)
        if not bench.loaded.workspace.windows:
            warn("relplan.toml has no [windows.NAME]: every service ships at any time")
    return EXIT_DONE


def _show_calendar(file: Path) -> int:
    """Print the windows and freezes of an iCalendar *file* as tables of relplan.toml.

    What is neither for sure is printed as comments, for a person to choose; what cannot be carried
    over is said on stderr, event by event.
    """
    from relplan.app.timing import read_calendar
    from relplan.exports.windows.toml import windows_toml

    with bench_here() as bench:
        found = read_calendar(bench, file)
    sys.stdout.write(windows_toml(found.windows, found.freezes, found.unclear[:_CHOICES]))
    for text in found.notes[:_NOTES]:
        warn(f"note: {text}")
    for text in found.left_out[:_NOTES]:
        warn(f"left out: {text}")
    for texts in (found.notes, found.left_out):
        if len(texts) > _NOTES:
            warn(f"and {len(texts) - _NOTES} more of them")
    counts = f"{counted(len(found.windows), 'window')} and {counted(len(found.freezes), 'freeze')}"
    if found.unclear:
        unclear = counted(len(found.unclear), "event")
        rest = f" of the first {_CHOICES}" if len(found.unclear) > _CHOICES else ""
        warn(f"{unclear} may be either or neither: see the comments{rest}, and choose")
    warn(f"{counts} in {file}; add them to relplan.toml, with the services they are for")
    return EXIT_DONE


def _show(workspace: str, found: Timed) -> None:
    made, zone = found.schedule, found.schedule.calendar.zone
    dated = [one for one in made.batches if one.at is not None]
    undated = [one for one in made.batches if one.at is None]
    say(f"{workspace}, scenario {made.scenario.name}, dates in {zone}", Style.BOLD)
    rows = [_row(one, found, zone) for one in dated[:_SHOWN]]
    if rows:
        say_table([[(name, Style.BOLD) for name in _COLUMNS], *rows])
    if len(dated) > _SHOWN:
        say(f"and {counted(len(dated) - _SHOWN, 'more batch', 'more batches')}; --json has all")
    waiting: dict[tuple[str, ...], list[str]] = {}
    for one in undated:
        waiting.setdefault(one.waits_for, []).append(one.batch.id)
    for waits_for, names in list(waiting.items())[:_SHOWN]:
        verb = "waits" if len(names) == 1 else "wait"
        say(f"no date: {joined(names)} {verb} for {joined(waits_for)}", Style.RED)
    say()
    _numbers(found)


def _row(one: Dated, found: Timed, zone: str) -> list[Cell]:
    from relplan.planning.schedule.rates import goes_through

    reasons = [
        f"{late.kind} {late.what} (else {shown(late.without, zone)})"
        for late in one.late[:_REASONS]
    ]
    if one.uncertain:
        changes = counted(len(one.uncertain), "change")
        reasons.insert(0, f"uncertain: {changes}, see `relplan questions`")
    before = found.before.complete_at(one.batch.changes)
    if before is None:
        reasons.append("without the marks it had no date")
    elif one.at is not None and before > one.at:
        reasons.append(f"without the marks {shown(before, zone)}")
    return [
        shown(one.at or 0, zone),
        ", ".join(one.windows) or "any time",
        one.batch.id,
        str(len(one.batch.changes)),
        joined(one.batch.services),
        f"{goes_through(one.batch, found.rates):.0%}",
        "; ".join(reasons),
    ]


def _numbers(found: Timed) -> None:
    from relplan.planning.schedule.rates import deployments, expected_failures

    delay = found.delay
    if found.questions:
        asked = {question for questions in found.questions.values() for question in questions}
        uncertain = counted(len(found.questions), "change")
        settled = f"{counted(len(asked), 'question')} would settle them"
        say(f"uncertain, so with no promise of a date: {uncertain}; {settled}", Style.YELLOW)
    say(f"coordination delay: {days(delay.total)} of waiting for others", Style.BOLD)
    for name, saved in delay.by_coupling[:5]:
        say(f"  without {name}: {days(saved)} less")
    for cause, saved in delay.by_cause:
        say(f"  without {cause}: {days(saved)} less")
    if delay.unweighed:
        say(
            f"  what waiting for {listed(delay.unweighed, _NAMED)} costs was not weighed:"
            " --seconds gives more time",
            Style.YELLOW,
        )
    if delay.undated:
        say(f"  {counted(delay.undated, 'finished change')} without a date not counted")
    failures = expected_failures(found.schedule.batches, found.rates)
    number = counted(len(deployments(found.schedule.batches)), "deployment")
    say(f"expected failures: {failures:.1f} of {number}")
    for rate in found.rates.values():
        if rate.source == "history":
            say(f"  {rate.service}: {rate.rate:.0%}, {rate.failed} of {rate.releases} releases")
    few = [rate for rate in found.rates.values() if rate.source == "default"]
    if few:
        seen = ", ".join(f"{rate.service} {rate.releases}" for rate in few[:8])
        say(f"  {few[0].rate:.0%} assumed where releases are too few to tell: {seen}", Style.DIM)
