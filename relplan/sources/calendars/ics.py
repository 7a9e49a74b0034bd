"""Windows and freezes out of an iCalendar file, and what of it is neither for sure.

What cannot be carried over is named, with the reason, and stops nothing else. Whatever a broken or
hostile event makes a library raise is that event's own affair.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from relplan.model.calendar import Freeze, Window
from relplan.model.errors import RelplanError
from relplan.sources.calendars.events import Event, Span, local_or_date, read_event
from relplan.sources.calendars.expand import OccurrencesError
from relplan.sources.calendars.kinds import Kind
from relplan.sources.calendars.lines import Component, EventError, read_lines
from relplan.sources.calendars.zones import Zones

LARGEST = 5_000_000
"""Bytes; a calendar of releases is far smaller."""
MOST_MINUTES = 31 * 24 * 60
"""The longest window that relplan.toml can have."""
_MOST_EVENTS = 5000
_MOST_NEVER = 10
"""Rules without a date, each of which takes long to look through."""
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 60
_TABLES = (Kind.WINDOW, Kind.FREEZE)


@dataclass(slots=True)
class Imported:
    """What a calendar holds."""

    windows: list[Window] = field(default_factory=list)
    freezes: list[Freeze] = field(default_factory=list)
    unclear: list[tuple[Window, Freeze]] = field(default_factory=list)
    """What may be a window, a freeze, or nothing of the kind: a person has to say."""
    left_out: list[str] = field(default_factory=list)
    """Which events are not carried over, and why."""
    notes: list[str] = field(default_factory=list)
    """What else a person should know."""


def read_ics(data: bytes, source: str, zone: str) -> Imported:
    """Return what a calendar holds; *zone* is for times that name none, nor the calendar.

    Raises RelplanError that names *source* where it is no calendar.
    """
    if len(data) > LARGEST:
        raise RelplanError(f"{source}: larger than {LARGEST // 1_000_000} MB", "is it a calendar?")
    lines = read_lines(data, source)
    if len(lines.events) > _MOST_EVENTS:
        what = f"{source}: more than {_MOST_EVENTS} events"
        raise RelplanError(what, "export the calendar of releases alone")
    zones = Zones(lines.zones, zone, lines.head.text("X-WR-TIMEZONE"))
    reader = _Reader(Imported(), zones, source)
    if lines.head.text("METHOD").upper() == "CANCEL":
        reader.made.left_out.append("all of it: the calendar takes its events back (METHOD:CANCEL)")
        return reader.made
    for series in _by_uid(lines.events):
        reader.read(series)
    reader.made.notes += zones.notes
    return reader.made


def _by_uid(events: Iterable[Component]) -> Iterable[list[Component]]:
    """Return the events, those of one series together; without a UID, each is by itself."""
    series: dict[str, list[Component]] = {}
    for number, event in enumerate(events):
        uid = "".join(one.value for one in event.all("UID"))
        series.setdefault(uid or f"\n{number}", []).append(event)
    return series.values()


@dataclass(slots=True)
class _Reader:
    """Reads one series after the other into *made*."""

    made: Imported
    zones: Zones
    source: str
    names: dict[Kind, set[str]] = field(default_factory=dict)
    never: int = 0

    def read(self, series: list[Component]) -> None:
        """Carry one event over, with its exceptions, or say why not."""
        try:
            events = [read_event(one, self.zones) for one in series]
            for master, instances in _series_of(events):
                self._carry_over(master, instances)
        except (EventError, OccurrencesError) as error:
            self._leave_out(series[0], str(error))
        except Exception as error:  # whatever a library makes of it, the others go on
            self._leave_out(series[0], f"{type(error).__name__}: {error}")

    def _leave_out(self, event: Component, why: str) -> None:
        if why.endswith("never comes"):
            self.never += 1
            if self.never > _MOST_NEVER:
                what = f"{self.source}: more than {_MOST_NEVER} rules in it never come"
                raise RelplanError(what, "is it a calendar of releases?") from None
        self.made.left_out.append(f"{_named(event.text('SUMMARY'), event.line)}: {why}")

    def _carry_over(self, master: Event, instances: Iterable[Event]) -> None:
        where = _named(master.title, master.line)
        if master.cancelled:
            self.made.left_out.append(f"{where}: it is cancelled")
            return
        if master.kind is Kind.WINDOW and master.span.minutes > MOST_MINUTES:
            raise EventError("it is longer than the 31 days that a window can have")
        if master.doubt:
            self.made.notes.append(f"{where}: {master.doubt}")
        left_out, others = self._exceptions(master, instances)
        besides = [one for one in master.besides if not _is_out(one, set(master.left_out))]
        besides += [one.span for one in others if one.kind is master.kind]
        self._add_series(master, left_out, besides)
        for one in others:
            if one.kind is not master.kind:
                self._add(one.kind, one.title, one.span)

    def _exceptions(
        self, master: Event, instances: Iterable[Event]
    ) -> tuple[list[date], list[Event]]:
        """Return the dates on which a series does not come, and what comes in their place."""
        left_out, others = list(master.left_out), list[Event]()
        for one in instances:
            instance = local_or_date(one.instance or one.span.start, master.span)
            is_older = one.version[0] < master.version[0] and not one.cancelled
            taken_back = is_older and instance in master.left_out
            if taken_back or (not one.cancelled and _changes_nothing(one, master, instance)):
                continue
            if is_older:
                # Either date may hold: to release on neither is safe, and to be frozen on both.
                self.made.notes.append(
                    f"{_named(master.title, master.line)}: line {one.line} moves an occurrence of"
                    f" an older version; {'both are' if _is_freeze(master) else 'neither is'} taken"
                )
            if not (is_older and _is_freeze(master)):
                left_out.append(instance)
            if not (one.cancelled or (is_older and not _is_freeze(master))):
                others.append(one)
        return left_out, others

    def _add_series(self, master: Event, left_out: list[date], besides: list[Span]) -> None:
        """Add a series; what no list of dates can say of it, as events by themselves."""
        span, out = master.span, set(left_out)
        together = [
            one.start.local
            for one in besides
            if one == span.moved(one.start)
            and one.start.zone == span.start.zone
            and not one.start.local.fold
            and not _is_out(one, out)
        ]
        alone = [
            one
            for one in besides
            if one.start.local not in together or one != span.moved(one.start)
        ]
        self._add(
            master.kind, master.title, span, rule=master.rule,
            left_out=tuple(sorted(set(left_out), key=str)),
            besides=tuple(sorted(set(together))),
        )  # fmt: skip
        for one in alone:
            self._add(master.kind, master.title, one)

    def _add(
        self,
        kind: Kind,
        title: str,
        span: Span,
        *,
        rule: str = "",
        left_out: tuple[date, ...] = (),
        besides: tuple[datetime, ...] = (),
    ) -> None:
        names = {one: self._unused(title, one) for one in _TABLES if kind in (one, Kind.UNCLEAR)}
        local, zone = span.start.local, span.start.zone
        window, freeze = (
            Window(names.get(Kind.WINDOW, ""), local, span.minutes, zone, rule, left_out, besides),
            Freeze(
                names.get(Kind.FREEZE, ""), local, span.end, zone, title, rule, left_out, besides
            ),
        )
        if kind is Kind.FREEZE:
            self.made.freezes.append(freeze)
        elif span.minutes < 1:
            raise EventError("it is shorter than a minute")
        elif kind is Kind.WINDOW:
            self.made.windows.append(window)
        else:
            self.made.unclear.append((window, freeze))

    def _unused(self, title: str, kind: Kind) -> str:
        taken = self.names.setdefault(kind, set())
        name = _UNFIT.sub("-", title).strip("-.").lower()[:_LONGEST_NAME] or "window"
        number, found = 2, name
        while found in taken:
            found, number = f"{name}-{number}", number + 1
        taken.add(found)
        return found


def _series_of(events: list[Event]) -> Iterator[tuple[Event, list[Event]]]:
    """Yield each event of one UID that stands by itself, and what takes its occurrences' place."""
    instances: dict[int, Event] = {}
    for one in events:
        if one.instance is not None:
            key = one.instance.seconds
            instances[key] = max(instances.get(key, one), one, key=lambda other: other.version)
    masters = [one for one in events if one.instance is None]
    if not masters:
        yield from ((one, []) for one in instances.values())
        return
    newest = max(masters, key=lambda one: one.version)
    for other in masters:
        if other.version == newest.version and replace(other, line=newest.line) != newest:
            raise EventError(f"line {other.line} has another event with its UID, as new as this")
    yield newest, list(instances.values())


def _changes_nothing(one: Event, master: Event, instance: date) -> bool:
    same = one.span == master.span.moved(one.span.start)
    same &= one.span.start.zone == master.span.start.zone
    return same and one.span.start.local == instance and one.kind is master.kind


def _is_out(span: Span, left_out: Collection[date]) -> bool:
    return span.start.local in left_out or span.start.local.date() in left_out


def _is_freeze(event: Event) -> bool:
    return event.kind is Kind.FREEZE


def _named(title: str, line: int) -> str:
    return f"line {line}, '{title[:60] or 'no title'}'"
