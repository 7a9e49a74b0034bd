"""An iCalendar file as properties of components, so that a broken line is one event's own.

A whole calendar is read by no library here: they give up at the first thing they do not
understand, and which things those are changes from one version to the next.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from relplan.model.errors import RelplanError

_WANTED = ("VEVENT", "VTIMEZONE")
_DECISIVE = re.compile(r"(?:DTSTART|DTEND|DURATION|RRULE|EXRULE|RDATE|EXDATE|RECURRENCE-ID|UID)\b")
"""What an event cannot be understood without, where it has it."""


class EventError(Exception):
    """Why an event cannot be carried over, in words."""


@dataclass(frozen=True, slots=True)
class Property:
    """One content line, such as ``DTSTART;TZID=Europe/Berlin:20261203T220000``."""

    name: str
    """In capitals."""
    parameters: Mapping[str, str]
    value: str

    @property
    def zone(self) -> str:
        """The time zone's identifier as it stands there; empty: none."""
        return self.parameters.get("TZID", "")


@dataclass(slots=True)
class Component:
    """An event, a time zone, or a part of one."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    """What is nested in it, but not what is nested in those."""
    fault: str = ""
    """Why it cannot be understood; empty: it can."""

    def all(self, name: str) -> list[Property]:
        """Return all properties called *name*."""
        return [one for one in self.properties if one.name == name]

    def one(self, name: str) -> Property | None:
        """Return the property called *name*. Raises EventError where there are several."""
        found = self.all(name)
        if len(found) > 1:
            raise EventError(f"it has {name} {len(found)} times")
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return the value of the first property called *name*, on one line; empty: none."""
        found = self.all(name)
        text = found[0].value if found else ""
        for escaped, plain in (("\\n", " "), ("\\N", " "), ("\\,", ","), ("\\;", ";")):
            text = text.replace(escaped, plain)
        return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(slots=True)
class Lines:
    """All that is read of a file."""

    head: Component
    """The calendar's own properties, those of all of its calendars."""
    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)


def read_lines(data: bytes, source: str) -> Lines:
    """Return the components of a calendar. Raises RelplanError where *data* is none."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    found = Lines(Component("VCALENDAR", 1))
    stack: list[Component] = []
    is_calendar = False
    for number, line in _unfolded(text.removeprefix("\ufeff")):
        word, _, name = line.partition(":")
        word, name = word.strip().upper(), name.strip().upper()
        is_calendar |= (word, name) == ("BEGIN", "VCALENDAR")
        if word == "BEGIN" and name in _WANTED:
            _cut_off(stack)
            stack = [Component(name, number)]
            (found.events if name == "VEVENT" else found.zones).append(stack[0])
        elif word == "BEGIN" and stack:
            stack.append(Component(name, number))
            stack[-2].parts.append(stack[-1])
        elif word == "END" and name in _WANTED and not stack:
            found.events.append(Component(name, number, fault="its beginning is missing"))
        elif word == "END" and stack:
            stack = _closed(stack, name)
        else:
            _add(stack[-1] if stack else found.head, line)
    _cut_off(stack)
    if not is_calendar:
        raise RelplanError(f"{source}: not a calendar", "give a file in iCalendar form (.ics)")
    return found


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each content line, and the number of the line in the file that it begins in."""
    begin, parts = 1, [""]
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        yield begin, "".join(parts)
        begin, parts = number, [line]
    yield begin, "".join(parts)


def _closed(stack: list[Component], name: str) -> list[Component]:
    """Return what is open still once the component called *name* has ended."""
    if name == stack[-1].name:
        return stack[:-1]
    if name == stack[0].name:
        return []
    stack[0].fault = stack[0].fault or f"END:{name[:20]} ends nothing in it"
    return stack


def _cut_off(stack: list[Component]) -> None:
    if stack:
        stack[0].fault = "its end is missing"


def _add(component: Component, line: str) -> None:
    if not line.strip():
        return
    try:
        name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    except Exception:  # whatever a library raises of one line is that line's fault
        if _DECISIVE.match(line.strip().upper()):
            component.fault = component.fault or f"'{line.strip()[:60]}' cannot be read"
        return
    texts = {
        str(key).upper(): value if isinstance(value, str) else ", ".join(map(str, value))
        for key, value in parameters.items()
    }
    component.properties.append(Property(str(name).upper(), texts, str(value).strip()))
