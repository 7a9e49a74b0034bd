"""The TUI on an example workspace, and what a person sees of it."""

from asyncio import get_running_loop, sleep, timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Static
from textual.worker import WorkerCancelled

from relplan.app import Workbench
from relplan.examples import build, reviewed
from relplan.tui.app import RelplanApp
from relplan.tui.screens.plan import PlanScreen
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.row_list import RowList
from relplan.workspace import load

NOW = 1_790_000_000.0
_PATIENCE = 60.0
"""Seconds after which the TUI is never done with something."""


def open_bench(folder: Path) -> Workbench:
    """Open the workspace in *folder*, at a moment that stands still."""
    return Workbench(load(folder / "relplan.toml"), lambda: NOW)


def scanned(name: str, folder: Path) -> Path:
    """Build and scan the example *name* in *folder*."""
    build(name, folder)
    with open_bench(folder) as bench:
        bench.scan()
        for change in reviewed(name):
            bench.set_state(change, "ready")
    return folder


async def nothing_is_ready(_least: float = 0.0, most: float = 1.0) -> None:
    """Wait, *most* seconds at most, until all tasks wait for time to pass or for another thread.

    textual's own way is to sleep until no time of the processor is used: 20 ms for each key at
    least, and on a machine with other work it may still come too early.
    """
    loop = get_running_loop()
    end = loop.time() + most
    await sleep(0)
    while loop._ready and loop.time() < end:  # type: ignore[attr-defined]
        await sleep(0)


class Sight:
    """What a person sees and does."""

    def __init__(self, app: RelplanApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def plan(self) -> PlanScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, PlanScreen))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is to be done any more with what was typed, or beside the screen.

        One round may bring work for the next: a footer is composed anew only after its screen was
        drawn, which on a loaded machine comes later than the pause ends.
        """
        async with timeout(_PATIENCE):
            while True:
                with suppress(WorkerCancelled):  # another one came in its place
                    await self.app.workers.wait_for_complete()
                await self.pilot.pause()
                if not self._has_work():
                    return

    def _has_work(self) -> bool:
        screen = self.app.screen
        pumps = (self.app, *screen.walk_children(with_self=True))
        return (
            not self.app.keyboard.is_idle
            or any(not worker.is_finished for worker in self.app.workers)
            or bool(screen._callbacks)
            or screen._layout_required
            or any(pump.message_queue_size or pump._next_callbacks for pump in pumps)
        )

    def text(self, selector: str) -> str:
        """Return the text of a Static of the plan, or all lines of a list."""
        widget = self.plan.query_one(selector)
        return lines_of(widget) if isinstance(widget, RowList) else str(_visual(widget))

    @property
    def header(self) -> str:
        return self.text("#header")

    @property
    def dialog(self) -> str:
        """Return what lies over the plan."""
        return lines_of(self.app.screen.query_one(RowList))

    @property
    def answer(self) -> str:
        """Return what the line for answers of the screen on top says."""
        return self.app.screen.query_one(AnswerLine).said

    def burst(self, *keys: str) -> None:
        """Type *keys* at once, as a terminal that was busy hands them on."""
        for key in keys:
            name = {"/": "slash", " ": "space"}.get(key, key)
            event = events.Key(name, key if len(key) == 1 else None)
            event.set_sender(self.app)
            self.app.post_message(event)

    @property
    def toasts(self) -> list[str]:
        return [str(note.message) for note in self.app._notifications]

    @property
    def focused(self) -> str:
        return (self.app.focused.id or "") if self.app.focused else ""

    def shown(self, selector: str) -> bool:
        return bool(self.plan.query_one(selector).display)


def _visual(widget: object) -> object:
    assert isinstance(widget, Static)
    return widget.content


def lines_of(rows: RowList) -> str:
    found = rows.rows
    lines = (found.line(index, 200) for index in range(len(found)))
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


@asynccontextmanager
async def opened(
    bench: Workbench, size: tuple[int, int] = (160, 45), **options: object
) -> AsyncIterator[Sight]:
    """Run the TUI on *bench*."""
    app = RelplanApp(lambda: bench, **options)  # type: ignore[arg-type]
    async with app.run_test(size=size, tooltips=True) as pilot:
        sight = Sight(app, pilot)
        await sight.settle()
        yield sight


__all__ = ["NOW", "Sight", "lines_of", "nothing_is_ready", "open_bench", "opened", "scanned"]


async def go_to_dismissible(sight: Sight, bench: Workbench) -> None:
    """Move to an edge that may be dismissed, of a change that trunk edges hold in its batch."""
    plan = bench.plan()
    change = next(
        name
        for name in plan.changes
        for edge in plan.edges_from(name)
        if edge.kind == "trunk" and bench.why(name).tied
    )
    sight.plan.go_to_change(change)
    await sight.press("2")
    rows = sight.plan.reasons
    found = next(r.key for r in rows._reasons if r.edge is not None and r.edge.dismissible)
    rows.move_to(rows.rows.index_of(found) or 0)
