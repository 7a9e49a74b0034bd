"""What a person does with the windows: they move batches, in the scenario in use."""

from collections.abc import Callable, Iterator
from functools import partial

from relplan.model.calendar import Calendar
from relplan.model.schedule import Dated
from relplan.tui.actions import Action, Controller, Rests, handles
from relplan.tui.screens.plan_view import PlanView

_DAY = 86_400
_TRIES = 8
"""Earlier windows that are tried before a batch goes back to its earliest date."""


class Rescheduling(Controller[PlanView]):
    """Moves batches to later windows and back: stored in the scenario, and undone like a mark."""

    def __init__(
        self,
        view: PlanView,
        calendar: Calendar,
        chosen: Callable[[], Dated | None],
        again: Callable[[], None],
        trial: Callable[[Dated, int], int | None],
    ) -> None:
        """Move what is *chosen* about in *calendar*; *again* dates all anew, and shows it.

        *trial* says when a batch would ship if it were held back until a moment.
        """
        super().__init__(view)
        self._calendar, self._chosen = calendar, chosen
        self._again, self._trial = again, trial

    def _no_date(self) -> str:
        one = self._chosen()
        if one is None:
            return "put the cursor on a batch first"
        return "what has no date cannot be moved" if one.at is None else ""

    @handles(
        Action(
            "timing.later",
            "greater_than_sign",
            "Later",
            "Move the batch to a later window.",
            rests_on=Rests.ROW,
        ),
        disabled=_no_date,
    )
    def later(self) -> None:
        """Move the batch to the next time at which it may go."""
        one = self._chosen()
        if one is not None and one.at is not None:
            after = one.at + _DAY
            if one.windows:
                after = next((at for at in self._starts(one) if at > one.at), one.at + 1)
            self._move(one, self._trial(one, after) or after)

    def _moves(self, one: Dated | None) -> dict[str, int]:
        """Return the moves of the batch."""
        moves = self.view.session.scenario.moves
        return {change: at for change, at in moves if one and change in one.batch.changes}

    def _not_moved(self) -> str:
        if self._chosen() is None:
            return "put the cursor on a batch first"
        return "" if self._moves(self._chosen()) else "it cannot go earlier: below is why"

    @handles(
        Action(
            "timing.earlier",
            "less_than_sign",
            "Earlier",
            "Move a batch that was moved back to an earlier window.",
            rests_on=Rests.ROW,
        ),
        disabled=_not_moved,
    )
    def earlier(self) -> None:
        """Move it to the window before; where that is its own date, take the move back."""
        one = self._chosen()
        if one is None:
            return
        free = self._trial(one, self._calendar.now)
        for at in self._earlier_than(one):
            found = self._trial(one, at)
            if found is None or one.at is None or found >= one.at:
                continue
            self._move(one, None if free is None or found <= free else found)
            return
        self._move(one, None)

    def _earlier_than(self, one: Dated) -> Iterator[int]:
        """Yield moments to try, the latest first."""
        if one.at is None:
            return
        if not one.windows:
            yield one.at - _DAY
            return
        before = [at for at in self._starts(one) if at < one.at]
        yield from reversed(before[-_TRIES:])

    def _starts(self, one: Dated) -> list[int]:
        """Return when the windows of its services begin."""
        services = set(one.batch.services)
        return [slot.start for slot in self._calendar.slots if services & slot.services]

    def _move(self, one: Dated, at: int | None) -> None:
        view = self.view
        if not view.is_up_to_date():
            return
        view.attempt(partial(view.session.bench.move, one.batch.changes[0], at), self._again)
