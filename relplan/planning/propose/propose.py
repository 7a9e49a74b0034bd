"""The way from a first answer to a proven one."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from math import inf

from relplan.model.garbage import no_collection
from relplan.model.proposal import Choice, Goal, GoalKind, InTheWay, Proposal, Step, Terms
from relplan.model.scenario import Mark, Scenario
from relplan.planning.deadline import Deadline, TimeIsUp, never
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
    *seconds* or soon after *cancelled* says so, half a second later at the most, wherever it is;
    the answer is good either way, but its optimality may be unproven. Where not even a first one is
    found it is all marks. Where it runs to the end the same input has the same answer.

    Marks that no effort allows, by `terms.max_effort`, are left out: of the order of the cheapest
    answer found, each that still fits is made. That is then not claimed to be optimal, and `bound`
    says what reaching the goal must cost.

    Raises UnknownNameError if the goal is about a change that is not pending.
    """
    deadline = Deadline.after(seconds, cancelled)
    return _Search(planner, scenario, goal, terms, deadline, on_better).run()


class _Search:
    def __init__(
        self,
        planner: Planner,
        scenario: Scenario,
        goal: Goal,
        terms: Terms,
        deadline: Deadline,
        on_better: Callable[[Proposal], None] | None,
    ) -> None:
        self._deadline = deadline
        self._planner, self._scenario = planner, scenario
        self._goal = goal
        self._budget = inf if terms.max_effort is None else terms.max_effort
        self._on_better = on_better
        with no_collection():
            self._problem = Problem(planner.graph, scenario, goal, terms)
        self._days = [choice.effort_days for choice in self._problem.choices]
        self._in_the_way: tuple[InTheWay, ...] = Obstacles(
            planner.graph, scenario, self._problem
        ).named(deadline)
        self._best: frozenset[int] | None = None
        self._bound = 0.0
        self._second: tuple[Choice, ...] | None = None

    def run(self) -> Proposal:
        with suppress(TimeIsUp):
            self._search()
        best = self._problem.everything() if self._best is None else self._best
        return self._proposal(best)

    def _search(self) -> None:
        """Find the best marks, how far that is proven, and the runner-up; raises TimeIsUp."""
        with no_collection():
            self._problem.draw(self._deadline)
            kernel = Kernel(self._problem, self._deadline)
        parting = self._parting(kernel)
        first, met = (parting.incumbent, []) if parting else self._first(kernel)
        self._take(first)
        self._deadline.ask()
        self._tell()
        if not self._best:
            return
        exact = parting or Exact(self._problem, kernel, met, first, self._deadline)

        def better() -> None:
            self._take(exact.incumbent or first)
            self._bound = exact.bound
            self._tell()

        exact.run(better)
        self._bound = exact.bound
        if exact.proven:
            better()  # now, because the runner-up and the order take a while
            constraints = exact.constraints if isinstance(exact, Exact) else met
            self._second = self._runner_up(kernel, constraints)

    def _parting(self, kernel: Kernel) -> Parting | None:
        return Parting(self._problem, kernel, self._deadline) if shrinkable(kernel) else None

    def _first(self, kernel: Kernel) -> tuple[frozenset[int], list[Constraint]]:
        """Return an answer without any solver, and what it met.

        It begins with those of the early marks that do more than another one of the same coupling
        would: they cut the long ways around that a little parting leaves, else found one by one.
        """
        choices, days = self._problem.choices, self._days
        marks = Counter(choice.coupling for choice in choices)
        start = frozenset(
            place
            for place in self._early(kernel)
            if choices[place].mark is Mark.FLAGGED and marks[choices[place].coupling] > 1
        )
        known = self._known(kernel)
        first, met = cover(self._problem, kernel, self._deadline, start, days, known)
        return Pruner(self._problem, kernel).prune(first, days, self._deadline), met

    def _known(self, kernel: Kernel) -> list[Constraint]:
        """Return what couplings break that cannot stay unmarked together, however few they are."""
        if self._goal.kind is not GoalKind.BATCH or kernel.parts_all:
            return []
        return Crowds(kernel).of_few_couplings(self._days, self._deadline)

    def _early(self, kernel: Kernel) -> frozenset[int]:
        """Return marks that leave small batches because they leave each change alone.

        They may be far too many, but are found much sooner than those that part just enough.
        """
        if self._goal.kind is not GoalKind.BATCH or kernel.parts_all:
            return frozenset()
        if not misses(kernel, values_of((), len(self._days)), self._deadline):
            return frozenset()
        alone = PartingKernel(kernel, self._deadline)
        parting = self._parting(alone)
        if parting:
            found = parting.incumbent
        else:
            found, _ = cover(self._problem, alone, self._deadline, frozenset(), self._days)
        self._take(found)
        self._tell()
        return found

    def _take(self, chosen: frozenset[int]) -> None:
        """Keep *chosen*, if nothing cheaper is known."""
        cost = self._problem.cost
        if self._best is None or cost(chosen) <= cost(self._best) + _SMALL:
            self._best = chosen

    def _tell(self) -> None:
        """Tell of an answer on the way: there is no time yet to put its marks into order."""
        chosen = self._best or frozenset()
        if self._on_better and self._problem.cost(chosen) <= self._budget + _SMALL:
            self._on_better(self._answer(map(Step, self._choices(chosen))))

    def _runner_up(
        self, kernel: Kernel, constraints: Iterable[Constraint]
    ) -> tuple[Choice, ...] | None:
        """Return the cheapest other marks, if there are any and time is left to prove it."""
        if not self._best or self._deadline.over():
            return None
        other = Exact(self._problem, kernel, constraints, None, self._deadline)
        other.differ_from(self._best)
        other.run(lambda: None, heuristic=False)
        if other.incumbent is None:
            return None
        pruner = Pruner(self._problem, kernel)
        needed = pruner.prune(other.incumbent, self._days, self._deadline, instead=False)
        return self._choices(needed)

    def _choices(self, chosen: Iterable[int]) -> tuple[Choice, ...]:
        return tuple(self._problem.choices[place] for place in sorted(chosen))

    def _proposal(self, chosen: frozenset[int]) -> Proposal:
        proposal = replace(
            self._answer(self._ordered(self._choices(chosen))), runner_up=self._second
        )
        return proposal if proposal.effort_days <= self._budget + _SMALL else self._within(proposal)

    def _ordered(self, choices: Iterable[Choice]) -> tuple[Step, ...]:
        """Put *choices* into order, as far as that can be done a little after the deadline."""
        late = self._deadline.later(_TO_ORDER)
        return order(self._planner, self._scenario, choices, late)

    def _answer(self, steps: Iterable[Step]) -> Proposal:
        ordered = tuple(steps)
        days = sum(step.choice.effort_days for step in sorted(ordered, key=_name))
        proven = days <= self._bound + _SMALL
        return Proposal(
            goal=self._goal,
            reached=not self._in_the_way,
            optimal=proven,
            bound=days if proven else self._bound,
            effort_days=days,
            steps=ordered,
            runner_up=None,
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
        return replace(
            proposal,
            reached=False,
            optimal=False,
            effort_days=sum(choice.effort_days for choice in kept),
            steps=self._ordered(kept),
            runner_up=None,
        )


def _name(step: Step) -> tuple[str, str]:
    return step.choice.coupling, step.choice.mark
