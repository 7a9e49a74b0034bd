"""Reads what people said of the steps of runbooks, and when."""

from relplan.model.runbook import Outcome, Tick
from relplan.store.rows import Rows


def ticks(rows: Rows, runbook: str) -> tuple[Tick, ...]:
    """Return the ticks of *runbook* in the order in which they were made."""
    query = "SELECT step, outcome, who, at FROM runbook_tick WHERE runbook = ? ORDER BY number"
    return tuple(
        Tick(step, Outcome(outcome), who, at) for step, outcome, who, at in rows.all(query, runbook)
    )
