"""Where a night stands: what of a runbook is done, what is to be rolled back, who is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from relplan.model.decision import Person
from relplan.model.runbook import Outcome, Runbook, RunStep, Tick, standing

_BACK = (Outcome.FAILED, Outcome.ROLLED_BACK)


@dataclass(frozen=True)
class Night:
    """A runbook, and all that was said of its steps, in the order in which it was said."""

    book: Runbook
    said: tuple[Tick, ...] = ()
    gone: tuple[Tick, ...] = ()
    """What was done of the same runbook before a scan found that it is pending no more."""

    @cached_property
    def ticks(self) -> dict[str, Tick]:
        """The newest word on each step, by the step's key."""
        return standing(self.said)

    def outcome(self, step: RunStep) -> Outcome:
        """Return what became of *step*."""
        tick = self.ticks.get(step.key)
        return tick.outcome if tick else Outcome.OPEN

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(self.outcome(step) is Outcome.DONE for step in self.book.steps)

    @property
    def began(self) -> int | None:
        """When the first step was ticked, in seconds since 1970; None: none was."""
        return next((tick.at for tick in self.said if tick.outcome is not Outcome.OPEN), None)

    @property
    def last(self) -> int | None:
        """When something was said last, in seconds since 1970; None: nothing was."""
        return self.said[-1].at if self.said else None

    def took(self, step: RunStep) -> int | None:
        """Return the seconds from what was said before *step* was ticked to that; None: nothing."""
        places = [place for place, tick in enumerate(self.said) if tick.step == step.key]
        place = places[-1] if places else 0
        return self.said[place].at - self.said[place - 1].at if place else None

    @property
    def failed(self) -> tuple[RunStep, ...]:
        """The steps that failed and after which it goes forward only."""
        steps = self.book.steps
        return tuple(s for s in steps if self.outcome(s) is Outcome.FAILED and not s.rolls_back)

    @property
    def to_roll_back(self) -> tuple[RunStep, ...]:
        """What is to be rolled back now, in this order.

        That is all that a failed step takes back with it, as far as it ran by then and does still.
        What was done again since stays.
        """
        of_number = {step.number: step for step in self.book.steps}
        found: dict[int, RunStep] = {}
        for step in reversed(self.book.steps):
            if self.outcome(step) not in _BACK:
                continue
            since = self._place_of_failure(step)
            for number in step.rolls_back:
                other = of_number[number]
                outcome = self.outcome(other)
                ran_then = outcome is Outcome.DONE and self._place(other) < since
                if outcome is Outcome.FAILED or ran_then:
                    found[number] = other
        return tuple(found.values())

    @property
    def gone_to_roll_back(self) -> tuple[Tick, ...]:
        """What a failed step takes back of what is pending no more, the last first.

        Each stays until a scan finds that its changes are pending again.
        """
        failed = {
            step.key: self.said[self._place_of_failure(step)].at
            for step in self.book.steps
            if self.outcome(step) in _BACK
        }
        found = (
            tick
            for tick in self.gone
            if any(failed.get(key, tick.at - 1) >= tick.at for key in tick.back_with)
        )
        return tuple(sorted(found, key=lambda tick: -tick.at))

    @property
    def next(self) -> RunStep | None:
        """What is to be done now: what goes back, else the first that is open; None: nothing."""
        open_ones = (s for s in self.book.steps if self.outcome(s) is Outcome.OPEN)
        return next(iter(self.to_roll_back), None) or next(open_ones, None)

    def before(self, step: RunStep) -> tuple[RunStep, ...]:
        """Return the steps that come before *step* and are not done."""
        after = frozenset(step.after)
        return tuple(
            other
            for other in self.book.steps
            if other.number in after and self.outcome(other) is not Outcome.DONE
        )

    @property
    def out_of_order(self) -> Iterator[tuple[RunStep, tuple[RunStep, ...]]]:
        """The steps that are done, each with those before it that are not."""
        for step in self.book.steps:
            missing = self.before(step) if self.outcome(step) is Outcome.DONE else ()
            if missing:
                yield step, missing

    @property
    def needed(self) -> Iterator[tuple[str, tuple[int, ...], int]]:
        """The teams that are needed still, with their own steps, and until which they stay."""
        open_ones = {s.number for s in self.book.steps if self.outcome(s) is not Outcome.DONE}
        for one in self.book.people:
            own = tuple(number for number in one.steps if number in open_ones)
            if own or any(number <= one.until for number in open_ones if number >= one.steps[0]):
                yield one.team, own, one.until

    def last_own(self, person: Person) -> tuple[RunStep, Tick, Outcome] | None:
        """Return the last tick of *person* that holds, and what was before it; None: there is none.

        A tick that only puts back what was before is the end of the one that it takes back.
        """
        before: dict[str, Outcome] = {}
        open_ones: list[tuple[Tick, Outcome]] = []
        for tick in self.said:
            was = before.get(tick.step, Outcome.OPEN)
            before[tick.step] = tick.outcome
            if (
                open_ones
                and open_ones[-1][0].step == tick.step
                and open_ones[-1][1] is tick.outcome
            ):
                open_ones.pop()
            else:
                open_ones.append((tick, was))
        of_key = {step.key: step for step in self.book.steps}
        for tick, was in reversed(open_ones):
            held = self.ticks[tick.step].outcome is tick.outcome
            if person.made(tick.who, tick.host) and tick.step in of_key and held:
                return of_key[tick.step], tick, was
        return None

    def _place(self, step: RunStep) -> int:
        return max(place for place, tick in enumerate(self.said) if tick.step == step.key)

    def _place_of_failure(self, step: RunStep) -> int:
        own = [(place, tick) for place, tick in enumerate(self.said) if tick.step == step.key]
        failures = [place for place, tick in own if tick.outcome is Outcome.FAILED]
        return failures[-1] if failures else own[-1][0]


def named(steps: Sequence[RunStep]) -> str:
    """Return *steps* by number and service, each with what it goes back to."""
    return ", ".join(
        f"{step.number} {step.service}{f' to {step.back_to}' if step.back_to else ''}"
        for step in steps
    )
