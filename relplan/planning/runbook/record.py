"""Which of all that was ever said of steps is said of a runbook's steps, as they are now.

A tick is about what was deployed: a service with some changes. A scan that finds a part of a night
in production leaves a runbook with fewer steps, or with a step in two; what was said of the
changes that are left is true of them still.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from relplan.model.runbook import Outcome, Runbook, Tick, standing
from relplan.planning.runbook.night import Night


def night(book: Runbook, ticks: Iterable[Tick], pending: Collection[str]) -> Night:
    """Return where *book* stands by *ticks*, all that there are, in their order.

    *pending* are the ids of all changes that are pending now, those of other runbooks, too.
    """
    record = tuple(ticks)
    said = tuple(_said(book, record))
    nights = {tick.runbook for tick in said if tick.runbook}
    gone = (
        tick
        for tick in standing(record).values()
        if tick.runbook in nights
        and tick.outcome is Outcome.DONE
        and tick.changes
        and not any(change in pending for change in tick.changes)
    )
    return Night(book, said, tuple(gone))


def _said(book: Runbook, record: Iterable[Tick]) -> Iterator[Tick]:
    """Yield what was said of each step of *book*, under the key that the step has now."""
    for tick in record:
        for step in book.steps:
            covers = tick.service == step.service and set(step.changes) <= set(tick.changes)
            if (covers and step.changes) or tick.step == step.key:
                yield replace(tick, step=step.key)
