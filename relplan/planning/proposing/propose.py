"""The way from a first answer to a proven one."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from relplan.model.proposal import Choice, Goal, InTheWay, Proposal, Step, Terms
from relplan.model.scenario import Scenario
from relplan.planning.planner import Planner
from relplan.planning.proposing.exact import Exact
from relplan.planning.proposing.greedy import cover, prune
from relplan.planning.proposing.in_the_way import Obstacles
from relplan.planning.proposing.order import order
from relplan.planning.proposing.problem import Problem
from relplan.planning.proposing.separation import Clause, Separator

_SMALL = 1e-6
_TO_PRUNE = 0.05
"""Seconds that the first answer may take to leave out what it does not need."""


def never() -> bool:
    """Do not cancel."""
    return False


def propose(
    planner: Planner,
    scenario: Scenario,
    goal: Goal,
    terms: Terms = Terms(),  # noqa: B008 - frozen
    *,
    seconds: float = 10.0,
    cancelled: Callable[[], bool] = never,
    on_better: Callable[[Proposal], None] | None = None,
) -> Proposal:
    """Return the cheapest marks on top of *scenario* that reach *goal*, as far as time allows.

    *on_better* is told each better answer, the first without any solver. Search ends after
    *seconds* or soon after *cancelled* says so; the answer is good either way, but its optimality
    may be unproven. Where it runs to the end the same input has the same answer.

    Marks that no effort allows, by `terms.max_effort`, are left out: of the order of the cheapest
    answer found, each that still fits is made. That is then not claimed to be optimal, and `bound`
    says what reaching the goal must cost.

    Raises UnknownNameError if the goal is about a change that is not pending.
    """
    return _Search(planner, scenario, goal, terms, seconds, cancelled, on_better).run()


class _Search:
    def __init__(
        self,
        planner: Planner,
        scenario: Scenario,
        goal: Goal,
        terms: Terms,
        seconds: float,
        cancelled: Callable[[], bool],
        on_better: Callable[[Proposal], None] | None,
    ) -> None:
        self._end = monotonic() + seconds
        self._cancelled = cancelled
        self._planner, self._scenario = planner, scenario
        self._goal, self._terms = goal, terms
        self._on_better = on_better
        self._problem = Problem(planner.graph, scenario, goal, terms)
        self._separator = Separator(self._problem)
        self._in_the_way: tuple[InTheWay, ...] = Obstacles(
            planner.graph, scenario, self._problem
        ).named()

    def run(self) -> Proposal:
        first, clauses = cover(self._problem, self._separator, self._stop)
        until = monotonic() + _TO_PRUNE
        first = prune(
            self._problem,
            self._separator,
            first,
            clauses,
            lambda: self._stop() or monotonic() > until,
        )
        if self._problem.cost(first) <= 0:
            return self._told(self._proposal(first, 0.0, self._runner_up(first, clauses)))
        answer = self._told(self._proposal(first, 0.0))
        if self._stop():
            return answer
        exact = Exact(self._problem, self._separator, clauses, first, self._left)
        exact.run(lambda: self._tell(exact))
        best = exact.incumbent if exact.incumbent is not None else first
        runner_up = self._runner_up(best, list(exact.clauses)) if exact.proven else None
        return self._told(self._proposal(best, exact.bound, runner_up))

    def _left(self) -> float:
        return 0.0 if self._cancelled() else self._end - monotonic()

    def _stop(self) -> bool:
        return self._left() <= 0

    def _tell(self, exact: Exact) -> None:
        if self._on_better and exact.incumbent is not None:
            self._on_better(self._proposal(exact.incumbent, exact.bound))

    def _told(self, proposal: Proposal) -> Proposal:
        if self._on_better:
            self._on_better(proposal)
        return proposal

    def _runner_up(self, best: frozenset[int], clauses: list[Clause]) -> tuple[Choice, ...] | None:
        """Return the cheapest other marks, if there are any and time is left to prove it."""
        if not best or self._stop():
            return None
        other = Exact(self._problem, self._separator, clauses, None, self._left)
        other.differ_from(best)
        other.run(lambda: None, heuristic=False)
        if other.incumbent is None:
            return None
        needed = prune(self._problem, self._separator, other.incumbent, other.clauses, self._stop)
        return tuple(self._problem.choices[place] for place in sorted(needed))

    def _proposal(
        self, chosen: frozenset[int], bound: float, runner_up: tuple[Choice, ...] | None = None
    ) -> Proposal:
        days = self._problem.cost(chosen)
        steps = order(
            self._planner, self._scenario, (self._problem.choices[place] for place in chosen)
        )
        proven = days <= bound + _SMALL
        proposal = Proposal(
            goal=self._goal,
            reached=not self._in_the_way,
            optimal=proven,
            bound=days if proven else bound,
            effort_days=days,
            steps=steps,
            runner_up=runner_up,
            in_the_way=self._in_the_way,
        )
        budget = self._terms.max_effort
        return proposal if budget is None or days <= budget + _SMALL else self._within(proposal)

    def _within(self, proposal: Proposal) -> Proposal:
        """Return the marks of *proposal* that the budget allows, in its order."""
        left = self._terms.max_effort or 0.0
        kept: list[Choice] = []
        for choice in proposal.choices:
            if choice.effort_days <= left + _SMALL:
                kept.append(choice)
                left -= choice.effort_days
        steps: tuple[Step, ...] = order(self._planner, self._scenario, kept)
        days = sum(choice.effort_days for choice in kept)
        return replace(
            proposal, reached=False, optimal=False, effort_days=days, steps=steps, runner_up=None
        )
