"""Windows and freezes of relplan.toml."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from relplan.model.calendar import Freeze, Window
from relplan.workspace.problems import nearest
from relplan.workspace.schema import Document


def windows_of(document: Document) -> Iterator[Window]:
    """Yield the windows that are declared."""
    for name, table in document.windows.items():
        yield Window(
            name=name,
            start=table.start,
            duration_minutes=table.duration_minutes,
            timezone=table.timezone or document.workspace.timezone,
            rrule=table.rrule,
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
    for freeze in freezes_of(document):
        if freeze.end <= freeze.start:
            yield f"[freezes.{freeze.name}] end: it is not after the start"


def _begin_of(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - local
