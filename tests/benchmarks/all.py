"""All goals of speed beside what is reached on this machine, in one table and one run.

    python -m tests.benchmarks.all [JOB ...]

With words, only the jobs whose names hold one of them. A row is a job, its reference, what both
took, the ratio and the goal. Two need a clone of a real repository, and say so where there is none:
RELPLAN_BENCH_RAILS names one of rails/rails, RELPLAN_BENCH_TEMPORAL one of temporalio/temporal.
"""

import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import NamedTuple

from tests.benchmarks import jobs_of_commands, jobs_of_contracts, jobs_of_planning
from tests.benchmarks.table import Row

_JOBS: tuple[tuple[str, Callable[[], Iterator[Row]]], ...] = (
    *jobs_of_commands.JOBS,
    *jobs_of_planning.JOBS,
    *jobs_of_contracts.JOBS,
)
_WIDTHS = (44, 34, 22, 10, 16)


class _Head(NamedTuple):
    job: str = "job"
    reference: str = "reference"
    took: str = "took"
    ratio: str = "ratio"
    goal: str = "goal"


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    began = perf_counter()
    _print(_Head())
    for name, measure in _JOBS:
        if not sys.argv[1:] or any(word in name for word in sys.argv[1:]):
            for row in measure():
                _print(row)
    print(f"{perf_counter() - began:.0f} s in all")


def _print(cells: tuple[str, ...]) -> None:
    padded = (cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    print(" | ".join(padded).rstrip(), flush=True)


if __name__ == "__main__":
    main()
