"""The cheapest marks and the proof: a master problem over clauses, solved by HiGHS.

A proof needs only the clauses that cheap answers break. They are added as they are met: first those
that the linear relaxation breaks, then those that its answers in whole marks do.
"""

from collections.abc import Callable, Iterable, Sequence
from math import ceil, gcd, isfinite
from typing import Any

from relplan.planning.proposing.greedy import cover, prune
from relplan.planning.proposing.problem import Problem
from relplan.planning.proposing.separation import Clause, Separator

_AT_ONCE = 100
_ROUNDS = 60
_SMALL = 1e-6
_SLICE = 0.5
"""Seconds of HiGHS between looks at whether to stop, doubled each time it needs longer."""


class Exact:
    """Improves an answer and its bound until they meet."""

    def __init__(
        self,
        problem: Problem,
        separator: Separator,
        clauses: Iterable[Clause],
        incumbent: frozenset[int] | None,
        left: Callable[[], float],
    ) -> None:
        """Start from *clauses* and *incumbent*; *left* says how many seconds there are."""
        import highspy  # noqa: PLC0415 - a tenth of a second, and the first answer does without

        self._kinds = highspy
        self._problem = problem
        self._separator = separator
        self._left = left
        self.incumbent = incumbent
        self.bound = 0.0
        self.impossible = False
        self._grain = grain([choice.effort_days for choice in problem.choices])
        self.clauses: dict[Clause, None] = {}
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-7),
        ):
            self._solver.setOptionValue(name, value)
        for place, choice in enumerate(problem.choices):
            self._solver.addVar(0.0, 1.0)
            self._solver.changeColCost(place, choice.effort_days)
        self._add(clauses)

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
        places = sorted(chosen)
        self._solver.addRow(
            -self._kinds.kHighsInf, len(places) - 1.0, len(places), places, [1.0] * len(places)
        )

    def run(self, better: Callable[[], None], heuristic: bool = True, relax: bool = True) -> None:
        """Go on until it is proven or time is up; *better* is called when the incumbent is."""
        if relax:
            self._relax(better, heuristic)
        for place in range(len(self._problem.choices)):
            self._solver.changeColIntegrality(place, self._kinds.HighsVarType.kInteger)
        pause = _SLICE
        while not self.proven and self._left() > 0:
            values, finished = self._solve(pause)
            if self.impossible:
                return
            if values is None:
                pause *= 2
                continue
            rounded = [float(value > 0.5) for value in values]
            self._try(
                frozenset(place for place, value in enumerate(rounded) if value),
                rounded,
                better,
                heuristic,
            )
            if not finished:
                pause *= 2

    def _try(
        self,
        chosen: frozenset[int],
        values: list[float],
        better: Callable[[], None],
        heuristic: bool,
    ) -> None:
        """Take *chosen* if they do, else add what they break."""
        broken = self._separator.broken(values, _AT_ONCE, self._stop)
        self._add(broken)
        if self._stop():
            return
        if not broken:
            self._take(chosen, better)
        elif heuristic:
            self._complete(chosen, better)

    def _relax(self, better: Callable[[], None], heuristic: bool) -> None:
        for number in range(_ROUNDS):
            if self.proven or self._left() <= 0:
                return
            values, finished = self._solve(max(self._left(), _SLICE))
            if values is None or not finished:
                return
            broken = self._separator.broken(values, _AT_ONCE, self._stop)
            if heuristic and (number % 8 == 7 or not broken):
                close = frozenset(place for place, value in enumerate(values) if value > 0.5)
                self._complete(close, better)
            if not broken:
                return
            self._add(broken)

    def _complete(self, chosen: frozenset[int], better: Callable[[], None]) -> None:
        completed, met = cover(self._problem, self._separator, self._stop, chosen)
        self._add(met)
        if self._stop():
            return
        self._take(
            prune(self._problem, self._separator, completed, self.clauses, self._stop), better
        )

    def _take(self, chosen: frozenset[int], better: Callable[[], None]) -> None:
        chosen = self._problem.tidy(chosen)
        cost = self._problem.cost(chosen)
        if self.incumbent is None or cost < self._problem.cost(self.incumbent) - 1e-9:
            self.incumbent = chosen
            better()

    def _stop(self) -> bool:
        return self._left() <= 0

    def _solve(self, seconds: float) -> tuple[Sequence[float] | None, bool]:
        """Solve what is known for *seconds*; return its answer and whether it is the best."""
        solver = self._solver
        # HiGHS counts the seconds of all its runs together.
        until = solver.getRunTime() + max(0.01, min(seconds, self._left()))
        solver.setOptionValue("time_limit", until)
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == self._kinds.HighsModelStatus.kInfeasible:
            self.impossible = True
            return None, True
        finished = status == self._kinds.HighsModelStatus.kOptimal
        whole = info.mip_node_count >= 0
        if whole or finished:
            known = info.mip_dual_bound if whole else info.objective_function_value
            self.bound = max(self.bound, round_up(known, self._grain))
        feasible = info.primal_solution_status == 2
        return (solver.getSolution().col_value if feasible else None), finished

    def _add(self, clauses: Iterable[Clause]) -> None:
        for clause in clauses:
            if clause not in self.clauses:
                self.clauses[clause] = None
                places = sorted(clause)
                self._solver.addRow(
                    1.0, self._kinds.kHighsInf, len(places), places, [1.0] * len(places)
                )


def grain(costs: Iterable[float]) -> float:
    """Return the largest number of days of which all *costs* are multiples; 0: none is known."""
    whole = 0
    for cost in costs:
        thousandths = round(cost * 1000)
        if abs(cost * 1000 - thousandths) > 1e-9:
            return 0.0
        whole = gcd(whole, thousandths)
    return whole / 1000


def round_up(bound: float, step: float) -> float:
    """Return the least multiple of *step* that is not below *bound*."""
    if not isfinite(bound):
        return 0.0
    return ceil(bound / step - _SMALL) * step if step else max(bound, 0.0)
