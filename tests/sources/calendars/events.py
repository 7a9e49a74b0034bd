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


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar; of *events* each is its lines, with the start in the first."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//test//EN",
        *map(str.strip, head.splitlines()),
    ]
    for number, event in enumerate(events):
        own = [line.strip() for line in event.strip().splitlines()]
        uid = [] if any(line.startswith("UID:") for line in own) else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, *own, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def zone(identifier: str, *, to: str = "+0200", month: str = "3", more: str = "") -> str:
    """Return a VTIMEZONE of middle Europe, as Exchange writes it, on one line a word."""
    return f"""BEGIN:VTIMEZONE\nTZID:{identifier}\n{more}
        BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:{to}\nTZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD
        BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:{to}
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH={month}\nEND:DAYLIGHT
        END:VTIMEZONE"""
