"""`--as-of`: the same answer on whatever day it is asked."""

import json
import time

import pytest

from tests.cli.shop import Shop

CLOCKS = (1_800_000_000, 1_900_000_000)
EARLY, LATE = "2023-11-20", "2025-11-20"
"""Soon after the branches were worked on, and long after that."""


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(time, "time", lambda: seconds)


def test_a_plan_does_not_depend_on_the_day_of_its_scan(
    fresh: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = fresh.folder / "relplan.toml"
    file.write_text(
        file.read_text("utf-8").replace("[workspace]", "[workspace]\ntimezone='Asia/Tokyo'")
    )
    answers = set()
    for seconds in CLOCKS:
        at(monkeypatch, seconds)
        fresh.done("--as-of", "2026-06-03", "scan", "--full")
        answers.add(tuple(
            fresh.done("--as-of", "2026-06-03", *words)
            for words in (
                ("plan", "--json"), ("plan",), ("windows", "--json"), ("diagnose", "--json"),
                ("export", "plan", "--format", "markdown"),
            )
        ))  # fmt: skip
    assert len(answers) == 1


def changes(shop: Shop, moment: str) -> set[str]:
    return {
        change["id"]
        for change in json.loads(shop.done("--as-of", moment, "plan", "--json"))["changes"]
    }


def test_what_is_stale_at_one_moment_comes_back_at_an_earlier_one(fresh: Shop) -> None:
    file = fresh.folder / "relplan.toml"
    text = file.read_text("utf-8").replace("stale_after_days = 0", "stale_after_days = 90")
    file.write_text(text, "utf-8")
    fresh.done("--as-of", EARLY, "scan")
    then = changes(fresh, EARLY)
    # Two years later all branches are old; merged changes are not.
    assert {one for one in then if ":" not in one} == changes(fresh, LATE) < then
    fresh.done("--as-of", LATE, "scan")
    answer = fresh.relplan("--as-of", EARLY, "plan")
    assert any("may have been left out as stale" in line for line in answer.complaints)
    assert changes(fresh, EARLY) < then
    fresh.done("--as-of", EARLY, "scan")
    assert changes(fresh, EARLY) == then


@pytest.mark.parametrize("moment", ["yesterday", "", "2026-13-01", "0001-01-01", "26.11.2026"])
def test_nonsense_is_said_in_one_line(shop: Shop, moment: str) -> None:
    for words in (("plan",), ("scan",), ("log",), ("windows", "--at", "2026-01-01")):
        answer = shop.relplan("--as-of", moment, *words)
        assert (answer.code, answer.out, len(answer.complaints)) == (2, "", 1), words
        assert "write" in answer.complaints[0]


def test_a_date_is_the_start_of_the_day_in_the_workspaces_zone(shop: Shop) -> None:
    file = shop.folder / "relplan.toml"
    text = file.read_text("utf-8").replace("[workspace]", '[workspace]\ntimezone = "Europe/Berlin"')
    file.write_text(text, "utf-8")
    for moment, says in (
        ("2026-07-01", "2026-07-01T00:00:00+02:00"),
        ("2026-07-01T10:00", "2026-07-01T10:00:00+02:00"),
        ("2026-07-01T10:00:00Z", "2026-07-01T12:00:00+02:00"),
    ):
        assert json.loads(shop.done("--as-of", moment, "windows", "--json"))["as_of"] == says
        assert json.loads(shop.done("windows", "--at", moment, "--json"))["as_of"] == says


def test_decisions_keep_their_own_dates(shop: Shop) -> None:
    before = int(time.time())
    shop.done("--as-of", "2020-01-01", "mark", "payments-api", "versioned")
    (entry,) = json.loads(shop.done("log", "--json"))["entries"]
    assert str(entry["at"])[:4] == time.strftime("%Y", time.gmtime(before))
