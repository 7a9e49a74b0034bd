"""What waiting for others costs: docs/semantics.md, section 6."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property

from relplan.model.change import Change
from relplan.model.edge import Cause
from relplan.model.plan import Batch
from relplan.model.scenario import Mark
from relplan.model.schedule import Delay, Schedule
from relplan.planning.components import Condensation
from relplan.planning.couplings import couplings
from relplan.planning.deadline import ENDLESS, Deadline, TimeIsUp
from relplan.planning.planner import Planner
from relplan.planning.schedule.moments import Moments
from relplan.planning.schedule.openings import Openings, Times
from relplan.planning.schedule.readiness import Readiness
from relplan.planning.schedule.schedule import Expected
from relplan.planning.schedule.turned import Turned
from relplan.planning.schedule.turns import Turns
from relplan.planning.trial import Trial

_DAY = 86_400


def coordination_delay(
    planner: Planner, made: Schedule, expected: Expected, deadline: Deadline = ENDLESS
) -> Delay:
    """Return the days that done changes wait beyond the next window of their own service.

    A change is ready from its own date on, but nothing before now can still be saved: waiting is
    counted from the end of the window that it could have had alone, to the end of its batch's.
    What waiting for each coupling costs is found until *deadline*, those of most edges first.
    """
    plan = planner.preview(made.scenario)
    dated = ((one.batch, one.end) for one in made.batches if one.end is not None)
    days = _Alone(plan.changes, Times(made.calendar)).of_all(dated)
    by_team: dict[str, float] = defaultdict(float)
    for change, waited in days.items():
        by_team[plan.team_of(plan.changes[change].service)] += waited
    tying = {one.name: one for one in couplings(planner.graph, made.scenario.answers) if one.edges}
    of_cause: dict[Cause, list[str]] = {cause: [] for cause in Cause}
    for name, one in tying.items():
        of_cause[one.cause].append(name)
    saving = _Saving(planner, made, expected, days)
    saved: dict[Cause | str, float] = {}
    marks: dict[Cause | str, list[str]] = {
        cause: names for cause, names in of_cause.items() if names
    }
    marks |= {name: [name] for name in tying}
    with suppress(TimeIsUp):
        for what, names in marks.items():
            saved[what] = saving.without({name: tying[name].furthest for name in names}, deadline)
    return Delay(
        total=sum(days.values()),
        by_change=_sorted(days),
        by_team=_sorted(by_team),
        by_coupling=_sorted({name: saved[name] for name in tying if name in saved}),
        by_cause=tuple((one, saved[one]) for one in Cause if saved.get(one, 0) > 0),
        unweighed=tuple(str(what) for what in marks if what not in saved),
        undated=sum(change.state.done for change in plan.changes.values()) - len(days),
    )


class _Saving:
    """Tells how many of the days that changes wait some marks would save."""

    def __init__(
        self, planner: Planner, made: Schedule, expected: Expected, days: Mapping[str, float]
    ) -> None:
        self._planner, self._made, self._expected, self._days = planner, made, expected, days
        self._place = {change: place for place, change in enumerate(days)}
        self._times = Times(made.calendar)
        self._alone = _Alone(planner.graph.changes, self._times)

    def without(self, marks: Mapping[str, Mark], deadline: Deadline) -> float:
        """Return the days that *marks* on top of the schedule's scenario save; raises TimeIsUp."""
        deadline.ask()
        trial, limited = self._trial, self._made.calendar.limited
        places = {
            place
            for name, mark in marks.items()
            for place in trial.left_of(name, mark)
            # What has a date now takes room from others, wherever they are.
            if limited or self._moments.matters(trial.graph.ends(place)[0])
        }
        if not places:
            return 0.0
        with trial.tried(places):
            moved = (
                Turned(self._turns, trial, deadline).found
                if limited
                else self._moments.moved(trial, deadline)
            )
            return self._sum(
                {
                    change: waited
                    for number, found in moved.items()
                    for change in trial.components[number].nodes & self._days.keys()
                    if found and (waited := self._alone.days(change, found.end)) is not None
                }
            )

    def _sum(self, after: Mapping[str, float]) -> float:
        """Add up what is saved where changes wait as *after* tells, always in the same order."""
        waiting = sorted(after.keys() & self._days.keys(), key=self._place.__getitem__)
        return sum(self._days[change] - after[change] for change in waiting)

    @cached_property
    def _trial(self) -> Trial:
        return Trial(self._view)

    @cached_property
    def _view(self) -> Condensation:
        return self._planner.preview(self._made.scenario).condensation

    @cached_property
    def _moments(self) -> Moments:
        return Moments(self._view, self._times, self._readiness)

    @cached_property
    def _turns(self) -> Turns:
        return Turns(self._view, self._times, self._readiness)

    @property
    def _readiness(self) -> Readiness:
        moves = dict(self._made.scenario.moves)
        return Readiness(self._view.graph, self._made.calendar.now, self._expected, moves)


class _Alone:
    """The next windows that changes could have had by themselves."""

    def __init__(self, changes: Mapping[str, Change], times: Times) -> None:
        self._changes, self._now = changes, times.calendar.now
        self._openings = Openings(times)
        self._ends: dict[tuple[str, int], int | None] = {}

    def days(self, change: str, end: int) -> float | None:
        """Return the days that *change*, gone at *end*, waited for others; None: it had no date."""
        service = self._changes[change].service
        key = service, max(self._changes[change].date, self._now)
        if key not in self._ends:
            own = self._openings.earliest({service: 1}, key[1], unlimited=True)
            self._ends[key] = own.end if own else None
        alone = self._ends[key]
        return None if alone is None else max(0.0, (end - alone) / _DAY)

    def of_all(self, ends: Iterable[tuple[Batch, int]]) -> dict[str, float]:
        """Return the days that each done change waits for others, where batches end so."""
        found = {
            change: self.days(change, end)
            for batch, end in ends
            for change in batch.changes
            if self._changes[change].state.done
        }
        return {change: waited for change, waited in found.items() if waited is not None}


def _sorted(days: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return what is above nothing, the most first."""
    above = [(name, waited) for name, waited in days.items() if waited > 0]
    return tuple(sorted(above, key=lambda item: (-item[1], item[0])))
