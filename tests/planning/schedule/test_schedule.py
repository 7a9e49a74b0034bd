"""When batches ship, on small worlds, and against trying out every assignment."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

import networkx as nx
import pytest

from relplan.model.calendar import Ban, Calendar, Counted, Slot
from relplan.model.change import Change
from relplan.model.edge import Cause
from relplan.model.plan import Batch
from relplan.model.schedule import LateKind, Schedule
from relplan.planning import Planner
from relplan.planning.couplings import couplings
from relplan.planning.plan import Plan
from relplan.planning.schedule import coordination_delay, schedule
from tests.planning.snapshots import random_snapshot
from tests.planning.world import (
    approval,
    contract,
    feature,
    joint,
    merged,
    opened,
    planned,
    service,
    world,
)

HOUR = 3_600
DAY = 24 * HOUR
NOW = 1_000 * DAY


def slot(name: str, day: float, *services: str, hours: float = 2, **more: object) -> Slot:
    start = NOW + round(day * DAY)
    return Slot(name, start, start + round(hours * HOUR), frozenset(services), **more)  # type: ignore[arg-type]


def calendar(*slots: Slot, bans: tuple[Ban, ...] = ()) -> Calendar:
    bound = frozenset(name for one in slots for name in one.services)
    ordered = tuple(sorted(slots, key=lambda one: (one.start, one.window)))
    return Calendar(NOW, NOW + 60 * DAY, ordered, bans, bound)


def days(made: Schedule) -> dict[str, float | None]:
    """Return the day of each batch by its first change."""
    return {
        one.batch.changes[0]: None if one.at is None else (one.at - NOW) / DAY
        for one in made.batches
    }


def held(plan: Plan, *moves: tuple[str, int]) -> Plan:
    return Planner(plan.snapshot).plan(replace(plan.scenario, moves=frozenset(moves)))


def late_of(made: Schedule, plan: Plan, change: str) -> list[tuple[LateKind, str, int]]:
    """Return what makes the batch of *change* late, and when it would ship without it."""
    return [(one.kind, one.what, one.without) for one in made.of(plan.batch_of[change].id).late]


LOCKSTEP = (
    contract("api", provider="pay", consumers=["web"]),
    merged("pay", 1, breaks="api"),
    merged("web", 1, adapts="api"),
)


def test_a_service_without_windows_ships_at_any_time() -> None:
    (one,) = schedule(planned(world(merged("web", 1))), calendar(), {}).batches
    assert (one.at, one.end, one.windows, one.late) == (NOW, NOW, (), ())


def test_a_batch_gets_the_first_time_at_which_all_its_services_may_go() -> None:
    slots = calendar(
        slot("mon", 1, "pay"), slot("tue", 2, "web"), slot("wed", 3, "pay"), slot("both", 3, "web")
    )
    (one,) = schedule(planned(world(*LOCKSTEP)), slots, {}).batches
    assert one.at == NOW + 3 * DAY
    assert one.windows == ("wed", "both")
    late = {(found.kind, found.what): (found.without - NOW) / DAY for found in one.late}
    assert late == {
        (LateKind.WINDOW, "wed"): 2.0,
        (LateKind.WINDOW, "both"): 1.0,
        (LateKind.PARTNER, "pay"): 2.0,
        (LateKind.PARTNER, "web"): 1.0,
    }


def test_nothing_ships_before_what_it_needs() -> None:
    plan = planned(world(merged("web", 1), opened("web", "x", ready=True, depends_on="pay@1"),
                         merged("pay", 1)))  # fmt: skip
    made = schedule(plan, calendar(slot("w", 5, "pay")), {})
    assert days(made) == {"web@1": 0.0, "pay@1": 5.0, "web:x": 5.0}
    late = made.of(plan.batch_of["web:x"].id).late
    assert [(one.kind, one.without) for one in late] == [(LateKind.NEEDS, NOW)]


def test_what_is_in_progress_ships_once_it_is_expected_to_be_done() -> None:
    plan = planned(world(merged("web", 1), opened("web", "x"), opened("web", "y")))
    made = schedule(plan, calendar(), {"web:x": NOW + 4 * DAY})
    assert days(made) == {"web@1": 0.0, "web:x": 4.0, "web:y": None}
    assert made.of(plan.batch_of["web:y"].id).waits_for == ("web:y",)
    (late,) = made.of(plan.batch_of["web:x"].id).late
    assert (late.kind, late.what) == (LateKind.UNFINISHED, "web:x")


def test_without_a_date_it_says_for_whom_the_batch_waits_in_the_end() -> None:
    plan = planned(
        world(
            approval("sec", "pay"),
            merged("pay", 1),
            merged("web", 1, depends_on="pay@1"),
        )
    )
    made = schedule(plan, calendar(), {})
    assert made.of(plan.batch_of["web@1"].id).waits_for == ("gate:sec",)
    later = schedule(plan, calendar(), {"gate:sec": NOW + DAY})
    assert days(later) == {"pay@1": 1.0, "web@1": 1.0}
    assert later.of(plan.batch_of["pay@1"].id).late[0].kind is LateKind.GATE


def test_to_deny_beats_to_allow() -> None:
    slots = (slot("w", 1, "web", hours=4), slot("w", 8, "web"))
    freeze = Ban("xmas", NOW + DAY - HOUR, NOW + DAY + 2 * HOUR, frozenset({"web"}))
    made = schedule(planned(world(merged("web", 1))), calendar(*slots, bans=(freeze,)), {})
    (one,) = made.batches
    assert one.at == freeze.end  # what it leaves of the window
    assert [(late.kind, late.what) for late in one.late][-1] == (LateKind.FREEZE, "xmas")
    whole = Ban("xmas", NOW, NOW + 2 * DAY, frozenset({"web"}))
    made = schedule(planned(world(merged("web", 1))), calendar(*slots, bans=(whole,)), {})
    assert days(made) == {"web@1": 8.0}


def test_capacity_goes_to_who_has_waited_longest() -> None:
    changes = [opened("web", name, ready=True) for name in "abc"]
    plan = planned(world(*changes))
    slots = [slot("w", day, "web", capacity=2) for day in (1, 2)]
    assert days(schedule(plan, calendar(*slots), {})) == {"web:a": 1.0, "web:b": 1.0, "web:c": 2.0}
    late = schedule(plan, calendar(*slots), {}).of(plan.batch_of["web:c"].id).late
    assert (LateKind.CAPACITY, NOW + DAY) in [(one.kind, one.without) for one in late]


def test_who_has_waited_longest_goes_first_whatever_the_batches_are_called() -> None:
    changes = [
        replace(opened("web", name, ready=True), date=date)
        for name, date in zip("abc", (3, 2, 1), strict=True)
    ]
    slots = [slot("w", day, "web", capacity=1) for day in (1, 2, 3)]
    made = schedule(planned(world(*changes)), calendar(*slots), {})
    assert days(made) == {"web:c": 1.0, "web:b": 2.0, "web:a": 3.0}


def test_a_window_is_over_in_the_second_in_which_it_closes() -> None:
    plan = planned(world(merged("web", 1), opened("web", "x")))
    first, second = slot("w", 1, "web"), slot("w", 8, "web")
    last_second = schedule(plan, calendar(first, second), {"web:x": first.end - 1})
    assert last_second.of(plan.batch_of["web:x"].id).at == first.end - 1
    closing = schedule(plan, calendar(first, second), {"web:x": first.end})
    assert closing.of(plan.batch_of["web:x"].id).at == second.start


def test_it_says_when_only_the_order_on_main_holds_a_batch_back() -> None:
    plan = planned(
        world(
            merged("pay", 1), merged("web", 1, depends_on="pay@1"), opened("web", "x", ready=True)
        )
    )
    made = schedule(plan, calendar(slot("w", 5, "pay")), {})
    late = {one.batch.changes[0]: [(found.kind, found.without) for found in one.late]
            for one in made.batches}  # fmt: skip
    assert late["web@1"] == [(LateKind.NEEDS, NOW)]
    assert late["web:x"] == [(LateKind.TRUNK, NOW)]


def test_what_it_is_stacked_on_holds_a_batch_back_as_the_order_on_main_does() -> None:
    plan = planned(
        world(
            merged("web", 1),
            opened("web", "x"),
            opened("web", "y", ready=True, stacked_on="web:x"),
        )
    )
    made = schedule(plan, calendar(), {"web:x": NOW + DAY})
    assert late_of(made, plan, "web:y") == [(LateKind.TRUNK, plan.batch_of["web:x"].id, NOW)]


def test_what_it_needs_besides_is_more_than_the_order_on_main() -> None:
    plan = planned(world(merged("web", 1), opened("web", "x", ready=True, depends_on="web@1")))
    made = schedule(held(plan, ("web@1", NOW + DAY)), calendar(), {})
    assert late_of(made, plan, "web:x") == [(LateKind.NEEDS, plan.batch_of["web@1"].id, NOW)]


def test_a_missing_adaptation_that_is_expected_makes_late_by_its_own_name() -> None:
    plan = planned(world(contract("api", provider="pay", consumers=["web"]),
                         merged("pay", 1, breaks="api"), service("web")))  # fmt: skip
    made = schedule(plan, calendar(), {"missing:web/api": NOW + 2 * DAY})
    assert days(made) == {"pay@1": 2.0}
    assert late_of(made, plan, "pay@1") == [(LateKind.MISSING, "missing:web/api", NOW)]


def test_only_the_partner_that_is_in_progress_makes_a_batch_late() -> None:
    plan = planned(
        world(
            contract("api", provider="pay", consumers=["web"]),
            merged("pay", 1, breaks="api"),
            opened("web", "x", adapts="api"),
        )
    )
    made = schedule(plan, calendar(), {"web:x": NOW + 4 * DAY})
    assert days(made) == {"pay@1": 4.0}
    assert late_of(made, plan, "pay@1") == [
        (LateKind.PARTNER, "web", NOW),
        (LateKind.UNFINISHED, "web:x", NOW),
    ]


def test_batches_are_listed_by_date_whatever_they_are_called() -> None:
    plan = planned(world(merged("cart", 1), merged("pay", 1), merged("web", 1)))
    slots = calendar(slot("c", 5, "cart"), slot("w", 1, "web"), slot("never", 99, "pay"))
    assert list(days(schedule(plan, slots, {})).items()) == [
        ("web@1", 1.0), ("cart@1", 5.0), ("pay@1", None),
    ]  # fmt: skip


def test_capacity_can_count_services() -> None:
    slots = calendar(slot("w", 1, "pay", "web", capacity=1, counted=Counted.SERVICES))
    made = schedule(planned(world(merged("web", 1), merged("web", 2), merged("pay", 1))), slots, {})
    assert [one.at is None for one in made.batches].count(True) == 2
    (one,) = schedule(planned(world(*LOCKSTEP)), slots, {}).batches
    assert one.waits_for == ("no window has room for 2 changes of pay, web",)


def test_windows_that_never_meet_are_said() -> None:
    slots = calendar(slot("mon", 1, "pay"), slot("tue", 2, "web"))
    (one,) = schedule(planned(world(*LOCKSTEP)), slots, {}).batches
    assert one.waits_for == ("no window lets pay, web go together",)


def test_a_batch_can_be_moved_by_hand_but_not_before_it_can_go() -> None:
    plan = planned(world(merged("web", 1)))
    slots = calendar(*(slot("w", day, "web") for day in (1, 2, 3)))
    moved = schedule(held(plan, ("web@1", NOW + 2 * DAY)), slots, {})
    assert days(moved) == {"web@1": 2.0}
    assert late_of(moved, plan, "web@1") == [(LateKind.MOVED, "by hand", NOW + DAY)]
    assert days(schedule(held(plan, ("web@1", NOW)), slots, {})) == {"web@1": 1.0}
    assert days(schedule(held(plan, ("gone@1", NOW + 2 * DAY)), slots, {})) == {"web@1": 1.0}


def test_of_two_moves_in_one_batch_the_later_one_holds() -> None:
    plan = planned(world(*LOCKSTEP))
    one, other = plan.batches[0].changes[:2]
    for moves in (((one, NOW + DAY), (other, NOW + 3 * DAY)), ((one, NOW + 3 * DAY), (other, NOW))):
        assert set(days(schedule(held(plan, *moves), calendar(), {})).values()) == {3.0}


def test_what_an_open_question_could_block_is_marked() -> None:
    plan = planned(world(merged("pay", 1), opened("web", "x", ready=True, depends_on="I1")))
    made = schedule(plan, calendar(), {})
    assert {one.batch.changes: one.uncertain for one in made.batches} == {
        ("pay@1",): (),
        ("web:x",): ("web:x",),
    }


def test_delay_is_what_a_change_waits_beyond_its_own_next_window() -> None:
    snapshot = world(
        service("pay", "money"),
        service("web", "front"),
        *LOCKSTEP,
        joint("e2e", "cart", passed=True),
    )
    planner = Planner(snapshot)
    slots = calendar(slot("w", 1, "web"), slot("p", 3, "pay"), slot("q", 3, "web"))
    made = schedule(planner.unmarked_plan, slots, {})
    delay = coordination_delay(planner, made, {})
    assert delay.total == 2.0  # web could have gone on day 1, pay could not before day 3
    assert delay.by_change == (("web@1", 2.0),)
    assert delay.by_team == (("front", 2.0),)
    assert delay.by_coupling == (("api", 2.0),)
    assert [saved for _, saved in delay.by_cause] == [2.0]
    assert delay.undated == 0


def test_who_goes_earlier_than_it_would_alone_makes_up_for_nobody() -> None:
    planner = Planner(world(*LOCKSTEP))
    long = slot("long", 1, "web", hours=48)
    slots = calendar(long, slot("early", 1, "pay"))
    made = schedule(planner.unmarked_plan, slots, {})
    assert coordination_delay(planner, made, {}).total == 0.0


def test_who_waits_longest_is_named_first() -> None:
    planner = Planner(
        world(
            service("pay", "money"),
            service("cart", "shelves"),
            service("web", "front"),
            contract("api", provider="pay", consumers=["cart", "web"]),
            merged("pay", 1, breaks="api"),
            merged("cart", 1, adapts="api"),
            merged("web", 1, adapts="api"),
        )
    )
    slots = calendar(
        slot("w", 1, "web"), slot("c", 2, "cart"), slot("all", 4, "pay", "cart", "web")
    )
    delay = coordination_delay(planner, schedule(planner.unmarked_plan, slots, {}), {})
    assert delay.by_change == (("web@1", 3.0), ("cart@1", 2.0))
    assert delay.by_team == (("front", 3.0), ("shelves", 2.0))


def test_a_cause_that_delays_nothing_is_not_named() -> None:
    planner = Planner(
        world(
            *LOCKSTEP,
            feature("CHK-1"),
            merged("cart", 1, feature="CHK-1"),
            merged("docs", 1, feature="CHK-1"),
        )
    )
    slots = calendar(slot("w", 1, "web"), slot("p", 3, "pay"), slot("q", 3, "web"))
    delay = coordination_delay(planner, schedule(planner.unmarked_plan, slots, {}), {})
    assert delay.by_cause == ((Cause.TIGHT_COUPLING, 2.0),)


def test_what_is_in_progress_waits_for_nobody() -> None:
    planner = Planner(
        world(
            contract("api", provider="pay", consumers=["web"]),
            merged("pay", 1, breaks="api"),
            opened("web", "x", adapts="api"),
        )
    )
    slots = calendar(slot("w", 1, "web"), slot("p", 3, "pay"), slot("q", 3, "web"))
    expected = {"web:x": NOW}
    made = schedule(planner.unmarked_plan, slots, expected)
    assert days(made) == {"pay@1": 3.0}
    delay = coordination_delay(planner, made, expected)
    assert (delay.by_change, delay.undated) == ((), 0)


def test_a_change_waits_from_its_own_date_on() -> None:
    pay, web = (one for one in LOCKSTEP if isinstance(one, Change))
    planner = Planner(world(LOCKSTEP[0], pay, replace(web, date=NOW + 2 * DAY)))
    slots = calendar(slot("w", 1, "web"), slot("p", 3, "pay"), slot("q", 3, "web"))
    made = schedule(planner.unmarked_plan, slots, {})
    assert days(made) == {"pay@1": 3.0}
    assert coordination_delay(planner, made, {}).total == 0.0  # day 1 was too early for web


def random_calendar(random: Random, services: list[str], *, limited: bool) -> Calendar:
    slots = [
        slot(
            f"w{number}",
            random.randint(0, 12) + random.choice((0, 0.5)),
            *random.sample(services, random.randint(1, len(services))),
            hours=random.choice((2, 30)),
            capacity=random.choice((None, 1, 2, 4)) if limited else None,
            counted=random.choice(list(Counted)),
        )
        for number in range(random.randint(0, 5))
    ]
    bans = tuple(
        Ban(
            f"f{number}",
            NOW + random.randint(0, 8) * DAY,
            NOW + random.randint(9, 13) * DAY,
            frozenset(random.sample(services, 1)),
        )
        for number in range(random.randint(0, 2))
    )
    return calendar(*slots, bans=bans)


def _may_go(at: int, service: str, times: Calendar) -> list[Slot | None]:
    """Return the slots that *service* could use at *at*; none: it may not go."""
    if any(ban.start <= at < ban.end and service in ban.services for ban in times.bans):
        return []
    if service not in times.bound:
        return [None]
    return [one for one in times.slots if service in one.services and one.start <= at < one.end]


def _reached(plan: Plan, batch: Batch) -> set[str]:
    needs = nx.DiGraph((edge.source, edge.target) for edge in plan.edges)
    needs.add_nodes_from(plan.changes)
    return set(nx.descendants(needs, batch.changes[0]))


def _undone(plan: Plan, batch: Batch) -> list[str]:
    """Return what a batch waits for that is no other batch."""
    nodes = [name for name in _reached(plan, batch) if name.startswith(("gate:", "missing:"))]
    return nodes + [name for name in batch.changes if not plan.changes[name].state.done]


def _oldest_first(plan: Plan) -> Iterator[tuple[Batch, set[str]]]:
    """Yield each batch with those it needs, after them; of several the one that waited longest."""
    left = {
        batch: {plan.batch_of[name].id for name in _reached(plan, batch) if name in plan.batch_of}
        - {batch.id}
        for batch in plan.batches
    }
    while left:
        placed = {batch.id for batch in plan.batches if batch not in left}

        def age(batch: Batch) -> tuple[float, int]:
            dates = [plan.changes[c].date for c in batch.changes if plan.changes[c].state.done]
            return min(dates, default=float("inf")), batch.number

        batch = min((one for one, needs in left.items() if needs <= placed), key=age)
        yield batch, left.pop(batch)


def _exhaustive(plan: Plan, times: Calendar, expected: dict[str, int]) -> dict[str, int | None]:
    """Try each moment at which anything opens, for one batch after the other."""
    moments = sorted(
        {NOW, *(one.start for one in times.slots), *(one.end for one in times.bans),
         *expected.values()}
    )  # fmt: skip
    taken: dict[Slot, int] = {}
    found: dict[str, int | None] = {}
    for batch, before in _oldest_first(plan):
        awaited = [found[name] for name in before]
        awaited += [expected.get(name) for name in _undone(plan, batch)]
        found[batch.id] = None
        if None in awaited:
            continue
        ready = max(NOW, *(at for at in (*awaited, NOW) if at is not None))
        sizes = Counter(plan.changes[name].service for name in batch.changes)
        for at in (moment for moment in moments if ready <= moment < times.until):
            choices = [_may_go(at, name, times) for name in sorted(sizes)]
            for chosen in product(*choices):
                used = {
                    entry: sum(
                        1 if entry.counted is Counted.SERVICES else size
                        for name, size in sizes.items()
                        if name in entry.services
                    )
                    for entry in chosen
                    if entry is not None
                }
                if all(e.capacity is None or taken.get(e, 0) + n <= e.capacity
                       for e, n in used.items()):  # fmt: skip
                    found[batch.id] = at
                    for entry, number in used.items():
                        taken[entry] = taken.get(entry, 0) + number
                    break
            if found[batch.id] is not None:
                break
    return found


def test_it_is_what_trying_everything_finds() -> None:
    for seed in range(400):
        random = Random(seed)
        snapshot = random_snapshot(random)
        plan = Planner(snapshot).unmarked_plan
        services = sorted({change.service for change in plan.changes.values()}) or ["web"]
        times = random_calendar(random, services, limited=True)
        expected = {
            change.id: NOW + random.randint(0, 6) * DAY
            for change in plan.changes.values()
            if not change.state.done and random.random() < 0.7
        }
        made = schedule(plan, times, expected)
        assert {one.batch.id: one.at for one in made.batches} == _exhaustive(
            plan, times, expected
        ), seed


def test_what_always_holds() -> None:
    for seed in range(400):
        random = Random(seed)
        plan = Planner(random_snapshot(random)).unmarked_plan
        services = sorted({change.service for change in plan.changes.values()}) or ["web"]
        times = random_calendar(random, services, limited=True)
        made = schedule(plan, times, {})
        assert made == schedule(plan, times, {})
        at = {one.batch.id: one.at for one in made.batches}
        taken: dict[Slot, int] = {}
        for one in made.batches:
            if one.at is None:
                assert one.waits_for
                continue
            for needed in plan.links(one.batch).needs:
                before = at[needed]
                assert before is not None
                assert before <= one.at
            for name in one.batch.services:
                assert _may_go(one.at, name, times)
            assert all(late.without < one.at for late in one.late)
            for entry in times.slots:
                if entry.window in one.windows and entry.start <= one.at < entry.end:
                    sizes = [plan.changes[c].service for c in one.batch.changes]
                    inside = [name for name in sizes if name in entry.services]
                    number = len(set(inside)) if entry.counted is Counted.SERVICES else len(inside)
                    taken[entry] = taken.get(entry, 0) + number
        assert all(e.capacity is None or n <= e.capacity for e, n in taken.items())


def test_taking_a_constraint_away_delays_nothing_where_capacity_is_unlimited() -> None:
    for seed in range(300):
        random = Random(seed)
        planner = Planner(random_snapshot(random))
        plan = planner.unmarked_plan
        services = sorted({change.service for change in plan.changes.values()}) or ["web"]
        times = random_calendar(random, services, limited=False)
        before = schedule(plan, times, {})
        edges = planner.graph.edges
        if not edges:
            continue
        loose = planner.preview(before.scenario.with_dismissal(random.choice(edges).fingerprint))
        at = {c: one.at for one in before.batches for c in one.batch.changes}
        for one in schedule(loose, times, {}).batches:
            for change in one.batch.changes:
                was = at[change]
                assert was is None or (one.at is not None and one.at <= was), seed


@pytest.mark.parametrize("limited", [False, True])
def test_what_a_coupling_costs_is_what_dating_all_without_it_saves(limited: bool) -> None:
    saving = 0
    for seed in range(150):
        random = Random(seed)
        planner = Planner(random_snapshot(random))
        services = sorted({one.service for one in planner.graph.changes.values()}) or ["web"]
        times = random_calendar(random, services, limited=limited)
        expected = {
            node: NOW + random.randint(0, 6) * DAY
            for node in sorted(planner.graph.not_done)
            if random.random() < 0.7
        }
        made = schedule(planner.unmarked_plan, times, expected)
        delay = coordination_delay(planner, made, expected)
        waited, saved = dict(delay.by_change), dict(delay.by_coupling)
        for one in couplings(planner.graph):
            loose = planner.preview(made.scenario.with_mark(one.name, one.furthest))
            anew = schedule(loose, times, expected)
            after = dict(coordination_delay(planner, anew, expected).by_change)
            both = _dated(made) & _dated(anew)
            less = sum(waited.get(change, 0.0) - after.get(change, 0.0) for change in both)
            assert saved.get(one.name, 0.0) == pytest.approx(max(0.0, less)), seed
        saving += len(saved)
    assert saving > 10


def _dated(made: Schedule) -> set[str]:
    return {name for one in made.batches if one.at is not None for name in one.batch.changes}
