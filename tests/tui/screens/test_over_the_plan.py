"""What lies over the plan, and what runs beside it."""

import re
import shutil
from pathlib import Path

import pytest
from textual.widgets import Markdown

from relplan.app import Workbench
from relplan.examples import build
from relplan.tui.keys import ACTIONS
from relplan.tui.palette import ActionProvider
from relplan.tui.screens.help import HelpScreen, PageScreen
from tests.tui.shop import open_bench, opened


async def test_a_scenario_is_begun_switched_and_compared(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("c")
        assert sight.toasts == ["there is only one scenario; s begins another"]
        await sight.press("s", "G", "enter", *"try", "enter")
        assert "scenario try" in sight.header
        await sight.press("v")
        assert "largest batch 7 ➔ 4" in sight.header
        await sight.press("c")
        assert "largest batch   7                  4" in sight.dialog
        assert "7 changes stand differently" in sight.dialog
        await sight.press("escape", "s", "g", "enter")
        assert "scenario main" in sight.header
        assert "largest batch 7  free 0  shippable" in sight.header


async def test_a_scenario_of_a_name_that_is_taken_is_refused(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("s", "G", "enter", *"main", "enter")
        assert "main" in sight.toasts[-1]
        assert lockstep.scenario_names() == ("main",)


async def test_the_log_undoes(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("v", "l")
        assert "marked identity-api versioned" in sight.dialog
        await sight.press("u")
        assert "marked identity-api versioned  undone" in sight.dialog
        await sight.press("ctrl+r")
        assert "undone" not in sight.dialog
        await sight.press("escape")
        assert "largest batch 7 ➔ 4" in sight.header


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


async def test_the_palette_says_why_something_cannot_be_done(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        provider = ActionProvider(sight.plan)
        helps = {str(hit.text): hit.help or "" async for hit in provider.discover()}  # type: ignore[union-attr]
        assert helps["mark: waived"].startswith("Not now: identity-api is a contract")
        assert helps["mark: versioned"] == ACTIONS["plan.versioned"].tooltip
        assert "theme: relplan-light" in helps
        assert {name.partition(":")[0] for name in helps} >= {"mark", "view", "scenario", "theme"}


async def test_the_palette_runs_an_action(lockstep: Workbench) -> None:
    async with opened(lockstep) as sight:
        await sight.press("ctrl+p")
        await sight.pilot.press(*"versioned")
        await sight.pilot.pause(0.2)
        await sight.press("enter", "enter")
        assert "largest batch 7 ➔ 4" in sight.header


async def test_first_run_offers_to_scan(tmp_path: Path) -> None:
    folder = build("lockstep-7", tmp_path / "new")
    with open_bench(folder) as bench:
        async with opened(bench) as sight:
            assert "never scanned" in sight.header
            await sight.press("R")
            assert "largest batch 7" in sight.header
            assert "scanned just now" in sight.header
            assert sight.toasts == ["7 repositories read, 7 changes pending"]


async def test_a_repository_that_fails_is_named_and_its_part_is_older(lockstep: Workbench) -> None:
    shutil.rmtree(Path(lockstep.loaded.roots[0].repository) / ".git")
    service = lockstep.loaded.roots[0].service
    async with opened(lockstep) as sight:
        await sight.press("R")
        assert f"older: {service}" in sight.header
        assert any(toast.startswith(f"{service}: ") for toast in sight.toasts)
        assert "largest batch 7" in sight.header


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
        for pane in ("#changes", "#why", "#couplings"):
            assert sight.text(pane).isascii()
        assert sight.header.isascii()


async def test_an_unknown_theme_is_named(lockstep: Workbench) -> None:
    async with opened(lockstep, theme="nope") as sight:
        assert sight.toasts[0].startswith("There is no theme 'nope'")
