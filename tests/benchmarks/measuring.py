"""Measures whole processes: their CPU time, which other work on the machine changes least."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

PASS = [sys.executable, "-c", "pass"]
_ROOT = Path(__file__).parents[2]
_BYTECODE = tempfile.TemporaryDirectory(prefix="relplan-bench-")


def environment() -> dict[str, str]:
    """Return one in which relplan is compiled already, as it is where it was installed."""
    left = {"PYTHONDONTWRITEBYTECODE", "RELPLAN_STORE", "COLUMNS"}
    own = {name: value for name, value in os.environ.items() if name not in left}
    return own | {"PYTHONPATH": str(_ROOT), "PYTHONPYCACHEPREFIX": _BYTECODE.name}


def relplan(*words: str) -> list[str]:
    return [sys.executable, "-m", "relplan", *words]


def cpu_of(words: Sequence[str], folder: Path, seconds: float | None = None) -> float:
    """Return the CPU seconds of one process and its children, which may be stopped."""
    before = _cpu_of_children()
    try:
        subprocess.run(
            words, cwd=folder, env=environment(), check=False, capture_output=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return float("inf")
    return _cpu_of_children() - before


def least(commands: Mapping[str, Sequence[str]], folder: Path, rounds: int) -> dict[str, float]:
    """Return the least CPU seconds of each command; they take turns, so that all see the same."""
    found = dict.fromkeys(commands, float("inf"))
    for number in range(rounds + 1):
        for name, words in commands.items():
            took = cpu_of(words, folder)
            if number:  # the first compiles
                found[name] = min(found[name], took)
    return found


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
