"""How long finished work has been waiting for other work."""

from relplan.model.change import Change
from relplan.model.plan import Status
from relplan.planning.plan import Plan

_DAY = 86_400


def waiting_days(plan: Plan, now: int) -> dict[str, float]:
    """Return the days that each done change has waited by *now*, in seconds since 1970."""
    return {
        change.id: days_since(change, now)
        for change in plan.changes.values()
        if waits(change, plan.status(change.id))
    }


def waits(change: Change, status: Status) -> bool:
    """Tell whether *change* could go but for others: it is done, and blocked or in lock-step."""
    return change.state.done and status in (Status.BLOCKED, Status.LOCKSTEP)


def days_since(change: Change, now: int) -> float:
    """Return the days since the commit of *change*: nobody records when work became ready."""
    return max(0.0, (now - change.date) / _DAY)
