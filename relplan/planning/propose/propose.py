"""The way from a first answer to a proven one."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import inf
from time import monotonic

from relplan.model.garbage import no_collection
from relplan.model.proposal import Choice, Goal, GoalKind, InTheWay, Proposal, Step, Terms
from relplan.model.scenario import Mark, Scenario
from relplan.planning.planner import Planner
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.crowds import Crowds
from relplan.planning.propose.exact import Exact
from relplan.planning.propose.greedy import cover, values_of
from relplan.planning.propose.in_the_way import Obstacles
from relplan.planning.propose.kernel import Kernel, PartingKernel
from relplan.planning.propose.order import order
from relplan.planning.propose.parting import Parting
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.prune import Pruner
from relplan.planning.propose.separation import misses
from relplan.planning.propose.shrunk import shrinkable

_SMALL = 1e-6
_TO_ORDER = 0.25
"""Seconds beyond those that the search had, in which to put what it found into order."""


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

    *on_better* is told each better answer as it is found, the first without any solver; what
    their steps gain is not known yet. Search ends after
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
        self._goal = goal
        self._budget = inf if terms.max_effort is None else terms.max_effort
        self._on_better = on_better
        with no_collection():
            self._problem = Problem(planner.graph, scenario, goal, terms)
            self._kernel = Kernel(self._problem)
        self._days = [choice.effort_days for choice in self._problem.choices]
        self._in_the_way: tuple[InTheWay, ...] = Obstacles(
            planner.graph, scenario, self._problem
        ).named()

    def run(self) -> Proposal:
        parting = self._parting(self._kernel)
        early = None if parting else self._early()
        first, met = (parting.incumbent, []) if parting else self._first(early or ())
        if self._stop():
            return self._proposal(self._cheaper(first, early), 0.0)
        self._tell(self._cheaper(first, early), 0.0)
        if not first:
            return self._proposal(first, 0.0)
        exact = parting or Exact(self._problem, self._kernel, met, first, self._left)

        def best() -> frozenset[int]:
            return self._cheaper(exact.incumbent or first, early)

        exact.run(lambda: self._tell(best(), exact.bound))
        if exact.proven:  # now, because the runner-up and the order take a while
            self._tell(best(), exact.bound)
        constraints = exact.constraints if isinstance(exact, Exact) else met
        runner_up = self._runner_up(best(), constraints) if exact.proven else None
        return self._proposal(best(), exact.bound, runner_up)

    def _parting(self, kernel: Kernel) -> Parting | None:
        return Parting(self._problem, kernel, self._left) if shrinkable(kernel) else None

    def _first(self, early: Iterable[int]) -> tuple[frozenset[int], list[Constraint]]:
        """Return an answer without any solver, and what it met.

        It begins with those marks of *early* that do more than another one of the same coupling
        would: they cut the long ways around that a little parting leaves, else found one by one.
        """
        choices, days = self._problem.choices, self._days
        marks = Counter(choice.coupling for choice in choices)
        start = frozenset(
            place
            for place in early
            if choices[place].mark is Mark.FLAGGED and marks[choices[place].coupling] > 1
        )
        known = self._known()
        first, met = cover(self._problem, self._kernel, self._stop, start, days, known)
        return Pruner(self._problem, self._kernel).prune(first, days, self._stop), met

    def _known(self) -> list[Constraint]:
        """Return what couplings break that cannot stay unmarked together, however few they are."""
        if self._goal.kind is not GoalKind.BATCH or self._kernel.parts_all:
            return []
        return Crowds(self._kernel).of_few_couplings(self._days, self._stop)

    def _early(self) -> frozenset[int] | None:
        """Return marks that leave small batches because they leave each change alone.

        They may be far too many, but are found much sooner than those that part just enough.
        """
        if self._goal.kind is not GoalKind.BATCH or self._kernel.parts_all:
            return None
        if not misses(self._kernel, values_of((), len(self._days))):
            return None
        alone = PartingKernel(self._kernel)
        parting = self._parting(alone)
        if parting:
            found = parting.incumbent
        else:
            found, _ = cover(self._problem, alone, self._stop, frozenset(), self._days)
        self._tell(found, 0.0)
        return found

    def _cheaper(self, one: frozenset[int], other: frozenset[int] | None) -> frozenset[int]:
        cost = self._problem.cost
        return other if other is not None and cost(other) < cost(one) - _SMALL else one

    def _left(self) -> float:
        return 0.0 if self._cancelled() else self._end - monotonic()

    def _stop(self) -> bool:
        return self._left() <= 0

    def _late(self) -> bool:
        """Tell whether what is found has to be told as it is, in order or not."""
        return self._cancelled() or self._left() < -_TO_ORDER

    def _tell(self, chosen: frozenset[int], bound: float) -> None:
        """Tell of an answer on the way: there is no time yet to put its marks into order."""
        days = self._problem.cost(chosen)
        if self._on_better and days <= self._budget + _SMALL:
            self._on_better(self._answer(map(Step, self._choices(chosen)), bound, None))

    def _runner_up(
        self, best: frozenset[int], constraints: Iterable[Constraint]
    ) -> tuple[Choice, ...] | None:
        """Return the cheapest other marks, if there are any and time is left to prove it."""
        if not best or self._stop():
            return None
        other = Exact(self._problem, self._kernel, constraints, None, self._left)
        other.differ_from(best)
        other.run(lambda: None, heuristic=False)
        if other.incumbent is None:
            return None
        pruner = Pruner(self._problem, self._kernel)
        needed = pruner.prune(other.incumbent, self._days, self._stop, instead=False)
        return self._choices(needed)

    def _choices(self, chosen: Iterable[int]) -> tuple[Choice, ...]:
        return tuple(self._problem.choices[place] for place in sorted(chosen))

    def _proposal(
        self, chosen: frozenset[int], bound: float, runner_up: tuple[Choice, ...] | None = None
    ) -> Proposal:
        steps = order(self._planner, self._scenario, self._choices(chosen), self._late)
        proposal = self._answer(steps, bound, runner_up)
        return proposal if proposal.effort_days <= self._budget + _SMALL else self._within(proposal)

    def _answer(
        self,
        steps: Iterable[Step],
        bound: float,
        runner_up: tuple[Choice, ...] | None,
    ) -> Proposal:
        ordered = tuple(steps)
        days = sum(step.choice.effort_days for step in sorted(ordered, key=_name))
        proven = days <= bound + _SMALL
        return Proposal(
            goal=self._goal,
            reached=not self._in_the_way,
            optimal=proven,
            bound=days if proven else bound,
            effort_days=days,
            steps=ordered,
            runner_up=runner_up,
            in_the_way=self._in_the_way,
        )

    def _within(self, proposal: Proposal) -> Proposal:
        """Return the marks of *proposal* that the budget allows, in its order."""
        left = self._budget
        kept: list[Choice] = []
        for choice in proposal.choices:
            if choice.effort_days <= left + _SMALL:
                kept.append(choice)
                left -= choice.effort_days
        steps = order(self._planner, self._scenario, kept, self._late)
        return replace(
            proposal,
            reached=False,
            optimal=False,
            effort_days=sum(choice.effort_days for choice in kept),
            steps=steps,
            runner_up=None,
        )


def _name(step: Step) -> tuple[str, str]:
    return step.choice.coupling, step.choice.mark
