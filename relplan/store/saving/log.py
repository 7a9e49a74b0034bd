"""Writes the dated log: deciding, undoing, redoing; `relplan.store.log` chooses the steps."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, update

from relplan.model.decision import Decision, LogEntry, Person
from relplan.model.errors import RelplanError
from relplan.store import scenarios, tables
from relplan.store.decisions import in_force
from relplan.store.log import Standing, Step, Whose, entry, last_turn, steps
from relplan.store.rows import Rows, rows_of
from relplan.store.saving import decisions
from relplan.store.saving.inserting import next_number
from relplan.store.values import clean, fit

STEP = tables.core(tables.LogStep)
TURN = tables.core(tables.LogTurn)


def decide(
    connection: Connection, decision: Decision, scenario: str, together: int | None = None
) -> LogEntry | None:
    """Put *decision* in force in *scenario*; None: it holds already.

    It will be undone at once with the step *together*.
    Raises RelplanError for a value its kind cannot have, UnknownNameError for *scenario*.
    """
    decision = decisions.fit_to_store(decision)
    rows = rows_of(connection)
    place = scenarios.number_of(rows, scenario)
    kind, subject = decision.kind, decision.subject
    before, value = in_force(rows, kind, place, subject)
    if decision.value == value:
        return None
    number = decisions.record(connection, decision)
    decisions.put_in_force(connection, kind, place, subject, number if decision.value else None)
    _drop_undone(connection, scenario, decision)
    made = next_number(rows, "log_step")
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


def _drop_undone(connection: Connection, scenario: str, decision: Decision) -> None:
    """Let what *decision* replaces never be redone: its maker's undone steps, and its subject's."""
    rows = rows_of(connection)
    for step in steps(rows, Whose(scenario), Standing.UNDONE):
        undone = entry(rows, step.number).decision
        same = (undone.kind, undone.subject) == (decision.kind, decision.subject)
        if same or Person(decision.who, decision.host).made(undone.who, undone.host):
            own = STEP.c.number == step.number
            connection.execute(update(STEP).where(own).values(standing=Standing.DROPPED.value))


class Turner(NamedTuple):
    """Who undoes or redoes, when and from where: the columns of a turn."""

    who: str
    at: int
    host: str = ""
    via: str = ""


def turn(
    connection: Connection,
    by: Turner,
    whose: Whose,
    *,
    undone: bool,
    allowed: Callable[[LogEntry], object],
) -> LogEntry | None:
    """Undo the newest of *whose* steps that is in force, or redo the one undone last; None: none.

    Raises RelplanError where somebody decided anew on the same subject since, and what *allowed*
    raises, which is asked before anything is done.
    """
    turned = {"undone": undone, **by._asdict(), "at": fit(by.at)}
    turned |= {name: clean(turned[name]) for name in ("who", "host", "via")}
    from_, to = Standing.APPLIED, Standing.UNDONE
    if not undone:
        from_, to = to, from_
    rows = rows_of(connection)
    candidates = steps(rows, whose, from_)
    together = [step for step in candidates if step.first == candidates[0].first]
    if not together:
        return None
    for step in together:
        allowed(entry(rows, step.number))
        _refuse_over_newer(rows, step, by, undone=undone)
        _turn_step(connection, step, to, turned)
    return replace(entry(rows, together[-1].number), others=len(together) - 1)


def _refuse_over_newer(rows: Rows, step: Step, by: Turner, *, undone: bool) -> None:
    """Raise RelplanError where *step* is not what was decided last on its subject."""
    decision = entry(rows, step.number).decision
    after = step.decision if decision.value else None
    found, value = in_force(rows, decision.kind, step.scenario, decision.subject)
    if found == (after if undone else step.before):
        return
    other = rows.first("SELECT who, host FROM decision WHERE number = ?", found)
    name = Person(by.who, by.host).names(*other) if other else ""
    raise RelplanError(
        f"{name or 'somebody'} decided anew on {decision.subject} since"
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
