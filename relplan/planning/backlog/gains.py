"""What each item of a backlog brings once those before it are done."""

from relplan.model.backlog import Gain
from relplan.model.plan import Status
from relplan.model.scenario import Mark
from relplan.planning.plan import Plan
from relplan.planning.trial import Trial
from relplan.planning.waiting import days_since, waits


class Gains:
    """A plan in which one mark is made after the other; each costs only what it touches."""

    def __init__(self, plan: Plan, now: int) -> None:
        """Begin with *plan*; *now* is what waiting is counted to, in seconds since 1970."""
        self._plan, self._now = plan, now
        self._certain = Trial(plan.condensation)
        same = plan.pessimistic is plan.condensation
        self._at_worst = self._certain if same else Trial(plan.pessimistic)
        self._place = {change: place for place, change in enumerate(plan.changes)}
        # Nothing counts as 0, so that the rest is added up in the same order every time.
        self._days = [self._waited(change) for change in plan.changes]
        self._waiting = sum(self._days)

    def of(self, coupling: str, mark: Mark) -> Gain:
        """Make *mark* on *coupling* and return what it brings."""
        largest, before = self._certain.largest_batch, self._waiting
        touched: set[str] = set()
        with self._certain.kept(self._certain.left_of(coupling, mark)):
            freed = self._certain.freed()
            touched.update(change for change, _ in self._certain.of_other_status())
        if self._at_worst is not self._certain:
            with self._at_worst.kept(self._at_worst.left_of(coupling, mark)):
                touched.update(change for change, _ in self._at_worst.of_other_status())
        for change in touched:
            self._days[self._place[change]] = self._waited(change)
        if touched:
            self._waiting = sum(self._days)
        names = tuple(sorted(freed))
        services = {self._plan.changes[change].service for change in names}
        teams = set(map(self._plan.team_of, services)) - {""}
        return Gain(
            changes=names,
            teams=tuple(sorted(teams)),
            largest_batch_before=largest,
            largest_batch_after=self._certain.largest_batch,
            waiting_days_saved=max(0.0, before - self._waiting),
        )

    def _waited(self, change: str) -> float:
        certain = self._certain.status_of[change]
        uncertain = (
            certain is not Status.BLOCKED and self._at_worst.status_of[change] is Status.BLOCKED
        )
        found = self._plan.changes[change]
        status = Status.UNCERTAIN if uncertain else certain
        return days_since(found, self._now) if waits(found, status) else 0.0
