"""Writes the dated log: deciding, undoing, redoing; `relplan.store.log` chooses the steps."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, update

from relplan.model.decision import Decision, LogEntry
from relplan.model.errors import RelplanError
from relplan.store import scenarios, tables
from relplan.store.decisions import in_force
from relplan.store.log import Standing, Step, Whose, entry, last_turn, steps
from relplan.store.rows import Rows
from relplan.store.saving import decisions
from relplan.store.saving.change_rows import next_number, rows_of
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
    _drop_undone(connection, scenario, decision)
    made = next_number(connection, STEP)
    step = {
        "number": made,
        "scenario": place,
        "decision": number,
        "before": before,
        "standing": Standing.APPLIED.value,
        "turn": last_turn(rows) + 1,
        "together": together,
    }
    connection.execute(insert(STEP).values(step))
    return entry(rows, made)


def _drop_undone(connection: Connection, scenario: str | None, decision: Decision) -> None:
    """Let what *decision* replaces never be redone: its maker's undone steps, and its subject's."""
    rows = rows_of(connection)
    for step in steps(rows, Whose(scenario), Standing.UNDONE):
        undone = entry(rows, step.number).decision
        same = (undone.kind, undone.subject) == (decision.kind, decision.subject)
        if same or undone.who == decision.who:
            own = STEP.c.number == step.number
            connection.execute(update(STEP).where(own).values(standing=Standing.DROPPED.value))


def turn_back(connection: Connection, who: str, at: int, whose: Whose) -> LogEntry | None:
    """Undo the newest of *whose* steps that is in force; None: there is none.

    Raises RelplanError where somebody decided anew on the same subject since.
    """
    return _turn(connection, who, at, whose, undone=True)


def turn_again(connection: Connection, who: str, at: int, whose: Whose) -> LogEntry | None:
    """Redo the one of *whose* steps that was undone last; None: there is none.

    Raises RelplanError where somebody decided anew on the same subject since.
    """
    return _turn(connection, who, at, whose, undone=False)


def _turn(
    connection: Connection, who: str, at: int, whose: Whose, *, undone: bool
) -> LogEntry | None:
    from_, to = Standing.APPLIED, Standing.UNDONE
    if not undone:
        from_, to = to, from_
    rows = rows_of(connection)
    candidates = steps(rows, whose, from_)
    together = [step for step in candidates if step.first == candidates[0].first]
    if not together:
        return None
    for step in together:
        _refuse_over_newer(rows, step, undone=undone)
        _turn_step(connection, step, to, {"undone": undone, "who": clean(who), "at": fit(at)})
    return replace(entry(rows, together[-1].number), others=len(together) - 1)


def _refuse_over_newer(rows: Rows, step: Step, *, undone: bool) -> None:
    """Raise RelplanError where *step* is not what was decided last on its subject."""
    decision = entry(rows, step.number).decision
    after = step.decision if decision.value else None
    found, value = in_force(rows, decision.kind, step.scenario, decision.subject)
    if found == (after if undone else step.before):
        return
    by = rows.first("SELECT who FROM decision WHERE number = ?", found)
    raise RelplanError(
        f"{(by and by[0]) or 'somebody'} decided anew on {decision.subject} since"
        f" ({value or 'nothing'} holds now), and that stays",
        "decide on it anew instead",
    )


def _turn_step(connection: Connection, step: Step, to: Standing, turned: dict[str, Any]) -> None:
    rows = rows_of(connection)
    turn = last_turn(rows) + 1
    connection.execute(
        update(STEP).where(STEP.c.number == step.number).values(standing=to.value, turn=turn)
    )
    connection.execute(insert(TURN).values(step=step.number, turn=turn, **turned))
    decision = entry(rows, step.number).decision
    after = step.decision if decision.value else None
    number = step.before if turned["undone"] else after
    decisions.put_in_force(connection, decision.kind, step.scenario, decision.subject, number)
