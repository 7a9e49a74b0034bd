"""The three panes beside each other."""

from relplan.app import Workbench
from tests.tui.shop import opened


async def test_the_pane_says_before_what_each_mark_would_do(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        assert sight.text("#couplings").splitlines()[1] == "  v versioned 7➔4       7➔7"
        await sight.press("3", "v")
        assert sight.text("#couplings").splitlines()[1] == "  v take off  4➔7       7➔7"


async def test_the_cursor_stays_on_its_change(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        sight.plan.go_to_change("web:SHOP-350-gift-wrap")
        await sight.press("3", "w", "j", "f", "u")
        assert sight.plan.changes.change == "web:SHOP-350-gift-wrap"


async def test_runs_and_batches_open_and_close(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        count = len(sight.plan.changes.rows)
        await sight.press("enter")
        assert len(sight.plan.changes.rows) == count - 4
        await sight.press("right")
        run = next(r for r in sight.plan.changes.rows.listing.rows if getattr(r, "folds", False))  # type: ignore[attr-defined]
        sight.plan.go_to_change(run.key)
        await sight.press("right")
        assert len(sight.plan.changes.rows) == count + len(run.run.changes) - 1
        await sight.press("j", "left")
        assert len(sight.plan.changes.rows) == count
        assert sight.plan.changes.change == run.key
