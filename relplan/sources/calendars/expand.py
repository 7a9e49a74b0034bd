"""The occurrences of a window, by dateutil and zoneinfo.

A rule speaks of local time: at 22:00 means 22:00 in summer and winter. A moment that a change of
the clocks skips is taken by the offset before it, one that comes twice is the first (RFC 5545,
section 3.3.5).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar.prop import vRecur

from relplan.model.calendar import Window
from relplan.model.errors import RelplanError

MOST = 5000
"""Occurrences of one window that are looked at."""
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_TOO_FINE = ("BYHOUR", "BYMINUTE", "BYSECOND")


class OccurrencesError(RelplanError):
    """A rule cannot be understood, or comes too often."""


def occurrences(window: Window, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each occurrence that is not over by *since* and begins before *until*.

    All are seconds since 1970. Raises OccurrencesError where the rule makes no sense.
    """
    zone = ZoneInfo(window.timezone)
    lasts = timedelta(minutes=window.duration_minutes)
    first = datetime.fromtimestamp(since, UTC).astimezone(zone) - lasts
    # A day to spare: local times are not in the order of the moments when clocks are set back.
    begin = first.replace(tzinfo=None) - timedelta(days=1)
    for count, local in enumerate(_local_starts(window, begin)):
        start = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        end = start + lasts  # in real minutes, whatever the clocks do
        if start.timestamp() >= until or count >= MOST:
            return
        if end.timestamp() > since:
            yield int(start.timestamp()), int(end.timestamp())


def check_rule(text: str, start: datetime) -> None:
    """Raise OccurrencesError where *text* is no rule that a release window can have."""
    _rule(text, start, ZoneInfo("UTC"))


def _local_starts(window: Window, begin: datetime) -> Iterator[datetime]:
    if not window.rrule:
        yield window.start
        return
    rule = rrulestr(_rule(window.rrule, window.start, ZoneInfo(window.timezone)),
                    dtstart=window.start)  # fmt: skip
    yield from rule.xafter(begin, count=MOST, inc=True)


def _rule(text: str, start: datetime, zone: ZoneInfo) -> str:
    """Return the rule with a local UNTIL, as dateutil wants it of a local start."""
    try:
        parts = vRecur.from_ical(text)
    except (ValueError, TypeError, KeyError) as error:
        what = f"'{text}' is no recurrence rule: {error}"
        raise OccurrencesError(what, "write one as FREQ=WEEKLY;BYDAY=TH") from None
    frequency = str((parts.get("FREQ") or [""])[0])
    if frequency not in _FREQUENCIES or any(key in parts for key in _TOO_FINE):
        what = f"'{text}' comes more often than a release window can"
        raise OccurrencesError(
            what, f"FREQ can be {', '.join(_FREQUENCIES)}; the time is `start`'s"
        )
    for place, until in enumerate(parts.get("UNTIL", ())):
        if isinstance(until, datetime) and until.tzinfo is not None:
            parts["UNTIL"][place] = until.astimezone(zone).replace(tzinfo=None)
    rule = str(parts.to_ical(), "ascii")
    try:
        rrulestr(rule, dtstart=start)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        what = f"'{text}' is no recurrence rule: {error}"
        raise OccurrencesError(what, "write one as FREQ=WEEKLY;BYDAY=TH") from None
    return rule
