"""The cheapest marks that part all changes, and the proof: each cycle must lose an arc."""

from collections.abc import Callable, Sequence

from relplan.planning.deadline import Deadline, TimeIsUp
from relplan.planning.propose.branching import Branching
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.greedy import meet
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.prune import Pruner
from relplan.planning.propose.relaxation import Relaxation
from relplan.planning.propose.rounding import grain, round_up
from relplan.planning.propose.separation import broken
from relplan.planning.propose.shrunk import Shrunk

_LIKELY = 0.5
_NEARLY_ALL = 0.95
"""How much less a mark costs to complete an answer where the relaxation makes all of it."""
_AT_ONCE = 60
"""Cycles that are cut at once: more of them make each run of the relaxation slower."""
_FOR_THE_FIRST = 0.2
"""Seconds beyond those that there are for a first answer, which is far better than all marks."""
_SMALL = 1e-6


class Parting:
    """Improves an answer and its bound until they meet."""

    def __init__(
        self,
        problem: Problem,
        kernel: Kernel,
        deadline: Deadline,
    ) -> None:
        """Find a first answer for *kernel*, which is shrinkable; raises TimeIsUp if there is none.

        It may be found a little after *deadline*.
        """
        self._problem, self._kernel, self._deadline = problem, kernel, deadline
        days = [choice.effort_days for choice in problem.choices]
        self._days, self._grain = days, grain(days)
        self._shrunk = Shrunk(kernel, days, deadline, _FOR_THE_FIRST)
        self._pruner = Pruner(problem, kernel)
        self._small_pruner = Pruner(problem, self._shrunk)
        self.bound = 0.0
        late = deadline.later(_FOR_THE_FIRST)
        chosen, _ = meet(self._shrunk, late, frozenset(), self._shrunk.costs)
        self.incumbent = self._made(self._needed(chosen))

    @property
    def proven(self) -> bool:
        """Whether no cheaper marks than the incumbent do as much."""
        return self._problem.cost(self.incumbent) <= self.bound + _SMALL

    def run(self, better: Callable[[], None]) -> None:
        """Go on until it is proven or time is up; *better* is called when the incumbent is."""
        small = self._shrunk
        if not small.costs:
            self._take(frozenset(), better)
            self.bound = self._round_up(0.0) + small.paid
            return
        relaxation = Relaxation(small.costs, small.required, self._deadline)
        branching = Branching(relaxation, self._broken, self._round_up, self._deadline)
        try:
            values = self._relax(relaxation)
            self._complete(values, better)
        except TimeIsUp:
            return

        def found(values: Sequence[float]) -> None:
            chosen = frozenset(number for number, value in enumerate(values) if value > _LIKELY)
            self._take(self._needed(chosen), better)
            branching.upper = self._problem.cost(self.incumbent) - small.paid

        branching.upper = self._problem.cost(self.incumbent) - small.paid
        branching.run(found)
        self.bound = max(self.bound, branching.bound + small.paid)

    def _relax(self, relaxation: Relaxation) -> Sequence[float]:
        """Return values that break no cycle, the bound of which holds for all answers."""
        while True:
            self._deadline.ask()
            days, values = relaxation.solve()
            if values is None:
                raise TimeIsUp
            self.bound = max(self.bound, self._round_up(days) + self._shrunk.paid)
            if not relaxation.add(self._broken(values)):
                return values

    def _broken(self, values: Sequence[float]) -> list[Constraint]:
        found = broken(self._shrunk, values, deadline=self._deadline)
        return sorted(found, key=lambda one: one.met_by(values))[:_AT_ONCE]

    def _round_up(self, days: float) -> float:
        """Return the days above those paid that marks of at least so many of them can take."""
        paid = self._shrunk.paid
        return round_up(days + paid, self._grain) - paid

    def _complete(self, values: Sequence[float], better: Callable[[], None]) -> None:
        """Make a whole answer of what the *values* favour."""
        small = self._shrunk
        costs = [
            days * (1 - _NEARLY_ALL * value)
            for days, value in zip(small.costs, values, strict=True)
        ]
        likely = frozenset(number for number, value in enumerate(values) if value > _LIKELY)
        chosen, _ = meet(small, self._deadline, likely, costs)
        self._take(self._needed(chosen), better)

    def _needed(self, chosen: frozenset[int]) -> frozenset[int]:
        costs = self._shrunk.costs
        return self._small_pruner.prune(chosen, costs, self._deadline, instead=False)

    def _take(self, chosen: frozenset[int], better: Callable[[], None]) -> None:
        cost = self._problem.cost
        if cost(self._problem.tidy(self._shrunk.completed(chosen))) < cost(self.incumbent) - _SMALL:
            self.incumbent = self._made(chosen)
            better()

    def _made(self, chosen: frozenset[int]) -> frozenset[int]:
        """Return the marks that *chosen* of what is left stands for."""
        made = self._problem.tidy(self._shrunk.completed(chosen))
        if all(self._days[place] for place in made):
            return made
        # What costs nothing was made without need.
        return self._pruner.prune(made, self._days, self._deadline)
