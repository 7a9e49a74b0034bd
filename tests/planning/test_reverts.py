"""Rule 5 where something was reverted: nothing between the two is deployed by itself."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from relplan.model.change import Change, Reversal
from relplan.model.edge import EdgeKind
from relplan.model.evidence import Evidence
from relplan.model.plan import Status
from relplan.model.question import Question
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Plan, plan
from tests.planning.snapshots import random_snapshot
from tests.planning.world import (
    batches,
    contract,
    dismissing,
    drawn,
    merged,
    opened,
    planned,
    statuses,
    world,
)

API = contract("api-contract", provider="api", consumers=["web"])


def gone(change: Change) -> Change:
    return replace(change, cancelled=True)


def reverting(change: Change, target: Change, *, agrees: bool = True) -> Change:
    evidence = Evidence("revert", "reverts commit", change.service, change.commit)
    reversal = Reversal(target.id, target.commit, evidence, agrees)
    return replace(change, reverts=(reversal,), cancelled=agrees)


def history(*between: Change) -> Snapshot:
    broken = gone(merged("api", 1))
    return world(API, broken, *between, reverting(merged("api", 8), broken), merged("api", 9))


def test_what_was_reverted_needs_its_revert() -> None:
    snapshot = history(merged("api", 2))
    assert "api@1 -> api@8" in drawn(snapshot, "trunk")
    assert batches(planned(snapshot)) == [["api@1", "api@2", "api@8"], ["api@9"]]


def test_the_edge_says_by_what_it_was_reverted() -> None:
    (edge,) = (e for e in planned(history()).edges if e.target == "api@8" and e.source == "api@1")
    assert edge.evidence[0].text == "reverted by api@8: reverts commit"
    assert edge.dismissible


def test_one_deployment_is_no_lock_step() -> None:
    made = planned(history(merged("api", 2), merged("api", 3)))
    assert statuses(made) == {
        "api@1": "independent",
        "api@2": "independent",
        "api@3": "ordered",
        "api@8": "ordered",
        "api@9": "ordered",
    }
    assert not made.in_lockstep(made.batch_of["api@1"])


def test_behind_nothing_but_a_revert_a_change_is_independent() -> None:
    assert statuses(planned(history()))["api@9"] == "independent"


def test_what_lies_between_waits_for_what_the_revert_stands_on() -> None:
    blocked = merged("api", 3, breaks="api-contract")
    found = statuses(planned(history(merged("api", 2), blocked)))
    assert set(found.values()) == {"blocked"}


def test_what_lies_between_in_lock_step_takes_the_revert_along() -> None:
    snapshot = world(
        API,
        broken := gone(merged("api", 1)),
        merged("api", 2, feature="F-1"),
        reverting(merged("api", 3), broken),
        opened("web", "one", ready=True, feature="F-1"),
    )
    assert set(statuses(planned(snapshot)).values()) == {"lockstep"}


def doubtful(*between: Change) -> Snapshot:
    broken = merged("api", 1, breaks="api-contract")
    return world(API, broken, *between, reverting(merged("api", 8), broken, agrees=False))


def ask(snapshot: Snapshot) -> Question:
    (asked,) = (one for one in planned(snapshot).questions if one.question.kind == "revert")
    return asked.question


def answering(snapshot: Snapshot, answer: str) -> Plan:
    return plan(snapshot, Scenario().with_answer(ask(snapshot).id, answer))


def test_a_revert_in_doubt_is_asked_about_and_draws_nothing() -> None:
    snapshot = doubtful()
    assert ask(snapshot).text == (
        "Does api@8 take back what api@1 (api@1) did, so that none of it counts?"
    )
    assert ask(snapshot).speaks_against[0].text == (
        "what api@8 does is not exactly the reverse of what api@1 did"
    )
    made = planned(snapshot)
    assert {edge.kind for edge in made.edges} == {EdgeKind.TRUNK}
    assert statuses(made) == {"api@1": "uncertain", "api@8": "uncertain"}


def test_if_it_takes_nothing_back_both_count() -> None:
    made = answering(doubtful(), "no")
    assert "api@1 -> missing:web/api-contract" in {f"{e.source} -> {e.target}" for e in made.edges}
    assert set(statuses(made).values()) == {"blocked"}


def test_if_it_takes_it_back_neither_counts_and_they_are_deployed_together() -> None:
    made = answering(doubtful(merged("api", 2)), "yes")
    assert batches(made) == [["api@1", "api@2", "api@8"]]
    assert set(statuses(made).values()) <= {"independent", "ordered"}


def test_an_adaptation_that_may_be_reverted_is_missing_if_it_is() -> None:
    adapting = merged("web", 1, adapts="api-contract")
    snapshot = world(
        API,
        merged("api", 1, breaks="api-contract"),
        adapting,
        reverting(merged("web", 2), adapting, agrees=False),
    )
    assert planned(snapshot).status("api@1") == "uncertain"
    assert answering(snapshot, "yes").status("api@1") == "blocked"
    assert answering(snapshot, "no").status("api@1") == "lockstep"


def test_what_holds_in_either_case_is_certain() -> None:
    first = merged("api", 1, breaks="api-contract")
    second = merged("api", 2, breaks="api-contract")
    again = reverting(merged("api", 8), first, agrees=False)
    made = planned(world(API, first, second, again, opened("web", "new", adapts="api-contract")))
    assert "web:new -> api@2" in {f"{e.source} -> {e.target}" for e in made.edges}


def test_two_that_say_to_take_back_one_change_are_one_question() -> None:
    first = merged("api", 1, breaks="api-contract")
    others = [reverting(merged("api", n), first, agrees=False) for n in (2, 3)]
    assert ask(world(API, first, *others)).text.startswith("Do api@2 and 1 more take back what")


def test_where_the_revert_is_itself_reverted_in_doubt_it_is_another_question() -> None:
    first = merged("api", 1, breaks="api-contract")
    second = reverting(merged("api", 2), first, agrees=False)
    third = reverting(merged("api", 3), second, agrees=False)
    before, after = world(API, first, second), world(API, first, second, third)
    texts = {one.id: one.text for one in planned(after).graph.questions.values()}
    assert ask(before).id not in texts
    assert any("in the end, though api@3 says that it reverts that" in t for t in texts.values())


def test_of_a_part_only_what_that_commit_says_is_in_doubt() -> None:
    first = merged("api", 1, breaks="api-contract", feature="F-1")
    inner = "c" * 40
    (effect,) = first.effects
    said = replace(effect, evidence=replace(effect.evidence, commit=inner))
    first = replace(first, effects=(said,))
    again = reverting(merged("api", 8), first, agrees=False)
    again = replace(again, reverts=(replace(again.reverts[0], commit=inner),))
    made = planned(world(API, first, again, opened("web", "one", feature="F-1")))
    assert {edge.kind for edge in made.edges} == {EdgeKind.TRUNK, EdgeKind.FEATURE}


def test_a_fix_from_between_may_be_picked_by_dismissing_the_edge() -> None:
    made = dismissing(history(merged("api", 2)), "api@1 -> api@8")
    assert batches(made) == [["api@1"], ["api@2"], ["api@8"], ["api@9"]]


def test_a_revert_of_something_in_production_is_an_ordinary_change() -> None:
    released = merged("api", 1)
    snapshot = world(API, replace(reverting(merged("api", 2), released), cancelled=False))
    assert statuses(planned(snapshot)) == {"api@2": "independent"}


def insert_pair(random: Random, snapshot: Snapshot) -> Snapshot:
    """Put a pair of changes that come to nothing anywhere into one service's main."""
    line = sorted((c for c in snapshot.changes if c.merged), key=lambda change: change.date)
    service = random.choice(line).service if line else "api"
    mine = [change for change in line if change.service == service]
    start = random.randint(0, len(mine))
    end = random.randint(start, len(mine))
    first = Change(f"{service}@f000000000", service, "X", _MERGED, "f" * 40, 0, cancelled=True)
    last = reverting(
        Change(f"{service}@f111111111", service, "Revert", _MERGED, "e" * 40, 0), first
    )
    order = [*mine[:start], first, *mine[start:end], last, *mine[end:]]
    newest = order[-1].id
    placed = {
        change.id: replace(change, after=before.id if before else "")
        for before, change in zip([None, *order], order, strict=False)
    }
    others = [
        replace(c, after=newest) if not c.merged and c.service == service else c
        for c in snapshot.changes
        if c.id not in placed
    ]
    return replace(snapshot, changes=(*placed.values(), *others))


_MERGED = merged("api", 1).state


@given(st.randoms(use_true_random=False))
def test_a_revert_pair_anywhere_in_a_clean_history_changes_no_status(random: Random) -> None:
    snapshot = random_snapshot(random)
    before = plan(snapshot, Scenario())
    merged_ones = [c for c in snapshot.changes if c.merged]
    free = (Status.INDEPENDENT, Status.ORDERED)
    clean = all(before.status(c.id) in free for c in merged_ones)
    if not clean:  # what holds one of those between holds all of them
        return
    after = plan(insert_pair(random, snapshot), Scenario())
    # What stands between the two comes to need what any of those between needs of other services.
    ids = {c.id for c in merged_ones}
    alike = any(e.source in ids and e.kind is not EdgeKind.TRUNK for e in before.edges)

    def seen(made: Plan, change: str) -> Status | None:
        status = made.status(change)
        return None if alike and status in free else status

    for change in snapshot.changes:
        assert seen(after, change.id) == seen(before, change.id)
