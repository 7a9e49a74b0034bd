"""How long finished work has been waiting for other work."""

from relplan.model.plan import Status
from relplan.planning.plan import Plan

_DAY = 86_400


def waiting_days(plan: Plan, now: int) -> dict[str, float]:
    """Return the days that each done change has waited by *now*, in seconds since 1970.

    It waits if it is blocked or in lock-step: it could go but for others. The days count from when
    its commit was made, as nobody records when work became ready.
    """
    return {
        change.id: max(0.0, (now - change.date) / _DAY)
        for change in plan.changes.values()
        if change.state.done and plan.status(change.id) in (Status.BLOCKED, Status.LOCKSTEP)
    }
