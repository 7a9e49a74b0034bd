"""Which time zone an iCalendar file means.

By its name where that is known: IANA's, Windows', or a program's own that ends in one. Else by
its rules, where the file has them: those of a zone that has the same for some years. A zone that
is neither is never guessed: an hour too late is a release in somebody's working day.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from relplan.sources.calendars.lines import Component, EventError, Property

_YEARS = 4
"""From the year of an event on, in which the rules of two zones must be the same."""
_MOST_PARTS = 200
"""Changes of the clocks that a zone is read with."""
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_WALL = re.compile(r"\d{8}T\d{6}")
_FIXED = ("UTC", *(f"Etc/GMT{hours:+d}" for hours in range(-14, 13) if hours))


@dataclass(slots=True)
class Zones:
    """The time zones of one file."""

    components: Sequence[Component]
    """The VTIMEZONEs."""
    default: str
    """The IANA name of the zone of times that name none, where the file names none either."""
    asked: str = ""
    """How the file calls the zone of times that name none; empty: it does not."""
    notes: list[str] = field(default_factory=list)
    _known: dict[tuple[str, int], str] = field(default_factory=dict)

    def of(self, identifier: str, year: int) -> str:
        """Return the IANA name of the zone that *identifier* means in and after *year*.

        Raises EventError where it is not known.
        """
        wanted = identifier or self.asked
        if not wanted:
            return self.default
        key = wanted, year
        if key not in self._known:
            self._known[key] = zone_by_name(wanted) or self._by_rules(wanted, year)
        if not self._known[key]:
            raise EventError(f"its time zone '{wanted[:60]}' is unknown")
        return self._known[key]

    def _by_rules(self, identifier: str, year: int) -> str:
        for component in self.components:
            if component.text("TZID") != identifier.replace("\\", ""):
                continue
            found = zone_by_name(component.text("X-LIC-LOCATION"))
            found = found or _same_rules(component, year, (self.default, *_candidates()))
            if found:
                note = f"time zone '{identifier[:60]}' is taken for {found}, whose rules it has"
                self.notes += [note] if note not in self.notes else []
                return found
        return ""


def zone_by_name(identifier: str) -> str:
    """Return the IANA name that *identifier* is, stands for or ends in; empty: none."""
    name = identifier.strip().strip('"')
    if name in WINDOWS_TO_OLSON:
        return str(WINDOWS_TO_OLSON[name])
    parts = name.strip("/").split("/")
    for begin in range(len(parts)):
        found = "/".join(parts[begin:])
        if found in available_timezones() and (begin == 0 or "/" in found):
            return found
    return ""


@cache
def _candidates() -> tuple[str, ...]:
    return (*_FIXED, *dict.fromkeys(WINDOWS_TO_OLSON.values()))


def _same_rules(component: Component, year: int, names: Iterable[str]) -> str:
    try:
        changes = _changes(component, year)
    except Exception:  # whatever a library raises of a zone, its rules are not known
        return ""
    if not changes:
        return ""
    return next((name for name in names if name and _agrees(name, changes, year)), "")


def _changes(component: Component, year: int) -> list[tuple[datetime, timedelta]]:
    """Return when, in UTC, which offset begins, sorted, up to the end of the years looked at."""
    found: set[tuple[datetime, timedelta]] = set()
    end = datetime(year + _YEARS, 1, 1)  # noqa: DTZ001 - local
    for part in component.parts[:_MOST_PARTS]:
        before, after = (_offset(part.one(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        begin = part.one("DTSTART")
        wall = f"{begin.value}T000000"[:15] if begin else ""
        start = datetime.strptime(wall, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local
        onsets = [start, *_dates(part.all("RDATE"))]
        for rule in part.all("RRULE"):
            text = re.sub(r"UNTIL=(\d{8}T\d{6})Z", r"UNTIL=\1", rule.value.upper())
            if "FREQ=YEARLY" not in text:
                raise EventError("its time zone changes too often")
            every_year = rrulestr(text, dtstart=start)
            last = every_year.before(datetime(year - 1, 1, 1))  # noqa: DTZ001 - local
            onsets += [last] if last else []
            onsets += every_year.between(datetime(year - 1, 1, 1), end, inc=True)  # noqa: DTZ001
        found |= {(onset - before, after) for onset in onsets if onset < end}
    return sorted(found)


def _dates(properties: Iterable[Property]) -> list[datetime]:
    return [
        datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local
        for one in properties
        for text in _WALL.findall(one.value)
    ]


def _offset(found: Property | None) -> timedelta:
    match = _OFFSET.match(found.value) if found else None
    if match is None:
        raise EventError("its time zone has no offset")
    sign, hours, minutes = match.groups()
    return timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)


def _agrees(name: str, changes: Sequence[tuple[datetime, timedelta]], year: int) -> bool:
    """Tell whether a zone has the offsets of *changes* on all days, and around each change."""
    zone = ZoneInfo(name)
    moments = [when for when, _ in changes]
    day = datetime(year, 1, 1)  # noqa: DTZ001 - in UTC, as the changes are
    end = datetime(year + _YEARS, 1, 1)  # noqa: DTZ001
    if moments[0].year == year:  # it says nothing of what was before
        day = moments[0]
    looked_at = [day + timedelta(days=number) for number in range((end - day).days)]
    for when in moments:
        if day < when < end:
            looked_at += [when - timedelta(seconds=1), when]
    for moment in looked_at:
        place = bisect_right(moments, moment) - 1
        if (
            place < 0
            or moment.replace(tzinfo=UTC).astimezone(zone).utcoffset() != changes[place][1]
        ):
            return False
    return True
