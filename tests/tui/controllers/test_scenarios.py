"""Scenarios beside the one in force."""

from relplan.app import Workbench
from tests.tui.shop import opened


async def test_a_scenario_is_begun_switched_and_compared(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("c")
        assert sight.toasts == ["there is only one scenario; s begins another"]
        await sight.press("s", "G", "enter", *"try", "enter")
        assert "scenario try" in sight.header
        await sight.press("3", "v")
        assert "largest batch 7 ➔ 4" in sight.header
        await sight.press("c")
        assert "largest batch   7                  4" in sight.dialog
        assert "7 changes stand differently" in sight.dialog
        await sight.press("escape", "s", "g", "enter")
        assert "scenario main" in sight.header
        assert sight.answer.startswith("scenario main: ")
        assert "free 0  largest batch 7  shippable" in sight.header


async def test_a_scenario_of_a_name_that_is_taken_is_refused(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("s", "G", "enter", *"main", "enter")
        assert "main" in sight.toasts[-1]
        assert lockstep.scenario_names() == ("main",)
