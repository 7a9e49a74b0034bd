"""How soon what a key does is on the screen. Run ``python -m tests.benchmarks.bench_tui``.

Key to repaint is the time from the key to the frame that shows what it did, at 10,000 changes.
Where the machine does other things too, the processor time of the app's own thread says more: it
stands beside.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from relplan.app import Workbench, open_workbench
from relplan.examples import build
from relplan.planning.planner import Planner
from relplan.tui.app import RelplanApp
from relplan.tui.presentation.offers import mark_action
from relplan.tui.screens.plan import PlanScreen
from tests.benchmarks.workspaces import workspace_of

CHANGES = 10_000
RUNS = 9
TYPED = "s012"

Taken = tuple[float, float]
"""Milliseconds by the clock, and of the processor in the app's own thread."""


class Hand:
    """Presses keys, and takes the time of each."""

    def __init__(self, app: RelplanApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.taken: dict[str, list[Taken]] = defaultdict(list)

    @property
    def screen(self) -> PlanScreen:
        screen = self.app.screen
        assert isinstance(screen, PlanScreen)
        return screen

    async def press(self, what: str, key: str, done: Callable[[], object]) -> None:
        """Press *key* and wait until what it did, which changes *done*, is drawn."""
        before, start, used = done(), time.perf_counter(), time.thread_time()
        character = key if len(key) == 1 else None
        self.app.post_message(events.Key(key, character))
        while done() == before:
            await asyncio.sleep(0)
        drawn = asyncio.Event()
        self.screen.call_after_refresh(drawn.set)
        await drawn.wait()
        taken = time.perf_counter() - start, time.thread_time() - used
        self.taken[what].append((taken[0] * 1000, taken[1] * 1000))

    async def rest(self) -> None:
        """Let what runs beside the screen end, the trial of all offers before its time."""
        await asyncio.sleep(0.1)
        self.screen.workers.cancel_group(self.screen.panes, "trials")
        with suppress(WorkerCancelled):
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def report(self, domain: int) -> None:
        print(f"{CHANGES} changes, {f'domains of {domain} services' if domain else 'one tangle'}:")
        for what, taken in self.taken.items():
            clock, used = [one[0] for one in taken], [one[1] for one in taken]
            print(
                f"  {what:<32} median {median(clock):6.1f} ms, worst {max(clock):6.1f};"
                f" of the processor {median(used):5.1f} ms, least {min(used):5.1f}"
            )


async def key_to_repaint(bench: Workbench, domain: int) -> None:
    bench.adopt(Planner(workspace_of(CHANGES, domain=domain)))
    app = RelplanApp(lambda: bench)
    async with app.run_test(size=(200, 60)) as pilot:
        hand = Hand(app, pilot)
        screen = hand.screen
        await hand.rest()
        for _ in range(RUNS):
            await hand.press("the cursor", "j", lambda: screen.changes.cursor)
            await hand.rest()
        screen.offers.focus()
        await pilot.pause()
        for _ in range(RUNS):
            coupling = screen.offers.coupling
            assert coupling is not None
            key = app.key_of(mark_action(coupling.kind.marks[0]))
            await hand.press("a mark", key, lambda: screen.session.plan)
            await asyncio.sleep(0.1)
            await hand.press("the cursor, offers being tried", "j", lambda: screen.offers.cursor)
            await hand.rest()
        screen.changes.focus()
        await pilot.press("slash")
        for key in (*TYPED, *["backspace"] * len(TYPED), *TYPED):
            await hand.press("the filter", key, lambda: screen.changes.filter)
            await hand.rest()
        hand.report(domain)


def keys() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "lockstep-7"
        build("lockstep-7", folder)
        for domain in (0, 8):
            with open_workbench(folder) as bench:
                bench.scan()
                asyncio.run(key_to_repaint(bench, domain))


if __name__ == "__main__":
    keys()
