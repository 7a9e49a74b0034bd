"""What was said of a step is said of its changes: a scan in the middle of a night keeps it."""

from dataclasses import replace

import pytest

from relplan.model.runbook import Outcome, Runbook, RunStep, Tick
from relplan.planning.runbook import night
from tests.planning.runbook.test_night import BOOK, PAY, WEB


def step_of(step: RunStep, key: str, *changes: str) -> RunStep:
    return replace(step, key=key, changes=changes)


PAYING, SERVING = step_of(PAY, "pay", "pay@1"), step_of(WEB, "web", "web@1", "web@2")


def book_of(*steps: RunStep) -> Runbook:
    return replace(BOOK, steps=steps)


def said(step: RunStep, outcome: Outcome, runbook: str = "tonight") -> Tick:
    return Tick(step.key, outcome, "ada", 60, step.service, step.changes, runbook)


PAID, BROKE = said(PAYING, Outcome.DONE), said(SERVING, Outcome.FAILED)


NOW_PENDING = ("web@1", "web@2")


def test_the_steps_that_are_left_keep_what_was_said_of_them() -> None:
    found = night(book_of(SERVING), [PAID, BROKE], NOW_PENDING)
    assert found.outcome(SERVING) is Outcome.FAILED
    assert [tick.service for tick in found.gone] == ["pay"]


def test_a_failed_step_takes_back_what_it_took_back_before_the_scan() -> None:
    paid = replace(PAID, back_to="v1", back_with=("web",))
    assert night(book_of(SERVING), [paid, BROKE], NOW_PENDING).gone_to_roll_back == (paid,)


@pytest.mark.parametrize(
    "record",
    [
        [replace(PAID, back_with=("web",)), replace(BROKE, outcome=Outcome.DONE)],
        [BROKE, replace(PAID, at=61, back_with=("web",))],
        [replace(PAID, back_with=("another batch",)), BROKE],
        [PAID, BROKE],
    ],
    ids=["nothing failed", "done after the failure", "another batch failed", "not written down"],
)
def test_what_no_failed_step_takes_back_is_told_and_no_more(record: list[Tick]) -> None:
    found = night(book_of(SERVING), record, NOW_PENDING)
    assert len(found.gone) == 1
    assert found.gone_to_roll_back == ()


def test_a_step_that_became_two_is_what_it_was_in_both() -> None:
    halves = step_of(WEB, "one", "web@1"), step_of(WEB, "two", "web@2")
    found = night(book_of(*halves), [PAID, BROKE], NOW_PENDING)
    assert [found.outcome(half) for half in halves] == [Outcome.FAILED, Outcome.FAILED]


def test_a_step_that_got_one_more_change_is_open() -> None:
    more = step_of(WEB, "more", *SERVING.changes, "web@3")
    found = night(book_of(PAYING, more), [PAID, BROKE], ("pay@1", *more.changes))
    assert [found.outcome(step) for step in (PAYING, more)] == [Outcome.DONE, Outcome.OPEN]


def test_what_another_night_did_and_what_is_pending_elsewhere_is_not_told() -> None:
    other = said(step_of(PAY, "old", "pay@0"), Outcome.DONE, "last week")
    found = night(book_of(SERVING), [other, PAID, BROKE], ("pay@1", *NOW_PENDING))
    assert found.gone == ()


def test_a_tick_of_which_only_the_step_is_known_holds_while_that_stays() -> None:
    assert night(book_of(PAYING), [Tick("pay", Outcome.DONE, "ada", 1)], ("pay@1",)).done == 1
