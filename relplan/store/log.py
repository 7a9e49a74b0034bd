"""The dated log, as it reads: what was decided, undone and redone, and what can be.

A scenario's steps are those that were taken in it, and those about what holds in all of them. Steps
are undone in the reverse of the order in which they came into force, and redone in the reverse of
the order in which they were undone; those that were taken at once are undone and redone at once.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from relplan.model.decision import DecisionKind, LogEntry, Person
from relplan.model.scenario import MAIN_SCENARIO
from relplan.model.value import value
from relplan.store import scenarios
from relplan.store.decisions import DECIDED, decision_of
from relplan.store.rows import Rows
from relplan.store.values import clean


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


@value()
class Whose:
    """Which steps are meant: those of one scenario, and of one person or of all."""

    scenario: str = MAIN_SCENARIO
    person: Person | None = None
    """Who decided; None: anybody."""


ALL = Whose()
"""Anybody's steps of the main scenario."""

_EVERYWHERE = ", ".join(f"'{kind.value}'" for kind in DecisionKind if kind.everywhere)


def steps(rows: Rows, whose: Whose, standing: Standing) -> list[Step]:
    """Return *whose* steps of that *standing*, the last that came to it first."""
    place = scenarios.number_of(rows, whose.scenario)
    by = ""
    person: tuple[str, ...] = ()
    if whose.person is not None:  # as in Person.made
        by = " AND d.who = ? AND d.host IN ('', ?)"
        person = (clean(whose.person.who), clean(whose.person.host))
    found = rows.all(
        "SELECT s.number, s.scenario, s.decision, s.before, coalesce(s.together, s.number)"
        " FROM log_step s JOIN decision d ON d.number = s.decision"
        f" WHERE s.standing = ? AND (s.scenario = ? OR d.kind IN ({_EVERYWHERE})){by}"
        " ORDER BY s.turn DESC",
        standing.value,
        place,
        *person,
    )
    return [Step(*row) for row in found]


def can_turn(rows: Rows, whose: Whose, *, undone: bool) -> bool:
    """Tell whether there is a step to undo, or with *undone* false one to redo."""
    return bool(steps(rows, whose, Standing.APPLIED if undone else Standing.UNDONE))


def last_turn(rows: Rows) -> int:
    """Return the number of the last thing that was decided, undone or redone."""
    return int(rows.column("SELECT coalesce(max(turn), 0) FROM log_step")[0])


# A step's last turn is the one that gave it its standing.
_ENTRIES = (
    "SELECT s.number, c.name, coalesce(b.value, ''), s.standing, coalesce(t.who, ''),"
    f" coalesce(t.at, 0), coalesce(t.host, ''), coalesce(t.via, ''), {DECIDED} FROM log_step s"
    " JOIN scenario c ON c.number = s.scenario"
    " JOIN decision d ON d.number = s.decision"
    " LEFT JOIN decision b ON b.number = s.before"
    " LEFT JOIN log_turn t ON t.step = s.number AND t.turn = s.turn"
)


def _log_entry(row: Any) -> LogEntry:
    number, scenario, before, standing, who, at, host, via, *decided = row
    undone = standing != Standing.APPLIED
    return LogEntry(number, scenario, decision_of(*decided), before, undone, who, at, host, via)


def entry(rows: Rows, number: int) -> LogEntry:
    """Return the step with this number. Raises TypeError where there is none."""
    return _log_entry(rows.first(f"{_ENTRIES} WHERE s.number = ?", number))


def entries(rows: Rows, limit: int | None) -> tuple[LogEntry, ...]:
    """Return the newest *limit* steps of all scenarios, or all of them, newest first."""
    newest = f"{_ENTRIES} ORDER BY s.number DESC"
    found = rows.all(newest) if limit is None else rows.all(f"{newest} LIMIT ?", limit)
    return tuple(map(_log_entry, found))
