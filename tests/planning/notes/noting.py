"""Notes of small worlds."""

from collections.abc import Iterable, Mapping

from relplan.model.calendar import Calendar
from relplan.model.notes import Contribution, Notes
from relplan.model.scan import Notice
from relplan.planning.notes import Chosen, goes, notes
from relplan.planning.plan import Plan
from relplan.planning.schedule import schedule

NOW = 1_000 * 86_400


def noted(
    plan: Plan,
    of: Iterable[str] = (),
    told: Mapping[str, Contribution] | None = None,
    notices: Iterable[Notice] = (),
) -> Notes:
    """Return the notes of the batches of the changes named; of none, of all that can go out."""
    made = schedule(plan, Calendar(NOW, NOW + 86_400), {})
    batches = {plan.batch_of[name].id for name in of}
    out = [
        one
        for one in made.batches
        if (one.batch.id in batches if batches else goes(plan, one.batch))
    ]
    services = {change.service for change in plan.changes.values()}
    return notes(plan, made, Chosen("Friday", out, services, NOW, None), told or {}, notices)


def going(found: Notes) -> dict[str, list[str]]:
    """Return the changes that go out, by service."""
    return {one.service: [change.id for change in one.changes] for one in found.services}


def fates(found: Notes) -> dict[str, dict[str, str]]:
    """Return what becomes of each consumer, by what breaks."""
    return {
        f"{one.change} {one.contract}": {each.consumer: each.fate.value for each in one.consumers}
        for one in found.breaks
    }


def staying(found: Notes) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return why each change stays, and what keeps it."""
    return {one.change: (one.why.value, one.by) for one in found.left}
