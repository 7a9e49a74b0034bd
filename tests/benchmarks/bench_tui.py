"""How soon the plan is on screen, and how soon what a key does is.

Run ``python -m tests.benchmarks.bench_tui [FOLDER]``, FOLDER being a scanned workspace.

First paint is a fresh process beside one that only imports textual. Key to repaint is the time from
the key to the frame that shows what it did, in the app's own thread, at 10,000 changes.
"""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from textual import events
from textual.pilot import Pilot

from relplan.app import Workbench, open_workbench
from relplan.examples import build
from relplan.planning.planner import Planner
from relplan.tui.app import RelplanApp
from relplan.tui.presentation.offers import KEYS
from relplan.tui.screens.plan import PlanScreen
from tests.benchmarks.workspaces import workspace_of

CHANGES = 10_000
RUNS = 9

FIRST_PAINT = """
import asyncio, pathlib, sys
from relplan.tui.app import RelplanApp
from relplan.app import open_workbench
async def main():
    with open_workbench(pathlib.Path(sys.argv[1])) as bench:
        app = RelplanApp(bench)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
asyncio.run(main())
"""


async def key_to_repaint(bench: Workbench, domain: int) -> None:
    bench.adopt(Planner(workspace_of(CHANGES, domain=domain)))
    app = RelplanApp(bench)
    async with app.run_test(size=(200, 60)) as pilot:
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        await app.workers.wait_for_complete()
        screen.offers.focus()
        await pilot.pause()
        marks, moves = [], []
        for _ in range(RUNS):
            coupling = screen.offers.coupling
            assert coupling is not None
            marks.append(await press(app, KEYS[coupling.kind.marks[0]]))
            await rest(app, pilot)
            moves.append(await press(app, "j"))
            await rest(app, pilot)
    for name, taken in (("a mark", marks), ("the cursor", moves)):
        print(
            f"{name}, {CHANGES} changes, domains of {domain or 'all'}: median"
            f" {median(taken):.0f} ms, worst {max(taken):.0f} ms"
        )


async def rest(app: RelplanApp, pilot: Pilot[None]) -> None:
    """Let what runs beside the screen end: it is not what is measured."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def press(app: RelplanApp, key: str) -> float:
    """Return the milliseconds from *key* until what it did has been drawn."""
    screen = app.screen
    assert isinstance(screen, PlanScreen)
    before = screen.session.plan, screen.offers.cursor
    start = time.perf_counter()
    app.post_message(events.Key(key, key))
    while (screen.session.plan, screen.offers.cursor) == before:
        await asyncio.sleep(0)
    drawn = asyncio.Event()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return (time.perf_counter() - start) * 1000


def process(*command: str) -> float:
    """Return the median seconds of a fresh interpreter that runs *command*."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return median(taken)


def first_paint(folder: str) -> None:
    alone = process("-c", "import textual.app, textual.widgets")
    paint = process("-c", FIRST_PAINT, folder)
    bare = process("-c", "import textual")
    print(
        f"first paint {paint * 1000:.0f} ms: {paint / alone:.2f} x importing textual's app and"
        f" widgets ({alone * 1000:.0f} ms), {paint / bare:.1f} x `import textual` alone"
    )


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
    if len(sys.argv) > 1:
        first_paint(sys.argv[1])
