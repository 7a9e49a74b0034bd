"""A team on one server: ``python -m tests.endurance.sharing [--minutes N] [--every SECONDS]``.

Many decide and many more read beside scans, while the server is killed and started again. Nothing
that was said to be decided may be lost, and no reader may see half a scan.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

from relplan.app import open_workbench
from relplan.examples import build
from relplan.model.errors import RelplanError
from relplan.workspace import load
from tests.endurance.checking import Ledger
from tests.endurance.deciding import FAULT, Said, decide, line_of, said_in
from tests.endurance.moving import BRANCH, commit
from tests.postgresql import SAFE, Server, programs
from tests.sources.git.git_repo import git

PLAN = "plan"
SCAN = "scan"
HALF = "half a scan"
_AWAY = ("cannot be reached", "was lost")
"""What may be said of a server that is killed; any other fault is one, but for the next."""
_IN_USE = "is in use by another process"
"""What may be said on a machine that is too busy: whoever hears it has saved nothing."""
_LOOKS = 10.0
"""Seconds until a reader looks again, at most: it is people who look."""
_THINKS = 2.0
"""Seconds until a writer decides again, at most."""
_GONE = 3.0
"""Seconds for which it is gone."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance.sharing")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--every", type=float, default=45, help="seconds from kill to kill")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bin_ = programs()
    assert bin_, "PostgreSQL is not installed"
    server = Server.make(bin_, SAFE)
    server.end_with(os.getpid())
    server.start()
    os.environ["RELPLAN_STORE"] = server.make_empty("plans").whole
    with tempfile.TemporaryDirectory(prefix="relplan-sharing-") as place:
        folder = Path(place, "shop")
        build("webshop", folder, int(time.time()))
        _begin_round(folder, 0)
        with open_workbench(folder) as bench:
            bench.scan()
        found = share(folder, server, asked)
    print("\n".join(found) or "nothing was lost, and no reader saw half a scan")
    return int(bool(found))


def share(folder: Path, server: Server, asked: argparse.Namespace) -> list[str]:
    """Let all of them work; return what was lost, or should not have been seen."""
    written = Path(folder.parent, "said")
    written.mkdir()
    random = Random(asked.seed)
    works: list[Callable[[Callable[[str], None]], None]] = [lambda say: scan(folder, say)]
    for _ in range(asked.writers):
        seed = random.getrandbits(32)
        works.append(lambda say, seed=seed: decide(folder, seed, None, say, thinks=_THINKS))
    works += [lambda say: read(folder, say)] * asked.readers
    team = [_started(work, written / str(number)) for number, work in enumerate(works)]
    kills = 0
    end = time.monotonic() + 60 * asked.minutes
    while time.monotonic() < end:
        time.sleep(max(0, min(asked.every, end - time.monotonic())))
        if time.monotonic() < end:
            server.kill()
            kills += 1
            time.sleep(_GONE)
            server.start()
    for one in team:
        os.kill(one.pid or 0, signal.SIGKILL)
        one.join()
    said = [one for file in written.iterdir() for one in said_in(file.read_text("utf-8"))]
    counts = Counter(one.kind for one in said)
    ledger = Ledger()
    ledger.add(one for one in said if one.kind not in (PLAN, HALF))
    away = [one for one in ledger.faults if any(word in one for word in _AWAY)]
    late = [one for one in ledger.faults if _IN_USE in one]
    print(
        f"{asked.writers} writers and {asked.readers} readers, the server killed {kills} times:"
        f" {ledger}, {counts[PLAN]} plans read, {len(away)} times told that the server is away,"
        f" {len(late)} that the store is in use"
    )
    strange = [one for one in ledger.faults if one not in away and one not in late]
    halves = [one.value for one in said if one.kind == HALF]
    ends = [one.exitcode for one in team if one.exitcode != -signal.SIGKILL]
    dead = [f"one of the team ended by itself: {code}" for code in ends]
    return [*ledger.lost(folder), *halves, *strange, *dead]


def _started(work: Callable[[Callable[[str], None]], None], file: Path) -> ForkProcess:
    def run() -> None:
        with file.open("a", encoding="utf-8", buffering=1) as said:
            while True:
                with suppress(RelplanError):  # the server was gone before it began: again
                    work(said.write)
                time.sleep(_GONE)

    process = get_context("fork").Process(target=run, daemon=True)
    process.start()
    return process


def _begin_round(folder: Path, number: int) -> None:
    """Begin a branch anew in each repository, with one title."""
    for place in (Path(root.repository) for root in load(folder / "relplan.toml").roots):
        with suppress(AssertionError):
            git(place, "update-ref", "-d", f"refs/heads/{BRANCH}")
        commit(place, BRANCH, f"Round {number}")


def scan(folder: Path, say: Callable[[str], None]) -> None:
    """Scan again and again, each time after all repositories moved."""
    for number in count(1):
        _begin_round(folder, number)
        try:
            with open_workbench(folder) as bench:
                bench.scan(wait=True)
        except RelplanError as error:
            say(line_of(Said(FAULT, value=str(error))))
            time.sleep(1)
        else:
            say(line_of(Said(SCAN)))


def read(folder: Path, say: Callable[[str], None]) -> None:
    """Plan again and again, and look whether all services are of the same scan."""
    random = Random()
    while True:
        try:
            with open_workbench(folder) as bench:
                snapshot = bench.plan().snapshot
        except RelplanError as error:
            say(line_of(Said(FAULT, value=str(error))))
            time.sleep(1)
            continue
        rounds = {change.title for change in snapshot.changes if change.branch == BRANCH}
        if len(rounds) != 1 or any("not compared" in one.reason for one in snapshot.unread):
            say(line_of(Said(HALF, value=f"half a scan was seen: {sorted(rounds)}")))
        say(line_of(Said(PLAN)))
        time.sleep(random.uniform(0, _LOOKS))


if __name__ == "__main__":
    sys.exit(main())
