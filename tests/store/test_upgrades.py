"""A store of any earlier relplan comes through whole."""

from pathlib import Path

import pytest

from relplan.model.change import Effect, EffectKind, State
from relplan.model.decision import DecisionKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.runbook import Outcome, Tick
from relplan.model.scan import Notice
from relplan.model.scenario import Mark
from relplan.model.store_place import StorePlace
from relplan.store import Store, open_store, schema
from tests.postgresql import Server, worker
from tests.store import earlier

FIRST_ON_A_SERVER = "0018"
"""No store on a server has an earlier schema; that all steps go there is tried from the first."""


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_an_earlier_store_comes_through_whole(path: Path, revision: str) -> None:
    _comes_through(path, revision)


@pytest.mark.parametrize(
    "revision", ["0001", *(one for one in schema.REVISIONS[:-1] if one >= FIRST_ON_A_SERVER)]
)
def test_a_store_on_a_server_comes_through_whole(server: Server, revision: str) -> None:
    _comes_through(server.make_empty(f"own_{worker()}"), revision)


def _comes_through(place: StorePlace, revision: str) -> None:
    earlier.make(place, revision, [*earlier.SCANNED, *earlier.decided(revision)])
    with open_store(place) as store:
        store.check()
        _decisions_are_whole(store, revision)
        _what_was_scanned_is_whole(store)


def _decisions_are_whole(store: Store, revision: str) -> None:
    assert store.scenario_names() == ("main", "bold")
    main, bold = store.scenario("main"), store.scenario("bold")
    assert (main.marks, bold.marks) == ({("k", Mark.VERSIONED)}, {("k", Mark.FLAGGED)})
    assert main.dismissals == bold.dismissals == {"f1", "f2"}  # in all scenarios, since 0013
    dismissed = {
        one.subject: (one.who, one.at, one.reason)
        for one in store.decisions("main")
        if one.kind is DecisionKind.DISMISSAL
    }
    assert dismissed == {"f1": ("eve", 4, "why"), "f2": ("eve", 5, "why")}
    answered = revision >= "0010"
    assert main.answers == ({("q1", "no")} if answered else set())
    ticks = (
        Tick("s1", Outcome.DONE, "ada", 7, runbook="r"),
        Tick("s2", Outcome.FAILED, "eve", 8, runbook="r"),
    )
    assert store.ticks() == (ticks if revision >= "0004" else ())
    reviews = [(one.url, one.commit, one.change_id, one.over) for one in store.reviews()]
    assert reviews == ([("https://forge/1", "c1", "I1", False)] if revision >= "0002" else [])

    log = {(one.decision.subject, one.scenario): one.undone for one in store.log()}
    assert log == {
        ("k", "main"): False, ("k", "bold"): False, ("f1", "main"): False, ("f1", "bold"): False,
        ("f2", "bold"): False, ("web:a", "main"): False, ("k2", "main"): True,
        **({("q1", "main"): False} if answered else {}),
    }  # fmt: skip
    redone = store.redo(who="ada", at=30)
    assert redone is not None
    assert redone.decision.subject == "k2"


def _what_was_scanned_is_whole(store: Store) -> None:
    (change,) = store.changes()
    assert (change.id, change.title, change.state) == ("web:a", "A", State.READY)
    assert change.aliases[0] == "I0"
    breaks = Evidence("trailer", "Breaks: k", "web", "d", "", 3)
    assert change.effects == (
        Effect(EffectKind.BREAKS, "k", breaks, Confidence.DECLARED, ("GET /a",)),
    )
    assert change.flag == Evidence("trailer", "Flag: x", "web", "d", "", 4)
    assert store.notices() == (Notice("Look here", Evidence("r", "t", "web", "d", "", 2), "web:a"),)
