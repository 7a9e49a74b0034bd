"""The occurrences of windows and freezes, by dateutil and zoneinfo.

A rule speaks of local time: at 22:00 means 22:00 in summer and winter. A moment that a change of
the clocks skips is taken by the offset before it, one that comes twice is the first (RFC 5545,
section 3.3.5).
"""

import heapq
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from icalendar.prop import vRecur

from relplan.model.calendar import Freeze, Window
from relplan.model.errors import RelplanError

MOST = 5000
"""Occurrences of one window that are looked at."""
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_MOST_A_DAY = 24
_LONGEST_RULE = 1000
"""Characters; a rule of a person has fewer than a hundred."""
_LONGEST_SHOWN = 100
_RULE = re.compile(r"[A-Za-z-]+=[\w,+-]+(?:;[A-Za-z-]+=[\w,+-]+)*;?", re.ASCII)
_CYCLE = 400
"""Years after which the days of the week and the leap years come again as they were."""
_LAST_YEAR = 9999
"""The last that Python, and so dateutil, can count to."""


class OccurrencesError(RelplanError):
    """A rule cannot be understood, or comes too often."""


def occurrences(window: Window, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each occurrence that is not over by *since* and begins before *until*.

    All are seconds since 1970. Whole days of its length are counted by the local clock, minutes
    as they pass (RFC 5545, section 3.3.6). Raises OccurrencesError where the rule makes no sense.
    """
    zone = ZoneInfo(window.timezone)
    days, minutes = divmod(window.duration_minutes, 24 * 60)
    for start in _starts(window, zone, timedelta(days=days + 1), since, until):
        end = _moment(start + timedelta(days=days), zone) + minutes * 60
        if end > since:
            yield _moment(start, zone), end


def banned(freeze: Freeze, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each occurrence of *freeze*, as `occurrences` does of a window.

    Each is as long as the first by the local clock: what is frozen until six is so until six.
    """
    zone = ZoneInfo(freeze.timezone)
    lasts = freeze.end - freeze.start
    for start in _starts(freeze, zone, lasts, since, until):
        end = _moment(start + lasts, zone)
        if end > since:
            yield _moment(start, zone), end


def check_rule(text: str, start: datetime, zone: str = "UTC") -> bool | None:
    """Tell whether *start* is itself a date of the rule *text*; None: the rule has no date at all.

    Raises OccurrencesError where *text* is no rule that a release window can have.
    """
    rule = _rule(text, start, ZoneInfo(zone))
    first = next(iter(_into_the_last_cycle(rule, start.year)), None)
    return None if first is None else first == _later(start, _years_on(start.year))


def _starts(
    series: Window | Freeze, zone: ZoneInfo, lasts: timedelta, since: int, until: int
) -> Iterator[datetime]:
    """Yield the local starts, in order, of what is not over by *since* and before *until*."""
    # A day to spare: local times are not in the order of the moments when clocks are set back.
    first = datetime.fromtimestamp(since, UTC).astimezone(zone).replace(tzinfo=None)
    begin = first - lasts - timedelta(days=1)
    plain = series.rdate if series.rrule else (series.start, *series.rdate)
    listed = sorted(start for start in plain if start >= begin)
    merged = heapq.merge(_by_rule(series, zone, begin, until), listed)
    left_out = frozenset(series.exdate)
    for count, (start, _) in enumerate(groupby(merged)):
        if _moment(start, zone) >= until or count >= MOST:
            return
        if start not in left_out and start.date() not in left_out:
            yield start


def _by_rule(
    series: Window | Freeze, zone: ZoneInfo, begin: datetime, until: int
) -> Iterator[datetime]:
    if not series.rrule:
        return
    last = datetime.fromtimestamp(until, UTC).year + 1
    years = _years_on(last)
    rule = _into_the_last_cycle(_rule(series.rrule, series.start, zone), last)
    for start in rule.xafter(_later(begin, years), count=MOST, inc=True):
        yield _later(start, -years)


def _into_the_last_cycle(rule: rrule, year: int) -> rrule:
    """Return *rule*, moved by whole cycles of the calendar so that *year* can still be told.

    dateutil looks for the next date of a rule until its last year, so one that never comes
    (30 February) would be sought for 8,000 years. Here it is for 400 at the most.
    """
    years = _years_on(year)
    until = rule._until  # type: ignore[attr-defined]  # noqa: SLF001 - it is nowhere else
    if until is not None:
        until = _later(until, years) if until.year + years <= _LAST_YEAR else None
    return rule.replace(dtstart=_later(rule._dtstart, years), until=until)  # type: ignore[attr-defined]  # noqa: SLF001


def _years_on(year: int) -> int:
    return max(0, (_LAST_YEAR - 1 - year) // _CYCLE * _CYCLE)


def _later(moment: datetime, years: int) -> datetime:
    return moment.replace(year=moment.year + years)


def _moment(local: datetime, zone: ZoneInfo) -> int:
    return int(local.replace(tzinfo=zone, fold=0).astimezone(UTC).timestamp())


def _rule(text: str, start: datetime, zone: ZoneInfo) -> rrule:
    """Return the rule with a local UNTIL, as dateutil wants it of a local start."""
    if len(text) > _LONGEST_RULE or not _RULE.fullmatch(text):  # the libraries skip what is odd
        raise _no_rule(text, "its parts are not NAME=VALUE, with ; between them")
    try:
        parts = vRecur.from_ical(text)
    except (ValueError, TypeError, KeyError) as error:
        raise _no_rule(text, error) from None
    _check_how_often(text, parts)
    for place, until in enumerate(parts.get("UNTIL", ())):
        if isinstance(until, datetime) and until.tzinfo is not None:
            parts["UNTIL"][place] = until.astimezone(zone).replace(tzinfo=None)
    try:
        found = rrulestr(str(parts.to_ical(), "ascii"), dtstart=start)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise _no_rule(text, error) from None
    if not isinstance(found, rrule):
        raise _no_rule(text, "it is more than one")
    return found


def _no_rule(text: str, error: object) -> OccurrencesError:
    shown = "".join(sign if sign.isprintable() else "?" for sign in text[:_LONGEST_SHOWN])
    what = f"'{shown}' is no recurrence rule: {' '.join(str(error).split())}"
    return OccurrencesError(what, "write one as FREQ=WEEKLY;BYDAY=TH")


def _check_how_often(text: str, parts: vRecur) -> None:
    frequency = str((parts.get("FREQ") or [""])[0])
    a_day = len(parts.get("BYHOUR", ())) or 1
    a_day *= len(parts.get("BYMINUTE", ())) or 1
    if not frequency:
        raise _no_rule(text, "it has no FREQ")
    if frequency not in _FREQUENCIES or "BYSECOND" in parts or a_day > _MOST_A_DAY:
        what = f"'{text[:_LONGEST_SHOWN]}' comes more often than a release window can"
        hint = f"FREQ can be {', '.join(_FREQUENCIES)}; at most {_MOST_A_DAY} times a day"
        raise OccurrencesError(what, hint)
