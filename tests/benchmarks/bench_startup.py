"""How long commands take to start, against what they stand on, in one run.

    python -m tests.benchmarks.bench_startup

Every figure is the median of whole processes, which take turns so that all see the same machine.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from relplan.examples import build

_ROUNDS = 15
_CHANGE = "web:WEB-242-wishlist"


def main() -> None:
    """Print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        shop = build("webshop", Path(folder) / "webshop")
        relplan = [sys.executable, "-m", "relplan"]
        subprocess.run([*relplan, "scan"], cwd=shop, check=True, capture_output=True)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import sqlmodel, networkx": [sys.executable, "-c", "import sqlmodel, networkx"],
            "relplan --help": [*relplan, "--help"],
            "relplan why": [*relplan, "why", _CHANGE],
            "relplan plan": [*relplan, "plan"],
            "relplan scan, nothing new": [*relplan, "scan"],
        }
        taken = _measure(commands, shop)
    _ratio(taken, "relplan --help", "python -c pass")
    _ratio(taken, "relplan why", "import sqlmodel, networkx")
    _ratio(taken, "relplan plan", "import sqlmodel, networkx")
    _ratio(taken, "relplan scan, nothing new", "import sqlmodel, networkx")


def _measure(commands: dict[str, list[str]], folder: Path) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(_ROUNDS):
        for name, words in commands.items():
            start = perf_counter()
            subprocess.run(words, cwd=folder, check=True, capture_output=True)
            times[name].append(perf_counter() - start)
    return {name: median(values) for name, values in times.items()}


def _ratio(taken: dict[str, float], name: str, reference: str) -> None:
    own, other = taken[name], taken[reference]
    print(
        f"{name:26} {own * 1e3:5.0f} ms = {own / other:5.2f} x {reference} ({other * 1e3:.0f} ms)"
    )


if __name__ == "__main__":
    main()
