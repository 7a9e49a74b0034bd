"""The graph of a batch over the plan."""

import pytest

from relplan.app import Workbench
from relplan.tui.screens.graph import GraphScreen
from relplan.tui.screens.plan import PlanScreen
from tests.tui.shop import lines_of, opened


@pytest.mark.parametrize(("size", "ascii_only"), [((80, 24), True), ((120, 40), False)])
async def test_a_batch_is_drawn_and_a_change_of_it_gone_to(
    lockstep: Workbench, size: tuple[int, int], ascii_only: bool
) -> None:
    async with opened(lockstep, size, ascii_only=ascii_only) as sight:
        await sight.press("j", "o")
        screen = sight.app.screen
        assert isinstance(screen, GraphScreen)
        batch = max(lockstep.plan().batches, key=lambda one: len(one.changes))
        shown = lines_of(screen.query_one("#graph-rows"))  # type: ignore[arg-type]
        assert all(change in shown for change in batch.changes)
        wanted = batch.changes[3]
        rows = screen.query_one("#graph-rows")
        while rows.key != wanted:  # type: ignore[attr-defined]
            await sight.press("j")
        await sight.press("enter")
        assert isinstance(sight.app.screen, PlanScreen)
        assert sight.plan.changes.change == wanted


async def test_escape_closes_it(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("j", "o", "escape")
        assert isinstance(sight.app.screen, PlanScreen)
