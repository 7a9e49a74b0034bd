"""Undo and redo, on the plan and on what lies over it."""

from relplan.app import Workbench
from tests.tui.shop import opened


async def test_undo_and_redo(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3", "f", "u")
        assert "free 0  largest batch 7  shippable 7" in sight.header
        assert sight.answer == (
            "undone: identity-api flagged: four together, three on their own ➔ seven together"
            " ∙ ctrl+r redoes"
        )
        await sight.press("ctrl+r")
        assert "largest batch 7 ➔ 4" in sight.header
        await sight.press("ctrl+r")
        assert sight.toasts[-1] == "there is nothing of yours to redo"


async def test_the_log_undoes(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3", "v", "l")
        assert "marked identity-api versioned" in sight.dialog
        await sight.press("u")
        assert "marked identity-api versioned  undone" in sight.dialog
        await sight.press("ctrl+r")
        assert "undone" not in sight.dialog
        await sight.press("escape")
        assert "largest batch 7 ➔ 4" in sight.header
