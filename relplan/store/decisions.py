"""What people decided, and what of it is in force."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from relplan.model.change import State
from relplan.model.decision import Decision, DecisionKind
from relplan.model.errors import RelplanError
from relplan.model.scenario import Mark, Scenario
from relplan.store import tables
from relplan.store.values import clean, fit

DECISION = tables.core(tables.Decision)
MARK = tables.core(tables.Mark)
MOVE = tables.core(tables.Move)
DISMISSAL = tables.core(tables.Dismissal)
REVIEW_STATE = tables.core(tables.ReviewState)
ANSWER = tables.core(tables.Answer)

_SUBJECTS = {
    DecisionKind.MARK: MARK.c.coupling,
    DecisionKind.MOVE: MOVE.c.change,
    DecisionKind.DISMISSAL: DISMISSAL.c.fingerprint,
    DecisionKind.STATE: REVIEW_STATE.c.change,
    DecisionKind.ANSWER: ANSWER.c.question,
}
"""Where the decisions in force of each kind stand, by subject."""

_VALUES = {
    DecisionKind.MARK: tuple(mark.value for mark in Mark),
    DecisionKind.DISMISSAL: ("dismissed",),
    DecisionKind.STATE: (State.IN_PROGRESS.value, State.READY.value),
}
"""What each kind can be; an answer can be any revision, too."""

_MOMENT_DIGITS = 12
"""Seconds since 1970 for some ten thousand years."""

DECIDED = (
    DECISION.c.kind,
    DECISION.c.subject,
    DECISION.c.value,
    DECISION.c.detail,
    DECISION.c.reason,
    DECISION.c.who,
    DECISION.c.at,
)
"""The columns of a decision, in the order of `decision_of`."""


def decision_of(kind: str, *columns: Any) -> Decision:
    """Return the decision of a row of `DECIDED`."""
    return Decision(DecisionKind(kind), *columns)


def fit_to_store(decision: Decision) -> Decision:
    """Return *decision* as the store can hold it.

    Raises RelplanError where its kind cannot have its value.
    """
    known = _VALUES.get(decision.kind)
    if decision.value and known is not None and decision.value not in known:
        raise RelplanError(
            f"{decision.value!r} is no {decision.kind.value}", f"choose one of {', '.join(known)}"
        )
    if decision.kind is DecisionKind.MOVE and decision.value and not is_moment(decision.value):
        raise RelplanError(f"{decision.value!r} is no moment", "give seconds since 1970")
    return Decision(
        decision.kind,
        clean(decision.subject),
        clean(decision.value),
        clean(decision.detail),
        clean(decision.reason),
        clean(decision.who),
        fit(decision.at),
    )


def is_moment(value: str) -> bool:
    """Tell whether *value* is the moment of a move."""
    return value.isdecimal() and value.isascii() and len(value) <= _MOMENT_DIGITS


def record(connection: Connection, decision: Decision) -> int:
    """Write *decision* down and return its number; it is not in force by that."""
    names = (column.name for column in DECIDED[1:])
    values = {name: getattr(decision, name) for name in names}
    written = connection.execute(insert(DECISION).values(kind=decision.kind.value, **values))
    (number,) = written.inserted_primary_key or (0,)
    return int(number)


def _place(kind: DecisionKind, scenario: int, subject: str) -> dict[str, Any]:
    """Return the key under which the decision about *subject* stands in its kind's table."""
    key: dict[str, Any] = {_SUBJECTS[kind].name: subject}
    if not kind.everywhere:
        key["scenario"] = scenario
    return key


def in_force(
    connection: Connection, kind: DecisionKind, scenario: int, subject: str
) -> tuple[int | None, str]:
    """Return the number and the value of the decision in force; None and empty: there is none."""
    table = _SUBJECTS[kind].table
    row = connection.execute(
        select(DECISION.c.number, DECISION.c.value)
        .join(table, table.c.decision == DECISION.c.number)
        .where(*(table.c[name] == value for name, value in _place(kind, scenario, subject).items()))
    ).first()
    return (None, "") if row is None else (row[0], row[1])


def put_in_force(
    connection: Connection, kind: DecisionKind, scenario: int, subject: str, number: int | None
) -> None:
    """Let decision *number*, or none, be what holds for *subject*."""
    table = _SUBJECTS[kind].table
    place = _place(kind, scenario, subject)
    connection.execute(
        delete(table).where(*(table.c[name] == value for name, value in place.items()))
    )
    if number is not None:
        connection.execute(insert(table).values(**place, decision=number))


def decisions(connection: Connection, scenario: int) -> tuple[Decision, ...]:
    """Return what is in force in *scenario*, by kind and subject."""
    found: list[Decision] = []
    for kind, subject in _SUBJECTS.items():
        table = subject.table
        query = select(*DECIDED).join(table, table.c.decision == DECISION.c.number)
        if not kind.everywhere:
            query = query.where(table.c.scenario == scenario)
        found.extend(decision_of(*row) for row in connection.execute(query.order_by(subject)))
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


def review_states(connection: Connection) -> dict[str, str]:
    """Return the states that people gave to open changes, by the change's id."""
    rows = connection.execute(
        select(REVIEW_STATE.c.change, DECISION.c.value).join(
            DECISION, REVIEW_STATE.c.decision == DECISION.c.number
        )
    )
    return {row.change: row.value for row in rows}


def copy_scenario(connection: Connection, origin: int, copy: int) -> None:
    """Put in force in scenario *copy* what is in force in *origin*."""
    for kind, subject in _SUBJECTS.items():
        if kind.everywhere:
            continue
        table = subject.table
        held = select(subject, table.c.decision).where(table.c.scenario == origin)
        for name, decision in connection.execute(held).all():
            row = {"scenario": copy, subject.name: name, "decision": decision}
            connection.execute(insert(table).values(row))
