"""Writes what people said of the steps of runbooks."""

from sqlalchemy import Connection, insert

from relplan.model.runbook import Tick
from relplan.store import tables
from relplan.store.rows import rows_of
from relplan.store.saving.inserting import next_number
from relplan.store.values import clean

TICK = tables.core(tables.RunbookTick)


def add_tick(connection: Connection, tick: Tick) -> None:
    """Add *tick*; none is ever replaced."""
    connection.execute(
        insert(TICK).values(
            number=next_number(rows_of(connection), "runbook_tick"),
            runbook=tick.runbook,
            step=tick.step,
            outcome=tick.outcome.value,
            who=clean(tick.who),
            at=tick.at,
            service=clean(tick.service),
            changes=clean("\n".join(tick.changes)),
            back_to=clean(tick.back_to),
            back_with="\n".join(tick.back_with),
            host=clean(tick.host),
        )
    )
