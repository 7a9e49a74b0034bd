"""When an event of a calendar takes place, in the local time of its own zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar.prop import vDuration

from relplan.sources.calendars.expand import check_rule
from relplan.sources.calendars.kinds import Kind, kind_of, may_be_a_milestone, says_cancelled
from relplan.sources.calendars.lines import Component, EventError, Property
from relplan.sources.calendars.zones import Zones

_VALUE = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_UNTIL_A_DAY = re.compile(r"(UNTIL=\d{8})(?=;|$)")
_DAY = timedelta(days=1)
_MINUTES_OF_A_DAY = 24 * 60
_MOST_DATES = 2000


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or a time, as it stands in the file."""

    local: datetime
    """Of two moments with one local time, `fold` tells which."""
    zone: str
    """An IANA name."""
    whole_day: bool

    @property
    def seconds(self) -> int:
        """Since 1970."""
        return int(self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC).timestamp())

    def in_zone(self, zone: str) -> datetime:
        """Return it as local time of *zone*; a date is the same day everywhere."""
        if zone == self.zone or self.whole_day:
            return self.local
        moment = self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(ZoneInfo(zone))
        return moment.replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when."""

    start: Moment
    end: datetime
    """Local, in the zone of the start."""
    minutes: int
    """Whole days of it by the local clock, the rest as minutes pass; less than one is left out."""

    def moved(self, start: Moment) -> "Span":
        """Return one as long that begins at *start*."""
        return Span(start, start.local + (self.end - self.start.local), self.minutes)


@dataclass(frozen=True, slots=True)
class Event:
    """What an event says, as far as it matters."""

    line: int
    title: str
    kind: Kind
    span: Span
    rule: str = ""
    left_out: tuple[date, ...] = ()
    """Local moments, or dates for all that begins on them."""
    besides: tuple[Span, ...] = ()
    instance: Moment | None = None
    """Which occurrence of its series it takes the place of."""
    cancelled: bool = False
    version: tuple[int, str] = (0, "")
    """Of several events with one UID, the highest holds."""
    doubt: str = ""
    """What else a person should know of it."""


def read_event(component: Component, zones: Zones) -> Event:
    """Return what an event says. Raises EventError where it cannot be carried over."""
    if component.fault:
        raise EventError(component.fault)
    begin = component.one("DTSTART")
    if begin is None:
        raise EventError("it has no DTSTART")
    title, status = component.text("SUMMARY"), component.text("STATUS").upper()
    cancelled = status == "CANCELLED" or says_cancelled(title)
    start = _moment(begin, begin.value, zones)
    # How long it would have been does not matter of one that does not take place.
    span = Span(start, start.local, 0) if cancelled else _span(component, start, zones)
    kind = _kind(component, title, status, span)
    rule, doubt = _rule(component, span, kind)
    besides = [
        *_besides(component, span, zones),
        *([span] if doubt and kind is Kind.FREEZE else ()),
    ]
    return Event(
        line=component.line,
        title=title,
        kind=kind,
        span=span,
        rule=rule,
        left_out=tuple(_left_out(component, span, zones)),
        besides=tuple(besides),
        instance=_instance(component, zones),
        cancelled=cancelled,
        version=_version(component),
        doubt=doubt,
    )


def _kind(component: Component, title: str, status: str, span: Span) -> Kind:
    known = component.text("X-RELPLAN-KIND")
    if known in (Kind.WINDOW, Kind.FREEZE):
        return Kind(known)
    kind = kind_of(title, " | ".join(one.value for one in component.all("CATEGORIES")))
    if kind is not Kind.WINDOW:
        return kind
    # To keep a freeze that may not come is safe; to release in a window that may not is not.
    days = span.minutes // _MINUTES_OF_A_DAY
    milestone = span.start.whole_day and may_be_a_milestone(title, days)
    return Kind.UNCLEAR if status == "TENTATIVE" or milestone else kind


def _version(component: Component) -> tuple[int, str]:
    sequence = component.text("SEQUENCE") or "0"
    changed = component.text("LAST-MODIFIED") or component.text("DTSTAMP")
    return (int(sequence) if sequence.isascii() and sequence.isdigit() else 0), changed


def _instance(component: Component, zones: Zones) -> Moment | None:
    found = component.one("RECURRENCE-ID")
    if found is None:
        return None
    if found.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
        raise EventError("it moves an occurrence and all after it (THISANDFUTURE)")
    return _moment(found, found.value, zones)


def _moment(found: Property, value: str, zones: Zones) -> Moment:
    match = _VALUE.fullmatch(value.strip().upper())
    if match is None:
        raise EventError(f"{found.name} '{value[:40]}' is no date or time")
    day, time, universal = match.groups()
    try:
        local = datetime.strptime(f"{day}{time or '000000'}", "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise EventError(f"{found.name} '{value[:40]}' is no date or time") from None
    if not 1900 <= local.year <= 9000:
        raise EventError(f"{found.name} is in the year {local.year}")
    if universal:
        return Moment(local, "UTC", whole_day=False)
    return Moment(local, zones.of(found.zone if time else "", local.year), whole_day=not time)


def _span(component: Component, start: Moment, zones: Zones) -> Span:
    ends, lasts = component.one("DTEND"), component.one("DURATION")
    if ends:
        end = _moment(ends, ends.value, zones)
        if start.whole_day and end.whole_day and end.local == start.local:
            end = replace(end, local=end.local + _DAY)  # not by RFC 5545, but many write one day so
        span = _until(start, end)
    elif lasts:
        span = _lasting(start, lasts.value)
    elif start.whole_day:
        span = Span(start, start.local + _DAY, _MINUTES_OF_A_DAY)
    else:
        raise EventError("it has no end and no length")
    if span.end <= start.local:
        raise EventError("it does not end after its start")
    return span


def _until(start: Moment, end: Moment) -> Span:
    if start.whole_day is not end.whole_day:
        raise EventError("of its start and its end, one is a date and one a time")
    local = end.in_zone(start.zone)
    if local.fold:
        local = local.replace(fold=0) + timedelta(hours=1)
    days = max(0, (local - start.local) // _DAY)
    rest = _rest(start, days, end)
    if rest < 0 < days:
        days -= 1
        rest = _rest(start, days, end)
    return Span(start, local, days * _MINUTES_OF_A_DAY + min(rest, _MINUTES_OF_A_DAY - 1))


def _rest(start: Moment, days: int, end: Moment) -> int:
    """Return the minutes that pass from so many *days* after *start* to *end*."""
    later = Moment(start.local + days * _DAY, start.zone, start.whole_day)
    return (end.seconds - later.seconds) // 60


def _lasting(start: Moment, value: str) -> Span:
    try:
        length = vDuration.from_ical(value)  # type: ignore[no-untyped-call]
        end = start.local + length
    except Exception:  # whatever a library raises
        raise EventError(f"'{value[:40]}' is no length of time") from None
    return Span(start, end, length // timedelta(minutes=1))


def _rule(component: Component, span: Span, kind: Kind) -> tuple[str, str]:
    """Return the rule, and what is in doubt about it."""
    rules = [one for one in component.all("RRULE") if one.value]  # some write an empty one
    if component.all("EXRULE") or len(rules) > 1:
        raise EventError("it has several rules, or one that takes dates out (EXRULE)")
    if not rules:
        return "", ""
    rule = rules[0].value.upper()
    if kind is Kind.FREEZE:  # the last day is frozen, too
        rule = _UNTIL_A_DAY.sub(r"\1T235959", rule)
    fits = check_rule(rule, span.start.local, span.start.zone)
    if fits is None:
        raise EventError(f"its rule '{rule[:60]}' never comes")
    if fits:
        return rule, ""
    if kind is not Kind.FREEZE and "COUNT=" in rule:
        raise EventError("its first date is none of its rule, so what COUNT counts is open")
    if kind is Kind.FREEZE:
        return rule, "its first date is none of its rule; it is frozen as well"
    return rule, "its first date is none of its rule and was left out"


def _left_out(component: Component, span: Span, zones: Zones) -> Iterator[date]:
    for found, value in _listed(component, "EXDATE"):
        yield local_or_date(_moment(found, value, zones), span)


def local_or_date(moment: Moment, span: Span) -> date:
    """Return *moment* as what it takes out of a series: a date takes out what begins on it."""
    if span.start.whole_day:
        # Exchange names a whole day by its midnight in the time zone of whoever planned it.
        local = moment.in_zone(span.start.zone) if moment.zone == "UTC" else moment.local
        return datetime(local.year, local.month, local.day)  # noqa: DTZ001 - local
    local = moment.in_zone(span.start.zone)
    return local.date() if moment.whole_day else local.replace(fold=0)


def _besides(component: Component, span: Span, zones: Zones) -> Iterator[Span]:
    for found, value in _listed(component, "RDATE"):
        begin, _, rest = value.partition("/")
        start = _moment(found, begin, zones)
        if start.whole_day is not span.start.whole_day:
            raise EventError("of its start and an RDATE, one is a date and one a time")
        local = start.in_zone(span.start.zone)
        if not local.fold:  # else only its own zone can tell which of two it is
            start = Moment(local, span.start.zone, start.whole_day)
        if not rest:
            yield span.moved(start)
        elif rest.startswith(("P", "+P")):
            yield _lasting(start, rest)
        else:
            yield _until(start, _moment(found, rest, zones))


def _listed(component: Component, name: str) -> Iterator[tuple[Property, str]]:
    values = [(found, value) for found in component.all(name) for value in found.value.split(",")]
    if len(values) > _MOST_DATES:
        raise EventError(f"it has more than {_MOST_DATES} dates in {name}")
    yield from ((found, value) for found, value in values if value.strip())
