"""The backlog goes to a file."""

from pathlib import Path

import pytest
from textual.widgets import Input

from relplan.app import Workbench
from tests.tui.advices import FakeFormat, a_backlog, item, put, screen, top, write_whole
from tests.tui.shop import lines_of, opened


async def test_the_backlog_shows_an_item_and_is_exported(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    numbers = lockstep.plan().numbers
    found = a_backlog(numbers, item(1), item(2))
    put(monkeypatch, "relplan.planning.backlog", backlog=lambda *_given, **_how: found)
    form = FakeFormat("markdown", ".md", "for a wiki", lambda b: f"{len(b.items)} items")
    put(monkeypatch, "relplan.exports.formats", formats=lambda _: {"markdown": form})
    put(monkeypatch, "relplan.exports.writing", write_whole=write_whole)
    monkeypatch.chdir(tmp_path)
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("b")
        shown = lines_of(screen(sight).rows)
        assert "decoupling backlog: 2 items, 6 days" in top(sight)
        assert "no work, only to be waited for" in shown
        assert "A trunk edge ties a to b." in shown
        await sight.press("enter")
        assert "irreversible" in sight.dialog
        assert "done when" in sight.dialog
        await sight.press("escape", "E")
        assert sight.dialog.split()[0] == "backlog"  # what is in sight comes first
        await sight.press("enter")
        assert "for a wiki" in sight.dialog
        await sight.press("enter")
        assert sight.app.screen.query_one(Input).value == "backlog.md"
        await sight.press("enter")
        assert (tmp_path / "backlog.md").read_text("utf-8") == "2 items"
        assert sight.answer == f"wrote {tmp_path / 'backlog.md'}"
        (tmp_path / "backlog.md").write_text("mine", "utf-8")
        await sight.press("E", "enter", "enter", "enter")
        assert "replace it" in sight.dialog
        await sight.press("enter")
        assert (tmp_path / "backlog.md").read_text("utf-8") == "mine"
        await sight.press("E", "enter", "enter", "enter", "j", "enter")
        assert (tmp_path / "backlog.md").read_text("utf-8") == "2 items"


async def test_a_path_that_will_not_do_is_typed_on(lockstep: Workbench, tmp_path: Path) -> None:
    async with opened(lockstep) as sight:

        def typed() -> str:
            return sight.app.screen.query_one(Input).value

        async def type_in(text: str) -> None:
            await sight.press(*({"/": "slash", ".": "full_stop"}.get(key, key) for key in text))

        await sight.press("E", "enter", "enter")
        assert typed().startswith("plan.")  # what is proposed gives way
        await type_in(f"{tmp_path}")
        await sight.press("enter")
        assert sight.toasts[-1] == f"{tmp_path} is a folder: name a file in it"
        assert typed() == str(tmp_path)
        await type_in("/there")
        (tmp_path / "there").write_text("mine", "utf-8")
        await sight.press("enter")
        assert "replace it" in sight.dialog
        await sight.press("escape")
        assert typed() == str(tmp_path / "there")
        await type_in("/in")
        await sight.press("enter")
        assert "nothing is written" in sight.toasts[-1]
        assert typed() == str(tmp_path / "there" / "in")
        await sight.press("escape")
        assert sight.app.screen is sight.plan
        assert (tmp_path / "there").read_text("utf-8") == "mine"
