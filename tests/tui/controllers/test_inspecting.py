"""What is behind the plan."""

from relplan.app import Workbench
from tests.tui.shop import open_bench, opened


async def test_why_names_every_blocker_and_enter_shows_the_evidence(webshop: Workbench) -> None:
    async with opened(webshop) as sight:
        await sight.press("j", "enter")
        assert sight.focused == "why"
        explanation = webshop.why(sight.plan.changes.change or "")
        assert sight.text("#why").count("blocked by ") == len(explanation.blockers) > 0
        await sight.press("enter")
        assert f"edge        {explanation.blockers[0].path[0].fingerprint}" in sight.dialog
        assert "relplan.toml" in sight.dialog
        await sight.press("escape", "escape")
        assert sight.focused == "changes"
        await sight.press("apostrophe", *"web-243", "enter", "enter", "enter", "e")
        assert sight.toasts[-1] == "this stands in git's history, and in no file"
        await sight.press("escape", "n")
        assert (sight.focused, sight.plan.changes.change) == ("changes", "web:WEB-242-wishlist")


async def test_the_log_shows_decisions_whose_subject_is_gone(lockstep: Workbench) -> None:
    lockstep.mark("ledger-api", "flagged")
    toml = lockstep.loaded.store.parent.parent / "relplan.toml"
    text = toml.read_text("utf-8").replace("ledger-api", "books-api")
    toml.write_text(text, "utf-8")
    with open_bench(toml.parent) as bench:
        async with opened(bench) as sight:
            await sight.press("l")
            assert "not pending any more" in sight.dialog


async def test_what_runs_where_is_one_key_away(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("P")
        assert "gateway v3.0.2\n  release tag" in sight.dialog
        await sight.press("escape")
        assert " staging " not in sight.header
    with Workbench(lockstep.loaded, lockstep.clock, environment="staging") as bench:
        async with opened(bench) as sight:
            assert " staging " in sight.header
            assert "never scanned" in sight.header
