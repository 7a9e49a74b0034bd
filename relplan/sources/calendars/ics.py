"""Windows and freezes out of an iCalendar file.

An event is a window; one whose summary or categories speak of a freeze is a freeze.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar as Ical

from relplan.model.calendar import Freeze, Window
from relplan.model.errors import RelplanError
from relplan.sources.calendars.expand import check_rule

LARGEST = 5_000_000
"""Bytes; a calendar of releases is far smaller."""
_FREEZE = re.compile(r"\bfreeze\b", re.IGNORECASE)
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 60


def read_ics(data: bytes, source: str, zone: str) -> tuple[tuple[Window, ...], tuple[Freeze, ...]]:
    """Return the windows and freezes of a calendar; *zone* is for times that name none.

    Raises RelplanError that names *source* where it is no calendar.
    """
    if len(data) > LARGEST:
        raise RelplanError(f"{source}: larger than {LARGEST // 1_000_000} MB", "is it a calendar?")
    try:
        calendars = Ical.from_ical(data.decode("utf-8"), multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, RecursionError) as error:
        what = f"{source}: not a calendar: {' '.join(str(error).split())[:200]}"
        raise RelplanError(what, "give a file in iCalendar form (.ics)") from None
    windows: dict[str, Window] = {}
    freezes: dict[str, Freeze] = {}
    for event in _events(calendars):
        start, timezone = _local(event.get("DTSTART"), zone)
        end, _ = _local(event.get("DTEND"), zone)
        if start is None:
            continue
        lasts = event.get("DURATION")
        if end is None:
            whole_day = not isinstance(event["DTSTART"].dt, datetime)
            end = start + (lasts.dt if lasts else timedelta(days=1 if whole_day else 0))
        summary = str(event.get("SUMMARY", "")) or "window"
        if _FREEZE.search(f"{summary} {_categories(event)}"):
            name = _unused(summary, freezes)
            freezes[name] = Freeze(name, start, end, timezone, summary)
            continue
        minutes = round((end - start).total_seconds() / 60)
        if minutes > 0:
            name = _unused(summary, windows)
            rule = event["RRULE"].to_ical().decode() if event.get("RRULE") else ""
            if rule:
                check_rule(rule, start)
            windows[name] = Window(name, start, minutes, timezone, rule)
    return tuple(windows.values()), tuple(freezes.values())


def _events(calendars: Any) -> Iterator[Any]:
    for calendar in calendars:
        yield from calendar.walk("VEVENT")


def _local(value: Any, zone: str) -> tuple[datetime | None, str]:
    """Return local time and time zone of a property."""
    found = getattr(value, "dt", None)
    if not isinstance(found, datetime):
        if isinstance(found, date):
            return datetime(found.year, found.month, found.day), zone  # noqa: DTZ001 - local
        return None, zone
    if found.tzinfo is None:
        return found, zone
    name = getattr(found.tzinfo, "key", "") or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        name = "UTC"
    return found.astimezone(ZoneInfo(name)).replace(tzinfo=None), name


def _categories(event: Any) -> str:
    found = event.get("CATEGORIES")
    many = found if isinstance(found, list) else [found] if found is not None else []
    return " ".join(str(name) for one in many for name in getattr(one, "cats", [one]))


def _unused(summary: str, taken: dict[str, Any]) -> str:
    name = _UNFIT.sub("-", summary).strip("-.").lower()[:_LONGEST_NAME] or "window"
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
