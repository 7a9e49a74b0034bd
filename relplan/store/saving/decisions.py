"""Writes down what people decided, and puts it in force."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from relplan.model.change import State
from relplan.model.decision import Decision, DecisionKind
from relplan.model.errors import RelplanError
from relplan.model.scenario import Mark
from relplan.store import tables
from relplan.store.decisions import SUBJECTS, is_moment
from relplan.store.rows import rows_of
from relplan.store.saving.inserting import next_number
from relplan.store.tables import METADATA
from relplan.store.values import clean, fit

DECISION = tables.core(tables.Decision)

_VALUES = {
    DecisionKind.MARK: tuple(mark.value for mark in Mark),
    DecisionKind.DISMISSAL: ("dismissed",),
    DecisionKind.STATE: (State.IN_PROGRESS.value, State.READY.value),
}
"""What each kind can be; an answer can be any revision, too."""


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
        clean(decision.host),
        clean(decision.via),
    )


def record(connection: Connection, decision: Decision) -> int:
    """Write *decision* down and return its number; it is not in force by that."""
    number = next_number(rows_of(connection), "decision")
    values = {**asdict(decision), "number": number, "kind": decision.kind.value}
    connection.execute(insert(DECISION).values(values))
    return number


def _place(kind: DecisionKind, scenario: int, subject: str) -> dict[str, Any]:
    """Return the key under which the decision about *subject* stands in its kind's table."""
    key: dict[str, Any] = {SUBJECTS[kind][1]: subject}
    if not kind.everywhere:
        key["scenario"] = scenario
    return key


def put_in_force(
    connection: Connection, kind: DecisionKind, scenario: int, subject: str, number: int | None
) -> None:
    """Let decision *number*, or none, be what holds for *subject*."""
    table = METADATA.tables[SUBJECTS[kind][0]]
    place = _place(kind, scenario, subject)
    connection.execute(
        delete(table).where(*(table.c[name] == value for name, value in place.items()))
    )
    if number is not None:
        connection.execute(insert(table).values(**place, decision=number))


def copy_scenario(connection: Connection, origin: int, copy: int) -> None:
    """Put in force in scenario *copy* what is in force in *origin*."""
    for kind, (name, subject) in SUBJECTS.items():
        if kind.everywhere:
            continue
        table = METADATA.tables[name]
        held = select(table.c[subject], table.c.decision).where(table.c.scenario == origin)
        for about, decision in connection.execute(held).all():
            row = {"scenario": copy, subject: about, "decision": decision}
            connection.execute(insert(table).values(row))
