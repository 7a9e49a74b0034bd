"""An open TUI that scans again and again, while the repositories move and others write."""

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from relplan.app import Workbench, open_workbench
from tests.endurance.checking import Ledger, damage, unlike_new
from tests.endurance.deciding import Said, said_in
from tests.endurance.moving import Moving
from tests.tui.shop import Sight, opened

_DECISIONS = 5
"""Of each writer, between two scans."""
_WARM = 3
"""Rounds after which what is loaded once has been loaded."""
_MORE_MEMORY = 0.1
_LOOKED_AT = (("Q", "escape"), ("t", "escape"), ("d", "escape"), ("P", "escape"), ("l", "escape"))


@dataclass(frozen=True, slots=True)
class Need:
    """What the process needs at one moment."""

    memory: float
    """In MB."""
    files: int

    @classmethod
    def now(cls) -> "Need":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        return cls(memory, sum(1 for _ in Path("/proc/self/fd").iterdir()))


async def watch(folder: Path, minutes: float, every: float, writers: int) -> list[str]:
    """Keep the TUI open; return what was lost, not shown, or grew."""
    moving, ledger = Moving(folder), Ledger()
    found: list[str] = []
    needs: list[Need] = []
    end = time.monotonic() + 60 * minutes
    with open_workbench(folder) as bench:
        async with opened(bench, (120, 40)) as sight:
            while time.monotonic() < end:
                begun = time.monotonic()
                found += await _round(sight, bench, moving, ledger, writers)
                needs.append(Need.now())
                print(
                    f"round {len(needs)}: {needs[-1].memory:.1f} MB, {needs[-1].files} files",
                    flush=True,
                )
                await asyncio.sleep(max(0, min(begun + every, end) - time.monotonic()))
    print(f"{writers} writers, {ledger}")
    found += ledger.lost(folder) + damage(folder) + unlike_new(folder) + ledger.faults
    return found + _growth(needs)


async def _round(
    sight: Sight, bench: Workbench, moving: Moving, ledger: Ledger, writers: int
) -> list[str]:
    title = moving.move()
    writing = [
        asyncio.create_task(_written(bench.loaded.file.parent, len(ledger.said) + number))
        for number in range(writers)
    ]
    await sight.press("R")
    for task in writing:
        ledger.add(await task)
    await sight.press("R")
    found = []
    if title not in sight.text("#changes"):
        found.append(f"{title} is not shown")
    before = bench.log(1)
    await sight.press("3", "g", "v", "f", "w")  # whatever it is, one of them fits
    made = bench.log(1)
    if made == before:
        found.append(f"after {title} a mark is not kept")
    await sight.press("u", "1", "j", *(key for keys in _LOOKED_AT for key in keys))
    return found


async def _written(folder: Path, seed: int) -> list[Said]:
    words = (sys.executable, "-m", "tests.endurance.deciding", str(folder), str(seed))
    writer = await asyncio.create_subprocess_exec(
        *words, str(_DECISIONS), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await writer.communicate()
    return list(said_in(said.decode()))


def _growth(needs: list[Need]) -> list[str]:
    warm = needs[_WARM:]
    if len(warm) < 3:
        return []
    third = len(warm) // 3
    early, late = warm[:third], warm[-third:]
    memory = [max(one.memory for one in part) for part in (early, late)]
    files = [max(one.files for one in part) for part in (early, late)]
    print(f"memory {memory[0]:.1f} MB, then {memory[1]:.1f}; files {files[0]}, then {files[1]}")
    found = []
    if memory[1] > memory[0] * (1 + _MORE_MEMORY):
        found.append("memory grows")
    if files[1] > files[0]:
        found.append("files are left open")
    return found
