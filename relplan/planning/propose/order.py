"""The order in which to make marks, so that each gains the most for its days."""

from collections.abc import Iterable
from contextlib import suppress

from relplan.model.proposal import Choice, Step
from relplan.model.scenario import Scenario
from relplan.planning.deadline import ENDLESS, Deadline, TimeIsUp
from relplan.planning.planner import Planner
from relplan.planning.trial import Trial

_COMPARED = 12
"""Above this many marks they are only sorted: comparing costs the square of them."""


def order(
    planner: Planner,
    scenario: Scenario,
    choices: Iterable[Choice],
    deadline: Deadline = ENDLESS,
) -> tuple[Step, ...]:
    """Return *choices* as steps from *scenario*, each the one that frees most changes for a day.

    Where several do: the one that leaves the smaller largest batch, then fewer pairs of changes in
    lock-step, then the cheaper one, then by name. When none frees anything, a mark goes first that
    does so together with one other. More than a dozen marks are only sorted, cheapest first; what
    is told of each step is of that step in any case, or nothing once *deadline* is over.
    """
    left = sorted(choices, key=lambda one: (one.effort_days, one.coupling, one.mark))
    steps: list[Step] = []
    with suppress(TimeIsUp):
        deadline.ask()
        trial = Trial(planner.preview(scenario).condensation)
        compared = len(left) <= _COMPARED
        while left:
            deadline.ask()
            best = _best(trial, left, deadline) if compared else left[0]
            left.remove(best)
            with trial.kept(_left_of(trial, best)):
                freed = len(trial.freed())
            steps.append(Step(best, freed, trial.largest_batch))
    return (*steps, *map(Step, left))


def _best(trial: Trial, left: list[Choice], deadline: Deadline) -> Choice:
    freed: dict[Choice, int] = {}
    sizes: dict[Choice, tuple[int, int]] = {}
    for choice in left:
        deadline.ask()
        with trial.tried(_left_of(trial, choice)):
            freed[choice] = len(trial.freed())
            sizes[choice] = trial.largest_batch, _pairs(trial)
    if len(left) > 1 and not any(freed.values()):
        return _best_of_two(trial, left, deadline)
    return min(
        left,
        key=lambda one: (
            -_rate(freed[one], one.effort_days),
            *sizes[one],
            one.effort_days,
            one.coupling,
            one.mark,
        ),
    )


def _best_of_two(trial: Trial, left: list[Choice], deadline: Deadline) -> Choice:
    """Return the cheaper mark of the two that free most together; the cheapest where none do."""
    best, best_rate = left[0], 0.0
    for place, one in enumerate(left):
        for other in left[place + 1 :]:
            deadline.ask()
            with trial.tried(_left_of(trial, one) | _left_of(trial, other)):
                freed = len(trial.freed())
            rate = _rate(freed, one.effort_days + other.effort_days)
            if rate > best_rate:
                best, best_rate = one, rate
    return best


def _left_of(trial: Trial, choice: Choice) -> set[int]:
    return trial.left_of(choice.coupling, choice.mark)


def _pairs(trial: Trial) -> int:
    """Count the pairs of changes in lock-step."""
    return sum(count * size * (size - 1) // 2 for size, count in trial.tally.sizes.items())


def _rate(freed: int, days: float) -> float:
    if not freed:
        return 0.0
    return freed / days if days else float("inf")
