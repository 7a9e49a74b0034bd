"""How much CPU commands take to start and answer, against ``python -c pass``, in one run.

    python -m tests.benchmarks.bench_startup

Every figure is the least CPU time of whole processes, which take turns so that all see the same
machine: other work on it lengthens the wall clock, and the CPU time least where it is least.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from relplan.examples import build

_ROUNDS = 7
_CHANGE = "web:WEB-242-wishlist"
_REFERENCE = "python -c pass"
_GOALS = {
    "--version": 5,
    "--help": 5,
    "plan": 12,
    "plan --json": 12,
    f"why {_CHANGE}": 12,
    f"check {_CHANGE}": 12,
    "scan": 12,
}
"""The commands, and the most that each may take, in times of the reference."""


def main() -> None:
    """Print the least CPU times, their ratios and the goals."""
    with tempfile.TemporaryDirectory() as folder:
        shop = build("webshop", Path(folder) / "webshop")
        relplan = [sys.executable, "-m", "relplan"]
        subprocess.run([*relplan, "scan"], cwd=shop, check=True, capture_output=True)
        commands = {_REFERENCE: [sys.executable, "-c", "pass"]}
        commands |= {words: [*relplan, *words.split()] for words in _GOALS}
        taken = _measure(commands, shop)
    for words, goal in _GOALS.items():
        ratio = taken[words] / taken[_REFERENCE]
        print(f"{words:28} {taken[words] * 1e3:6.0f} ms = {ratio:5.1f} x {_REFERENCE}, goal {goal}")


def _measure(commands: dict[str, list[str]], folder: Path) -> dict[str, float]:
    least = dict.fromkeys(commands, float("inf"))
    for _ in range(_ROUNDS):
        for name, words in commands.items():
            before = _cpu_of_children()
            subprocess.run(words, cwd=folder, check=False, capture_output=True)
            least[name] = min(least[name], _cpu_of_children() - before)
    return least


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
