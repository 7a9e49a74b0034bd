"""``python -m tests.endurance [--kills N] [--minutes N] [--every SECONDS] [--seed N]``."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from relplan.app import open_workbench
from relplan.examples import build
from tests.endurance.killing import kill
from tests.endurance.watching import watch


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=main.__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=30, help="that the TUI is open")
    parser.add_argument("--every", type=float, default=60, help="seconds from scan to scan")
    parser.add_argument("--writers", type=int, default=8, help="that write beside the TUI")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="relplan-endurance-") as place:
        found: list[str] = []
        if asked.kills:
            found += kill(_workspace(Path(place, "killed")), asked.kills, asked.seed)
        if asked.minutes:
            folder = _workspace(Path(place, "watched"))
            found += asyncio.run(watch(folder, asked.minutes, asked.every, asked.writers))
    print("\n".join(found) or "nothing was lost")
    return int(bool(found))


def _workspace(folder: Path) -> Path:
    build("webshop", folder, int(time.time()))
    with open_workbench(folder) as bench:
        bench.scan()
    return folder


if __name__ == "__main__":
    sys.exit(main())
