"""Kills whoever writes, in the middle of it, and looks what is left."""

import os
import signal
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tests.endurance.checking import Ledger, damage, unlike_new
from tests.endurance.deciding import Said, decide, said_in
from tests.endurance.moving import Moving

_LONGEST = 1.5
"""Seconds that a writer lives at most, once it has begun."""
_STARTS_WITHIN = 60
_LOOKS_EVERY = 25
"""Kills, between two looks at whether the plan is what a scan of everything makes."""


def kill(folder: Path, kills: int, seed: int) -> list[str]:
    """Kill *kills* writers with SIGKILL; return what was lost or broken."""
    random, ledger, moving = Random(seed), Ledger(), Moving(folder)
    found: dict[str, int] = {}
    """Each with the kill after which it was found first."""
    for number in range(1, kills + 1):
        moving.move()
        ledger.add(_killed(folder, random))
        wrong = damage(folder)
        if number % _LOOKS_EVERY == 0 or number == kills:
            wrong += ledger.lost(folder) + unlike_new(folder)
        for what in wrong:
            found.setdefault(what, number)
    print(f"{kills} kills among {ledger}")
    return [f"{what}, first after kill {number}" for what, number in found.items()] + ledger.faults


def _killed(folder: Path, random: Random) -> list[Said]:
    """Let a process write for a while, kill it, and return what it said to have done."""
    context = get_context("fork")  # 30 times as fast to start as a new program
    ours, its = context.Pipe(duplex=False)
    writer = context.Process(
        target=decide, args=(folder, random.getrandbits(32), None, its.send), daemon=True
    )
    writer.start()
    its.close()
    if not ours.poll(_STARTS_WITHIN):
        raise RuntimeError("a writer does not begin")
    time.sleep(random.uniform(0, _LONGEST))
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    return list(said_in("".join(_lines(ours))))


def _lines(pipe: Connection) -> list[str]:
    lines = []
    try:
        while pipe.poll():
            lines.append(pipe.recv())
    except EOFError:
        pass
    pipe.close()
    return lines
