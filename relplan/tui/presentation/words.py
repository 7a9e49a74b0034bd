"""Small words that many lines need."""

from datetime import UTC, datetime

from relplan.model.edge import GATE, MISSING, UNKNOWN
from relplan.planning.plan import Plan

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return *number* and *noun*, in the plural where that is right."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def ago(then: int, now: float) -> str:
    """Return how long ago *then* was."""
    seconds = max(0, int(now) - then)
    for unit, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= unit:
            return f"{counted(seconds // unit, name)} ago"
    return "just now"


def date(at: int) -> str:
    """Return *at*, in seconds since 1970, as local date and time."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}"


def describe(plan: Plan, node: str) -> str:
    """Say what a node of the needs graph is."""
    change = plan.changes.get(node)
    if change is not None:
        return f"{node} ({change.state})"
    if node.startswith(MISSING):
        service, _, contract = node.removeprefix(MISSING).partition("/")
        return f"a missing adaptation: {service} has no pending change that adapts {contract}"
    if node.startswith(GATE):
        return f"the gate {node.removeprefix(GATE)}, which has not passed"
    if node.startswith(UNKNOWN):
        return f"an unknown change: {node.removeprefix(UNKNOWN)}"
    return node
