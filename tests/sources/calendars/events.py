"""Calendars in iCalendar form."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney")


def event(start: datetime, zone: str, rule: str, summary: str = "Release") -> str:
    """Return a calendar with one event of ninety minutes."""

    calendar = Calendar()
    calendar.add("prodid", "-//test//EN")
    calendar.add("version", "2.0")
    one = Event()
    one.add("uid", "1")
    one.add("summary", summary)
    one.add("dtstart", start.replace(tzinfo=ZoneInfo(zone)))
    one.add("duration", timedelta(minutes=90))
    one.add("rrule", vRecur.from_ical(rule))
    calendar.add_component(one)
    return calendar.to_ical().decode()
