"""Recurrences over changes of the clocks, against another library's expansion of the same event."""

from datetime import UTC, datetime, timedelta

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar as Ical

from relplan.model.calendar import Window
from relplan.sources.calendars import OccurrencesError, occurrences, read_ics
from tests.sources.calendars.events import ZONES, event

YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
RULES = (
    "FREQ=WEEKLY;BYDAY=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU",
    "FREQ=DAILY",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "FREQ=WEEKLY;BYDAY=SU;COUNT=20",
    "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260701T120000Z",
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("hour", ["2026-01-04T01:30:00", "2026-01-04T22:00:00"])
def test_it_is_what_another_library_says(zone: str, rule: str, hour: str) -> None:
    # RFC 5545 leaves open what a start that does not fit its rule means.
    start = rrulestr(rule.replace("Z", ""), dtstart=datetime.fromisoformat(hour))[0]
    window = Window("w", start, 90, zone, rule)
    found = list(occurrences(window, *(int(moment.timestamp()) for moment in YEAR)))
    calendar = Ical.from_ical(event(start, zone, rule))
    expected = sorted(
        one["DTSTART"].dt.astimezone(UTC)
        for one in recurring_ical_events.of(calendar).between(*YEAR)
    )
    assert [datetime.fromtimestamp(at, UTC) for at, _ in found] == expected
    assert {end - at for at, end in found} == {5400}


@pytest.mark.parametrize(
    ("zone", "start", "at"),
    [
        # The clocks skip 02:30: it is taken by the offset before.
        ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00+00:00"),
        ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00+00:00"),
        # It comes twice: the first one is meant.
        ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00"),
        ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00+00:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00+00:00"),
    ],
)
def test_moments_that_the_clocks_skip_or_repeat(zone: str, start: str, at: str) -> None:
    window = Window("w", datetime.fromisoformat(start), 60, zone)
    ((found, end),) = occurrences(window, *(int(moment.timestamp()) for moment in YEAR))
    assert datetime.fromtimestamp(found, UTC) == datetime.fromisoformat(at)
    assert end - found == 3600


def test_ten_at_night_stays_ten_at_night() -> None:
    window = Window("w", datetime(2026, 1, 1, 22), 60, "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH")  # noqa: DTZ001
    found = occurrences(window, *(int(moment.timestamp()) for moment in YEAR))
    assert {datetime.fromtimestamp(at, UTC).hour for at, _ in found} == {21, 20}


def test_one_that_has_begun_is_still_one() -> None:
    window = Window("w", datetime(2026, 5, 1, 22), 120, "UTC")  # noqa: DTZ001
    begun = int(datetime(2026, 5, 1, 23, tzinfo=UTC).timestamp())
    assert len(list(occurrences(window, begun, begun + 10))) == 1
    assert not list(occurrences(window, begun + 3600, begun + 7200))


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=1,2", "weekly", "FREQ=WEEKLY;BYDAY=XX", "", "FREQ=\x00"],
)
def test_what_is_no_rule_of_a_window_is_refused(rule: str) -> None:
    window = Window("w", datetime(2026, 5, 1, 22), 120, "UTC", rule or ";")  # noqa: DTZ001
    with pytest.raises(OccurrencesError):
        list(occurrences(window, 0, 1))


def test_a_calendar_comes_in_with_its_windows_and_freezes() -> None:
    start = datetime(2026, 1, 1, 22)  # noqa: DTZ001
    text = event(start, "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH", "Thursday release")
    freeze = (
        "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Christmas freeze\r\nDTSTART;VALUE=DATE:20261218\r\n"
        "DTEND;VALUE=DATE:20270107\r\nEND:VEVENT\r\n"
    )
    data = text.replace("END:VCALENDAR", f"{freeze}END:VCALENDAR").encode()
    found = read_ics(data, "x.ics", "Europe/Berlin")
    (window,), (ban,) = found.windows, found.freezes
    assert (window.name, window.start, window.duration_minutes) == ("thursday-release", start, 90)
    assert (window.timezone, window.rrule) == ("Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH")
    assert (ban.name, ban.reason) == ("christmas-freeze", "Christmas freeze")
    assert ban.end - ban.start == timedelta(days=20)
