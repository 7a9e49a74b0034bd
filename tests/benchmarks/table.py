"""A row of the table of goals."""

from typing import NamedTuple


class Row(NamedTuple):
    """What one job took, beside what it is compared with."""

    job: str
    reference: str
    took: str
    ratio: str
    goal: str


def against(job: str, taken: float, name: str, reference: float, goal: str) -> Row:
    """Return the row of a job that is measured in times of a reference; both in seconds."""
    return Row(
        job, f"{name}: {_seconds(reference)}", _seconds(taken), f"{taken / reference:.2f} x", goal
    )


def alone(job: str, taken: float, goal: str, more: str = "") -> Row:
    """Return the row of a job whose seconds are the goal."""
    return Row(job, more or "-", _seconds(taken), "-", goal)


def unmeasured(job: str, why: str, goal: str) -> Row:
    return Row(job, why, "not measured", "-", goal)


def _seconds(taken: float) -> str:
    if taken == float("inf"):
        return "stopped"
    return f"{taken * 1e3:.1f} ms" if taken < 1 else f"{taken:.2f} s"
