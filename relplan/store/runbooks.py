"""Reads what people said of the steps of runbooks, and when."""

from relplan.model.runbook import Outcome, Tick
from relplan.store.rows import Rows


def ticks(rows: Rows) -> tuple[Tick, ...]:
    """Return the ticks of all runbooks in the order in which they were made."""
    query = (
        "SELECT step, outcome, who, at, service, changes, runbook FROM runbook_tick ORDER BY number"
    )
    return tuple(
        Tick(
            step,
            Outcome(outcome),
            who,
            at,
            service,
            tuple(changes.split("\n") if changes else ()),
            runbook,
        )
        for step, outcome, who, at, service, changes, runbook in rows.all(query)
    )
