"""Screens that give advice."""

from typing import Any

import pytest

from relplan.app import Workbench
from relplan.model.errors import RelplanError
from relplan.model.proposal import Proposal
from tests.tui.advices import a_backlog, a_diagnosis, put, screen, top
from tests.tui.shop import lines_of, opened

WAYS = [((80, 24), False), ((120, 40), True)]


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


async def test_an_empty_backlog_says_what_that_means(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = a_backlog(lockstep.plan().numbers)
    put(monkeypatch, "relplan.planning.backlog", backlog=lambda *_given, **_how: found)
    async with opened(lockstep) as sight:
        await sight.press("b")
        assert "no item: no contract, feature, gate or unit" in lines_of(screen(sight).rows)
