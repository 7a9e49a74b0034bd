"""What a person does with the windows and a runbook: they move batches and tick steps off."""

from collections.abc import Callable

from relplan.model.calendar import Calendar
from relplan.model.errors import RelplanError
from relplan.model.runbook import Outcome, Runbook, RunStep, Tick, standing
from relplan.model.schedule import Dated
from relplan.tui.actions import Action, Controller, Rests, handles
from relplan.tui.screens.plan_view import PlanView

_DAY = 86_400


class Rescheduling(Controller[PlanView]):
    """Moves batches to later windows: a what-if."""

    def __init__(
        self,
        view: PlanView,
        calendar: Calendar,
        chosen: Callable[[], Dated | None],
        again: Callable[[Dated], None],
    ) -> None:
        """Move what is *chosen* about in *calendar*; *again* dates all anew, and shows it."""
        super().__init__(view)
        self._calendar, self._chosen, self._again = calendar, chosen, again
        self.moves: list[tuple[str, int]] = []
        """Changes whose batches were moved, each with the moment that it waits for."""

    def _no_date(self) -> str:
        one = self._chosen()
        return "what has no date cannot be moved" if one is None or one.at is None else ""

    @handles(
        Action("timing.later", "greater_than_sign", "Later", "Move the batch to a later window."),
        disabled=_no_date,
    )
    def later(self) -> None:
        """Move the batch to the next time at which it may go."""
        one = self._chosen()
        if one is None or one.at is None:
            return
        slots = [slot.start for slot in self._calendar.slots if slot.start > one.at]
        after = min(slots, default=one.at + 1) if one.windows else one.at + _DAY
        self.moves.append((one.batch.changes[0], after))
        self._again(one)

    def _own_moves(self) -> list[tuple[str, int]]:
        """Return the moves of the batch under the cursor."""
        one = self._chosen()
        return [move for move in self.moves if one and move[0] == one.batch.changes[0]]

    def _not_moved(self) -> str:
        return "" if self._own_moves() else "it cannot go earlier: below is why"

    @handles(
        Action("timing.earlier", "less_than_sign", "Earlier", "Take such a move back."),
        disabled=_not_moved,
    )
    def earlier(self) -> None:
        """Take the last move of the batch back."""
        one, own = self._chosen(), self._own_moves()
        if one is not None:
            self.moves.remove(own[-1])
            self._again(one)


class Ticking(Controller[PlanView]):
    """Says of a runbook's steps what became of them; what was said stays on record."""

    def __init__(
        self,
        view: PlanView,
        book: Runbook,
        step: Callable[[], RunStep | None],
        draw: Callable[[], None],
    ) -> None:
        """Tick off the *step* of *book* that the cursor is on; *draw* shows it."""
        from relplan.app.timing import ticks_of  # noqa: PLC0415 - loads when asked

        super().__init__(view)
        self._book, self._step, self._draw = book, step, draw
        self.ticks: dict[str, Tick] = standing(ticks_of(view.session.bench, book))

    def toggle(self) -> None:
        """Tick the step off, or take the tick back."""
        step = self._step()
        if step is not None:
            said = self.ticks.get(step.key)
            done = said is not None and said.outcome is Outcome.DONE
            self._say(Outcome.OPEN if done else Outcome.DONE)

    def _no_step(self) -> str:
        return "" if self._step() else "put the cursor on a step first"

    @handles(
        Action(
            "timing.failed",
            "F",
            "Failed",
            "Record that the step of the runbook failed.",
            rests_on=Rests.ROW,
        ),
        disabled=_no_step,
    )
    def failed(self) -> None:
        """Record that the step failed."""
        self._say(Outcome.FAILED)

    def _not_reversible(self) -> str:
        step = self._step()
        if step is not None and step.irreversible:
            return f"{step.service} cannot be rolled back: go forward"
        return self._no_step()

    @handles(
        Action(
            "timing.rolled-back",
            "B",
            "Rolled back",
            "Record that it was rolled back.",
            rests_on=Rests.ROW,
        ),
        disabled=_not_reversible,
    )
    def rolled_back(self) -> None:
        """Record that the step was rolled back."""
        self._say(Outcome.ROLLED_BACK)

    def _say(self, outcome: Outcome) -> None:
        from relplan.app.timing import tick  # noqa: PLC0415 - loads when asked

        step = self._step()
        if step is None:
            return
        try:
            self.ticks[step.key] = tick(self.view.session.bench, self._book, step, outcome)
        except RelplanError as error:
            self.view.tell(str(error), severity="error")
            return
        if outcome is Outcome.FAILED and step.on_failure:
            self.view.tell(step.on_failure[0], severity="warning")
        self._draw()
