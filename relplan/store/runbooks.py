"""Reads what people said of the steps of runbooks, and when."""

from relplan.model.runbook import Outcome, Tick
from relplan.store.rows import Rows


def ticks(rows: Rows) -> tuple[Tick, ...]:
    """Return the ticks of all runbooks in the order in which they were made."""
    query = (
        "SELECT step, outcome, who, at, service, changes, runbook, back_to, back_with, host"
        " FROM runbook_tick ORDER BY number"
    )
    return tuple(
        Tick(
            step,
            Outcome(outcome),
            who,
            at,
            service,
            _listed(changes),
            runbook,
            back_to,
            _listed(back_with),
            host,
        )
        for step, outcome, who, at, service, changes, runbook, back_to, back_with, host in rows.all(
            query
        )
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
