"""What stands against bringing batches into production as the plan is now."""

from collections.abc import Iterable, Iterator

from relplan.model.counting import joined
from relplan.model.edge import is_change
from relplan.model.plan import Batch
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all


def obstacles(plan: Plan, batches: Iterable[Batch]) -> tuple[str, ...]:
    """Return in full sentences why *batches* cannot go out yet; empty: they can."""
    return tuple(dict.fromkeys(_obstacles(plan, tuple(batches))))


def _obstacles(plan: Plan, batches: tuple[Batch, ...]) -> Iterator[str]:
    asked = questions_of_all(plan) if plan.uncertain else {}
    together = {batch.id for batch in batches}
    for batch in batches:
        own = frozenset(batch.changes)
        for node in plan.not_done_at(batch):
            if not is_change(node):
                yield f"{batch.id} is blocked by {node}."
            elif node in own:
                yield f"{node} of {batch.id} is still in progress."
        for change in batch.changes:
            if change in plan.uncertain:
                open_ones = joined(asked[change])
                yield f"{change} of {batch.id} is uncertain until it is answered: {open_ones}."
        before = [name for name in plan.batches_needed(batch) if name not in together]
        if before:
            yield f"{batch.id} goes out only after {joined(before)}."
