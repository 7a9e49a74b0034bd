"""What stays behind, and why."""

from collections.abc import Collection, Iterator

from relplan.model.edge import GATE
from relplan.model.notes import LeftBehind, WhyLeft
from relplan.model.plan import Status
from relplan.model.schedule import Schedule
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all
from relplan.planning.reach import reach_of_all

_ORDER = tuple(WhyLeft)


def left_behind(
    plan: Plan, made: Schedule, going: Collection[str], services: Collection[str]
) -> tuple[LeftBehind, ...]:
    """Return the pending changes of *services* that are not *going*, by reason, then by id."""
    found = _left(plan, made, going, services)
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.why), one.change)))


def _left(
    plan: Plan, made: Schedule, going: Collection[str], services: Collection[str]
) -> Iterator[LeftBehind]:
    blockers = {found.change: found.blockers for found in reach_of_all(plan)}
    asked = questions_of_all(plan) if plan.uncertain else {}
    dates = {name: one for one in made.batches for name in one.batch.changes}
    for change in plan.changes.values():
        if change.id in going or change.service not in services:
            continue
        status = plan.status(change.id)
        dated = dates[change.id]
        why, by = WhyLeft.LATER, dated.windows
        if status is Status.BLOCKED:
            by = blockers[change.id]
            is_gated = all(node.startswith(GATE) for node in by)
            why = WhyLeft.GATED if is_gated else WhyLeft.BLOCKED
        elif status is Status.UNCERTAIN:
            why, by = WhyLeft.UNCERTAIN, asked.get(change.id, ())
        elif status is Status.UNFINISHED:
            why, by = WhyLeft.UNFINISHED, ()
        at = dated.at
        yield LeftBehind(change.id, change.service, change.title, why, by, at)
