"""What a yes and a no would do, in words."""

from relplan.model.facts import Unread
from relplan.model.question import NO, YES, Answer, Asked
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.tui.presentation.glyphs import ASCII, UNICODE
from relplan.tui.presentation.perhaps import of_node
from relplan.tui.presentation.questions import answered_entries, effects
from relplan.tui.presentation.spans import plain
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


def test_answers_stand_below_with_who_gave_them_and_the_latest_first() -> None:
    old = Answer("aa", "no", by="ada", at=1_000, text="Does web use a?", reason="only reads")
    new = Answer("bb", "yes", by="bob", at=2_000_000, text="Does web use b?")
    rows = [plain(entry.line) for entry in answered_entries((old, new), UNICODE)]
    assert rows[1].startswith("answered: 2 questions")
    assert rows[2].startswith("➔ yes Does web use b?  bob, 1970-01-24")
    assert rows[3].startswith("➔ no  Does web use a?  ada, 1970-01-01")
    assert rows[3].endswith(": only reads")
    assert answered_entries((), UNICODE) == []


def test_what_is_not_certain_has_its_own_line_and_word() -> None:
    one = asked(world(API, BREAK))
    (line,) = of_node((one,), "orders@1", UNICODE)
    assert plain(line) == ("┄┄ perhaps needs missing:web/api  breaks api: a yes would draw it")
    assert list(of_node((one,), "web@1", UNICODE)) == []
    assert plain(next(of_node((one,), "orders@1", ASCII))).startswith(":: perhaps")
