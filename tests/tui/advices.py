"""Answers made by hand, put where the planning functions would be."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from textual.widgets import Static

from relplan.model.backlog import Backlog, Gain, Item, Task, Waiting
from relplan.model.diagnosis import Answer, Diagnosis, Ground, Verdict
from relplan.model.edge import Cause, Edge, EdgeKind
from relplan.model.evidence import Evidence
from relplan.model.plan import Numbers
from relplan.model.proposal import Choice, InTheWay, Proposal, Step
from relplan.model.scenario import CouplingKind, Mark
from relplan.tui.screens.advice import AdviceScreen
from tests.tui.shop import Sight

HOSTILE = "[/b] \x1b[31m[link=x]red\u202e"
EVIDENCE = Evidence("trailer", f"Breaks: ledger-api {HOSTILE}", "ledger", "a" * 40)


def item(rank: int = 1) -> Item:
    return Item(
        key=f"relplan-000000000{rank}",
        rank=rank,
        title=f"Serve ledger-api in two versions {HOSTILE}",
        coupling="ledger-api",
        kind=CouplingKind.CONTRACT,
        mark=Mark.VERSIONED,
        cause=Cause.TIGHT_COUPLING,
        effort_days=3.0,
        gain=Gain(("ledger/1", "wallet/2"), ("payments",), 7, 4, 12.5),
        services=("ledger", "wallet"),
        teams=("payments",),
        why_now="It frees 2 changes and saves 12.5 days of waiting.",
        evidence=(EVIDENCE,),
        criteria=("The wallet passes its tests against both versions.",),
        tasks=(
            Task("expand", "Serve the new version beside the old one.", "ledger", "payments"),
            Task("contract", "Remove the old version.", "ledger", "payments", irreversible=True),
        ),
    )


def a_backlog(numbers: Numbers, *items: Item) -> Backlog:
    waiting = Waiting("release-board", Cause.UNDONE_WORK, ("ledger/1",), "It waits for a review.")
    left = ("A trunk edge ties a to b.",)
    return Backlog("shop", "main", numbers, numbers, items, (waiting,), left)


def a_diagnosis(batch: str = "") -> Diagnosis:
    ground = Ground(f"ledger breaks ledger-api {HOSTILE}", "ledger-api", ("ledger",), (EVIDENCE,))
    bare = Ground("No team was asked.")
    verdicts = (Verdict.FORCED, Verdict.ABSENT, Verdict.ARTIFICIAL, Verdict.UNKNOWN)
    answers = tuple(
        Answer(cause, f"Is it {cause}?", verdict, 6, 0.61, 12.5, 0.04, (ground, bare), ("Part.",))
        for cause, verdict in zip(Cause, verdicts, strict=True)
    )
    summary = "Without gates and features seven changes still go together."
    return Diagnosis(batch, 7, ("ledger",), 42.0, Verdict.FORCED, summary, answers)


def propose(planner: Any, scenario: Any, goal: Any, terms: Any, **how: Any) -> Proposal:
    """Return marks that are not forbidden, and one way that is barred."""
    names = ("identity-api", "ledger-api")
    steps = tuple(
        Step(Choice(name, Mark.VERSIONED, 3.0), 3, planner.plan(scenario).numbers.largest_batch)
        for name in names
        if name not in terms.forbidden
    )
    barred = Edge("b/2", "a/1", EdgeKind.TRUNK)
    found = Proposal(goal, len(steps) == 2, len(steps) == 2, 6.0, 3.0 * len(steps), steps,
                     (Choice("events", Mark.FLAGGED, 7.0),),
                     (InTheWay(barred, "Cherry-pick it."),) if len(steps) < 2 else ())  # fmt: skip
    how["on_better"](found)
    return found


@dataclass(frozen=True)
class FakeFormat:
    name: str
    suffix: str
    describe: str
    write: Callable[[Backlog], str]


def write_whole(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def put(monkeypatch: pytest.MonkeyPatch, module: str, **functions: Any) -> None:
    """Put *functions* in place of *module*'s, for as long as the test runs."""
    stand_in = ModuleType(module)
    vars(stand_in).update(functions)
    monkeypatch.setitem(sys.modules, module, stand_in)


def give_advice(monkeypatch: pytest.MonkeyPatch, numbers: Numbers) -> None:
    """Put all answers made by hand."""
    found = a_backlog(numbers, item(1), item(2))
    put(monkeypatch, "relplan.planning.propose", propose=propose)
    put(monkeypatch, "relplan.planning.diagnose", diagnose=lambda *_given: a_diagnosis())
    put(monkeypatch, "relplan.planning.backlog", backlog=lambda *_given, **_how: found)


def screen(sight: Sight) -> AdviceScreen:
    """Return the screen that gives advice."""
    assert isinstance(sight.app.screen, AdviceScreen)
    return sight.app.screen


def top(sight: Sight) -> str:
    """Return what stands above its rows."""
    parts = (screen(sight).query_one(name, Static).content for name in ("#advice-head", "#advice-state"))  # fmt: skip # noqa: E501
    return "\n".join(map(str, parts))
