"""Windows and freezes of relplan.toml."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from relplan.model.calendar import Freeze, Window
from relplan.workspace.cron import rule_of_cron
from relplan.workspace.problems import nearest
from relplan.workspace.schema import Document, WindowTable

_BEGINNING = datetime(2000, 1, 1)  # noqa: DTZ001 - local
"""What a cron line without a start counts from; it says nothing of any one day."""


def windows_of(document: Document) -> Iterator[Window]:
    """Yield the windows that are declared."""
    for name, table in document.windows.items():
        yield Window(
            name=name,
            start=_start_of(table),
            duration_minutes=table.duration_minutes,
            timezone=table.timezone or document.workspace.timezone,
            rrule=rule_of_cron(table.cron) if table.cron else table.rrule,
            exdate=tuple(table.exdate),
            rdate=tuple(table.rdate),
            services=tuple(table.services),
            teams=tuple(table.teams),
            capacity=table.capacity,
            counted=table.capacity_counts,
        )


def freezes_of(document: Document) -> Iterator[Freeze]:
    """Yield the freezes that are declared."""
    for name, table in document.freezes.items():
        yield Freeze(
            name=name,
            start=_begin_of(table.start),
            end=end_of(table.end),
            timezone=table.timezone or document.workspace.timezone,
            reason=table.reason,
            rrule=table.rrule,
            exdate=tuple(table.exdate),
            rdate=tuple(map(_begin_of, table.rdate)),
            services=tuple(table.services),
            teams=tuple(table.teams),
        )


def end_of(moment: date) -> datetime:
    """Return *moment*; of a whole day, the moment after it."""
    if isinstance(moment, datetime):
        return moment
    return _begin_of(moment) + timedelta(days=1)


def timing_problems(document: Document) -> Iterator[str]:
    """Yield what is wrong with windows and freezes though each value by itself is right."""
    teams = {service.team for service in document.services.values()} - {""}
    for kind, tables in (("windows", document.windows), ("freezes", document.freezes)):
        for name, table in tables.items():
            for team in table.teams:
                if team not in teams:
                    yield f"[{kind}.{name}] teams: no team is called '{team}'{nearest(team, teams)}"
    for name, window in document.windows.items():
        problem = _problem_of(window)
        if problem:
            yield f"[windows.{name}] {problem}"
    for freeze in freezes_of(document):
        if freeze.end <= freeze.start:
            yield f"[freezes.{freeze.name}] end: it is not after the start"


def _problem_of(window: WindowTable) -> str:
    if not window.cron:
        return "" if window.start else "start: is missing; write one as 2026-01-01T22:00:00"
    if window.rrule:
        return "cron: there is an `rrule` as well; keep one of them"
    try:
        rule_of_cron(window.cron)
    except ValueError as error:
        return f"cron: {error}"
    return ""


def _start_of(window: WindowTable) -> datetime:
    """Return the first moment; seconds and less a cron line does not have."""
    if not window.cron:
        return window.start or _BEGINNING
    return (window.start or _BEGINNING).replace(second=0, microsecond=0)


def _begin_of(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - local
