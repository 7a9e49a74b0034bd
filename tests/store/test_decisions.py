"""What people decide: in force, undone, redone, and written down."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.model.change import State
from relplan.model.decision import Decision, DecisionKind, LogEntry
from relplan.model.errors import ProtectedError, RelplanError, UnknownNameError
from relplan.model.scan import ServiceScan
from relplan.model.scenario import Mark, Scenario
from relplan.model.store_place import StorePlace
from relplan.store import Store, Whose, open_store
from tests.postgresql import in_words
from tests.store.scanned import branch, merged, record, scan


def mark(store: Store, coupling: str, value: str, at: int = 1, **more: Any) -> LogEntry | None:
    return store.decide(DecisionKind.MARK, coupling, value, who="ada", at=at, **more)


def test_there_is_a_main_scenario(store: Store) -> None:
    assert store.scenario_names() == ("main",)
    assert store.scenario() == Scenario("main")
    assert store.decisions() == ()
    assert store.log() == ()


def test_a_mark_is_in_force_and_in_the_log(store: Store) -> None:
    entry = store.decide(
        DecisionKind.MARK, "k", "versioned", who="ada", at=5, detail="a contract", reason="soon"
    )
    decision = Decision(DecisionKind.MARK, "k", "versioned", "a contract", "soon", "ada", 5)
    assert entry == LogEntry(1, "main", decision, before="")
    assert store.log() == (entry,)
    assert store.decisions() == (decision,)
    assert store.scenario() == Scenario("main", frozenset({("k", Mark.VERSIONED)}))


def test_a_coupling_has_one_mark(store: Store) -> None:
    mark(store, "k", "versioned")
    entry = mark(store, "k", "flagged")
    assert entry is not None
    assert entry.before == "versioned"
    assert store.scenario().marks == {("k", Mark.FLAGGED)}


def test_an_empty_value_withdraws(store: Store) -> None:
    mark(store, "k", "versioned")
    mark(store, "k", "")
    assert store.decisions() == ()
    assert [(entry.decision.value, entry.before) for entry in store.log()] == [
        ("", "versioned"),
        ("versioned", ""),
    ]


def test_deciding_what_holds_already_is_no_step(store: Store) -> None:
    assert mark(store, "k", "") is None
    mark(store, "k", "versioned")
    assert mark(store, "k", "versioned", at=9) is None
    assert len(store.log()) == 1


def test_a_dismissal_holds_in_every_scenario(store: Store) -> None:
    store.new_scenario("bold", "main")
    store.decide(DecisionKind.DISMISSAL, "f00", "dismissed", who="ada", at=1, scenario="bold")
    assert store.scenario("bold").dismissals == {"f00"}
    assert store.scenario("main").dismissals == {"f00"}


def test_what_was_decided_at_once_is_undone_and_redone_at_once(store: Store) -> None:
    mark(store, "k", "versioned")
    first = store.decide(DecisionKind.ANSWER, "a", "yes", who="ada", at=2)
    assert first is not None
    for name in "bc":
        store.decide(DecisionKind.ANSWER, name, "no", who="ada", at=2, together=first.number)
    all_three = frozenset({("a", "yes"), ("b", "no"), ("c", "no")})
    undone = store.undo(who="bob", at=3)
    assert undone is not None
    assert (undone.number, undone.others) == (first.number, 2)
    assert store.scenario().answers == frozenset()
    redone = store.redo(who="bob", at=4)
    assert redone is not None
    assert (redone.others, store.scenario().answers) == (2, all_three)
    store.undo(who="bob", at=5)
    store.undo(who="bob", at=6)
    assert store.decisions() == ()


@pytest.mark.parametrize(
    ("kind", "value", "choices"),
    [
        (DecisionKind.MARK, "ready", "versioned, flagged, waived, split"),
        (DecisionKind.DISMISSAL, "yes", "dismissed"),
        (DecisionKind.STATE, "merged", "in-progress, ready"),
    ],
)
def test_a_value_that_the_kind_cannot_have(
    store: Store, kind: DecisionKind, value: str, choices: str
) -> None:
    with pytest.raises(RelplanError, match=f"'{value}' is no {kind}; choose one of {choices}$"):
        store.decide(kind, "x", value, who="ada", at=1)
    assert store.log() == ()


def test_a_state_holds_in_every_scenario_for_open_changes_only(store: Store) -> None:
    shop = ServiceScan(
        record("orders"),
        (merged("orders", 1),),
        open=(branch("orders", "a"), branch("orders", "b")),
    )
    store.save_scan(scan(shop), 1)
    store.new_scenario("bold", "main")
    for subject in ("orders:a", "orders@0000000001"):
        store.decide(DecisionKind.STATE, subject, "ready", who="ada", at=1, scenario="bold")
    assert [change.state for change in store.changes()] == [
        State.MERGED,
        State.READY,
        State.IN_PROGRESS,
    ]
    assert store.decisions("main") == store.decisions("bold") != ()


def test_what_was_decided_survives_every_rescan_and_what_it_is_about(store: Store) -> None:
    first = ServiceScan(record("orders"), open=(branch("orders", "a"),))
    store.save_scan(scan(first), 1)
    store.decide(DecisionKind.STATE, "orders:a", "ready", who="ada", at=1)
    store.decide(DecisionKind.DISMISSAL, "f00", "dismissed", who="ada", at=2, detail="a needs b")
    mark(store, "payments-api", "versioned")
    before = store.decisions(), store.log(), store.scenario()
    store.save_scan(scan(ServiceScan(record("orders"))), 2)
    store.keep_only(())
    assert store.changes() == ()
    assert (store.decisions(), store.log(), store.scenario()) == before
    store.save_scan(scan(first), 3)
    assert [change.state for change in store.changes()] == [State.READY]


def test_undo_and_redo_flag_the_step_and_say_who_and_when(store: Store) -> None:
    mark(store, "k", "versioned", at=1)
    undone = store.undo(who="bob", at=2)
    assert undone is not None
    assert (undone.undone, undone.turned_by, undone.turned_at) == (True, "bob", 2)
    assert store.log() == (undone,)
    assert store.scenario().marks == frozenset()
    redone = store.redo(who="cyd", at=3)
    assert redone is not None
    assert (redone.undone, redone.turned_by, redone.turned_at) == (False, "cyd", 3)
    assert store.log() == (redone,)
    assert store.scenario().marks == {("k", Mark.VERSIONED)}


def test_every_undo_and_redo_stays_written_down(store: Store) -> None:
    mark(store, "k", "versioned")
    store.undo(who="bob", at=2)
    store.redo(who="cyd", at=3)
    with store._database.writing() as connection:
        turns = connection.exec_driver_sql("SELECT undone, who, at FROM log_turn ORDER BY turn")
        assert turns.all() == [(True, "bob", 2), (False, "cyd", 3)]


def test_there_is_nothing_to_undo_or_redo(store: Store) -> None:
    assert store.undo(who="ada", at=1) is None
    assert store.redo(who="ada", at=1) is None
    mark(store, "k", "versioned")
    assert store.redo(who="ada", at=1) is None


def test_it_is_known_whether_something_can_be_undone_or_redone(store: Store) -> None:
    mark(store, "k", "versioned")
    assert (store.can_undo(), store.can_redo()) == (True, False)
    store.undo(who="ada", at=2)
    assert (store.can_undo(), store.can_redo()) == (False, True)
    store.new_scenario("try", "main")
    tried = Whose("try")
    assert (store.can_undo(tried), store.can_redo(tried)) == (False, False)


def test_undo_brings_back_who_decided_before_and_why(store: Store) -> None:
    mark(store, "k", "versioned", at=1, reason="first")
    before = store.decisions()
    mark(store, "k", "flagged", at=2)
    mark(store, "k", "", at=3)
    store.undo(who="bob", at=4)
    store.undo(who="bob", at=5)
    assert store.decisions() == before


def test_a_new_decision_ends_what_can_be_redone_but_not_the_log(store: Store) -> None:
    mark(store, "k", "versioned", at=1)
    store.undo(who="bob", at=2)
    mark(store, "j", "flagged", at=3)
    assert store.redo(who="bob", at=4) is None
    assert [(entry.decision.subject, entry.undone) for entry in store.log()] == [
        ("j", False),
        ("k", True),
    ]


def test_undo_and_redo_survive_a_restart(place: StorePlace) -> None:
    with open_store(place) as store:
        mark(store, "k", "versioned", at=1)
        mark(store, "j", "flagged", at=2)
    with open_store(place) as store:
        store.undo(who="bob", at=3)
    with open_store(place) as store:
        assert store.scenario().marks == {("k", Mark.VERSIONED)}
        store.undo(who="bob", at=4)
        assert store.scenario().marks == frozenset()
    with open_store(place) as store:
        store.redo(who="bob", at=5)
        store.redo(who="bob", at=6)
        assert store.scenario().marks == {("k", Mark.VERSIONED), ("j", Mark.FLAGGED)}


def test_undo_is_of_one_scenario_and_of_states(store: Store) -> None:
    mark(store, "k", "versioned")
    store.new_scenario("bold", "main")
    assert store.undo(who="ada", at=1, whose=Whose("bold")) is None
    assert store.scenario().marks == {("k", Mark.VERSIONED)}
    store.decide(DecisionKind.STATE, "orders:a", "ready", who="ada", at=2, scenario="bold")
    undone = store.undo(who="ada", at=3)
    assert undone is not None
    assert undone.decision.kind is DecisionKind.STATE
    assert undone.scenario == "bold"


def test_redo_follows_undo_where_scenarios_share_a_state(store: Store) -> None:
    store.decide(DecisionKind.STATE, "orders:a", "ready", who="ada", at=1)
    store.new_scenario("bold", "main")
    mark(store, "k", "versioned", scenario="bold")
    store.undo(who="ada", at=2)  # in main: the state
    before = store.decisions("bold")
    undone = store.undo(who="ada", at=3, whose=Whose("bold"))
    redone = store.redo(who="ada", at=4, whose=Whose("bold"))
    assert undone is not None
    assert redone is not None
    assert undone.number == redone.number
    assert store.decisions("bold") == before


_STEP = st.one_of(
    st.tuples(st.just(DecisionKind.MARK), st.sampled_from("kj"), st.sampled_from(["", *Mark])),
    st.tuples(
        st.just(DecisionKind.DISMISSAL), st.sampled_from("ef"), st.sampled_from(["", "dismissed"])
    ),
    st.tuples(
        st.just(DecisionKind.STATE),
        st.sampled_from("ab"),
        st.sampled_from(["", "ready", "in-progress"]),
    ),
)


@given(steps=st.lists(_STEP, max_size=8), walk=st.lists(st.booleans(), max_size=12))
def test_undo_and_redo_walk_through_the_states_that_were(
    anew: Callable[[], StorePlace], steps: list[tuple[DecisionKind, str, str]], walk: list[bool]
) -> None:
    place = anew()
    with open_store(place) as store:
        was = [store.decisions()]
        for at, (kind, subject, value) in enumerate(steps):
            if store.decide(kind, subject, value, who="ada", at=at):
                was.append(store.decisions())
    here = len(was) - 1
    with open_store(place) as store:
        for back in walk:
            entry = store.undo(who="bob", at=1) if back else store.redo(who="bob", at=1)
            there = here - 1 if back else here + 1
            assert (entry is not None) == (0 <= there < len(was))
            here = there if entry else here
            assert store.decisions() == was[here]


def test_a_new_scenario_begins_as_its_origin_and_goes_its_own_way(store: Store) -> None:
    mark(store, "k", "versioned", reason="soon")
    store.decide(DecisionKind.DISMISSAL, "f00", "dismissed", who="ada", at=1)
    store.new_scenario("bold", "main")
    assert store.scenario_names() == ("main", "bold")
    assert store.decisions("bold") == store.decisions("main")
    mark(store, "k", "flagged", scenario="bold")
    assert store.scenario("main").marks == {("k", Mark.VERSIONED)}
    assert store.scenario("bold").marks == {("k", Mark.FLAGGED)}


def test_what_is_not_allowed_is_not_undone(store: Store) -> None:
    first = store.decide(DecisionKind.ANSWER, "a", "yes", who="ada", at=1)
    assert first is not None
    store.decide(DecisionKind.ANSWER, "b", "yes", who="ada", at=1, together=first.number)
    asked: list[str] = []

    def refuse(entry: LogEntry) -> None:
        asked.append(entry.decision.subject)
        if entry.decision.subject == "a":
            raise ProtectedError("main is protected")

    with pytest.raises(ProtectedError):
        store.undo(who="ada", at=2, allowed=refuse)
    assert asked == ["b", "a"]
    assert store.scenario().answers == {("a", "yes"), ("b", "yes")}
    assert store.can_redo() is False


def test_the_log_says_from_where_it_was_decided_and_taken_back(store: Store) -> None:
    mark(store, "k", "versioned", host="laptop", via="tui")
    store.undo(who="bob", at=2, host="ci-7", via="ci")
    (entry,) = store.log()
    assert (entry.decision.who, entry.decision.host, entry.decision.via) == ("ada", "laptop", "tui")
    assert (entry.turned_by, entry.turned_host, entry.turned_via) == ("bob", "ci-7", "ci")
    redone = store.redo(who="ada", at=3)
    assert redone is not None
    assert (redone.turned_by, redone.turned_host, redone.turned_via) == ("ada", "", "")


def test_an_unknown_scenario_is_named_with_the_candidates(store: Store) -> None:
    store.new_scenario("bold", "main")
    line = "^there is no scenario 'blod'; there are main, bold$"
    with pytest.raises(UnknownNameError, match=line):
        store.scenario("blod")
    with pytest.raises(UnknownNameError, match=line):
        store.new_scenario("new", "blod")
    with pytest.raises(UnknownNameError, match=line):
        mark(store, "k", "versioned", scenario="blod")
    assert store.scenario_names() == ("main", "bold")


def test_a_scenario_needs_a_name_of_its_own(store: Store) -> None:
    with pytest.raises(RelplanError, match="there is a scenario 'main' already; choose another"):
        store.new_scenario("main", "main")
    with pytest.raises(RelplanError, match="a scenario needs a name"):
        store.new_scenario(" ", "main")


def test_the_log_can_be_cut(store: Store) -> None:
    for at, value in enumerate(("versioned", "flagged", "")):
        mark(store, "k", value, at=at)
    assert [entry.decision.at for entry in store.log(2)] == [2, 1]


_DECIDE_MANY = """
import sys
from pathlib import Path
from relplan.model.decision import DecisionKind
from relplan.model.store_place import place_of
from relplan.store import open_store
with open_store(place_of(sys.argv[1], Path())) as store:
    print("open", flush=True)
    sys.stdin.readline()
    for n in range(25):
        store.decide(DecisionKind.MARK, f"{sys.argv[2]}{n}", "versioned", who="ada", at=n)
"""


def test_two_processes_that_decide_at_once_lose_nothing(nothing: StorePlace) -> None:
    # Nor do they when both find no store yet: they open it side by side.
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _DECIDE_MANY, in_words(nothing), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
    for process in processes:
        process.communicate("go\n", timeout=30)
        assert process.returncode == 0
    with open_store(nothing) as store:
        assert len(store.scenario().marks) == 50
        assert sorted(entry.number for entry in store.log()) == list(range(1, 51))


def test_a_move_holds_in_its_scenario_alone_and_is_undone(store: Store) -> None:
    def move(value: str, scenario: str = "main") -> None:
        store.decide(DecisionKind.MOVE, "web:a", value, who="ada", at=1, scenario=scenario)

    move("100")
    store.new_scenario("bold", "main")
    move("200", "bold")
    assert store.scenario("bold").moves == {("web:a", 200)}
    assert store.scenario("main").moves == {("web:a", 100)}
    store.undo(who="ada", at=2)
    assert store.scenario("main").moves == frozenset()
    for value in ("soon", "-1", "²", "1" * 13):
        with pytest.raises(RelplanError, match="no moment"):
            move(value)
