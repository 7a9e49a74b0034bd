"""The dated log: deciding, undoing, redoing.

A scenario's steps are those that were taken in it, and those about what holds in all of them. Steps
are undone in the reverse of the order in which they came into force, and redone in the reverse of
the order in which they were undone; those that were taken at once are undone and redone at once.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from relplan.model.decision import Decision, DecisionKind, LogEntry
from relplan.model.errors import RelplanError
from relplan.store import decisions, scenarios, tables
from relplan.store.decisions import DECIDED, DECISION, decision_of
from relplan.store.values import clean, fit

STEP = tables.core(tables.LogStep)
TURN = tables.core(tables.LogTurn)
BEFORE = DECISION.alias("decision_before")
_FIRST = func.coalesce(STEP.c.together, STEP.c.number).label("first")
"""The first of the steps that were taken at once with a step; itself where it was taken alone."""


class Standing(StrEnum):
    """What became of a step."""

    APPLIED = "applied"
    UNDONE = "undone"
    """It can be redone."""
    DROPPED = "dropped"
    """Undone, and something else was decided since."""


def decide(
    connection: Connection, decision: Decision, scenario: str | None, together: int | None = None
) -> LogEntry | None:
    """Put *decision* in force in *scenario*, or the current one; None: it holds already.

    It will be undone at once with the step *together*.
    Raises RelplanError for a value its kind cannot have, UnknownNameError for *scenario*.
    """
    decision = decisions.fit_to_store(decision)
    place, _ = scenarios.key(connection, scenario)
    kind, subject = decision.kind, decision.subject
    before, value = decisions.in_force(connection, kind, place, subject)
    if decision.value == value:
        return None
    number = decisions.record(connection, decision)
    decisions.put_in_force(connection, kind, place, subject, number if decision.value else None)
    _drop_undone(connection, place, decision)
    step = {
        "scenario": place,
        "decision": number,
        "before": before,
        "standing": Standing.APPLIED.value,
        "turn": _next_turn(connection),
        "together": together,
    }
    written = connection.execute(insert(STEP).values(step))
    (entry,) = written.inserted_primary_key or (0,)
    return _entry(connection, entry)


def _of_scenario(place: int) -> ColumnElement[bool]:
    kinds = [kind.value for kind in DecisionKind if kind.everywhere]
    everywhere = select(DECISION.c.number).where(DECISION.c.kind.in_(kinds))
    return (STEP.c.scenario == place) | STEP.c.decision.in_(everywhere)


def _drop_undone(connection: Connection, place: int, decision: Decision) -> None:
    """Let what *decision* replaces never be redone: its maker's undone steps, and its subject's."""
    undone = STEP.c.standing == Standing.UNDONE.value
    same = (DECISION.c.kind == decision.kind.value) & (DECISION.c.subject == decision.subject)
    replaced = select(DECISION.c.number).where((DECISION.c.who == decision.who) | same)
    connection.execute(
        update(STEP)
        .where(undone, _of_scenario(place), STEP.c.decision.in_(replaced))
        .values(standing=Standing.DROPPED.value)
    )


def last_turn(connection: Connection) -> int:
    """Return the number of the last thing that was decided, undone or redone."""
    return int(connection.execute(select(func.coalesce(func.max(STEP.c.turn), 0))).scalar_one())


def _next_turn(connection: Connection) -> int:
    return last_turn(connection) + 1


@dataclass(frozen=True, slots=True)
class Whose:
    """Which steps are meant: those of one scenario, and of one person or of all."""

    scenario: str | None = None
    """None: the current one."""
    person: str | None = None
    """Who decided; None: anybody."""


ALL = Whose()
"""Anybody's steps of the current scenario."""


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


def can_turn(connection: Connection, whose: Whose, *, undone: bool) -> bool:
    """Tell whether there is a step to undo, or with *undone* false one to redo."""
    candidates = _candidates(connection, Standing.APPLIED if undone else Standing.UNDONE, whose)
    return connection.execute(candidates.order_by(None).limit(1)).first() is not None


def _candidates(connection: Connection, standing: Standing, whose: Whose) -> Select[Any]:
    """Return *whose* steps of that *standing*, the last that came to it first."""
    place, _ = scenarios.key(connection, whose.scenario)
    found = (
        select(STEP.c.number, STEP.c.scenario, STEP.c.decision, STEP.c.before, _FIRST)
        .where(STEP.c.standing == standing.value, _of_scenario(place))
        .order_by(STEP.c.turn.desc())
    )
    if whose.person is None:
        return found
    own = select(DECISION.c.number).where(DECISION.c.who == clean(whose.person))
    return found.where(STEP.c.decision.in_(own))


def _turn(
    connection: Connection, who: str, at: int, whose: Whose, *, undone: bool
) -> LogEntry | None:
    from_, to = Standing.APPLIED, Standing.UNDONE
    if not undone:
        from_, to = to, from_
    candidates = _candidates(connection, from_, whose)
    newest = connection.execute(candidates.limit(1)).first()
    if newest is None:
        return None
    steps = connection.execute(candidates.where(newest.first == _FIRST)).all()
    for step in steps:
        _refuse_over_newer(connection, step, undone=undone)
        _turn_step(connection, step, to, {"undone": undone, "who": clean(who), "at": fit(at)})
    return replace(_entry(connection, steps[-1].number), others=len(steps) - 1)


def _refuse_over_newer(connection: Connection, step: Any, *, undone: bool) -> None:
    """Raise RelplanError where *step* is not what was decided last on its subject."""
    entry = _entry(connection, step.number)
    decision = entry.decision
    after = step.decision if decision.value else None
    expected = after if undone else step.before
    found, value = decisions.in_force(connection, decision.kind, step.scenario, decision.subject)
    if found == expected:
        return
    by = connection.scalar(select(DECISION.c.who).where(DECISION.c.number == found))
    raise RelplanError(
        f"{by or 'somebody'} decided anew on {decision.subject} since"
        f" ({value or 'nothing'} holds now), and that stays",
        "decide on it anew instead",
    )


def _turn_step(connection: Connection, step: Any, to: Standing, turned: dict[str, Any]) -> None:
    turn = _next_turn(connection)
    connection.execute(
        update(STEP).where(STEP.c.number == step.number).values(standing=to.value, turn=turn)
    )
    connection.execute(insert(TURN).values(step=step.number, turn=turn, **turned))
    decision = _entry(connection, step.number).decision
    after = step.decision if decision.value else None
    number = step.before if turned["undone"] else after
    decisions.put_in_force(connection, decision.kind, step.scenario, decision.subject, number)


def _entries() -> Select[Any]:
    # A step's last turn is the one that gave it its standing.
    return (
        select(
            STEP.c.number,
            scenarios.SCENARIO.c.name,
            func.coalesce(BEFORE.c.value, ""),
            STEP.c.standing,
            func.coalesce(TURN.c.who, ""),
            func.coalesce(TURN.c.at, 0),
            *DECIDED,
        )
        .join(scenarios.SCENARIO, scenarios.SCENARIO.c.number == STEP.c.scenario)
        .join(DECISION, DECISION.c.number == STEP.c.decision)
        .outerjoin(BEFORE, BEFORE.c.number == STEP.c.before)
        .outerjoin(TURN, (TURN.c.step == STEP.c.number) & (TURN.c.turn == STEP.c.turn))
        .order_by(STEP.c.number.desc())
    )


def _log_entry(row: Any) -> LogEntry:
    number, scenario, before, standing, who, at, *decided = row
    undone = standing != Standing.APPLIED
    return LogEntry(number, scenario, decision_of(*decided), before, undone, who, at)


def _entry(connection: Connection, number: int) -> LogEntry:
    return _log_entry(connection.execute(_entries().where(STEP.c.number == number)).one())


def entries(connection: Connection, limit: int | None) -> tuple[LogEntry, ...]:
    """Return the newest *limit* steps of all scenarios, or all of them, newest first."""
    return tuple(_log_entry(row) for row in connection.execute(_entries().limit(limit)))
