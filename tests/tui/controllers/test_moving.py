"""Moving about in the plan: panes and the filter."""

from relplan.app import Workbench
from tests.tui.shop import opened


async def test_filter_by_text_and_field(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("slash", *"team:", *"s")
        sight.plan.query_one("#filter").value = "service:web status:lockstep"  # type: ignore[attr-defined]
        await sight.settle()
        await sight.press("enter")
        changes = [row.key for row in sight.plan.changes.rows.listing]  # type: ignore[attr-defined]
        found = [name for name in changes if name in webshop.plan().changes]
        assert found
        assert all(webshop.plan().changes[name].service == "web" for name in found)
        assert all(webshop.plan().status(name) == "lockstep" for name in found)
        await sight.press("escape")
        assert len(sight.plan.changes.rows) > len(changes)


async def test_one_pane_at_80_columns(webshop: Workbench) -> None:
    async with opened(webshop, (80, 24)) as sight:
        assert (sight.shown("#changes"), sight.shown("#why")) == (True, False)
        await sight.press("j")
        assert "2 blockers to be done first" in sight.text("#detail")
        await sight.press("enter")
        assert (sight.shown("#changes"), sight.shown("#why")) == (False, True)
        await sight.press("tab")
        assert (sight.focused, sight.shown("#offers")) == ("offers", True)
        await sight.press("escape")
        assert (sight.focused, sight.shown("#changes")) == ("changes", True)


async def test_keys_typed_ahead_reach_the_pane_that_was_hidden(lockstep: Workbench) -> None:
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("3", "j", "f")
        assert dict(lockstep.scenario().marks) == {"ledger-api": "flagged"}
