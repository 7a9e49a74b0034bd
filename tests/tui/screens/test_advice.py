"""Proposals, the diagnosis and the backlog over the plan."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input, Static

from relplan.app import Workbench
from relplan.model.errors import RelplanError
from relplan.model.proposal import Proposal
from relplan.model.scenario import Mark
from relplan.tui.screens.advice import AdviceScreen
from relplan.tui.screens.plan import PlanScreen
from tests.tui.advices import FakeFormat, a_backlog, a_diagnosis, item, propose, put, write_whole
from tests.tui.shop import Sight, lines_of, opened

WAYS = [((80, 24), False), ((120, 40), True)]


@pytest.fixture
def _proposing(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "relplan.planning.propose", propose=propose)


def screen(sight: Sight) -> AdviceScreen:
    assert isinstance(sight.app.screen, AdviceScreen)
    return sight.app.screen


def top(sight: Sight) -> str:
    parts = (screen(sight).query_one(name, Static).content for name in ("#advice-head", "#advice-state"))  # fmt: skip # noqa: E501
    return "\n".join(map(str, parts))


@pytest.mark.usefixtures("_proposing")
@pytest.mark.parametrize(("size", "ascii_only"), WAYS)
async def test_marks_are_accepted_one_by_one_then_all(
    lockstep: Workbench, size: tuple[int, int], ascii_only: bool
) -> None:
    decided = len(lockstep.log(100))
    async with opened(lockstep, size, ascii_only=ascii_only) as sight:
        await sight.press("j", "p", "G", "enter")
        assert "goal: every change ships alone" in top(sight)
        assert "reached with 2 marks, 6 days; proven: no cheaper marks do it" in top(sight)
        assert "runner-up, 7 days: events flagged" in lines_of(screen(sight).rows)
        await sight.press("enter")
        assert dict(lockstep.scenario().marks) == {"identity-api": Mark.VERSIONED}
        assert "accepted" in lines_of(screen(sight).rows)
        assert "7 ➔ 4" in top(sight) or "7 > 4" in top(sight)
        await sight.press("enter")
        assert sight.toasts[-1] == "identity-api is accepted"
        await sight.press("a")
        assert len(lockstep.log(100)) == decided + 2
        assert len(lockstep.scenario().marks) == 2
        await sight.press("a")
        assert sight.toasts[-1] == "no mark is left to accept"
        await sight.press("u")
        assert dict(lockstep.scenario().marks) == {"identity-api": Mark.VERSIONED}
        await sight.press("escape")
        assert isinstance(sight.app.screen, PlanScreen)
        assert "7 ➔ 4" in sight.header or "7 > 4" in sight.header


@pytest.mark.usefixtures("_proposing")
async def test_a_coupling_is_forbidden_and_effort_bounded(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("p", "j", "j", "enter", *"2", "enter")
        await sight.press("n")
        assert "not marking identity-api" in top(sight)
        shown = lines_of(screen(sight).rows)
        assert "b/2 needs a/1" in shown
        assert "Cherry-pick it." in shown
        assert "no set of marks reaches it; as close as marks get, with 1 mark, 3 days" in top(
            sight
        )
        await sight.press("m", *"nan", "enter")
        assert sight.toasts[-1] == "give a number of days, 0 or more"
        await sight.press("m", *"2.5", "enter")
        assert "2.5 days at most" in top(sight)


async def test_escape_stops_the_search_and_keeps_the_answer(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def endless(*given: Any, cancelled: Any, **how: Any) -> Proposal:
        found = propose(*given, **how)
        begun.set()
        while not cancelled():
            Event().wait(0.01)
        return found

    put(monkeypatch, "relplan.planning.propose", propose=endless)
    async with opened(lockstep) as sight:
        await sight.pilot.press("p", "G", "enter")
        while not begun.is_set():
            await sight.pilot.pause()
        await sight.pilot.pause()
        assert "searching: an answer after" in top(sight)
        await sight.pilot.press("a")
        assert sight.toasts[-1].startswith("the search goes on")
        await sight.press("escape")
        assert "stopped by Esc; reached with 2 marks" in top(sight)
        await sight.press("escape")
        assert isinstance(sight.app.screen, PlanScreen)


async def test_what_stops_an_answer_is_said(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any, **_how: Any) -> Proposal:
        raise RelplanError("there is no solver [/b]", "install it")

    put(monkeypatch, "relplan.planning.propose", propose=fail)
    async with opened(lockstep) as sight:
        await sight.press("p", "G", "enter")
        assert "there is no solver [/b]" in top(sight)


@pytest.mark.parametrize(("size", "ascii_only"), WAYS)
async def test_the_diagnosis_shows_verdicts_and_evidence(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], ascii_only: bool
) -> None:
    def diagnose(_planner: Any, _scenario: Any, _now: int, batch: Any, _past: Any) -> Any:
        return a_diagnosis(batch.id if batch else "")

    put(monkeypatch, "relplan.planning.diagnose", diagnose=diagnose)
    async with opened(lockstep, size, ascii_only=ascii_only) as sight:
        await sight.press("g", "d")
        assert "diagnosis of batch" in top(sight)
        await sight.press("escape", "j", "d")
        assert "diagnosis of the whole workspace" in top(sight)
        shown = lines_of(screen(sight).rows)
        assert "61% of edges (6)" in shown
        assert ("X forced by" if ascii_only else "✗ forced by") in shown
        assert not ascii_only or shown.replace("\u202e", "").isascii()
        assert "\x1b" not in shown
        await sight.press("j", "j", "j", "enter")
        assert "trailer" in sight.dialog


async def test_the_backlog_shows_an_item_and_is_exported(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    numbers = lockstep.plan().numbers
    found = a_backlog(numbers, item(1), item(2))
    put(monkeypatch, "relplan.planning.backlog", backlog=lambda *_given, **_how: found)
    form = FakeFormat("markdown", ".md", "for a wiki", lambda b: f"{len(b.items)} items")
    put(monkeypatch, "relplan.exports.formats", formats=lambda _: {"markdown": form})
    put(monkeypatch, "relplan.exports.writing", write_whole=write_whole)
    monkeypatch.chdir(tmp_path)
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("b")
        shown = lines_of(screen(sight).rows)
        assert "decoupling backlog: 2 items, 6 days" in top(sight)
        assert "no work, only to be waited for" in shown
        assert "A trunk edge ties a to b." in shown
        await sight.press("enter")
        assert "irreversible" in sight.dialog
        assert "done when" in sight.dialog
        await sight.press("escape", "e")
        assert "for a wiki" in sight.dialog
        await sight.press("enter")
        assert sight.app.screen.query_one(Input).value == "backlog.md"
        await sight.press("enter")
        assert (tmp_path / "backlog.md").read_text("utf-8") == "2 items"
        assert sight.toasts[-1] == "wrote backlog.md"
        (tmp_path / "backlog.md").write_text("mine", "utf-8")
        await sight.press("e", "enter", "enter")
        assert "replace it" in sight.dialog
        await sight.press("enter")
        assert (tmp_path / "backlog.md").read_text("utf-8") == "mine"
        await sight.press("e", "enter", "enter", "j", "enter")
        assert (tmp_path / "backlog.md").read_text("utf-8") == "2 items"


async def test_an_empty_backlog_says_what_that_means(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = a_backlog(lockstep.plan().numbers)
    put(monkeypatch, "relplan.planning.backlog", backlog=lambda *_given, **_how: found)
    async with opened(lockstep) as sight:
        await sight.press("b")
        assert "no item: no contract, feature or gate" in lines_of(screen(sight).rows)
