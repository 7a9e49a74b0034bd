"""What waiting for others costs: SEMANTICS.md, section 4."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from relplan.model.edge import Cause
from relplan.model.schedule import Delay, Schedule
from relplan.planning.couplings import couplings
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.planning.schedule.openings import Openings
from relplan.planning.schedule.schedule import Expected, schedule

_DAY = 86_400


def coordination_delay(planner: Planner, made: Schedule, expected: Expected) -> Delay:
    """Return the days that done changes wait beyond the next window of their own service.

    A change is ready from its own date on, but nothing before now can still be saved: waiting is
    counted from the end of the window that it could have had alone, to the end of its batch's.
    """
    plan = planner.preview(made.scenario)
    days = _days(plan, made)
    by_team: dict[str, float] = defaultdict(float)
    for change, waited in days.items():
        by_team[plan.team_of(plan.changes[change].service)] += waited
    tying = {one.name: one for one in couplings(planner.graph, made.scenario.answers) if one.edges}

    def saved(names: Iterable[str]) -> float:
        scenario = made.scenario
        for name in names:
            scenario = scenario.with_mark(name, tying[name].furthest)
        other = planner.preview(scenario)
        after = _days(other, schedule(other, made.calendar, expected))
        return sum(waited - after[change] for change, waited in days.items() if change in after)

    of_cause: dict[Cause, list[str]] = {cause: [] for cause in Cause}
    for name, one in tying.items():
        of_cause[one.cause].append(name)
    return Delay(
        total=sum(days.values()),
        by_change=_sorted(days),
        by_team=_sorted(by_team),
        by_coupling=_sorted({name: saved([name]) for name in tying}),
        by_cause=tuple(
            (cause, waited)
            for cause, names in of_cause.items()
            if names and (waited := saved(names)) > 0
        ),
        undated=sum(change.state.done for change in plan.changes.values()) - len(days),
    )


def _days(plan: Plan, made: Schedule) -> dict[str, float]:
    """Return the days that each done change of a dated batch waits for others."""
    openings = Openings(made.calendar)
    alone: dict[tuple[str, int], int | None] = {}
    found: dict[str, float] = {}
    for dated in made.batches:
        if dated.end is None:
            continue
        for name in dated.batch.changes:
            change = plan.changes[name]
            if not change.state.done:
                continue
            key = change.service, max(change.date, made.calendar.now)
            if key not in alone:
                own = openings.earliest({change.service: 1}, key[1], unlimited=True)
                alone[key] = own.end if own else None
            end = alone[key]
            if end is not None:
                found[name] = max(0.0, (dated.end - end) / _DAY)
    return found


def _sorted(days: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return what is above nothing, the most first."""
    above = [(name, waited) for name, waited in days.items() if waited > 0]
    return tuple(sorted(above, key=lambda item: (-item[1], item[0])))
