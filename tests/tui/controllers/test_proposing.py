"""Marks of a proposal are accepted, or others asked for."""

from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from relplan.app import Workbench
from relplan.model.proposal import Proposal
from relplan.model.scenario import Mark
from relplan.tui.screens.plan import PlanScreen
from tests.tui.advices import propose, put, screen, top
from tests.tui.shop import lines_of, opened

WAYS = [((80, 24), False), ((120, 40), True)]


@pytest.fixture
def _proposing(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "relplan.planning.propose", propose=propose)


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
        assert sight.app.screen.query_one(Input).value == "nan"  # it stands there to be mended
        await sight.press(*["backspace"] * 3, *"2.5", "enter")
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
