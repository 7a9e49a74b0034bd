"""`relplan windows` and `relplan runbook`, and what relplan.toml says of time."""

import json
import tomllib
from datetime import UTC
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from tests.cli.shop import Shop
from tests.sources.calendars.events import calendar

WINDOWS = """
[windows.thursday]
start = 2026-01-01T22:00:00
duration_minutes = 120
timezone = "Europe/Berlin"
rrule = "FREQ=WEEKLY;BYDAY=TH"
services = ["payments", "web"]

[freezes.summer]
start = 2026-07-01
end = 2026-07-31
timezone = "Europe/Berlin"
reason = "Holidays"

[expected]
"orders:pay-v2" = 2026-06-10
"missing:web/payments-api" = 2026-06-20T12:00:00
"""
AT = "2026-06-03T12:00:00"


@pytest.fixture
def timed(shop: Shop) -> Shop:
    file = shop.folder / "relplan.toml"
    file.write_text(file.read_text("utf-8") + WINDOWS, "utf-8")
    shop.done("change", "set", "web:CHK-12-button", "--state", "ready")
    return shop


def windows(shop: Shop, *words: str) -> dict[str, dict[str, object]]:
    found = json.loads(shop.done("windows", "--at", AT, "--json", *words))
    assert found["schema"] == "relplan.windows/1"
    return {change: batch for batch in found["batches"] for change in batch["changes"]}


def test_the_batch_waits_for_the_latest_of_all_and_then_for_its_window(timed: Shop) -> None:
    batch = windows(timed)["orders:pay-v2"]
    # Everything is expected by the 20th, a Saturday; the next Thursday is the 25th.
    assert batch["at"] == "2026-06-25T20:00:00+00:00"
    assert batch["end"] == "2026-06-25T22:00:00+00:00"
    assert batch["windows"] == ["thursday"]
    kinds = [late["kind"] for late in batch["late"]]  # type: ignore[index, attr-defined]
    assert "missing adaptation" in kinds
    assert "window" in kinds


def test_a_mark_moves_the_date_and_it_is_said_by_how_much(timed: Shop) -> None:
    found = windows(timed, "--mark", "payments-api=versioned", "--mark", "CHK-12=flagged")
    payments = next(batch for change, batch in found.items() if change.startswith("payments@"))
    assert payments["at"] == "2026-06-04T20:00:00+00:00"
    assert payments["without_marks"] == "2026-06-25T20:00:00+00:00"
    said = timed.done("windows", "--at", AT, "--mark", "payments-api=versioned")
    assert "without the marks 2026-06-25 20:00" in said


def test_a_freeze_is_jumped_over(timed: Shop) -> None:
    found = json.loads(timed.done("windows", "--at", "2026-06-26T12:00", "--json"))
    (batch,) = (one for one in found["batches"] if len(one["changes"]) > 1)
    assert batch["at"] == "2026-08-06T20:00:00+00:00"
    assert {"kind": "freeze", "what": "summer", "without": "2026-07-02T20:00:00+00:00"} in batch[
        "late"
    ]


def test_the_same_input_says_the_same(timed: Shop) -> None:
    assert windows(timed) == windows(timed)
    said = timed.done("windows", "--at", AT)
    assert said == timed.done("windows", "--at", AT)
    assert "coordination delay" in said


def test_without_time_it_says_what_was_not_weighed_and_dates_stay_as_they_are(timed: Shop) -> None:
    whole = json.loads(timed.done("windows", "--at", AT, "--json"))
    found = json.loads(timed.done("windows", "--at", AT, "--json", "--seconds", "0"))
    assert "unweighed" not in whole["delay"]
    assert "payments-api" in found["delay"].pop("unweighed")
    assert found["delay"].pop("by_coupling") == found["delay"].pop("by_cause") == {}
    del whole["delay"]["by_coupling"], whole["delay"]["by_cause"]
    assert found == whole
    said = timed.done("windows", "--at", AT, "--seconds", "0")
    assert "costs was not weighed: --seconds gives more time" in said
    assert "not weighed" not in timed.done("windows", "--at", AT)


def test_without_windows_everything_ships_at_any_time(shop: Shop) -> None:
    answer = shop.relplan("windows", "--at", AT)
    assert answer.code == 0
    assert any("no [windows.NAME]" in line for line in answer.complaints)


def test_a_runbook_of_a_batch_and_of_a_window(timed: Shop) -> None:
    book = json.loads(timed.done("runbook", "orders:pay-v2", "--at", AT, "--json"))
    assert book["schema"] == "relplan.runbook/1"
    assert [step["service"] for step in book["steps"]] == ["payments", "orders", "web"]
    assert book["steps"][1]["rolls_back"] == [2, 1]
    assert any("missing:web/payments-api" in text for text in book["obstacles"])
    of_window = json.loads(timed.done("runbook", "thursday", "--at", AT, "--json"))
    assert of_window["steps"]
    assert timed.done("runbook", "orders:pay-v2", "--at", AT).startswith("Batch ")


def test_the_printable_one_stands_by_itself(timed: Shop) -> None:
    found: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)
            assert not [name for name, _ in attrs if name in ("src", "href")]

    page = timed.done("export", "runbook", "--format", "html", "--batch", "orders:pay-v2")
    Tags().feed(page)
    assert "h1" in found
    assert not {"script", "img", "link", "a"} & set(found)


def test_the_calendar_is_read_by_icalendar_and_comes_back_in(timed: Shop) -> None:
    text = timed.done("export", "windows", "--format", "ics")
    events = Calendar.from_ical(text).walk("VEVENT")
    assert any("freeze summer" in str(event["SUMMARY"]) for event in events)
    file = timed.folder / "windows.ics"
    file.write_text(text, "utf-8")
    printed = timed.done("windows", "--from", str(file))
    assert "[freezes.freeze-summer]" in printed
    tables = tomllib.loads(printed)
    begun = {str(window["start"].replace(tzinfo=UTC)) for window in tables["windows"].values()}
    ended = {event["DTEND"].dt for event in events} - {event["DTSTART"].dt for event in events}
    assert begun == {str(e["DTSTART"].dt) for e in events if e["DTEND"].dt in ended} - {
        "2026-06-30 22:00:00+00:00"
    }


def test_what_a_calendar_brings_is_said_event_by_event(timed: Shop) -> None:
    file = timed.folder / "team.ics"
    start = "DTSTART;TZID=Europe/Berlin:20261203T220000\nDURATION:PT2H"
    file.write_bytes(
        calendar(
            f"SUMMARY:Thursday release\n{start}\nRRULE:FREQ=WEEKLY;BYDAY=TH",
            f"SUMMARY:Freeze lifted\\n[windows x]\n{start}",
            f"SUMMARY:Deployment blackout\n{start}",
            "SUMMARY:Big release\nDTSTART;TZID=Nowhere:20261203T220000\nDURATION:PT2H",
        )
    )
    answer = timed.relplan("windows", "--from", str(file))
    assert answer.code == 0
    tables = tomllib.loads(answer.out)
    assert (list(tables["windows"]), list(tables["freezes"])) == (
        ["thursday-release"], ["deployment-blackout"],
    )  # fmt: skip
    assert "# [windows.freeze-lifted-windows-x]" in answer.out
    assert "# [freezes.freeze-lifted-windows-x]" in answer.out
    said = "\n".join(answer.complaints)
    assert "'Big release': its time zone 'Nowhere' is unknown" in said
    assert "1 event may be either or neither" in said


def test_a_window_by_cron_with_a_date_left_out_and_one_besides(shop: Shop) -> None:
    file = shop.folder / "relplan.toml"
    more = """
[windows.thursday]
cron = "0 22 * * THU"
duration_minutes = 60
timezone = "Europe/Berlin"
exdate = [2026-06-04]
rdate = [2026-06-05T10:00:00]

[freezes.fridays]
start = 2026-01-02
end = 2026-01-02
rrule = "FREQ=WEEKLY;BYDAY=FR"
exdate = [2026-06-12]
"""
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    marks = ("--mark", "payments-api=versioned", "--mark", "CHK-12=flagged")
    found = json.loads(shop.done("--as-of", AT, "windows", "--json", *marks))
    assert {batch["at"] for batch in found["batches"] if batch["at"]} == {
        "2026-06-11T20:00:00+00:00"
    }
    (late,) = {tuple(one.values()) for batch in found["batches"] for one in batch["late"]
               if one["kind"] == "freeze"}  # fmt: skip
    assert late[1] == "fridays"


BEGUN = "[windows.w]\nstart = 2026-01-01T01:00:00\n"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[windows.w]\nstart = 2026-01-01\nduration_minutes = 5\n", "start"),
        ("[windows.w]\nstart = 2026-01-01T01:00:00Z\nduration_minutes = 5\n", "local time"),
        (BEGUN + "duration_minutes = 0\n", "duration_minutes"),
        (BEGUN + 'duration_minutes = 5\ntimezone = "X/Y"\n', "time zone"),
        (BEGUN + 'duration_minutes = 5\nservices = ["wep"]\n', "web"),
        (BEGUN + 'duration_minutes = 5\nteams = ["mony"]\n', "money"),
        (BEGUN + "duration_minutes = 5\ncapacity = 0\n", "capacity"),
        ("[freezes.f]\nstart = 2026-01-02\nend = 2026-01-01\n", "not after the start"),
        ("[windows.w]\nduration_minutes = 5\n", "start"),
        ('[windows.w]\nduration_minutes = 5\ncron = "0 0 13 * 5"\n', "two windows"),
        (BEGUN + 'duration_minutes = 5\ncron = "@daily"\nrrule = "FREQ=DAILY"\n', "keep one"),
        (BEGUN + "duration_minutes = 5\nexdate = [2026-01-01T01:00:00Z]\n", "exdate"),
        (BEGUN + "duration_minutes = 5\nrdate = 2026-01-01T01:00:00\n", "rdate"),
        ("[windos.f]\n", "windows"),
    ],
)
def test_what_is_wrong_in_relplan_toml_is_said_in_one_line(
    shop: Shop, more: str, says: str
) -> None:
    file = shop.folder / "relplan.toml"
    file.write_text(file.read_text("utf-8") + "\n" + more, "utf-8")
    answer = shop.relplan("windows")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.complaints) == 1
    assert says in answer.complaints[0]


def test_other_misuse(timed: Shop) -> None:
    for words in (
        ("windows", "--at", "tomorrow"),
        ("windows", "--from", "nowhere.ics"),
        ("runbook", "B99"),
        ("runbook", "nothing"),
    ):
        answer = timed.relplan(*words)
        assert (answer.code, answer.out, len(answer.complaints)) == (2, "", 1), words
    file = timed.folder / "relplan.toml"
    file.write_text(file.read_text("utf-8").replace("FREQ=WEEKLY;BYDAY=TH", "FREQ=SECONDLY"))
    answer = timed.relplan("windows")
    assert answer.code == 2
    assert "[windows.thursday]" in answer.complaints[0]
