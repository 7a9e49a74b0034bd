"""Windows, dates and runbooks."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from relplan.app.bench import Workbench
from relplan.app.moments import parse_moment
from relplan.app.names import find_batch
from relplan.model.calendar import Ban, Calendar, Freeze, Slot, Window
from relplan.model.counting import joined
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.runbook import Outcome, Runbook, RunStep, Tick
from relplan.model.scenario import Scenario
from relplan.model.schedule import Dated, Rate, Schedule, Timed
from relplan.model.waves import Waves
from relplan.model.workspace import Workspace
from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all
from relplan.planning.runbook import Night, night, runbook
from relplan.planning.runbook.waves import deployed_twice, waves_of
from relplan.planning.schedule import coordination_delay, schedule
from relplan.planning.schedule.rates import deployment_rates

if TYPE_CHECKING:
    from relplan.sources.calendars import Imported

HORIZON_DAYS = 183
_DAY = 86_400


def moment_of(text: str | None, bench: Workbench) -> int:
    """Return the moment that *text* says, in seconds since 1970; None: now.

    A time without an offset is in the workspace's time zone. Raises RelplanError.
    """
    if text is None:
        return int(bench.clock())
    return parse_moment(text, bench.loaded.workspace.timezone)


def calendar_of(workspace: Workspace, now: int, days: int = HORIZON_DAYS) -> Calendar:
    """Return all windows and freezes of *workspace* in so many *days* from *now* on.

    Raises RelplanError where a rule of a window or a freeze cannot be understood.
    """
    until = now + days * _DAY
    everyone = frozenset(service.name for service in workspace.services)
    slots: list[Slot] = []
    bound: set[str] = set()
    for window in workspace.windows:
        services = concerned(workspace, window) or everyone
        bound |= services
        slots += [
            Slot(window.name, start, end, services, window.capacity, window.counted)
            for start, end in _occurrences(window, now, until)
        ]
    bans = [
        Ban(freeze.name, start, end, concerned(workspace, freeze) or everyone, freeze.reason)
        for freeze in workspace.freezes
        for start, end in _bans_of(freeze, now, until)
    ]
    return Calendar(
        now=now,
        until=until,
        slots=tuple(sorted(slots, key=lambda slot: (slot.start, slot.window))),
        bans=tuple(sorted(bans, key=lambda ban: (ban.start, ban.freeze))),
        bound=frozenset(bound),
        zone=workspace.timezone,
    )


def dated(bench: Workbench, plan: Plan, now: int) -> Schedule:
    """Return the dates of all batches of *plan*."""
    workspace = bench.loaded.workspace
    calendar = calendar_of(workspace, now)
    return schedule(plan, calendar, expected_of(workspace))


def timed(bench: Workbench, scenario: Scenario, now: int, deadline: Deadline = ENDLESS) -> Timed:
    """Return the dates under *scenario*, what waiting costs, and how likely all goes well.

    What waiting for each coupling costs is looked for until *deadline*.
    """
    plan = bench.plan(scenario)
    made = dated(bench, plan, now)
    expected = expected_of(bench.loaded.workspace)
    return Timed(
        schedule=made,
        before=(
            made
            if scenario == scenario.without_marks()
            else schedule(bench.unmarked(), made.calendar, expected)
        ),
        delay=coordination_delay(
            bench.planner, _by_itself(bench, made, expected), expected, deadline
        ),
        rates=rates_of(bench),
        questions={
            change: asked
            for change, asked in questions_of_all(plan).items()
            if change in plan.uncertain
        },
    )


def _by_itself(bench: Workbench, made: Schedule, expected: dict[str, int]) -> Schedule:
    """Return *made* with nothing held back by hand: that is waiting for nobody else."""
    if not made.scenario.moves:
        return made
    return schedule(bench.plan(made.scenario.without_moves()), made.calendar, expected)


def rates_of(bench: Workbench) -> dict[str, Rate]:
    """Return how likely each service's deployment fails; asks git for its releases."""
    from relplan.sources.git.outcomes import release_outcomes  # noqa: PLC0415 - runs git

    outcomes = {
        service: (found.releases, found.failed)
        for service, found in release_outcomes(bench.loaded.roots).items()
    }
    return deployment_rates(bench.loaded.workspace, outcomes)


def expected_of(workspace: Workspace) -> dict[str, int]:
    """Return when what is in progress is expected to be done, in seconds since 1970."""
    return {node: _epoch(at, workspace.timezone) for node, at in workspace.expected}


def make_runbook(bench: Workbench, scenario: Scenario, what: str | None, now: int) -> Runbook:
    """Return the runbook of a batch, or of the next occurrence of a window.

    *what* is a batch's id, a change, or a window's name; None: whatever ships first. Raises
    UnknownNameError.
    """
    plan = bench.plan(scenario)
    made = dated(bench, plan, now)
    windows = {window.name for window in bench.loaded.workspace.windows}
    if what is None or what in windows:
        return _of_window(plan, made, what)
    batch = find_batch(plan, what, windows)
    title = f"Batch {batch.id}"
    return runbook(plan, [batch], title, made.calendar.zone, made.of(batch.id).at)


def make_waves(bench: Workbench, scenario: Scenario, what: str | None, now: int) -> Waves:
    """Return the order of the same services as `make_runbook` has for *what*.

    Raises UnknownNameError, and RelplanError where one of them is deployed more than once.
    """
    book = make_runbook(bench, scenario, what, now)
    twice = deployed_twice(book)
    if twice:
        verb = "is" if len(twice) == 1 else "are"
        problem = f"{book.title}: {joined(twice)} {verb} deployed more than once"
        raise RelplanError(problem, "no one wave shows that: name a batch")
    return waves_of(book)


def _of_window(plan: Plan, made: Schedule, name: str | None) -> Runbook:
    together = shipping_together(made, name)
    if not together:
        what = f"nothing ships in {name}" if name else "nothing has a date"
        raise UnknownNameError(what, "`relplan windows` says what each batch waits for")
    first = together[0]
    title = "All that can ship now" if first.at == made.calendar.now else "All that ships first"
    if first.windows:
        title = f"Window {', '.join(first.windows)}"
    batches = [one.batch for one in together]
    return runbook(plan, batches, title, made.calendar.zone, first.at)


def shipping_together(made: Schedule, window: str | None) -> list[Dated]:
    """Return what ships in the next occurrence of *window* in which anything does.

    Without a window, what ships first of all.
    """
    chosen = [
        one for one in made.batches
        if one.at is not None and (window in one.windows if window else True)
    ]  # fmt: skip
    first = next(iter(chosen), None)
    return [one for one in chosen if first and (one.at == first.at or one.end == first.end)]


def read_calendar(bench: Workbench, file: Path) -> "Imported":
    """Return what an iCalendar *file* holds. Raises RelplanError."""
    from relplan.sources.calendars.ics import LARGEST, read_ics  # noqa: PLC0415 - loads when asked

    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    return read_ics(data, str(file), bench.loaded.workspace.timezone)


def _occurrences(window: Window, now: int, until: int) -> Iterable[tuple[int, int]]:
    from relplan.sources.calendars import occurrences  # noqa: PLC0415 - only who has windows waits

    try:
        return list(occurrences(window, now, until))
    except RelplanError as error:
        raise RelplanError(f"[windows.{window.name}] {error}") from None


def _bans_of(freeze: Freeze, now: int, until: int) -> Iterable[tuple[int, int]]:
    if not (freeze.rrule or freeze.exdate or freeze.rdate):
        return [(_epoch(freeze.start, freeze.timezone), _epoch(freeze.end, freeze.timezone))]
    from relplan.sources.calendars import banned  # noqa: PLC0415 - as above

    try:
        return list(banned(freeze, now, until))
    except RelplanError as error:
        raise RelplanError(f"[freezes.{freeze.name}] {error}") from None


def concerned(workspace: Workspace, scope: Window | Freeze) -> frozenset[str]:
    """Return the services that *scope* is said to be for; empty: none are said."""
    of_teams = {service.name for service in workspace.services if service.team in scope.teams}
    return frozenset(scope.services) | of_teams


def _epoch(local: datetime, zone: str) -> int:
    return int(local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC).timestamp())


def night_of(bench: Workbench, book: Runbook, plan: Plan) -> Night:
    """Return where the night of *book* stands, by all that was said; *plan* is of now."""
    return night(book, bench.store.ticks(), plan.changes)


def tick(bench: Workbench, book: Runbook, step: RunStep, outcome: Outcome) -> Tick:
    """Record what became of *step*, by whoever decides, and now."""
    person = bench.person
    at = int(bench.wall_clock())
    made = Tick(
        step.key,
        outcome,
        person.who,
        at,
        step.service,
        step.changes,
        book.key,
        step.back_to,
        book.taking_back(step),
        person.host,
    )
    bench.store.tick(made)
    return made
