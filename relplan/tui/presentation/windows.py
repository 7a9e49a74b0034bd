"""Batches over the coming days: a date, a name, and a strip with one cell a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from relplan.exports.moments import shown
from relplan.model.calendar import Calendar
from relplan.model.counting import counted, days, joined
from relplan.model.schedule import Dated, Schedule
from relplan.tui.presentation.glyphs import ASCII, Glyphs
from relplan.tui.presentation.occurrences import Row, delays, heading, reason, services
from relplan.tui.presentation.safe import truncate, width
from relplan.tui.presentation.spans import Line, Role, Span

_NAME_CELLS = 8
_FACT_CELLS = 20
_WHY_CELLS = 34
_LEAST_DAYS = 14
_DAY = 86_400
_CONTENTS = 7
"""Batches of a window that are listed below."""
_WIDE = 90
"""Cells beyond which half goes to why something is late, and half to the strip."""


@dataclass(frozen=True, slots=True)
class _Signs:
    ships: str
    window: str
    frozen: str
    nothing: str


_UNICODE = _Signs("█", "▢", "░", "·")
_ASCII = _Signs("#", "o", "x", ".")


def strip_legend(glyphs: Glyphs) -> list[tuple[Span, str]]:
    """Return the signs of a strip, which has a cell for each day, and what they mean."""
    signs = _ASCII if glyphs is ASCII else _UNICODE
    return [
        (Span(f"{signs.ships} ships", Role.MARK), "the batch ships on that day"),
        (Span(f"{signs.window} window"), "a window of all its services opens"),
        (Span(f"{signs.frozen} freeze", Role.WARNING), "nothing of it may ship"),
        (Span(f"{signs.nothing} nothing", Role.DIM), "no window opens"),
    ]


class Timeline:
    """The rows of one schedule for a width."""

    def __init__(
        self,
        made: Schedule,
        before: Schedule,
        against: str,
        glyphs: Glyphs,
        cells: int,
        titles: Mapping[str, str],
    ) -> None:
        """Draw *made*, beside what the dates were *before* it; *against* says what that is.

        *titles* are those of the changes, by their ids.
        """
        self._against, self._titles = against, titles
        self.made, self._glyphs = made, glyphs
        self._signs = _ASCII if glyphs is ASCII else _UNICODE
        self._zone = ZoneInfo(made.calendar.zone)
        self._why = _WHY_CELLS + max(0, cells - _WIDE) // 2
        self._days = max(_LEAST_DAYS, cells - _NAME_CELLS - _FACT_CELLS - self._why - 1)
        self._first = self._day(made.calendar.now)
        self._before = before

    def head(self) -> list[Line]:
        """Return what the strip shows, and its months."""
        signs = self._signs
        legend = (
            f"{signs.ships} ships  {signs.window} window of all its services"
            f"  {signs.frozen} freeze   times in {self.made.calendar.zone}"
        )
        ruler = [" "] * self._days
        for offset in range(self._days):
            day = self._first + timedelta(days=offset)
            if day.weekday() == 0 and offset + 5 <= self._days:
                ruler[offset : offset + 5] = f"{day:%d.%m}"
        space = " " * (_NAME_CELLS + _FACT_CELLS + self._why)
        return [(Span(legend, Role.DIM),), (Span(space), Span("".join(ruler), Role.DIM))]

    def row(self, row: Row) -> Line:
        """Return a row of the list."""
        if row.one is not None:
            return self.line(row.one)
        if row.folded:
            sign = self._glyphs.unfolded if row.is_open else self._glyphs.folded
            late = sum(bool(delays(one)) for one in row.folded)
            facts = f"{len(row.folded)} batches of one, of {joined(tuple(services(row.folded)))}"
            return (Span(f"  {sign} "), Span(facts), Span(f", {late} late" if late else ""))
        at = row.occurrence.at
        moment = self.moment(at) if at is not None else ""
        return (Span(heading(row.occurrence, self.made.calendar.now, moment), Role.HEADING),)

    def line(self, one: Dated) -> Line:
        """Return the row of one batch."""
        uncertain = f", {len(one.uncertain)} uncertain," if one.uncertain else ""
        facts = f"{len(one.batch.changes)}{uncertain} of {joined(one.batch.services)}"
        if len(one.batch.changes) == 1 and not uncertain:
            facts = one.batch.changes[0]
        late = delays(one)
        why = reason(one, f"{self._day(late[0].without):%d.%m.}" if late else "")
        if not why and not one.windows and one.at != self.made.calendar.now and one.at is not None:
            why = self.moment(one.at)
        if not why and len(one.batch.changes) == 1:
            why = self._titles.get(one.batch.changes[0], "")
        role = Role.BLOCKED if one.at is None else self._moved(one)
        return (
            Span(f"  {one.batch.id:<{_NAME_CELLS - 2}}", Role.STRONG),
            Span(self._cell(facts, _FACT_CELLS if why else _FACT_CELLS + self._why)),
            Span(self._cell(why, self._why) if why else "", role),
            *self._strip(one),
        )

    def _cell(self, text: str, cells: int) -> str:
        text = truncate(text, cells - 1, self._glyphs.ellipsis)
        return text + " " * (cells - width(text))

    def contents(self, batches: Sequence[Dated]) -> list[Line]:
        """Return what ships together, for the heading or the fold that it stands under."""
        lines: list[Line] = []
        for one in batches[:_CONTENTS]:
            changes = one.batch.changes
            title = self._titles.get(changes[0], "")
            what = f"{changes[0]}  {title}" if len(changes) == 1 else joined(one.batch.services)
            size = "" if len(changes) == 1 else f"{counted(len(changes), 'change')} of "
            name = Span(f"  {one.batch.id:<{_NAME_CELLS - 2}}", Role.DIM)
            lines.append((name, Span(size), Span(what)))
        more = len(batches) - _CONTENTS
        return [*lines, (Span(f"  and {more} more", Role.DIM),)] if more > 0 else lines

    def details(self, one: Dated) -> list[Line]:
        """Return why it ships when it does."""
        lines: list[Line] = []
        if one.at is None:
            lines.append((Span(f"no date: it waits for {joined(one.waits_for)}", Role.BLOCKED),))
        else:
            window = ", ".join(one.windows) or "at any time"
            lines.append((Span(f"{one.batch.id} {self.moment(one.at)}: {window}", Role.STRONG),))
        if one.uncertain:
            changes = f"{counted(len(one.uncertain), 'change')}, {joined(one.uncertain)},"
            text = f"  uncertain: {changes} an open question may block"
            lines.append((Span(text, Role.WARNING),))
        for late in one.late[:4]:
            text = f"  {late.kind} {late.what}: else {self.moment(late.without)}"
            lines.append((Span(text),))
        before = self._before.complete_at(one.batch.changes)
        if one.at is not None and before is not None and before != one.at:
            by = days(abs(before - one.at) / _DAY)
            word = "earlier" if before > one.at else "later"
            lines.append((Span(f"  {by} {word} than {self._against}", self._moved(one)),))
        lines.append((Span(f"  {counted(len(one.batch.changes), 'change')}: ", Role.DIM),
                      Span(joined(one.batch.changes))))  # fmt: skip
        return lines

    def moment(self, at: int) -> str:
        """Return *at* in the time zone of the schedule."""
        return shown(at, self.made.calendar.zone)

    def _moved(self, one: Dated) -> Role:
        """Say by the role whether it ships earlier or later than before."""
        before = self._before.complete_at(one.batch.changes)
        if one.at is None or before == one.at:
            return Role.PLAIN
        return Role.BETTER if before is None or one.at < before else Role.WORSE

    def _strip(self, one: Dated) -> Line:
        open_days, frozen = _marked(self.made.calendar, one, self._day)
        ships = self._day(one.at) if one.at is not None else None
        spans = []
        for offset in range(self._days):
            day = self._first + timedelta(days=offset)
            if day == ships:
                spans.append(Span(self._signs.ships, Role.MARK))
            elif day in frozen:
                spans.append(Span(self._signs.frozen, Role.WARNING))
            elif day in open_days:
                spans.append(Span(self._signs.window))
            else:
                spans.append(Span(self._signs.nothing, Role.DIM))
        return tuple(spans)

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at, UTC).astimezone(self._zone).date()


def _marked(
    calendar: Calendar, one: Dated, day_of: Callable[[int], date]
) -> tuple[set[date], set[date]]:
    """Return the days with a window of all services, and those in a freeze of one of them."""
    services = set(one.batch.services)
    by_service: Mapping[str, set[date]] = {
        name: {day_of(slot.start) for slot in calendar.slots if name in slot.services}
        for name in services & calendar.bound
    }
    shared = set.intersection(*by_service.values()) if by_service else set[date]()
    frozen: set[date] = set()
    for ban in calendar.bans:
        if services & ban.services and ban.end > calendar.now:
            day = day_of(max(ban.start, calendar.now))
            last = day_of(min(ban.end - 1, calendar.until))
            while day <= last:
                frozen.add(day)
                day += timedelta(days=1)
    return shared, frozen
