"""Lock-step over past releases (docs/semantics.md, section 8)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relplan.model.drift import Counts, FarNeeds, Trend
from relplan.model.drift_settings import PeriodKind
from relplan.model.edge import Cause, Edge, EdgeKind, Given
from relplan.model.question import NO, YES
from relplan.model.scenario import Scenario
from relplan.planning.drift.rows import period_rows
from relplan.planning.drift.words import beyond
from tests.planning.drift.history import Past

DAYS = ("2026-01-05", "2026-01-19", "2026-02-02")


@pytest.fixture
def past() -> Past:
    return Past()


def grown(past: Past) -> Past:
    """Tie two services in the first quarter, three in the second, four in the third."""
    past.lockstep("2026-01-10", "cart", "orders")
    past.lockstep("2026-04-10", "cart", "orders", "payments")
    return past.lockstep("2026-07-10", "cart", "orders", "payments", "web")


def test_a_set_that_grows_is_told_so(past: Past) -> None:
    found = grown(past).drift("2026-01-01", "2026-09-30")
    assert found.largest == (2, 3, 4)
    (one,) = found.sets
    assert (one.sizes, one.trend) == ((2, 3, 4), Trend.GROWS)
    assert one.now == ("cart", "orders", "payments", "web")
    assert [(share.name, share.releases) for share in one.causes] == [("horizontal slicing", 9)]


def test_one_that_shrinks_too(past: Past) -> None:
    past.lockstep("2026-01-10", "cart", "orders", "web")
    past.lockstep("2026-04-10", "cart", "orders")
    found = past.drift("2026-01-01", "2026-06-30")
    assert (found.largest, found.trend) == ((3, 2), Trend.SHRINKS)
    assert [one.sizes for one in found.sets] == [(3, 2)]


def test_where_nothing_is_tied_there_is_nothing(past: Past) -> None:
    for day in DAYS:
        past.night(day, "cart", "orders")
    found = past.drift("2026-01-01", "2026-04-01")
    assert (found.sets, found.pairs) == ((), ())
    assert found.largest[0] == 0
    assert found.counts == Counts(releases=6, near=6)


def test_too_few_releases_are_no_zero(past: Past) -> None:
    past.night("2026-01-05", "cart", "orders")
    found = past.drift("2026-01-01", "2026-04-01")
    assert found.largest == (None, None)
    assert found.trend is Trend.UNKNOWN


def test_what_was_not_read_is_no_zero_either(past: Past) -> None:
    for day in DAYS[:2]:
        past.night(day, "cart", "orders")
    past.night(DAYS[2], "cart", "orders", unread="api.yaml: line 3 is not understood")
    found = past.drift("2026-01-01", "2026-04-01")
    assert (found.counts.needed, found.counts.unsure) == (0, 2)
    assert found.largest == (None, None)


def test_where_no_contract_is_read_none_is_no_zero(past: Past) -> None:
    for day in DAYS:
        past.night(day, "cart", "orders")
    assert past.drift("2026-01-01", "2026-04-01").largest[0] == 0
    blind = frozenset({"cart", "orders"})
    assert past.drift("2026-01-01", "2026-04-01", blind=blind).largest[0] is None


def test_a_need_in_one_direction_is_counted_and_no_lockstep(past: Past) -> None:
    for day in DAYS:
        past.night(day, "cart", "orders")
    past.need(DAYS[0], "cart", "orders")
    found = past.drift("2026-01-01", "2026-04-01")
    (pair,) = found.pairs
    assert pair.pair.services == ("cart", "orders")
    assert pair.pair.counts == Counts(releases=6, needed=1, near=6)
    assert [(share.name, share.cause) for share in pair.pair.couplings] == [
        ("api", Cause.TIGHT_COUPLING)
    ]
    assert found.sets == ()


def test_needs_in_both_directions_by_whatever_path_are_lockstep(past: Past) -> None:
    past.night(DAYS[0], "cart", "orders", "web")
    past.need(DAYS[0], "cart", "orders").need(DAYS[0], "orders", "web")
    past.need(DAYS[0], "web", "cart", EdgeKind.BREAKS)
    found = past.drift("2026-01-01", "2026-04-01")
    assert [one.services for one in found.periods[0].sets] == [("cart", "orders", "web")]
    assert found.counts.lockstep == 3


@pytest.mark.parametrize(("place", "is_tied"), [(0, False), (2, True)])
def test_later_changes_of_a_release_need_the_earlier_ones(
    past: Past, place: int, is_tied: bool
) -> None:
    """The second change of cart needs orders, which needs the first of cart, or the third."""
    past.night(DAYS[0], "cart", "orders")
    past.need(DAYS[0], "cart", "orders", places=(1, 0))
    past.need(DAYS[0], "orders", "cart", places=(0, place))
    found = past.drift("2026-01-01", "2026-04-01")
    assert bool(found.periods[0].sets) is is_tied
    assert found.counts.needed == 2


def test_an_open_question_makes_unsure_and_its_answer_settles_it(past: Past) -> None:
    past.night(DAYS[0], "cart", "orders")
    past.need(DAYS[0], "cart", "orders", given=(Given("q1", True),))

    def counts(*answers: tuple[str, str]) -> tuple[int, int]:
        found = past.drift(
            "2026-01-01", "2026-04-01", scenario=Scenario(answers=frozenset(answers))
        )
        return found.counts.needed, found.counts.unsure

    assert counts() == (0, 1)
    assert counts(("q1", YES)) == (1, 0)
    assert counts(("q1", NO)) == (0, 0)


@pytest.mark.parametrize(
    ("days", "far"),
    [
        ((), FarNeeds()),
        ((1,), FarNeeds()),  # within the window, to the second
        ((2,), FarNeeds(1, 48, 1)),
        ((3, 5, 5, 5, 5, 5, 5, 5, 5, 30), FarNeeds(10, 120, 9)),  # nine of ten
        ((3, 7, 90, 200), FarNeeds(4, 168, 2)),  # no window is as wide as the others
        ((40, 50), FarNeeds(2)),
    ],
)
def test_needs_beyond_the_window_are_said_and_not_counted(
    past: Past, days: tuple[int, ...], far: FarNeeds
) -> None:
    for number, apart in enumerate(days):
        first = date(2026, 1, 1) + timedelta(number)
        day = (first + timedelta(apart)).isoformat()
        past.night(first.isoformat(), f"orders{number}")
        past.night(day, f"web{number}")
        past.need(day, f"web{number}", f"orders{number}", of=first.isoformat())
    found = past.drift("2026-01-01", "2026-09-30")
    assert found.far == far
    assert found.counts.needed == len(found.pairs) == len(days) - far.needs
    assert bool(beyond(found)) == bool(far.needs)


def test_what_a_person_dismissed_needs_nothing(past: Past) -> None:
    past.night(DAYS[0], "cart", "orders")
    past.need(DAYS[0], "cart", "orders")
    need = past.needs[0]
    edge = Edge(need.source.id, need.target.id, need.kind, need.coupling)
    scenario = Scenario(dismissals=frozenset({edge.fingerprint}))
    assert past.drift("2026-01-01", "2026-04-01", scenario=scenario).pairs == ()


def test_an_index_tells_a_trend_from_samples_that_are_large_enough(past: Past) -> None:
    for month in (1, 7):
        for day in range(1, 8):
            past.night(f"2026-{month:02}-{day * 3:02}", "cart", "orders")
    past.need("2026-01-03", "cart", "orders")
    for day in range(1, 7):
        past.need(f"2026-07-{day * 3:02}", "cart", "orders").need(
            f"2026-07-{day * 3:02}", "orders", "cart", EdgeKind.BREAKS
        )
    found = past.drift("2026-01-01", "2026-12-31", PeriodKind.HALF)
    (pair,) = found.pairs
    assert [(one.needed, one.releases) for one in pair.periods] == [(1, 14), (12, 14)]
    assert (pair.first, pair.last, pair.trend) == (0, 1, Trend.GROWS)


def test_one_release_more_is_no_trend(past: Past) -> None:
    for month in (1, 7):
        for day in range(1, 8):
            past.night(f"2026-{month:02}-{day * 3:02}", "cart", "orders")
    past.need("2026-07-03", "cart", "orders")
    (pair,) = past.drift("2026-01-01", "2026-12-31", PeriodKind.HALF).pairs
    assert pair.trend is Trend.STEADY


def test_periods_are_those_of_the_calendar_and_say_whether_they_are_whole(past: Past) -> None:
    found = past.drift("2026-02-10", "2026-07-20")
    assert [(one.name, one.whole) for one in found.periods] == [
        ("2026-Q1", False), ("2026-Q2", True), ("2026-Q3", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (PeriodKind.MONTH, "2026-02"),
        (PeriodKind.QUARTER, "2026-Q1"),
        (PeriodKind.HALF, "2026-H1"),
        (PeriodKind.YEAR, "2026"),
    ],
)
def test_periods_have_names(past: Past, kind: PeriodKind, first: str) -> None:
    assert past.drift("2026-02-10", "2026-02-11", kind).periods[0].name == first


def test_a_release_without_a_change_of_the_service_is_none(past: Past) -> None:
    past.night(DAYS[0], "cart")
    empty = replace(past.releases["cart", DAYS[0]], service="orders", changes=0)
    past.releases["orders", DAYS[0]] = empty
    assert past.drift("2026-01-01", "2026-04-01").counts == Counts(releases=1)


def test_a_set_that_falls_apart_is_zero_then(past: Past) -> None:
    past.lockstep("2026-01-10", "cart", "orders")
    for day in ("2026-04-03", "2026-05-03", "2026-06-03"):
        past.night(day, "cart", "orders")
    found = past.drift("2026-01-01", "2026-07-01")
    assert [one.sizes for one in found.sets] == [(2, 0, None)]
    assert found.sets[0].trend is Trend.SHRINKS


def test_periods_in_a_row_that_tell_nothing_are_one_row(past: Past) -> None:
    past.night("2026-01-05", "cart")
    past.night("2026-04-05", "cart", "orders")
    past.lockstep("2026-07-10", "cart", "orders")
    past.night("2026-10-05", "orders")
    rows = period_rows(past.drift("2026-01-01", "2026-12-01"))
    assert [(row.name, row.periods, row.counts.releases, row.size) for row in rows] == [
        ("2026-Q1 to 2026-Q2", 2, 3, None), ("2026-Q3", 1, 2, 2), ("2026-Q4", 1, 1, None),
    ]  # fmt: skip
    assert [row.whole for row in rows] == [True, True, False]
    assert rows[1].members == "cart and orders"


def test_a_need_is_folded_away_with_no_period(past: Past) -> None:
    past.night("2026-01-05", "cart", "orders")
    past.night("2026-04-05", "cart", "orders")
    past.need("2026-04-05", "cart", "orders")
    past.night("2026-07-05", "cart", "orders")
    rows = period_rows(past.drift("2026-01-01", "2026-09-30"))
    assert [(row.name, row.counts.needed, row.size) for row in rows] == [
        ("2026-Q1", 0, None), ("2026-Q2", 1, None), ("2026-Q3", 0, None),
    ]  # fmt: skip
