"""Writes the dated log: deciding, undoing, redoing; `relplan.store.log` chooses the steps."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from relplan.model.decision import Decision, LogEntry
from relplan.store import scenarios, tables
from relplan.store.decisions import in_force
from relplan.store.log import Standing, Step, entry, steps
from relplan.store.saving import decisions
from relplan.store.saving.change_rows import rows_of
from relplan.store.values import clean, fit

STEP = tables.core(tables.LogStep)
TURN = tables.core(tables.LogTurn)


def decide(
    connection: Connection, decision: Decision, scenario: str | None, together: int | None = None
) -> LogEntry | None:
    """Put *decision* in force in *scenario*, or the current one; None: it holds already.

    It will be undone at once with the step *together*.
    Raises RelplanError for a value its kind cannot have, UnknownNameError for *scenario*.
    """
    decision = decisions.fit_to_store(decision)
    rows = rows_of(connection)
    place, _ = scenarios.key(rows, scenario)
    kind, subject = decision.kind, decision.subject
    before, value = in_force(rows, kind, place, subject)
    if decision.value == value:
        return None
    number = decisions.record(connection, decision)
    decisions.put_in_force(connection, kind, place, subject, number if decision.value else None)
    _drop_undone(connection, place)
    step = {
        "scenario": place,
        "decision": number,
        "before": before,
        "standing": Standing.APPLIED.value,
        "turn": _next_turn(connection),
        "together": together,
    }
    written = connection.execute(insert(STEP).values(step))
    (made,) = written.inserted_primary_key or (0,)
    return entry(rows, made)


def _drop_undone(connection: Connection, place: int) -> None:
    for step in steps(rows_of(connection), place, Standing.UNDONE):
        own = STEP.c.number == step.number
        connection.execute(update(STEP).where(own).values(standing=Standing.DROPPED.value))


def _next_turn(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(STEP.c.turn), 0))).scalar_one()) + 1


def turn_back(connection: Connection, who: str, at: int) -> LogEntry | None:
    """Undo the current scenario's newest step that is in force; None: there is none."""
    return _turn(connection, who, at, undone=True)


def turn_again(connection: Connection, who: str, at: int) -> LogEntry | None:
    """Redo the step of the current scenario that was undone last; None: there is none."""
    return _turn(connection, who, at, undone=False)


def _turn(connection: Connection, who: str, at: int, *, undone: bool) -> LogEntry | None:
    from_, to = Standing.APPLIED, Standing.UNDONE
    if not undone:
        from_, to = to, from_
    rows = rows_of(connection)
    place, _ = scenarios.key(rows, None)
    candidates = steps(rows, place, from_)
    together = [step for step in candidates if step.first == candidates[0].first]
    if not together:
        return None
    for step in together:
        _turn_step(connection, step, to, {"undone": undone, "who": clean(who), "at": fit(at)})
    return replace(entry(rows, together[-1].number), others=len(together) - 1)


def _turn_step(connection: Connection, step: Step, to: Standing, turned: dict[str, Any]) -> None:
    turn = _next_turn(connection)
    connection.execute(
        update(STEP).where(STEP.c.number == step.number).values(standing=to.value, turn=turn)
    )
    connection.execute(insert(TURN).values(step=step.number, turn=turn, **turned))
    decision = entry(rows_of(connection), step.number).decision
    after = step.decision if decision.value else None
    number = step.before if turned["undone"] else after
    decisions.put_in_force(connection, decision.kind, step.scenario, decision.subject, number)
