"""The cheapest marks and the proof: a master problem over constraints, solved by HiGHS.

A proof needs only the constraints that cheap answers break. They are added as they are met: first
those that the linear relaxation breaks, then those that its answers in whole marks do.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from math import inf
from typing import Any

from relplan.model.proposal import GoalKind
from relplan.model.scenario import Mark
from relplan.planning.deadline import Deadline, TimeIsUp
from relplan.planning.propose.branching import Branching
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.crowds import Crowds
from relplan.planning.propose.greedy import cover, values_of
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.prune import Pruner
from relplan.planning.propose.relaxation import Relaxation
from relplan.planning.propose.residual import NEARLY
from relplan.planning.propose.rounding import grain, round_up
from relplan.planning.propose.separation import broken

_MOST_ROUNDS = 60
_STALLED = 3
"""Rounds of the relaxation that raise the bound by next to nothing, after which it is left."""
_RISE = 2e-4
_RISE_BEFORE_NODES = 1e-3
"""The same where constraints are looked for at each node of a search anyway."""
_WHOLE_AFTER = 8
"""Rounds of the relaxation between two attempts to make a whole answer of it."""
_FIRST_WHOLE = 1
"""The round of the first attempt."""
_SMALL = 1e-6
_ROUGHLY = 0.02
"""How far from the best an answer to what is known may be at first; it comes much sooner."""
_SMALL_GAP = 1e-4
_LIKELY = 0.5
_NEARLY_ALL = 0.95
"""How much less a mark costs to complete an answer where the relaxation makes all of it."""


class Exact:
    """Improves an answer and its bound until they meet."""

    def __init__(
        self,
        problem: Problem,
        kernel: Kernel,
        constraints: Iterable[Constraint],
        incumbent: frozenset[int] | None,
        deadline: Deadline,
    ) -> None:
        """Start from *constraints* and *incumbent*, and search until *deadline*."""
        import highspy  # noqa: PLC0415 - a tenth of a second, and the first answer does without

        self._kinds = highspy
        self._problem, self._kernel = problem, kernel
        self._pruner = Pruner(problem, kernel)
        is_batch = kernel.goal.kind is GoalKind.BATCH
        self._crowds = Crowds(kernel) if is_batch and not kernel.parts_all else None
        self._deadline = deadline
        self._costs = [choice.effort_days for choice in problem.choices]
        self._grain = grain(self._costs)
        self.incumbent = incumbent
        self.bound = 0.0
        self.bound_now = 0.0
        self.impossible = False
        self.constraints: dict[Constraint, None] = {}
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-7),
        ):
            self._solver.setOptionValue(name, value)
        self._more = _more_of_each(problem)
        """A column of the solver is a mark *or* the one that does more, if there is one: a branch
        on it decides whether a coupling is marked at all, which raises the bound far more."""
        for _ in self._costs:
            self._solver.addVar(0.0, 1.0)
        for place, days in self._in_columns(enumerate(self._costs)).items():
            self._solver.changeColCost(place, days)
        for place in self._more:
            self._add_row({place: 1.0}, 0.0, highspy.kHighsInf)
        for told in (self._solver.cbMipInterrupt, self._solver.cbSimplexInterrupt):
            told.subscribe(self._interrupt)
        self._add((*kernel.required, *constraints))

    @property
    def proven(self) -> bool:
        """Whether no cheaper marks than the incumbent do as much."""
        if self.impossible:
            return True
        return (
            self.incumbent is not None and self._problem.cost(self.incumbent) <= self.bound + _SMALL
        )

    def differ_from(self, chosen: frozenset[int]) -> None:
        """Leave out one of *chosen* at least."""
        self._add_row(dict.fromkeys(chosen, 1.0), -self._kinds.kHighsInf, len(chosen) - 1.0)

    def run(self, better: Callable[[], None], heuristic: bool = True, relax: bool = True) -> None:
        """Go on until it is proven or time is up; *better* is called when the incumbent is."""
        with suppress(TimeIsUp):
            self._run(better, heuristic=heuristic, relax=relax)

    def _run(self, better: Callable[[], None], *, heuristic: bool, relax: bool) -> None:
        if relax:
            self._relax(better, heuristic)
        if self._crowds is not None and heuristic:
            self._branch(better)
            return
        for place in range(len(self._costs)):
            self._solver.changeColIntegrality(place, self._kinds.HighsVarType.kInteger)
        gap = _ROUGHLY if heuristic else 0.0
        while not self.proven and not self._deadline.over():
            self._solver.setOptionValue("mip_rel_gap", gap)
            # The relaxation's answer would be completed by a search of its own, which takes longer.
            self._solver.clearSolver()
            if heuristic and self.incumbent is not None:
                self._start_from(self.incumbent)
            values = self._solve()
            if self.impossible or values is None:
                return
            chosen = frozenset(place for place, value in enumerate(values) if value > _LIKELY)
            found = self._broken(values_of(chosen, len(values)))
            if not found:
                self._take(chosen, better)
                gap = gap / 5 if gap > _SMALL_GAP else 0.0
                continue
            self._add(found)
            if heuristic:
                self._complete(chosen, values, better)

    def _relax(self, better: Callable[[], None], heuristic: bool) -> None:
        before, stalled = 0.0, 0
        rise = _RISE if self._crowds is None else _RISE_BEFORE_NODES
        for number in range(_MOST_ROUNDS):
            if self.proven or self._deadline.over():
                return
            values = self._solve()
            if values is None:
                return
            found = self._broken(values)
            stalled = stalled + 1 if self.bound_now < before * (1 + rise) else 0
            before = max(before, self.bound_now)
            last = not found or stalled >= _STALLED
            if heuristic and (last or number % _WHOLE_AFTER == _FIRST_WHOLE):
                likely = frozenset(place for place, value in enumerate(values) if value > _LIKELY)
                self._complete(likely, values, better)
            if last or not self._add(found):
                return

    def _branch(self, better: Callable[[], None]) -> None:
        """Divide the problem here: HiGHS's own search would be run anew for each answer's faults.

        Measured: a sixth of the time to a proof, at 200 couplings in one tangle.
        """
        relaxation = Relaxation(self._costs, self.constraints, self._deadline)
        branching = Branching(
            relaxation, self._broken, lambda days: round_up(days, self._grain), self._deadline
        )

        def cheaper_than() -> float:
            return inf if self.incumbent is None else self._problem.cost(self.incumbent)

        def found(values: Sequence[float]) -> None:
            chosen = frozenset(place for place, value in enumerate(values) if value > _LIKELY)
            self._take(chosen, better)
            branching.upper = cheaper_than()

        branching.upper = cheaper_than()
        branching.run(found)
        self.bound = max(self.bound, branching.bound)

    def _broken(self, values: Sequence[float]) -> list[Constraint]:
        """Return what *values* break; of batches that are too large, as few literals as can be.

        Raises TimeIsUp.
        """
        found = broken(self._kernel, values, deadline=self._deadline)
        if self._crowds is None:
            return found
        last = [-value for value in values]
        fewer: dict[Constraint, None] = {}
        for one in found:
            self._deadline.ask()
            narrow = self._crowds.narrowed(one, last)
            fewer[one if narrow is None or narrow.met_by(values) >= NEARLY else narrow] = None
        return list(fewer)

    def _complete(
        self, chosen: frozenset[int], values: Sequence[float], better: Callable[[], None]
    ) -> None:
        """Make a whole answer of *chosen* and what the *values* favour, and add what it met."""
        costs = [
            days * (1 - _NEARLY_ALL * value)
            for days, value in zip(self._costs, values, strict=True)
        ]
        completed, met = cover(self._problem, self._kernel, self._deadline, chosen, costs)
        if self._crowds is None:  # what is met on the way is not narrowed, and slows the solver
            self._add(met)
        self._take(self._pruner.prune(completed, costs, self._deadline), better)

    def _take(self, chosen: frozenset[int], better: Callable[[], None]) -> None:
        chosen = self._problem.tidy(chosen)
        cost = self._problem.cost(chosen)
        if self.incumbent is None or cost < self._problem.cost(self.incumbent) - _SMALL:
            self.incumbent = chosen
            better()

    def _interrupt(self, event: Any) -> None:
        if self._deadline.over():
            event.interrupt()

    def _start_from(self, chosen: frozenset[int]) -> None:
        solution = self._kinds.HighsSolution()
        values = values_of(chosen, len(self._costs))
        for place, more in self._more.items():
            values[place] = max(values[place], values[more])
        solution.col_value = values
        self._solver.setSolution(solution)

    def _solve(self) -> Sequence[float] | None:
        """Solve what is known; return its best answer, or None where time ended or none exists."""
        solver = self._solver
        # HiGHS counts the seconds of all its runs together.
        solver.setOptionValue("time_limit", solver.getRunTime() + max(0.01, self._deadline.left()))
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == self._kinds.HighsModelStatus.kInfeasible:
            self.impossible = True
            return None
        finished = status == self._kinds.HighsModelStatus.kOptimal
        whole = info.mip_node_count >= 0
        if whole or finished:
            self.bound_now = info.mip_dual_bound if whole else info.objective_function_value
            self.bound = max(self.bound, round_up(self.bound_now, self._grain))
        if not finished:
            return None
        values = list(solver.getSolution().col_value)
        for place, more in self._more.items():
            values[place] = max(0.0, values[place] - values[more])
        return values

    def _add(self, found: Iterable[Constraint]) -> int:
        """Add constraints that are new and return how many there were."""
        new = [one for one in dict.fromkeys(found) if one not in self.constraints]
        for one in new:
            self.constraints[one] = None
            self._add_row(dict(one.weights), float(one.least), self._kinds.kHighsInf)
        return len(new)

    def _add_row(self, weights: Mapping[int, float], least: float, most: float) -> None:
        found = self._in_columns(weights.items())
        places = sorted(place for place, weight in found.items() if weight)
        weighed = [float(found[place]) for place in places]
        self._solver.addRow(least, most, len(places), places, weighed)

    def _in_columns(self, weights: Iterable[tuple[int, float]]) -> dict[int, float]:
        """Return the *weights* of marks as those of columns."""
        found: dict[int, float] = defaultdict(float)
        for place, weight in weights:
            found[place] += weight
            if place in self._more:
                found[self._more[place]] -= weight
        return found


def _more_of_each(problem: Problem) -> dict[int, int]:
    """Return the marks that do all that another one of the same coupling does, by the other."""
    places = {(one.coupling, one.mark): place for place, one in enumerate(problem.choices)}
    return {
        place: places[coupling, Mark.FLAGGED]
        for (coupling, mark), place in places.items()
        if mark is Mark.VERSIONED and (coupling, Mark.FLAGGED) in places
    }
