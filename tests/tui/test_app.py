"""The app as a whole: colours, signs, what is hostile."""

import re
from pathlib import Path

import pytest

from relplan.app import Workbench
from tests.tui.shop import opened


async def test_hostile_titles_are_shown_as_they_stand(tmp_path: Path, lockstep: Workbench) -> None:
    change = lockstep.plan().changes
    name = next(iter(change))
    object.__setattr__(change[name], "title", "[/foo] [red]close\x1b[2J\u202e")
    async with opened(lockstep, (200, 45)) as sight:
        await sight.press("j", "enter", "escape")
        rows = sight.plan.changes
        shown = [rows.render_line(y).text for y in range(4)]
        assert any("[/foo] [red]close" in line for line in shown)
        assert not any("\x1b" in line or "\u202e" in line for line in shown)


async def test_no_color(lockstep: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(lockstep) as sight:
        svg = sight.app.export_screenshot()
        hues = set(re.findall(r"-r\d+ { fill: #(\w{6})", svg)) - {"c5c8c6"}  # the picture's own
        assert len(hues) > 2  # it is no black on black
        assert all(hue[0:2] == hue[2:4] == hue[4:6] for hue in hues)


async def test_ascii_draws_nothing_else(webshop: Workbench) -> None:
    async with opened(webshop, (120, 40), ascii_only=True) as sight:
        await sight.press("j")
        for pane in ("#changes", "#why", "#offers"):
            assert sight.text(pane).isascii()
        assert sight.header.isascii()


async def test_an_unknown_theme_is_named(lockstep: Workbench) -> None:
    async with opened(lockstep, theme="nope") as sight:
        assert sight.toasts[0].startswith("There is no theme 'nope'")
