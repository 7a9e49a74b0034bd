"""What comes out of a calendar and through relplan.toml is what another library says of it."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar as Ical

from relplan.exports.windows.toml import windows_toml
from relplan.model.errors import RelplanError
from relplan.model.workspace import Workspace
from relplan.sources.calendars import Imported, banned, occurrences, read_ics
from relplan.workspace import load
from tests.sources.calendars.events import ZONES, calendar

YEARS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
RULES = (
    "FREQ=WEEKLY;BYDAY=TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
    "FREQ=DAILY;COUNT=40",
    "FREQ=DAILY;INTERVAL=3;UNTIL=20270301T120000Z",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "",
)
Times = set[tuple[int, int]]


def expected(data: bytes) -> Times:
    found = recurring_ical_events.of(Ical.from_ical(data)).between(*YEARS)
    return {(_seconds(one["DTSTART"].dt), _seconds(one["DTEND"].dt)) for one in found}


def _seconds(moment: date) -> int:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return int(moment.timestamp())


def carried_over(workspace: Workspace) -> Times:
    since, until = (int(moment.timestamp()) for moment in YEARS)
    found: Times = set()
    for window in workspace.windows:
        found |= set(occurrences(window, since, until))
    for freeze in workspace.freezes:
        found |= set(banned(freeze, since, until))
    return found


def read_back(found: Imported, folder: Path) -> Workspace:
    """Return what relplan.toml has once all was written to it."""
    text = '[workspace]\nname = "x"\n[services.a]\nrepo = "a"\n'
    file = folder / "relplan.toml"
    file.write_text(f"{text}\n{windows_toml(found.windows, found.freezes)}", "utf-8")
    return load(file).workspace


@st.composite
def events(draw: st.DrawFn) -> tuple[str, ...]:
    """Draw a series and what takes the place of some of its occurrences."""
    title = draw(st.sampled_from(("Release window", "Change freeze")))
    whole_day = draw(st.booleans())
    zone = draw(st.sampled_from(ZONES))
    rule = draw(st.sampled_from(RULES))
    day = datetime(2026, 1, 1) + timedelta(days=draw(st.integers(0, 400)))  # noqa: DTZ001
    wall = day if whole_day else day.replace(hour=draw(st.integers(9, 21)))
    dates = list(rrulestr(rule.replace("Z", ""), dtstart=wall)[:30]) if rule else [wall]
    if whole_day:
        rule = rule.replace("T120000Z", "")

    def said(name: str, *moments: datetime) -> str:
        if whole_day:
            return f"{name};VALUE=DATE:{','.join(f'{one:%Y%m%d}' for one in moments)}"
        return f"{name};TZID={zone}:{','.join(f'{one:%Y%m%dT%H%M%S}' for one in moments)}"

    lasts = timedelta(days=draw(st.integers(1, 3))) if whole_day else timedelta(minutes=90)
    lines = [f"SUMMARY:{title}", said("DTSTART", dates[0]), said("DTEND", dates[0] + lasts)]
    lines += [f"RRULE:{rule}"] if rule else []
    chosen = draw(st.lists(st.sampled_from(dates), unique=True, max_size=6)) if rule else []
    out, moved = chosen[:3], chosen[3:]
    lines += [said("EXDATE", *out)] if out else []
    more = [dates[0] + timedelta(days=one) for one in draw(st.sets(st.integers(1, 30), max_size=3))]
    lines += [said("RDATE", *more)] if more and not set(more) & set(dates) else []
    instances = []
    for one in moved:
        to = one + timedelta(days=draw(st.integers(-2, 2)))
        length = lasts * draw(st.sampled_from((1, 2)))
        off = ["STATUS:CANCELLED"] if draw(st.booleans()) else []
        instances.append(
            [f"SUMMARY:{title}", said("RECURRENCE-ID", one), said("DTSTART", to),
             said("DTEND", to + length), *off]
        )  # fmt: skip
    return tuple("\n".join(["UID:u", *one]) for one in (lines, *instances))


def without_cancelled(data: bytes, every: tuple[str, ...]) -> bytes:
    """Take out what is cancelled: the other library still gives it, with its status."""
    kept = Ical.from_ical(data)
    off = [one for one in kept.walk("VEVENT") if one.get("STATUS") == "CANCELLED"]
    master = kept.walk("VEVENT")[0]
    for one in off:
        master.add("EXDATE", one["RECURRENCE-ID"].dt)
        kept.subcomponents.remove(one)
    assert len(every) == len(kept.walk("VEVENT")) + len(off)
    return bytes(kept.to_ical())


@settings(suppress_health_check=list(HealthCheck))
@given(events())
def test_the_same_occurrences_over_two_years(
    tmp_path_factory: pytest.TempPathFactory, every: tuple[str, ...]
) -> None:
    data = calendar(*every)
    found = read_ics(data, "x.ics", "UTC")
    assert (found.left_out, found.unclear) == ([], [])
    workspace = read_back(found, tmp_path_factory.getbasetemp())
    assert carried_over(workspace) == expected(without_cancelled(data, every))


GOOD = (
    (
        "UID:alpha\nSUMMARY:Thursday release\n"
        "DTSTART;TZID=Europe/Berlin:20261203T220000\nDURATION:PT2H\n"
        "RRULE:FREQ=WEEKLY;BYDAY=TH\nEXDATE;TZID=Europe/Berlin:20261224T220000"
    ),
    "UID:beta\nSUMMARY:Code freeze\nDTSTART;VALUE=DATE:20261218\nDTEND;VALUE=DATE:20270107",
    "UID:gamma\nSUMMARY:Big release\nDTSTART:20261210T220000Z\nDTEND:20261210T233000Z",
)


def damaged(data: bytes, seed: int) -> Iterator[bytes]:
    """Yield calendars with some bytes lost, changed, doubled, or lines out of their order."""
    chance = random.Random(seed)
    for _ in range(20):
        lines = data.split(b"\r\n")
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(lines))
            line = bytearray(lines[place] or b"X")
            at = chance.randrange(len(line))
            line[at : at + chance.randint(0, 3)] = chance.choice(
                (b"", b"\xff", b";", b":", b"=", b"\x00", b"T9", b"-1", b"99999999", b"\r\n ", b'"')
            )
            lines[place] = bytes(line)
            if chance.random() < 0.2:
                lines.insert(chance.randrange(len(lines)), lines[place])
        yield b"\r\n".join(lines)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_event_stops_no_other(seed: int, tmp_path: Path) -> None:
    seen = set()
    for victim in range(len(GOOD)):
        whole = read_ics(calendar(*GOOD[:victim], *GOOD[victim + 1 :]), "x.ics", "UTC")
        begin, end = calendar("MARK:1").split(b"BEGIN:VEVENT\r\nUID:0\r\nMARK:1\r\nEND:VEVENT\r\n")
        parts = [calendar(one).removeprefix(begin).removesuffix(end) for one in GOOD]
        for event in damaged(parts[victim].rstrip(), seed):
            now = [*parts[:victim], event + b"\r\n", *parts[victim + 1 :]]
            data = begin + b"".join(now) + end
            found = read_ics(data, "x.ics", "UTC")
            others = {(one.start, one.rrule) for one in (*whole.windows, *whole.freezes)}
            assert others <= {(one.start, one.rrule) for one in (*found.windows, *found.freezes)}
            if (once := (*found.windows, *found.freezes)) not in seen:
                seen.add(once)
                read_back(found, tmp_path)


@pytest.mark.parametrize("seed", range(2))
def test_a_calendar_damaged_anywhere_is_read_or_is_none(seed: int, tmp_path: Path) -> None:
    for data in damaged(calendar(*GOOD), seed):
        try:
            found = read_ics(data, "x.ics", "UTC")
        except RelplanError:
            assert not data.startswith(b"BEGIN:VCALENDAR")
        else:
            read_back(found, tmp_path)
