"""What ships together stands together, and says why it is late."""

from dataclasses import replace

from relplan.model.calendar import Calendar
from relplan.model.plan import Batch
from relplan.model.scenario import Scenario
from relplan.model.schedule import Dated, Late, LateKind, Schedule
from relplan.tui.presentation.occurrences import heading, occurrences, reason, rows

DAY = 86_400


def batch(number: int, *changes: str) -> Batch:
    services = tuple(sorted({change.partition("@")[0] for change in changes}))
    return Batch(f"B{number}", 0, changes, services, (), 1.0)


def dated(number: int, at: int | None, *changes: str, window: str = "thu", **more: object) -> Dated:
    windows = (window,) if window and at is not None else ()
    end = at + 7_200 if at is not None and window else at
    return Dated(batch(number, *changes), at, end, windows, **more)  # type: ignore[arg-type]


def made(*batches: Dated) -> Schedule:
    return Schedule(Scenario(), Calendar(0, 90 * DAY), batches)


def test_the_next_occurrence_comes_first_and_what_has_no_date_last() -> None:
    found = occurrences(
        made(
            dated(0, 0, "a@1", window=""),
            dated(1, DAY, "b@1", "c@1"),
            dated(2, DAY + 60, "d@1", "e@1", window="fri"),
            dated(3, None, "f@1"),
        )
    )
    assert [(one.name, one.at) for one in found] == [
        ("at any time", 0), ("thu", DAY), ("fri", DAY + 60), ("no date", None),
    ]  # fmt: skip


def test_who_needs_two_windows_at_once_stands_with_the_others_of_that_night() -> None:
    both = replace(dated(1, DAY, "b@1", "c@1"), windows=("thu", "money"))
    (night,) = occurrences(made(dated(0, DAY, "a@1"), both))
    assert (night.name, len(night.batches)) == ("thu, money", 2)


def test_batches_of_one_are_one_row_that_opens() -> None:
    plan = made(dated(0, DAY, "a@1", "b@1"), dated(1, DAY, "c@1"), dated(2, DAY, "d@1"))
    shut = rows(plan)
    assert [len(row.folded) for row in shut] == [0, 0, 2]
    assert [row.one.batch.number for row in rows(plan, [shut[-1].key]) if row.one] == [0, 1, 2]


def test_one_batch_of_one_is_a_row_of_its_own() -> None:
    assert [len(row.folded) for row in rows(made(dated(0, DAY, "a@1")))] == [0, 0]


def test_a_heading_counts_what_is_late_and_the_wait_for_the_window_is_no_delay() -> None:
    frozen = dated(0, DAY, "a@1", late=(Late(LateKind.FREEZE, "audit", 5),))
    waiting = dated(1, DAY, "b@1", late=(Late(LateKind.WINDOW, "thu", 0),))
    (each,) = occurrences(made(frozen, waiting))
    assert heading(each, 0, "then") == "thu then, in 1 day: 2 batches, 2 changes, 1 late"
    assert reason(frozen, "before") == "late: freeze audit, else before"
    assert reason(waiting, "before") == ""
    assert reason(dated(2, None, "c@1", waits_for=("web:x",)), "") == "waits for web:x"
