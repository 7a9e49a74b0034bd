"""What people said of the steps of runbooks, and when."""

from sqlalchemy import Connection, insert, select

from relplan.model.runbook import Outcome, Tick
from relplan.store import tables
from relplan.store.values import clean

TICK = tables.core(tables.RunbookTick)


def ticks(connection: Connection, runbook: str) -> tuple[Tick, ...]:
    """Return the ticks of *runbook* in the order in which they were made."""
    rows = connection.execute(
        select(TICK.c.step, TICK.c.outcome, TICK.c.who, TICK.c.at)
        .where(TICK.c.runbook == runbook)
        .order_by(TICK.c.number)
    )
    return tuple(Tick(step, Outcome(outcome), who, at) for step, outcome, who, at in rows)


def add_tick(connection: Connection, runbook: str, tick: Tick) -> None:
    """Add *tick*; none is ever replaced."""
    connection.execute(
        insert(TICK).values(
            runbook=runbook,
            step=tick.step,
            outcome=tick.outcome.value,
            who=clean(tick.who),
            at=tick.at,
        )
    )
