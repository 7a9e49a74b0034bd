"""The picture of lock-step over periods."""

import re

from relplan.exports.drift.svg import drift_svg
from tests.planning.drift.history import Past


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def columns(svg: str) -> list[str]:
    return [text for text in texts(svg) if re.fullmatch(r"\d{4}-Q\d\*?", text)]


def test_the_oldest_periods_that_tell_nothing_have_no_column_and_are_named() -> None:
    past = Past()
    past.night("2026-01-05", "cart")
    past.lockstep("2026-07-10", "cart", "orders")
    svg = drift_svg(past.drift("2026-01-01", "2026-12-01"))
    assert columns(svg) == ["2026-Q3", "2026-Q4*"]
    assert [text for text in texts(svg) if text in ("2", "?")] == ["2", "?"]
    assert any(text.startswith("2026-Q1 to 2026-Q2 left out: ?") for text in texts(svg))


def test_a_later_one_keeps_its_column() -> None:
    past = Past().lockstep("2026-01-10", "cart", "orders").lockstep("2026-07-10", "cart", "orders")
    svg = drift_svg(past.drift("2026-01-01", "2026-12-01"))
    assert columns(svg) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4*"]
    assert not any("left out" in text for text in texts(svg))


def test_an_old_need_keeps_the_column_of_a_period_whose_size_is_unknown() -> None:
    past = Past()
    past.night("2026-01-05", "cart", "orders")
    past.need("2026-01-05", "cart", "orders").lockstep("2026-04-10", "cart", "orders")
    assert columns(drift_svg(past.drift("2026-01-01", "2026-07-01")))[0] == "2026-Q1"
