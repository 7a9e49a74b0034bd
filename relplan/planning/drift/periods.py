"""Cuts the past into periods of the calendar."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from relplan.model.drift_settings import PeriodKind

_YEAR = 12


class Stretch(NamedTuple):
    """One period of the calendar."""

    name: str
    start: int
    end: int
    """Both in seconds since 1970; the end is the start of the next."""


def periods(kind: PeriodKind, since: int, until: int, zone: str) -> Iterator[Stretch]:
    """Yield the periods from that of *since* to that of *until*, as calendars in *zone* have it."""
    first = datetime.fromtimestamp(since, ZoneInfo(zone))
    month = (first.year * _YEAR + first.month - 1) // kind.months * kind.months
    start = _start_of(month, zone)
    while start <= until:
        end = _start_of(month + kind.months, zone)
        yield Stretch(_name(kind, month), start, end)
        month, start = month + kind.months, end


def _start_of(month: int, zone: str) -> int:
    """Return when a month begins, counted from the year 0."""
    year, number = divmod(month, _YEAR)
    return int(datetime(year, number + 1, 1, tzinfo=ZoneInfo(zone)).timestamp())


def _name(kind: PeriodKind, month: int) -> str:
    year, number = divmod(month, _YEAR)
    match kind:
        case PeriodKind.YEAR:
            return f"{year}"
        case PeriodKind.HALF:
            return f"{year}-H{number // kind.months + 1}"
        case PeriodKind.QUARTER:
            return f"{year}-Q{number // kind.months + 1}"
        case PeriodKind.MONTH:
            return f"{year}-{number + 1:02}"
