"""Events as calendars really write them: what becomes of each, or why it is left out."""

from datetime import UTC, date, datetime

import pytest

from relplan.model.calendar import Freeze, Window
from relplan.model.errors import RelplanError
from relplan.sources.calendars import Imported, banned, occurrences, read_ics
from tests.sources.calendars.events import calendar, zone

BERLIN = "DTSTART;TZID=Europe/Berlin:20261203T220000\nDTEND;TZID=Europe/Berlin:20261204T000000"
WEEKLY = f"SUMMARY:Thursday release\n{BERLIN}\nRRULE:FREQ=WEEKLY;BYDAY=TH"


def read(*events: str, head: str = "") -> Imported:
    return read_ics(calendar(*events, head=head), "x.ics", "Europe/Paris")


def one_window(*events: str, head: str = "") -> Window:
    found = read(*events, head=head)
    assert (len(found.windows), found.freezes, found.left_out) == (1, [], [])
    return found.windows[0]


def one_freeze(*events: str) -> Freeze:
    found = read(*events)
    assert (found.windows, len(found.freezes), found.left_out) == ([], 1, [])
    return found.freezes[0]


def left_out(*events: str, head: str = "") -> str:
    """Return why the first event is left out; a second one beside it must not be."""
    found = read(
        *events, "SUMMARY:Other release\nDTSTART:20261201T100000Z\nDURATION:PT1H", head=head
    )
    assert [window.name for window in found.windows] == ["other-release"]
    assert not found.freezes
    (why,) = found.left_out
    return why


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def dates(window: Window, month: str = "2026-12") -> list[str]:
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    since = int(first.timestamp())
    return [
        f"{datetime.fromtimestamp(at, UTC):%d %H:%M}"
        for at, _ in occurrences(window, since, since + 31 * 86_400)
    ]


# Exceptions


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE;TZID=Europe/Berlin:20261224T220000",
        "EXDATE:20261224T210000Z",
        "EXDATE;TZID=America/New_York:20261224T160000",
        "EXDATE;VALUE=DATE:20261224",
        "EXDATE;TZID=W. Europe Standard Time:20261217T000000,20261224T220000",
        "EXDATE;TZID=Europe/Berlin:20261210T000000\nEXDATE:20261224T210000Z,",
    ],
)
def test_a_date_that_is_left_out(exdate: str) -> None:
    assert dates(one_window(f"{WEEKLY}\n{exdate}")) == [
        "03 21:00", "10 21:00", "17 21:00", "31 21:00",
    ]  # fmt: skip


def test_a_date_that_comes_besides() -> None:
    window = one_window(f"{WEEKLY};COUNT=1\nRDATE;TZID=Europe/Berlin:20261209T220000")
    assert dates(window) == ["03 21:00", "09 21:00"]
    window = one_window(f"{WEEKLY};COUNT=1\nRDATE;VALUE=PERIOD:20261209T210000Z/PT2H")
    assert window.rdate == (local("2026-12-09T22:00"),)


def test_a_period_of_another_length_is_a_window_of_its_own() -> None:
    found = read(f"{WEEKLY}\nRDATE;VALUE=PERIOD:20261209T210000Z/20261209T213000Z")
    assert [window.duration_minutes for window in found.windows] == [120, 30]
    assert dates(found.windows[1]) == ["09 21:00"]


def moved(more: str, number: str = "20261210T220000") -> str:
    return f"UID:u\nSUMMARY:Thursday release\nRECURRENCE-ID;TZID=Europe/Berlin:{number}\n{more}"


SERIES = f"UID:u\n{WEEKLY};COUNT=3"


def test_one_that_is_moved() -> None:
    to = "DTSTART;TZID=Europe/Berlin:20261211T210000\nDTEND;TZID=Europe/Berlin:20261211T230000"
    assert dates(one_window(SERIES, moved(to))) == ["03 21:00", "11 20:00", "17 21:00"]
    # Exchange writes the day alone, and some the moment in UTC.
    for name in ("RECURRENCE-ID;VALUE=DATE:20261210", "RECURRENCE-ID:20261210T210000Z"):
        other = f"UID:u\nSUMMARY:Thursday release\n{name}\n{to}"
        assert dates(one_window(other, SERIES)) == ["03 21:00", "11 20:00", "17 21:00"]


def test_two_that_change_places() -> None:
    second = "DTSTART;TZID=Europe/Berlin:20261217T220000\nDURATION:PT2H"
    third = "DTSTART;TZID=Europe/Berlin:20261218T220000\nDURATION:PT2H"
    found = read(SERIES, moved(second), moved(third, "20261217T220000"))
    assert sorted(date for window in found.windows for date in dates(window)) == [
        "03 21:00", "17 21:00", "18 21:00",
    ]  # fmt: skip


def test_one_that_is_shorter() -> None:
    found = read(SERIES, moved("DTSTART;TZID=Europe/Berlin:20261210T220000\nDURATION:PT30M"))
    assert [(dates(one), one.duration_minutes) for one in found.windows] == [
        (["03 21:00", "17 21:00"], 120),
        (["10 21:00"], 30),
    ]


def test_one_that_is_cancelled() -> None:
    start = "DTSTART;TZID=Europe/Berlin:20261210T220000"
    assert dates(one_window(SERIES, moved(f"{start}\nSTATUS:CANCELLED"))) == [
        "03 21:00", "17 21:00",
    ]  # fmt: skip


def test_one_that_becomes_a_freeze() -> None:
    start = "DTSTART;TZID=Europe/Berlin:20261210T220000\nDURATION:PT2H"
    text = moved(start).replace("Thursday release", "No deployments")
    found = read(SERIES, text)
    assert dates(found.windows[0]) == ["03 21:00", "17 21:00"]
    assert [freeze.start for freeze in found.freezes] == [local("2026-12-10T22:00")]


def test_one_with_another_title_stays_one_of_the_series() -> None:
    same = f"{BERLIN.replace('1203', '1210').replace('1204', '1211')}"
    window = one_window(SERIES, moved(same).replace("Thursday", "Big"))
    assert not window.exdate
    assert dates(window) == ["03 21:00", "10 21:00", "17 21:00"]


def test_an_occurrence_without_its_series_is_an_event() -> None:
    assert dates(one_window(moved(BERLIN))) == ["03 21:00"]


def test_what_moves_all_after_it_is_left_out_by_name() -> None:
    text = moved(BERLIN).replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;")
    why = left_out(SERIES, text)
    assert "Thursday release" in why
    assert "THISANDFUTURE" in why


# Zones


@pytest.mark.parametrize("with_rules", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        "W. Europe Standard Time",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/mozilla.org/20050126_1/Europe/Berlin",
        '"Europe/Berlin"',
    ],
)
def test_names_of_zones(name: str, with_rules: bool) -> None:
    window = one_window(
        WEEKLY.replace("Europe/Berlin", name), head=zone(name.strip('"')) if with_rules else ""
    )
    assert (window.timezone, window.start) == ("Europe/Berlin", local("2026-12-03T22:00"))
    assert dates(window, "2027-07") == ["01 20:00", "08 20:00", "15 20:00", "22 20:00", "29 20:00"]


CUSTOM = '"(UTC+01:00) Amsterdam, Berlin, Bern"'


def test_a_zone_of_a_program_s_own_is_known_by_its_rules() -> None:
    head = zone(r"(UTC+01:00) Amsterdam\, Berlin\, Bern")
    found = read(WEEKLY.replace("Europe/Berlin", CUSTOM), head=head)
    # The workspace's own zone has the same rules; of others one that has them is taken.
    assert found.windows[0].timezone == "Europe/Paris"
    assert "Amsterdam, Berlin, Bern' is taken for Europe/Paris" in found.notes[0]
    located = zone("Customized Time Zone", more="X-LIC-LOCATION:Europe/Berlin")
    custom = WEEKLY.replace("Europe/Berlin", "Customized Time Zone")
    assert one_window(custom, head=located).timezone == "Europe/Berlin"
    lord_howe = zone("Customized Time Zone", to="+0130")
    assert "Customized Time Zone" in left_out(custom, head=lord_howe)


def test_a_zone_without_summer_time_has_an_offset_alone() -> None:
    part = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-0300\nTZOFFSETTO:-0300"
    head = f"BEGIN:VTIMEZONE\nTZID:Ours\n{part}\nEND:STANDARD\nEND:VTIMEZONE"
    assert one_window(WEEKLY.replace("Europe/Berlin", "Ours"), head=head).timezone == "Etc/GMT+3"


@pytest.mark.parametrize("name", ["Customized Time Zone", "Europe/Bonn", CUSTOM, "GMT+0100"])
def test_an_unknown_zone_is_left_out_by_name(name: str) -> None:
    assert name.strip('"')[:60] in left_out(WEEKLY.replace("Europe/Berlin", name))


FLOATING = "SUMMARY:Release\nDTSTART:20261203T220000\nDURATION:PT1H"


def test_a_time_without_a_zone_is_the_calendars_or_the_workspaces() -> None:
    assert one_window(FLOATING).timezone == "Europe/Paris"
    for name in ("America/New_York", "Eastern Standard Time"):
        assert one_window(FLOATING, head=f"X-WR-TIMEZONE:{name}").timezone == "America/New_York"
    assert "'Nowhere'" in left_out(FLOATING, head="X-WR-TIMEZONE:Nowhere")


def test_a_rule_stays_in_its_own_zone() -> None:
    # In Berlin it is Friday by then.
    text = "SUMMARY:Release\nDTSTART:20261203T230000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TH"
    window = one_window(text, head="X-WR-TIMEZONE:Europe/Berlin")
    assert dates(window) == ["03 23:00", "10 23:00", "17 23:00", "24 23:00", "31 23:00"]
    assert dates(window, "2027-07")[0] == "01 23:00"


# Days, lengths, clocks


@pytest.mark.parametrize(
    ("lasts", "end"),
    [
        ("", "2026-12-19"),
        ("DTEND;VALUE=DATE:20261219", "2026-12-19"),
        ("DTEND;VALUE=DATE:20270107", "2027-01-07"),
        ("DURATION:P3D", "2026-12-21"),
        ("DURATION:P1W", "2026-12-25"),
    ],
)
def test_whole_days_end_before_their_end(lasts: str, end: str) -> None:
    freeze = one_freeze(f"SUMMARY:Code freeze\nDTSTART;VALUE=DATE:20261218\n{lasts}")
    assert (freeze.start, freeze.end) == (local("2026-12-18"), local(end))
    assert freeze.timezone == "Europe/Paris"


def test_a_freeze_comes_again_and_not_on_a_day_that_is_left_out() -> None:
    text = (
        "SUMMARY:Weekend freeze\nDTSTART;VALUE=DATE:20261205\nDTEND;VALUE=DATE:20261207\n"
        "RRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20261219\nEXDATE;VALUE=DATE:20261212\n"
        "RDATE;VALUE=DATE:20261209"
    )
    found = banned(one_freeze(text), 1_796_083_200, 1_799_000_000)
    assert [f"{datetime.fromtimestamp(at, UTC):%m-%d}" for at, _ in found] == [
        "12-04", "12-08", "12-18",
    ]  # fmt: skip


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is() -> None:
    for day, minutes in (("20260328", 7 * 60), ("20261024", 9 * 60), ("20261023", 8 * 60)):
        until = str(int(day) + 1)
        text = f"DTSTART;TZID=Europe/Berlin:{day}T220000\nDTEND;TZID=Europe/Berlin:{until}T060000"
        assert one_window(f"SUMMARY:Release\n{text}").duration_minutes == minutes


def test_a_first_date_that_is_none_of_its_rule() -> None:
    monday = WEEKLY.replace("20261203", "20261130").replace("20261204", "20261201")
    found = read(monday)
    assert dates(found.windows[0])[0] == "03 21:00"
    assert "first date" in found.notes[0]
    assert "COUNT" in left_out(f"{monday};COUNT=5")
    frozen = read(monday.replace("release", "blackout")).freezes[0]
    assert frozen.rdate == (local("2026-11-30T22:00"),)


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (BERLIN.replace("20261203T22", "20261204T22"), "does not end after"),
        ("DTSTART:20261203T220000Z", "no length"),
        ("DTSTART:20261203T220000Z\nDURATION:PT0S", "does not end after"),
        ("DTSTART:20261203T220000Z\nDURATION:soon", "'soon'"),
        ("DTSTART:20261203T220000Z\nDURATION:PT30S", "shorter than a minute"),
        ("DTSTART;VALUE=DATE:20261203\nDTEND:20261204T000000Z", "one is a date and one a time"),
        ("DTSTART:20261303T220000Z\nDURATION:PT1H", "no date or time"),
        ("DTSTART:2026-12-03\nDURATION:PT1H", "no date or time"),
        ("DTEND:20261204T000000Z", "no DTSTART"),
        (f"{BERLIN}\nDTSTART:20261204T220000Z", "2 times"),
        (f"{BERLIN}\nRRULE:FREQ=HOURLY", "more often"),
        (f"{BERLIN}\nRRULE:every Thursday", "no recurrence rule"),
        (f"{BERLIN}\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never comes"),
        (f"{BERLIN}\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "several rules"),
        (f"{BERLIN}\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY", "several rules"),
        (f"{BERLIN}\nRRULE:FREQ=DAILY\nEXDATE:tomorrow", "no date or time"),
        (f"{BERLIN}\nRRULE:FREQ=DAILY\nEXDATE;TZID 20261204T220000", "cannot be read"),
        (f"{BERLIN}\nSTATUS:CANCELLED", "cancelled"),
        ("DTSTART:20260103T220000Z\nDTEND:20260403T220000Z", "31 days"),
    ],
)
def test_what_cannot_be_carried_over_is_named(event: str, says: str) -> None:
    why = left_out(f"SUMMARY:Big release\n{event}")
    assert "'Big release'" in why
    assert says in why


# What is what


def test_what_is_neither_for_sure_is_for_a_person_to_choose() -> None:
    titles = ("Freeze lifted", "Team lunch", "Alice on call", "End of code freeze")
    found = read(*(f"SUMMARY:{title}\n{BERLIN}" for title in titles))
    assert (found.windows, found.freezes) == ([], [])
    assert [window.name for window, _ in found.unclear] == [
        "freeze-lifted", "team-lunch", "alice-on-call", "end-of-code-freeze",
    ]  # fmt: skip
    tentative = read(f"{WEEKLY}\nSTATUS:TENTATIVE")
    assert (len(tentative.windows), len(tentative.unclear)) == (0, 1)


def test_versions_of_a_tracker_are_no_windows() -> None:
    whole_day = "DTSTART;VALUE=DATE:20261203"
    assert read(f"SUMMARY:Shop 2.4\n{whole_day}\nCATEGORIES:jira-project-releases").unclear
    assert read(f"SUMMARY:Release 2.4\n{whole_day}\nDURATION:P3W").unclear
    assert one_window(f"SUMMARY:Release day\n{whole_day}").duration_minutes == 24 * 60
    assert one_window(f"SUMMARY:Release window\n{whole_day}\nDURATION:P2D").duration_minutes == 2880
    assert one_window(f"SUMMARY:Thursday\n{BERLIN}\nCATEGORIES:Deployments")


def test_free_or_busy_says_nothing() -> None:
    for transparent in ("TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "TRANSP:OPAQUE"):
        one_freeze(f"SUMMARY:Change freeze\n{BERLIN}\n{transparent}")
        one_window(f"{WEEKLY}\n{transparent}")
    one_freeze(f"SUMMARY:Holidays\n{BERLIN}\nCATEGORIES:Team\\, all,Blackout")


def test_the_newest_of_one_uid_holds() -> None:
    old, new = (f"UID:u\n{WEEKLY}\nSEQUENCE:{number}" for number in (1, 2))
    later = new.replace("T220000", "T210000")
    assert one_window(later, old).start == local("2026-12-03T21:00")
    assert one_window(old, old).start == local("2026-12-03T22:00")
    assert "as new as" in left_out(old, later.replace("SEQUENCE:2", "SEQUENCE:1"))


def test_a_series_that_is_newer_than_what_moves_an_occurrence() -> None:
    to = "DTSTART;TZID=Europe/Berlin:20261211T210000\nDURATION:PT2H\nSEQUENCE:1"
    newer = f"{SERIES}\nSEQUENCE:2"
    taken_back = f"{newer}\nEXDATE;TZID=Europe/Berlin:20261210T220000"
    assert dates(one_window(taken_back, moved(to))) == ["03 21:00", "17 21:00"]
    found = read(newer, moved(to))
    assert dates(found.windows[0]) == ["03 21:00", "17 21:00"]
    assert "neither is taken" in found.notes[0]
    frozen = [one.replace("release", "freeze") for one in (newer, moved(to))]
    (freeze,) = read(*frozen).freezes
    assert (freeze.rdate, freeze.exdate) == ((local("2026-12-11T21:00"),), ())


def test_whole_days_of_exchange_are_named_by_their_midnight() -> None:
    series = (
        "UID:u\nSUMMARY:Release day\nDTSTART;VALUE=DATE:20261203\nDTEND;VALUE=DATE:20261204\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20261216T230000Z;INTERVAL=1;BYDAY=TH;WKST=MO"
    )
    instance = (
        "UID:u\nSUMMARY:Release day\nRECURRENCE-ID;TZID=Tokyo Standard Time:20261210T000000\n"
        "DTSTART;VALUE=DATE:20261211\nDTEND;VALUE=DATE:20261212"
    )
    # In Paris, whose days begin at 23:00 UTC.
    assert dates(one_window(series, instance)) == ["02 23:00", "10 23:00", "16 23:00"]


def test_one_whole_day_that_ends_where_it_starts() -> None:
    freeze = one_freeze(
        "SUMMARY:Freeze\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224\nRRULE:"
    )
    assert (freeze.start, freeze.end) == (local("2026-12-24"), local("2026-12-25"))


def test_what_is_left_out_and_comes_besides_is_left_out() -> None:
    text = f"{WEEKLY};COUNT=1\nRDATE:20261209T210000Z\nEXDATE:20261209T210000Z"
    assert dates(one_window(text)) == ["03 21:00"]


def test_a_file_of_rules_that_never_come_is_not_read_for_long() -> None:
    never = f"SUMMARY:Release\n{BERLIN}\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    with pytest.raises(RelplanError, match="never come"):
        read(*[never] * 200)


def test_a_reminder_in_an_event_is_none_of_it() -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nDURATION:PT5M\nSUMMARY:Freeze\nEND:VALARM"
    assert dates(one_window(f"{WEEKLY};COUNT=1\n{alarm}")) == ["03 21:00"]


def test_odd_files() -> None:
    text = calendar(WEEKLY).decode()
    for data in (
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\r\n", "\n").replace("Thursday", "Thurs\n day").encode(),
        text.lower().replace("europe/berlin", "Europe/Berlin").encode(),
        text.replace("SUMMARY", "X-JUNK\r\nno colon here\r\nSUMMARY").encode(),
    ):
        (window,) = read_ics(data, "x.ics", "UTC").windows
        assert (window.name, dates(window)[0]) == ("thursday-release", "03 21:00")
    cut = read_ics(text[: text.index("RRULE")].encode(), "x.ics", "UTC")
    assert "its end is missing" in cut.left_out[0]
    cancelled = read_ics(calendar(WEEKLY, head="METHOD:CANCEL"), "x.ics", "UTC")
    assert (cancelled.windows, len(cancelled.left_out)) == ([], 1)
    for data in (b"", b"hello", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00"):
        with pytest.raises(RelplanError, match="not a calendar"):
            read_ics(data, "x.ics", "UTC")


def test_dates_are_dates() -> None:
    (window,) = read(f"{WEEKLY}\nEXDATE;VALUE=DATE:20261224").windows
    assert window.exdate == (date(2026, 12, 24),)
