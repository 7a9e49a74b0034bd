"""The dated log, as it reads: what was decided, undone and redone, and what can be.

A scenario's steps are those that were taken in it, and those about what holds in all of them. Steps
are undone in the reverse of the order in which they came into force, and redone in the reverse of
the order in which they were undone; those that were taken at once are undone and redone at once.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from relplan.model.decision import DecisionKind, LogEntry
from relplan.store import scenarios
from relplan.store.decisions import DECIDED, decision_of
from relplan.store.rows import Rows


class Standing(StrEnum):
    """What became of a step."""

    APPLIED = "applied"
    UNDONE = "undone"
    """It can be redone."""
    DROPPED = "dropped"
    """Undone, and something else was decided since."""


class Step(NamedTuple):
    """A step of the log, by numbers."""

    number: int
    scenario: int
    decision: int
    before: int | None
    """The decision that was in force before it."""
    first: int
    """The first of the steps that were taken at once with it; itself where it was taken alone."""


_EVERYWHERE = ", ".join(f"'{kind.value}'" for kind in DecisionKind if kind.everywhere)


def steps(rows: Rows, place: int, standing: Standing) -> list[Step]:
    """Return the steps of scenario *place* of that *standing*, the last that came to it first."""
    found = rows.all(
        "SELECT number, scenario, decision, before, coalesce(together, number) FROM log_step"
        " WHERE standing = ? AND (scenario = ? OR decision IN"
        f" (SELECT number FROM decision WHERE kind IN ({_EVERYWHERE})))"
        " ORDER BY turn DESC",
        standing.value,
        place,
    )
    return [Step(*row) for row in found]


def can_turn(rows: Rows, *, undone: bool) -> bool:
    """Tell whether there is a step to undo, or with *undone* false one to redo."""
    place, _ = scenarios.key(rows, None)
    return bool(steps(rows, place, Standing.APPLIED if undone else Standing.UNDONE))


# A step's last turn is the one that gave it its standing.
_ENTRIES = (
    "SELECT s.number, c.name, coalesce(b.value, ''), s.standing, coalesce(t.who, ''),"
    f" coalesce(t.at, 0), {DECIDED} FROM log_step s"
    " JOIN scenario c ON c.number = s.scenario"
    " JOIN decision d ON d.number = s.decision"
    " LEFT JOIN decision b ON b.number = s.before"
    " LEFT JOIN log_turn t ON t.step = s.number AND t.turn = s.turn"
)


def _log_entry(row: Any) -> LogEntry:
    number, scenario, before, standing, who, at, *decided = row
    undone = standing != Standing.APPLIED
    return LogEntry(number, scenario, decision_of(*decided), before, undone, who, at)


def entry(rows: Rows, number: int) -> LogEntry:
    """Return the step with this number. Raises TypeError where there is none."""
    return _log_entry(rows.first(f"{_ENTRIES} WHERE s.number = ?", number))


def entries(rows: Rows, limit: int | None) -> tuple[LogEntry, ...]:
    """Return the newest *limit* steps of all scenarios, or all of them, newest first."""
    newest = f"{_ENTRIES} ORDER BY s.number DESC"
    found = rows.all(newest) if limit is None else rows.all(f"{newest} LIMIT ?", limit)
    return tuple(map(_log_entry, found))
