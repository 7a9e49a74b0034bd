"""What others do in the same store appears, and the cursor stays."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from relplan.app import Workbench, origin
from relplan.store.scan_note import ScanNote
from tests.tui.shop import Sight, open_bench, opened


@pytest.fixture
def other(lockstep: Workbench) -> Iterator[Workbench]:
    """Return the same workspace in another window."""
    with open_bench(lockstep.loaded.file.parent) as bench:
        yield bench


def by_ann(monkeypatch: pytest.MonkeyPatch, bench: Workbench, coupling: str, mark: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(origin, "who", lambda: "ann")
        bench.mark(coupling, mark)


def by_namesake(monkeypatch: pytest.MonkeyPatch, bench: Workbench) -> None:
    """Decide as somebody with the same login name, on another machine."""
    with monkeypatch.context() as patch:
        patch.setattr(origin, "host", lambda: "build-7")
        bench.mark("ledger-api", "versioned")


async def look(sight: Sight) -> None:
    sight.plan._watching.look()
    await sight.settle()


async def test_a_mark_made_elsewhere_appears_and_the_cursor_stays(
    lockstep: Workbench, other: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(lockstep) as sight:
        await sight.press("j", "j")
        change = sight.plan.changes.change
        by_ann(monkeypatch, other, "ledger-api", "versioned")
        await look(sight)
        assert "largest batch 7 ➔ 4" in sight.header
        assert sight.answer.startswith("ann decided: ledger-api versioned: seven ➔ ")
        assert sight.plan.changes.change == change
        await sight.press("l")
        assert "identity-api" not in sight.dialog
        by_ann(monkeypatch, other, "identity-api", "versioned")
        await look(sight)
        assert "identity-api" in sight.dialog


async def test_what_another_decided_since_is_neither_undone_nor_decided_over(
    lockstep: Workbench, other: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(lockstep) as sight:
        await sight.press("3", "v")
        by_ann(monkeypatch, other, "ledger-api", "versioned")
        await sight.press("u")
        assert "somebody decided something just now" in sight.toasts[-1]
        await sight.press("u")
        assert "undone: identity-api versioned" in sight.answer
        assert "ann's later one stays: marked ledger-api versioned" in sight.answer
        assert dict(lockstep.scenario().marks) == {"ledger-api": "versioned"}
        await sight.press("u")
        assert "there is nothing of yours to undo; ann's later one stays" in sight.toasts[-1]


async def test_a_namesake_on_another_machine_is_somebody_else(
    lockstep: Workbench, other: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin, "who", lambda: "root")
    async with opened(lockstep) as sight:
        by_namesake(monkeypatch, other)
        await look(sight)
        assert sight.answer.startswith("root on build-7 decided: ledger-api versioned: ")
        await sight.press("u")
        assert sight.toasts[-1] == (
            "there is nothing of yours to undo; root on build-7's later one stays: marked"
            " ledger-api versioned"
        )
        other.mark("identity-api", "versioned")
        await look(sight)
        assert sight.answer.startswith("you, in another window, decided: identity-api versioned: ")


async def test_a_window_stays_in_its_scenario_whatever_others_look_at(
    lockstep: Workbench, other: Workbench
) -> None:
    async with opened(lockstep) as sight:
        other.new_scenario("try")
        other.switch("try")
        other.mark("identity-api", "versioned")
        await look(sight)
        assert "scenario main" in sight.header
        assert "decided in try: identity-api versioned: the plan stays as it was" in sight.answer
        assert dict(lockstep.scenario().marks) == {}


async def test_a_state_set_elsewhere_is_read_beside_the_screen(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench, open_bench(unsure_folder) as other:
        async with opened(bench) as sight:
            other.set_state("orders:pay", "ready")
            await look(sight)
            assert bench.plan().changes["orders:pay"].state == "ready"
            await sight.press("Q")
            other.answer(other.plan().questions[0].question.id, "yes")
            await look(sight)
            assert "answered: 1 question" in sight.dialog


async def test_a_scan_in_another_window_is_shown_until_it_ends(lockstep: Workbench) -> None:
    store = lockstep.store
    async with opened(lockstep) as sight:
        process = os.getppid()
        store.note_scan(ScanNote(process, "ann", "web", "reading commits", 3, 7))
        await look(sight)
        assert sight.shown("#progress")
        assert "ann scans in another window, repository 3 of 7: web" in sight.text("#progress")
        store.end_scan_note(process)
        await look(sight)
        assert not sight.shown("#progress")
