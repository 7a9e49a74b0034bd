"""Which edges no mark takes away, and what does."""

from relplan.model.proposal import Goal, GoalKind, Proposal, Terms
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.planning.propose import propose
from tests.planning.world import (
    VERSIONED,
    contract,
    marking,
    merged,
    opened,
    the_question,
    world,
)

ANY = Terms()


def unblocking(
    change: str, snapshot: Snapshot, scenario: Scenario | None = None, terms: Terms = ANY
) -> Proposal:
    goal = Goal(GoalKind.UNBLOCK, change=change)
    return propose(Planner(snapshot), scenario or Scenario(), goal, terms)


def in_the_way(found: Proposal) -> list[str]:
    return [f"{one.edge.kind}: {one.edge.source} -> {one.edge.target}" for one in found.in_the_way]


def remedy(found: Proposal) -> str:
    (one,) = found.in_the_way
    return one.remedy


def test_of_the_trunk_only_the_first_edge_is_named_and_last() -> None:
    web = [merged("web", 1, depends_on="pay:x"), merged("web", 2), merged("web", 3)]
    found = unblocking("web@3", world(*web, opened("pay", "x")))
    assert not found.reached
    assert in_the_way(found) == ["depends-on: web@1 -> pay:x", "trunk: web@3 -> web@2"]
    assert found.in_the_way[1].remedy.startswith("Cherry-pick web@3 onto what is deployed")


def test_who_stands_on_another_branch_is_rebased() -> None:
    found = unblocking("web:y", world(opened("web", "x"), opened("web", "y", stacked_on="web:x")))
    assert in_the_way(found) == ["stacked: web:y -> web:x"]
    assert remedy(found).startswith("Rebase web:y so that it no longer stands on web:x")


TAKEN_UP = world(
    contract("api", provider="pay", consumers=["web"]),
    opened("pay", "x", extends="api"),
    opened("web", "y", adapts="api", ready=True),
)


def test_what_may_not_be_marked_should_be_allowed() -> None:
    found = unblocking("web:y", TAKEN_UP, terms=Terms(forbidden=frozenset({"api"})))
    assert in_the_way(found) == ["requires: web:y -> pay:x"]
    assert remedy(found) == "Allow api to be marked."


def test_what_is_versioned_should_be_flagged_to_ship_in_any_order() -> None:
    found = unblocking("web:y", TAKEN_UP, marking(api=VERSIONED))
    assert remedy(found) == "Mark api flagged instead of versioned."


def test_what_nobody_knows_should_be_added() -> None:
    snapshot = world(opened("web", "y", ready=True, depends_on="I1"))
    question = the_question(snapshot, "Is I1, on which web:y depends")
    found = unblocking("web:y", snapshot, Scenario().with_answer(question.id, "no"))
    assert remedy(found).startswith("Add the repository that it is in to relplan.toml, or")
