"""The dates as a calendar: one event for each window that something ships in."""

from collections import defaultdict
from datetime import UTC, datetime

from icalendar import Calendar, Event

from relplan.exports.markdown_text import one_line
from relplan.model.schedule import Dated, Schedule

_LONGEST = 2000
_KIND = "x-relplan-kind"
"""So that they are read back as what they are, whatever they are called."""


def windows_ics(made: Schedule) -> str:
    """Return an iCalendar (RFC 5545) with what ships when, and the freezes."""
    calendar = Calendar()
    calendar.add("prodid", "-//relplan//release windows//EN")
    calendar.add("version", "2.0")
    together: dict[tuple[int, int, tuple[str, ...]], list[Dated]] = defaultdict(list)
    for one in made.batches:
        if one.at is not None and one.end is not None:
            together[one.at, one.end, one.windows].append(one)
    for (at, end, windows), found in sorted(together.items()):
        batches = ", ".join(one.batch.id for one in found)
        name = ", ".join(windows) or "any time"
        lines = [f"{one.batch.id}: {', '.join(one.batch.changes)}" for one in found]
        uncertain = [change for one in found for change in one.uncertain]
        if uncertain:
            lines.append(f"uncertain until questions are answered: {', '.join(uncertain)}")
        event = _event(f"{name}: {batches}", at, end, "\n".join(lines), made.calendar.now)
        event.add(_KIND, "window")
        if uncertain:
            event.add("status", "TENTATIVE")
        calendar.add_component(event)
    for ban in made.calendar.bans:
        text = f"freeze {ban.freeze}"
        event = _event(text, ban.start, ban.end, ban.reason, made.calendar.now)
        event.add(_KIND, "freeze")
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8", "replace")


def _event(summary: str, at: int, end: int, text: str, now: int) -> Event:
    event = Event()
    event.add("summary", one_line(summary))
    event.add("dtstart", datetime.fromtimestamp(at, UTC))
    event.add("dtend", datetime.fromtimestamp(end, UTC))
    event.add("dtstamp", datetime.fromtimestamp(now, UTC))
    event.add("uid", f"{at}-{end}-{one_line(summary)}@relplan")
    if text:
        event.add("description", "\n".join(map(one_line, text.split("\n")))[:_LONGEST])
    return event
