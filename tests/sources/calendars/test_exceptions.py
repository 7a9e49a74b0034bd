"""Windows and freezes that come besides their rule, or do not though it says so."""

from datetime import UTC, date, datetime
from time import process_time

import pytest

from relplan.model.calendar import Freeze, Window
from relplan.sources.calendars import OccurrencesError, banned, occurrences


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def starts(window: Window, since: str, until: str) -> list[str]:
    found = occurrences(window, seconds(since), seconds(until))
    return [f"{datetime.fromtimestamp(start, UTC):%m-%d %H:%M}" for start, _ in found]


def test_what_is_left_out_and_what_comes_besides() -> None:
    window = Window(
        "w", at("2026-12-03T22:00"), 60, "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH",
        exdate=(at("2026-12-10T22:00"), date(2026, 12, 24), at("2026-12-17T21:00")),
        rdate=(at("2026-12-11T21:00"), at("2026-12-31T22:00")),
    )  # fmt: skip
    # A moment that is none of the rule's leaves nothing out, one that comes anyway comes once.
    assert starts(window, "2026-12-01", "2027-01-03") == [
        "12-03 21:00", "12-11 20:00", "12-17 21:00", "12-31 21:00",
    ]  # fmt: skip


def test_without_a_rule_the_start_is_one_of_the_dates() -> None:
    window = Window("w", at("2026-12-03T22:00"), 60, "UTC", rdate=(at("2026-12-01T22:00"),))
    assert starts(window, "2026-01-01", "2027-01-01") == ["12-01 22:00", "12-03 22:00"]


def test_a_freeze_comes_again_and_is_as_long_by_the_local_clock() -> None:
    freeze = Freeze(
        "f", at("2026-10-23T18:00"), at("2026-10-26T06:00"), "Europe/Berlin",
        rrule="FREQ=WEEKLY;BYDAY=FR", exdate=(date(2026, 11, 6),), rdate=(at("2026-11-10T18:00"),),
    )  # fmt: skip
    found = list(banned(freeze, seconds("2026-10-24"), seconds("2026-11-18")))
    begun = [datetime.fromtimestamp(start, UTC).strftime("%m-%d") for start, _ in found]
    assert begun == ["10-23", "10-30", "11-10", "11-13"]
    assert [end - start for start, end in found] == [61 * 3600, 60 * 3600, 60 * 3600, 60 * 3600]


def test_whole_days_end_at_midnight_whatever_the_clocks_do() -> None:
    window = Window("w", at("2026-03-28T00:00"), 24 * 60, "Europe/Berlin", "FREQ=DAILY")
    found = list(occurrences(window, seconds("2026-03-28"), seconds("2026-03-30")))
    assert [end - start for start, end in found] == [24 * 3600, 23 * 3600, 24 * 3600]


def test_several_times_a_day() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TH;BYHOUR=6,22;BYMINUTE=30"
    window = Window("w", at("2026-01-01T00:00"), 60, "UTC", rule)
    assert starts(window, "2026-12-03", "2026-12-04") == ["12-03 06:30", "12-03 22:30"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=32",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=TH",
    ],
)
def test_what_never_comes_is_not_sought_for_long(rule: str) -> None:
    window = Window("w", at("2025-01-02T22:00"), 60, "Europe/Berlin", rule)
    began = process_time()
    try:
        assert not starts(window, "2026-01-01", "2027-01-01")
    except OccurrencesError:
        assert "32" in rule
    assert process_time() - began < 2  # of 8,000 years it would be 4


def test_the_end_of_a_rule_is_kept_over_all_years() -> None:
    for until, count in (("20261231T215959Z", 4), ("20261231T220000Z", 5), ("99991231T000000Z", 9)):
        rule = f"FREQ=WEEKLY;BYDAY=TH;UNTIL={until}"
        window = Window("w", at("2026-12-03T23:00"), 60, "Europe/Berlin", rule)
        assert len(starts(window, "2026-12-01", "2027-02-01")) == count


def test_too_long_a_rule_is_none() -> None:
    rule = f"FREQ=MONTHLY;BYMONTHDAY={','.join(['1'] * 10_000)}"
    with pytest.raises(OccurrencesError):
        starts(Window("w", at("2026-12-03T23:00"), 60, "UTC", rule), "2026-12-01", "2027-01-01")
