"""What a mark brings is seen: the bars move, and what became free glows."""

import pytest

from relplan.app import Workbench
from relplan.tui.presentation.listing import ChangeRow
from relplan.tui.widgets.change_list import ChangeList, ListingRows
from tests.tui.shop import Sight, opened


def _glowing(changes: ChangeList) -> set[str]:
    rows = changes.rows
    assert isinstance(rows, ListingRows)
    found = ((index, rows.row(index)) for index in range(len(rows)))
    return {
        row.change for index, row in found if changes.glows(index) and isinstance(row, ChangeRow)
    }


def _bars(sight: Sight) -> str:
    return sight.text("#shares")


async def test_a_mark_shrinks_the_bar_of_now_and_leaves_that_of_before(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert "free" in _bars(sight)
        assert "no marks" not in _bars(sight)
        await sight.press("3", "v")
        before, now = _bars(sight).splitlines()
        assert before.startswith("no marks")
        assert " 7 " in before
        assert now.startswith("now")
        assert " 4 " in now


async def test_the_bars_come_to_rest_at_the_new_plan(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "full")
    async with opened(lockstep) as sight:
        sight.app.animation_level = "full"
        await sight.press("3", "v")
        bars = sight.plan.query_one("#shares")
        while bars.moving:  # type: ignore[attr-defined]
            await sight.pilot.pause(0.05)
        assert " 4 " in _bars(sight).splitlines()[1]
        free = {
            change
            for change in sight.plan.session.plan.changes
            if sight.plan.session.plan.status(change).free
        }
        assert _glowing(sight.plan.changes) == free != set()
