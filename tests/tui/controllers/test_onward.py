"""From the plan to the clipboard, the editor, a browser, a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from relplan.app import Workbench
from relplan.model.evidence import Evidence
from relplan.tui.screens.plan import PlanScreen
from tests.tui.shop import opened


async def test_the_id_is_copied_and_that_is_said(lockstep: Workbench) -> None:
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("j", "y", "enter")
        change = sight.plan.changes.change
        assert sight.app.clipboard == change
        assert sight.answer == f"copied the id: {change}"


async def test_the_editor_opens_the_evidence(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setenv("VISUAL", "vim")
    monkeypatch.setattr(
        "relplan.tui.controllers.editing.run_editor", lambda command: ran.append(command) or ""
    )

    @contextmanager
    def suspended(_app: object) -> Iterator[None]:
        yield

    root = lockstep.loaded.roots[0]
    file = next(path for path in Path(root.repository).iterdir() if path.is_file())
    place = Evidence("rule", "text", root.service, path=file.name, line=3)
    monkeypatch.setattr(PlanScreen, "evidence", place)
    async with opened(lockstep, (80, 24)) as sight:
        monkeypatch.setattr(type(sight.app), "suspend", suspended)
        await sight.press("e")
        assert ran == [["vim", "+3", str(file)]]
        assert sight.answer == f"opened {file} at line 3"


async def test_what_has_no_address_says_why(lockstep: Workbench) -> None:
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("j", "O")
        assert "no import told the address" in sight.toasts[-1]


async def test_the_runbook_of_the_batch_in_hand_is_exported(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("E", "G", "enter", "enter")
        assert sight.app.screen.query_one(Input).value == "runbook.md"
        await sight.press("enter")
        assert sight.answer == f"wrote {tmp_path / 'runbook.md'}"
        assert (tmp_path / "runbook.md").read_text("utf-8").startswith("# ")


async def test_notes_are_made_beside_the_screen(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(lockstep, (80, 24)) as sight:
        await sight.press("E")
        assert "notes of batch" in sight.dialog
        await sight.press("G", "k", "k", "enter", "enter")
        assert sight.app.screen.query_one(Input).value == "notes.md"
        await sight.press("enter")
        await sight.app.workers.wait_for_complete()
        await sight.press()
        assert sight.answer == f"wrote {tmp_path / 'notes.md'}"
        assert (tmp_path / "notes.md").read_text("utf-8").startswith("# Batch B0")
