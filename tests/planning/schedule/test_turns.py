"""What a mark moves where windows have room for so much, against dating all anew."""

from dataclasses import replace
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.model.change import Change
from relplan.model.edge import Cause
from relplan.planning import Planner
from relplan.planning.components import Condensation
from relplan.planning.couplings import couplings
from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.ordering import in_order
from relplan.planning.schedule import coordination_delay, schedule
from relplan.planning.schedule.openings import Found, Times
from relplan.planning.schedule.readiness import Readiness
from relplan.planning.schedule.turned import Turned
from relplan.planning.schedule.turns import Turn, Turns, turn_of
from relplan.planning.trial import Trial
from tests.planning.schedule.test_schedule import (
    DAY,
    NOW,
    calendar,
    days,
    random_calendar,
    slot,
)
from tests.planning.snapshots import random_snapshot
from tests.planning.world import contract, merged, world


@given(st.randoms(use_true_random=False))
def test_turns_are_the_order_in_which_windows_are_filled(random: Random) -> None:
    size = random.randint(1, 12)
    needs = {
        name: random.sample(range(name), random.randint(0, min(3, name))) for name in range(size)
    }
    priority = {name: (random.randint(0, 4), str(name)) for name in needs}
    turns: dict[int, Turn] = {}
    for name, others in needs.items():
        turns[name] = turn_of(priority[name], max((turns[one] for one in others), default=()))
    assert list(in_order(needs, priority.__getitem__)) == sorted(needs, key=turns.__getitem__)


def by_change(view: Condensation, found: dict[int, Found | None]) -> dict[str, Found | None]:
    return {min(view.components[number].nodes): one for number, one in found.items()}


def test_what_a_mark_moves_is_what_dating_all_anew_finds() -> None:
    moved = 0
    for seed in range(300):
        random = Random(seed)
        planner = Planner(random_snapshot(random, most=9 + seed % 3 * 8))
        services = sorted({one.service for one in planner.graph.changes.values()}) or ["web"]
        times = Times(random_calendar(random, services, limited=True))
        expected = {
            node: NOW + random.randint(0, 6) * DAY
            for node in sorted(planner.graph.not_done)
            if random.random() < 0.7
        }
        readiness = Readiness(planner.graph, NOW, expected, {})
        view = planner.unmarked_plan.condensation
        before, trial = Turns(view, times, readiness), Trial(view)
        for one in couplings(planner.graph):
            with trial.tried(trial.left_of(one.name, one.furthest)):
                turned = Turned(before, trial, ENDLESS).found
                now = {number for number, held in trial.components.items() if held.changes}
                left = {number: before.found[number] for number in before.found.keys() & now}
                after = by_change(trial, {**left, **turned})
                marked = planner.unmarked_plan.scenario.with_mark(one.name, one.furthest)
                anew = planner.preview(marked).condensation
                dates = by_change(anew, Turns(anew, times, readiness).found)
                assert after == dates, (seed, one.name)
                moved += len(turned)
    assert moved > 100


def dated(date: int, change: Change) -> Change:
    return replace(change, date=date)


TIED = world(
    contract("api", provider="pay", consumers=["web"]),
    dated(1, merged("pay", 1, breaks="api")),
    dated(1, merged("web", 1, adapts="api")),
    dated(2, merged("web", 2)),
    dated(3, merged("app", 1)),
)


@pytest.mark.parametrize(
    ("capacity", "before", "saved"),
    [
        # Without pay, web goes on days 1 and 2 instead of 3 and 4, and app, on day 1, on day 3.
        (1, {"app@1": 1.0, "pay@1": 3.0, "web@2": 4.0}, 2.0),
        # Where there is room for all, nobody pays for that.
        (9, {"app@1": 1.0, "pay@1": 3.0, "web@2": 3.0}, 4.0),
    ],
)
def test_room_goes_to_whose_turn_is_next(
    capacity: int, before: dict[str, float], saved: float
) -> None:
    windows = [slot(f"w{day}", day, "web", "app", capacity=capacity) for day in (1, 2, 3, 4)]
    planner = Planner(TIED)
    made = schedule(planner.unmarked_plan, calendar(*windows, slot("p", 3, "pay")), {})
    assert days(made) == before
    assert coordination_delay(planner, made, {}).by_coupling == (("api", saved),)


def test_what_there_was_no_time_for_is_named_and_the_rest_is_as_it_is() -> None:
    windows = calendar(slot("w", 1, "web", capacity=9), slot("p", 3, "pay"))
    planner = Planner(TIED)
    made = schedule(planner.unmarked_plan, windows, {})
    whole = coordination_delay(planner, made, {})
    none = coordination_delay(planner, made, {}, Deadline.after(0))
    assert (none.by_coupling, none.by_cause) == ((), ())
    assert none.unweighed == (Cause.TIGHT_COUPLING.value, "api")
    assert (none.total, none.by_change) == (whole.total, whole.by_change)
    assert whole.unweighed == ()


@pytest.mark.parametrize("limited", [False, True])
def test_dating_anew_asks_how_much_time_is_left(limited: bool) -> None:
    planner = Planner(TIED)
    windows = calendar(slot("w", 1, "web", capacity=9 if limited else None), slot("p", 3, "pay"))
    made = schedule(planner.unmarked_plan, windows, {})
    whole = coordination_delay(planner, made, {})
    found = None
    for seconds in range(1, 40):
        clock = count().__next__  # a second a look
        found = coordination_delay(planner, made, {}, Deadline.after(seconds, clock=clock))
        assert set(found.by_coupling) <= set(whole.by_coupling)
        assert bool(found.unweighed) or found == whole
    assert found == whole
