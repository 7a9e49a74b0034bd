"""What a yes and a no would do, in words."""

from relplan.model.facts import Unread
from relplan.model.question import NO, YES, Asked
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.tui.presentation.questions import effects
from tests.planning.world import DETECTED, contract, finding, merged, opened, world

API = contract("api", provider="orders", detected=["web"])
BREAK = merged("orders", 1, breaks=finding("api", "GET /a", confidence=DETECTED))


def asked(snapshot: Snapshot) -> Asked:
    (found,) = Planner(snapshot).plan(Scenario()).questions
    return found


def told(snapshot: Snapshot, value: str) -> list[str]:
    return list(effects(asked(snapshot), value, 2))


def test_a_yes_that_draws_an_edge_names_it_and_the_no_rules_it_out() -> None:
    seen = world(API, BREAK)
    assert told(seen, YES) == ["orders@1 needs missing:web/api (breaks api)"]
    assert told(seen, NO) == ["adds nothing, and rules out what a yes would add"]


def test_what_no_pending_change_depends_on_changes_nothing() -> None:
    seen = world(merged("web", 1), Unread("V7.sql", "lost", "orders"))
    for value in (YES, NO):
        assert told(seen, value) == ["changes nothing in the plan: no pending change depends on it"]


def test_what_is_blocked_anyway_is_said() -> None:
    seen = world(
        opened("pay", "x"),
        merged("orders", 1, depends_on="pay:x"),
        Unread("V7.sql", "lost", "orders"),
    )
    assert told(seen, YES) == [
        "orders@1 needs unread:orders/V7.sql (unread)",
        "changes nothing in the plan: these changes need as much without it, or are blocked anyway",
    ]
    assert told(seen, NO) == ["changes nothing in the plan: it only rules out what a yes would add"]


def test_a_suggested_feature_is_drawn_by_a_yes_alone() -> None:
    seen = world(merged("orders", 1, issue="CHK-12"), merged("web", 1, issue="CHK-12"))
    assert told(seen, NO) == ["changes nothing in the plan: it only rules out what a yes would add"]
