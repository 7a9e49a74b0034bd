"""Batches are moved in the timeline, steps of a runbook ticked off."""

from pathlib import Path

import pytest
from textual.widgets import Static

from relplan.app import Workbench, origin
from relplan.model.change import State
from relplan.model.runbook import Outcome, Tick
from relplan.tui.screens.plan import PlanScreen
from relplan.tui.screens.runbook import RunbookScreen
from relplan.tui.screens.windows import WindowsScreen
from relplan.tui.widgets.row_list import RowList
from tests.tui.shop import Sight, lines_of, open_bench, opened

WINDOWS = """
[windows.thursday]
start = 2026-01-01T22:00:00
duration_minutes = 120
rrule = "FREQ=WEEKLY;BYDAY=TH"

[freezes.audit]
start = 2026-10-01
end = 2026-10-02
reason = "Audit"
"""


@pytest.fixture
def timed(lockstep: Workbench) -> Workbench:
    file = lockstep.loaded.file
    file.write_text(file.read_text("utf-8") + WINDOWS, "utf-8")
    lockstep.close()
    return open_bench(Path(file.parent))


def rows(sight: Sight) -> str:
    return lines_of(sight.app.screen.query_one(RowList))


def below(sight: Sight, name: str = "#windows-details") -> str:
    return str(sight.app.screen.query_one(name, Static).content)


@pytest.mark.parametrize(("size", "ascii_only"), [((80, 24), True), ((120, 40), False)])
async def test_a_batch_is_moved_to_a_later_window_and_back(
    timed: Workbench, size: tuple[int, int], ascii_only: bool
) -> None:
    with timed:
        async with opened(timed, size, ascii_only=ascii_only) as sight:
            await sight.press("t")
            assert isinstance(sight.app.screen, WindowsScreen)
            assert "thursday 2026-09-24 22:00, in 3 days: 1 batch, 7 changes" in rows(sight)
            assert "window thursday: else 2026-09-21" in below(sight)
            await sight.press("greater_than_sign")
            assert "2026-10-08 22:00" in rows(sight)  # the first of October is frozen
            assert "late: moved by hand, else 24.09." in rows(sight)
            assert "14 days later than without the moves" in below(sight)
            assert "1 move by hand" in below(sight, "#windows-head")
            await sight.press("greater_than_sign")
            assert "2026-10-15 22:00" in rows(sight)
            await sight.press("less_than_sign")
            assert "2026-10-08 22:00" in rows(sight)
            await sight.press("less_than_sign")
            assert "2026-09-24 22:00" in rows(sight)
            assert not timed.scenario().moves
            await sight.press("less_than_sign")
            assert sight.toasts[-1].startswith("it cannot go earlier")
            assert not ascii_only or rows(sight).isascii()
            await sight.press("escape")
            assert sight.app.screen is sight.plan


async def test_a_move_is_kept_in_its_scenario_and_undone_like_a_mark(timed: Workbench) -> None:
    with timed:
        async with opened(timed) as sight:
            await sight.press("t", "greater_than_sign", "escape", "t")
            assert "2026-10-08 22:00" in rows(sight)
            await sight.press("u")
            assert "2026-09-24 22:00" in rows(sight)
            await sight.press("ctrl+r")
            assert "2026-10-08 22:00" in rows(sight)
            assert [at for _, at in timed.scenario().moves] == [1791496800]


async def test_the_runbook_of_a_whole_window_opens_on_its_heading(timed: Workbench) -> None:
    with timed:
        async with opened(timed) as sight:
            await sight.press("t", "k", "enter")
            assert "runbook: Window thursday" in below(sight, "#runbook-head")


async def test_with_marks_each_change_has_a_date_of_its_own(timed: Workbench) -> None:
    with timed:
        timed.mark("ledger-api", "versioned")
        timed.mark("identity-api", "versioned")
        async with opened(timed) as sight:
            await sight.press("t")
            assert "7 batches have a date" in below(sight, "#windows-head")
            assert len(rows(sight).splitlines()) == 2
            assert "7 batches of one" in rows(sight)
            assert len(below(sight).splitlines()) == 7  # what they are
            await sight.press("greater_than_sign", "u")
            assert sight.toasts[-2] == "put the cursor on a batch first"
            assert "your last decision is no move" in sight.toasts[-1]
            await sight.press("enter")
            assert len(rows(sight).splitlines()) == 9


async def test_what_an_open_question_may_block_is_shown_as_uncertain(unsure_folder: Path) -> None:
    with open_bench(unsure_folder) as bench:
        bench.set_state("orders:pay", State.READY)
        async with opened(bench, (80, 24)) as sight:
            await sight.press("t")
            assert "1, 1 uncertain, of" in rows(sight)
            assert "uncertain: 1 change, orders:pay," in below(sight)


async def test_a_runbook_is_ticked_off_kept_and_resumed(timed: Workbench) -> None:
    with timed:
        async with opened(timed) as sight:
            await sight.press("t", "enter")
            screen = sight.app.screen
            assert isinstance(screen, RunbookScreen)
            await sight.press("enter")
            assert "1 of 7 steps done" in below(sight, "#runbook-head")
            await sight.press("F")
            assert "roll back now: 1 billing" in below(sight, "#runbook-head")
            await sight.press("B")
            assert "rolled back by" in rows(sight)
            assert "roll back now" not in below(sight, "#runbook-head")
            await sight.press("escape", "enter")
            assert "rolled back by" in rows(sight)
            said = [tick.outcome for tick in timed.store.ticks()]
            assert said == [Outcome.DONE, Outcome.FAILED, Outcome.ROLLED_BACK]


async def test_a_step_out_of_order_is_ticked_off_by_a_second_enter_alone(timed: Workbench) -> None:
    with timed:
        async with opened(timed) as sight:
            await sight.press("t", "enter")
            await sight.press("G")
            await sight.press("enter")
            assert "before 7" in sight.toasts[-1]
            assert "0 of 7 steps done" in below(sight, "#runbook-head")
            await sight.press("enter")
            assert "1 of 7 steps done" in below(sight, "#runbook-head")
            assert "out of order: 7" in below(sight, "#runbook-head")
            await sight.press("u")
            assert "0 of 7 steps done" in below(sight, "#runbook-head")
            await sight.press("u")
            assert sight.toasts[-1] == "there is no tick of yours to take back"


async def test_what_is_ticked_elsewhere_appears(timed: Workbench) -> None:
    with timed, open_bench(timed.loaded.file.parent) as other:
        async with opened(timed) as sight:
            await sight.press("t", "enter")
            screen = sight.app.screen
            assert isinstance(screen, RunbookScreen)
            other.store.tick(Tick(screen.book.steps[0].key, Outcome.DONE, "eve", 9))
            screen.look()
            assert "done by eve" in rows(sight)
            assert "1 of 7 steps done" in below(sight, "#runbook-head")
            await sight.press("u")
            assert sight.toasts[-1] == "there is no tick of yours to take back"


async def test_a_namesakes_tick_is_told_by_the_machine_and_stays(
    timed: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin, "who", lambda: "root")
    monkeypatch.setattr(origin, "host", lambda: "laptop")
    with timed, open_bench(timed.loaded.file.parent) as other:
        async with opened(timed) as sight:
            await sight.press("t", "enter")
            screen = sight.app.screen
            assert isinstance(screen, RunbookScreen)
            first, second = screen.book.steps[:2]
            other.store.tick(Tick(first.key, Outcome.DONE, "root", 9, host="build-7"))
            screen.look()
            assert "done by root on build-7 " in rows(sight)
            await sight.press("u")
            assert sight.toasts[-1] == "there is no tick of yours to take back"
            other.store.tick(Tick(second.key, Outcome.DONE, "root", 9, host="laptop"))
            screen.look()
            assert "done by root 1970" in rows(sight)
            await sight.press("u")
            assert "1 of 7 steps done" in below(sight, "#runbook-head")


async def test_the_notes_of_the_window_in_hand_are_offered(timed: Workbench) -> None:
    with timed:
        async with opened(timed, (80, 24)) as sight:
            await sight.press("t", "E")
            assert "notes of thursday what goes out in thursday" in " ".join(sight.dialog.split())


async def test_a_window_that_makes_no_sense_is_said(timed: Workbench) -> None:
    file = timed.loaded.file
    file.write_text(file.read_text("utf-8").replace("WEEKLY", "SECONDLY"), "utf-8")
    timed.close()
    with open_bench(file.parent) as bench:
        async with opened(bench) as sight:
            await sight.press("t")
            assert isinstance(sight.app.screen, PlanScreen)
            assert "[windows.thursday]" in sight.toasts[-1]
