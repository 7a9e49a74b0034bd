"""How much CPU commands take to start and answer, against ``python -c pass``, in one run.

    python -m tests.benchmarks.bench_startup

Every figure is the least CPU time of whole processes, which take turns so that all see the same
machine: other work on it lengthens the wall clock, and the CPU time least where it is least.
"""

import subprocess
import tempfile
from pathlib import Path

from relplan.examples import build
from tests.benchmarks.measuring import PASS, least, relplan

_ROUNDS = 7
_CHANGE = "web:WEB-242-wishlist"
_REFERENCE = "python -c pass"
GOALS = {
    "--version": 5,
    "--help": 5,
    "plan": 12,
    "plan --json": 12,
    f"why {_CHANGE}": 12,
    f"check {_CHANGE}": 12,
    "scan": 12,
}
"""The commands, and the most that each may take, in times of the reference."""


def measured() -> dict[str, tuple[float, float]]:
    """Return the least CPU seconds of each command, and of the reference beside it."""
    with tempfile.TemporaryDirectory() as folder:
        shop = build("webshop", Path(folder) / "webshop")
        subprocess.run(relplan("scan"), cwd=shop, check=True, capture_output=True)
        commands = {_REFERENCE: PASS}
        commands |= {words: relplan(*words.split()) for words in GOALS}
        taken = least(commands, shop, _ROUNDS)
    return {words: (taken[words], taken[_REFERENCE]) for words in GOALS}


def main() -> None:
    """Print the least CPU times, their ratios and the goals."""
    for words, (taken, reference) in measured().items():
        ratio, goal = taken / reference, GOALS[words]
        print(f"{words:28} {taken * 1e3:6.0f} ms = {ratio:5.1f} x {_REFERENCE}, goal {goal}")


if __name__ == "__main__":
    main()
