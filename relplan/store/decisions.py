"""What people decided, and what of it is in force."""

from typing import Any

from relplan.model.decision import Decision, DecisionKind
from relplan.model.scenario import Mark, Scenario
from relplan.store.rows import Rows

SUBJECTS = {
    DecisionKind.MARK: ("mark", "coupling"),
    DecisionKind.MOVE: ("move", "change"),
    DecisionKind.DISMISSAL: ("dismissal", "fingerprint"),
    DecisionKind.STATE: ("review_state", "change"),
    DecisionKind.ANSWER: ("answer", "question"),
}
"""The table of the decisions in force of each kind, and its column for the subject."""

_MOMENT_DIGITS = 12
"""Seconds since 1970 for some ten thousand years."""

DECIDED = "d.kind, d.subject, d.value, d.detail, d.reason, d.who, d.at, d.host, d.via"
"""The columns of a decision *d*, in the order of `decision_of`."""


def decision_of(kind: str, *columns: Any) -> Decision:
    """Return the decision of a row of `DECIDED`."""
    return Decision(DecisionKind(kind), *columns)


def is_moment(value: str) -> bool:
    """Tell whether *value* is the moment of a move."""
    return value.isdecimal() and value.isascii() and len(value) <= _MOMENT_DIGITS


def _held(kind: DecisionKind, scenario: int) -> tuple[str, tuple[int, ...]]:
    """Return the FROM and WHERE of what holds of *kind* in *scenario*, and its values."""
    table, _ = SUBJECTS[kind]
    where = "" if kind.everywhere else "WHERE t.scenario = ?"
    values = () if kind.everywhere else (scenario,)
    return f"FROM decision d JOIN {table} t ON t.decision = d.number {where}", values


def in_force(rows: Rows, kind: DecisionKind, scenario: int, subject: str) -> tuple[int | None, str]:
    """Return the number and the value of the decision in force; None and empty: there is none."""
    held, values = _held(kind, scenario)
    column = f"{'WHERE' if kind.everywhere else 'AND'} t.{SUBJECTS[kind][1]} = ?"
    row = rows.first(f"SELECT d.number, d.value {held} {column}", *values, subject)
    return (None, "") if row is None else (row[0], row[1])


def decisions(rows: Rows, scenario: int) -> tuple[Decision, ...]:
    """Return what is in force in *scenario*, by kind and subject."""
    found: list[Decision] = []
    for kind, (_, subject) in SUBJECTS.items():
        held, values = _held(kind, scenario)
        ordered = rows.all(f"SELECT {DECIDED} {held} ORDER BY t.{subject}", *values)
        found.extend(decision_of(*row) for row in ordered)
    return tuple(found)


def scenario_of(name: str, found: tuple[Decision, ...]) -> Scenario:
    """Return the scenario called *name* in which *found* is in force."""
    return Scenario(
        name,
        frozenset((one.subject, Mark(one.value)) for one in found if one.kind is DecisionKind.MARK),
        frozenset(one.subject for one in found if one.kind is DecisionKind.DISMISSAL),
        frozenset((one.subject, one.value) for one in found if one.kind is DecisionKind.ANSWER),
        frozenset(
            (one.subject, int(one.value))
            for one in found
            if one.kind is DecisionKind.MOVE and is_moment(one.value)
        ),
    )


def review_states(rows: Rows) -> dict[str, str]:
    """Return the states that people gave to open changes, by the change's id."""
    return dict(
        rows.all(
            "SELECT t.change, d.value FROM review_state t JOIN decision d ON t.decision = d.number"
        )
    )
