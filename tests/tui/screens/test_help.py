"""The help over the plan."""

import pytest
from textual.widgets import Markdown

from relplan.app import Workbench
from relplan.tui.keys import ACTIONS
from relplan.tui.screens.help import HelpScreen, PageScreen
from tests.tui.shop import opened


async def test_help_has_every_key_and_every_sign(lockstep: Workbench) -> None:
    async with opened(lockstep, (120, 40)) as sight:
        await sight.press("question_mark")
        assert isinstance(sight.app.screen, HelpScreen)
        shown = " ".join(sight.dialog.split())
        assert all(action.tooltip in shown for action in ACTIONS.values())
        assert "⇄ lockstep it can ship now" in shown
        await sight.press("escape")
        assert sight.focused == "changes"


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_the_pages_are_read_behind_help(lockstep: Workbench, ascii_only: bool) -> None:
    async with opened(lockstep, (80, 24), ascii_only=ascii_only) as sight:
        await sight.press("question_mark", "end", "up", "up", "enter")
        assert isinstance(sight.app.screen, PageScreen)
        page = sight.app.screen.query_one(Markdown)
        assert page.source.startswith("# Architecture")
        assert not ascii_only or page.source.isascii()
        await sight.press("escape")
        assert isinstance(sight.app.screen, HelpScreen)


async def test_help_begins_with_the_place_and_is_searched(webshop: Workbench) -> None:
    async with opened(webshop, (120, 40)) as sight:
        await sight.press("3", "question_mark")
        first, second, *_ = sight.dialog.splitlines()
        assert first == "Here, on an offer"
        assert second.split()[0] == "v"
        await sight.press("slash", *"wave")
        assert all(
            "wave" in line.casefold() or line[:1] != " " for line in sight.dialog.split("\n")
        )
        assert "Marks" not in sight.dialog
        await sight.press("escape")
        assert "In the bars" not in sight.dialog
        assert "Marks" in sight.dialog
        await sight.press("escape")
        assert sight.focused == "offers"
