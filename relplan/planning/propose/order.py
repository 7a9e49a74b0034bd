"""The order in which to make marks, so that each gains the most for its days."""

from collections.abc import Callable, Iterable

from relplan.model.plan import Numbers, Status
from relplan.model.proposal import Choice, Step
from relplan.model.scenario import Scenario
from relplan.planning.components import Condensation
from relplan.planning.graph import Hidden
from relplan.planning.planner import Planner

_COMPARED = 12
"""Above this many marks they are only sorted: comparing costs the square of them."""


def order(
    planner: Planner,
    scenario: Scenario,
    choices: Iterable[Choice],
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Step, ...]:
    """Return *choices* as steps from *scenario*, each the one that frees most changes for a day.

    Where several do: the one that leaves the smaller largest batch, then fewer pairs of changes in
    lock-step, then the cheaper one, then by name. When none frees anything, a mark goes first that
    does so together with one other. More than a dozen marks are only sorted, cheapest first; what
    is told of each step is of that step in any case, or nothing once *cancelled* says so.
    """
    left = sorted(choices, key=lambda one: (one.effort_days, one.coupling, one.mark))
    steps: list[Step] = []
    if left and not cancelled():
        state = _State(planner, scenario, planner.preview(scenario).condensation)
        compared = len(left) <= _COMPARED
        while left and not cancelled():
            best = _best(state, left) if compared else left[0]
            left.remove(best)
            after = state.after(best)
            steps.append(Step(best, after.freed_since(state), after.numbers()))
            state = after
    return (*steps, *map(Step, left))


class _State:
    """A scenario on the way, and what it leaves."""

    def __init__(self, planner: Planner, scenario: Scenario, condensation: Condensation) -> None:
        self._planner = planner
        self._scenario = scenario
        self.condensation = condensation

    def after(self, choice: Choice) -> "_State":
        scenario = self._scenario.with_mark(choice.coupling, choice.mark)
        return _State(self._planner, scenario, self.condensation.without(self._hidden_too(choice)))

    def numbers(self) -> Numbers:
        """Return the numbers of the plan, what is uncertain among them."""
        return self._planner.preview(self._scenario).numbers

    def largest_batch(self) -> int:
        """Count the changes of the largest batch."""
        return max(self.condensation.tally.sizes, default=0)

    def _hidden_too(self, choice: Choice) -> Hidden:
        """Add to what is hidden what *choice* hides, without going through the rest again."""
        graph, before = self._planner.graph, self.condensation.hidden
        mark = frozenset({(choice.coupling, choice.mark)})
        alone = Scenario(marks=mark, answers=self._scenario.answers)
        more = graph.hidden_by(alone).edges - before.edges
        both = Hidden(before.edges | more)
        touched = {(graph.edges[place].source, graph.edges[place].target) for place in more}
        gone = (pair for pair in touched if not graph.between(*pair, both))
        return Hidden(both.edges, before.pairs.union(gone))

    def freed_since(self, before: "_State") -> int:
        """Count the changes in a smaller batch, or blocked no more, than *before*."""
        old, new = before.condensation, self.condensation
        freed = 0
        for number, component in new.components.items():
            if old.components.get(number) is component or not component.changes:
                continue
            # Components only ever fall apart, so all of one were together before.
            if component.changes < old.of(next(iter(component.nodes))).changes:
                freed += component.changes
            else:
                freed += sum(_unblocked(node, old, new) for node in component.nodes)
        return freed

    def pairs(self) -> int:
        """Count the pairs of changes in lock-step."""
        sizes = self.condensation.tally.sizes
        return sum(count * size * (size - 1) // 2 for size, count in sizes.items())


def _unblocked(node: str, old: Condensation, new: Condensation) -> bool:
    was = old.status_of.get(node) is Status.BLOCKED
    return was and new.status_of[node] is not Status.BLOCKED


def _best(state: _State, left: list[Choice]) -> Choice:
    after = {choice: state.after(choice) for choice in left}
    freed = {choice: after[choice].freed_since(state) for choice in left}
    if len(left) > 1 and not any(freed.values()):
        return _best_of_two(state, after)
    return min(
        left,
        key=lambda one: (
            -_rate(freed[one], one.effort_days),
            after[one].largest_batch(),
            after[one].pairs(),
            one.effort_days,
            one.coupling,
            one.mark,
        ),
    )


def _best_of_two(state: _State, after: dict[Choice, _State]) -> Choice:
    """Return the cheaper mark of the two that free most together; the cheapest where none do."""
    left = list(after)
    best, best_rate = left[0], 0.0
    for place, one in enumerate(left):
        for other in left[place + 1 :]:
            freed = after[one].after(other).freed_since(state)
            rate = _rate(freed, one.effort_days + other.effort_days)
            if rate > best_rate:
                best, best_rate = one, rate
    return best


def _rate(freed: int, days: float) -> float:
    if not freed:
        return 0.0
    return freed / days if days else float("inf")
