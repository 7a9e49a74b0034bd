"""The palette offers what can be done where the person is."""

from pathlib import Path

from relplan.app import Workbench
from relplan.tui.keys import ACTIONS
from relplan.tui.palette import ActionProvider
from tests.tui.shop import open_bench, opened


async def test_the_palette_says_why_something_cannot_be_done(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3")
        provider = ActionProvider(sight.plan)
        helps = {str(hit.text): hit.help or "" async for hit in provider.discover()}  # type: ignore[union-attr]
        assert helps["mark: waived"].startswith("Not now: identity-api is a contract")
        assert helps["mark: versioned"] == ACTIONS["plan.versioned"].tooltip
        assert "theme: relplan-light" in helps
        assert {name.partition(":")[0] for name in helps} >= {"mark", "view", "scenario", "theme"}


async def test_the_palette_runs_an_action(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3")
        sight.burst("ctrl+p", *"versioned")
        await sight.settle()  # textual looks for what is typed beside the screen
        await sight.press("enter")
        await sight.settle()
        assert "largest batch 7 ➔ 4" in sight.header


async def test_the_palette_offers_what_the_screen_on_top_can_do(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        async with opened(bench) as sight:
            await sight.press("Q")
            provider = ActionProvider(sight.app.screen)
            names = {str(hit.text) async for hit in provider.discover()}  # type: ignore[union-attr]
            own = {name for name in names if not name.startswith(("theme: ", "move: "))}
            assert own == {
                "view: yes", "view: no", "view: all alike", "view: withdraw", "mark: undo",
                "mark: redo", "onward: edit", "onward: export",
                "view: help", "view: theme", "view: next pane", "view: last pane", "view: back",
                "relplan: quit", "relplan: leave",
            }  # fmt: skip
