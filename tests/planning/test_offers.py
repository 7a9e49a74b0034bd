"""What a mark would bring: to a batch or change that somebody looks at, and to all others."""

from hypothesis import given
from hypothesis import strategies as st

from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.planning.couplings import couplings
from relplan.planning.offers import Effect, Gain, Ranked, effect, gain, offers, ranked
from tests.planning.snapshots import ALL_MARKS, scenarios, snapshots
from tests.planning.world import approval, contract, feature, marking, merged, opened, world

TIED = world(
    contract("api", provider="payments", consumers=["orders"]),
    merged("payments", 1, breaks="api"),
    merged("orders", 1, adapts="api"),
    approval("privacy", "mail"),
    merged("mail", 1),
    contract("quiet", provider="mail", consumers=["orders"]),
)
BATCH = frozenset({"payments@1", "orders@1"})


def _effects(snapshot: Snapshot) -> dict[tuple[str, Mark | None], Effect]:
    planner = Planner(snapshot)
    plan = planner.unmarked_plan
    return {
        offer.trial: effect(plan, planner.preview(plan.scenario.with_mark(*offer.trial)))
        for offer in offers(plan, couplings(planner.graph))
    }


def _gains(snapshot: Snapshot, subject: frozenset[str]) -> dict[tuple[str, Mark | None], Gain]:
    plan = Planner(snapshot).unmarked_plan
    return {trial: gain(plan, subject, found) for trial, found in _effects(snapshot).items()}


def _ranked(snapshot: Snapshot, subject: frozenset[str]) -> Ranked:
    planner = Planner(snapshot)
    found = offers(planner.unmarked_plan, couplings(planner.graph))
    return ranked(found, _gains(snapshot, subject))


def test_an_effect_names_what_becomes_free_and_how_many_go_out_together() -> None:
    assert _effects(TIED)["api", Mark.VERSIONED] == Effect(
        freed=BATCH,
        bound=frozenset(),
        unblocked=frozenset(),
        together={"payments@1": 1, "orders@1": 1},
        batches={"orders@1": (2, 1)},
    )


def test_a_waived_gate_unblocks_and_frees() -> None:
    found = _effects(TIED)["privacy", Mark.WAIVED]
    assert found.freed == found.unblocked == {"mail@1"}
    assert not found.together


def test_what_ties_nothing_is_not_offered() -> None:
    assert {coupling for coupling, _ in _effects(TIED)} == {"api", "privacy"}


def test_a_mark_that_is_set_is_offered_to_be_taken_off() -> None:
    planner = Planner(TIED)
    plan = planner.plan(marking(api=Mark.VERSIONED))
    offer = next(one for one in offers(plan, couplings(planner.graph)) if one.set)
    assert offer.trial == ("api", None)
    back = effect(plan, planner.preview(plan.scenario.with_mark(*offer.trial)))
    assert back.bound == BATCH
    assert back.together == {"payments@1": 2, "orders@1": 2}


def test_the_gain_is_that_of_the_batch_in_hand() -> None:
    here = _gains(TIED, BATCH)["api", Mark.VERSIONED]
    assert (here.before, here.after, here.freed, here.freed_elsewhere) == (2, 1, 2, 0)
    there = _gains(TIED, frozenset({"mail@1"}))["api", Mark.VERSIONED]
    assert (there.here, there.freed_elsewhere) == (0, 2)
    assert (there.before_elsewhere, there.after_elsewhere) == (2, 1)


def test_offers_are_ranked_by_what_they_bring_for_a_day_of_work() -> None:
    found = _ranked(TIED, BATCH)
    assert [one.trial for one in found.here] == [("api", Mark.VERSIONED), ("api", Mark.FLAGGED)]
    assert [one.trial for one in found.elsewhere] == [("privacy", Mark.WAIVED)]


def test_one_mark_of_two_that_are_needed_changes_nothing_by_itself() -> None:
    both = world(
        feature("F"),
        contract("api", provider="payments", consumers=["orders"]),
        merged("payments", 1, breaks="api", feature="F"),
        merged("orders", 1, adapts="api", feature="F"),
    )
    found = _ranked(both, BATCH)
    assert not found.here
    assert {one.trial for one in found.idle} == {
        ("F", Mark.FLAGGED),
        ("api", Mark.VERSIONED),
        ("api", Mark.FLAGGED),
    }


def test_what_was_not_tried_yet_is_said_to_be_so() -> None:
    planner = Planner(TIED)
    found = ranked(offers(planner.unmarked_plan, couplings(planner.graph)), {})
    assert len(found.untried) == 3
    assert not any((found.here, found.elsewhere, found.idle))


def test_a_change_in_progress_gains_nothing_by_marks() -> None:
    open_one = world(approval("privacy", "mail"), opened("mail", "new"))
    assert _effects(open_one)["privacy", Mark.WAIVED].unblocked == {"mail:new"}
    assert not _effects(open_one)["privacy", Mark.WAIVED].freed


@given(snapshots, scenarios, st.sampled_from(ALL_MARKS))
def test_an_effect_is_what_looking_at_every_change_of_both_plans_tells(
    snapshot: Snapshot, scenario: Scenario, mark: tuple[str, Mark]
) -> None:
    planner = Planner(snapshot)
    before, after = planner.plan(scenario), planner.preview(scenario.with_mark(*mark))
    found = effect(before, after)
    free = {one for one in before.changes if before.status(one).free}
    free_after = {one for one in before.changes if after.status(one).free}
    assert (found.freed, found.bound) == (free_after - free, free - free_after)
    sizes = [
        {
            one: len(batch.changes) if plan.in_lockstep(batch) else 1
            for one, batch in plan.batch_of.items()
        }
        for plan in (before, after)
    ]
    assert found.together == {
        one: number for one, number in sizes[1].items() if number != sizes[0][one]
    }
