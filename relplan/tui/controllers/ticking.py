"""What a person does in a runbook: they say what became of its steps, and take it back."""

from collections.abc import Callable
from dataclasses import replace

from relplan.model.errors import RelplanError
from relplan.model.runbook import Outcome, Runbook, RunStep
from relplan.planning.runbook import Night
from relplan.tui.actions import Action, Rests, handles
from relplan.tui.controllers.history import UNDO
from relplan.tui.controllers.watching import Looking, told_here
from relplan.tui.presentation.runbook import too_early_for
from relplan.tui.screens.plan_view import PlanView


class Ticking(Looking):
    """Says of a runbook's steps what became of them; what was said stays on record."""

    def __init__(
        self,
        view: PlanView,
        book: Runbook,
        step: Callable[[], RunStep | None],
        draw: Callable[[], None],
        go_to: Callable[[RunStep], None],
    ) -> None:
        """Tick off the *step* of *book* that the cursor is on; *draw* shows it.

        *go_to* puts the cursor on another one.
        """
        super().__init__(view)
        self._book, self._step, self._draw, self._go_to = book, step, draw, go_to
        self._version = view.session.bench.store.version()
        self._warned = ""
        """The step of which it was said that others come before it."""
        self.night = self._read()

    def _read(self) -> Night:
        from relplan.app.timing import night_of  # noqa: PLC0415 - loads when asked

        return night_of(self.view.session.bench, self._book, self.view.session.plan)

    def see(self) -> None:
        """Show what others said of the steps."""
        version = self.view.session.bench.store.version()
        if version != self._version:
            self._version = version
            self._follow()

    def _follow(self) -> bool:
        """Read what was said, and show it where it is new; tell whether it was."""
        before, self.night = self.night, self._read()
        new = self.night.said[len(before.said) :]
        if not new:
            return False
        self.view.keyboard.changed(by_others=True)
        names = {step.key: f"{step.number} {step.service}" for step in self._book.steps}
        tick = new[-1]
        person = told_here(self.view.session.bench.person, tick.who, tick.host)
        self.view.say(f"{person} said: {names.get(tick.step, 'a step')} {tick.outcome}")
        self._draw()
        return True

    def toggle(self) -> None:
        """Tick the step off, or take the tick back; warn first where others come before it."""
        step = self._step()
        if step is None:
            return
        done = self.night.outcome(step) is Outcome.DONE
        early = "" if done or self._warned == step.key else too_early_for(self.night, step)
        if early:
            self._warned = step.key
            key = self.view.relplan.name_of("list.choose")
            self.view.tell(f"{early}; {key} again ticks it off all the same", severity="warning")
            return
        self._say(step, Outcome.OPEN if done else Outcome.DONE)

    def _nothing_left(self) -> str:
        return "" if self.night.next else "all steps are done"

    @handles(
        Action("timing.next", "n", "Next step", "Go to the step to be done, or undone, next."),
        disabled=_nothing_left,
    )
    def next(self) -> None:
        """Go to what is to be done next."""
        if self.night.next is not None:
            self._go_to(self.night.next)

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
        self._say(self._step(), Outcome.FAILED)

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
        self._say(self._step(), Outcome.ROLLED_BACK)

    def _nothing_said(self) -> str:
        own = self.night.last_own(self.view.session.bench.person)
        return "" if own else "there is no tick of yours to take back"

    @handles(UNDO, disabled=_nothing_said)
    def undo(self) -> None:
        """Take one's own last tick back; the record keeps both."""
        found = self.night.last_own(self.view.session.bench.person)
        if found is not None:
            step, tick, was = found
            self._say(step, was, f"taken back: {step.number} {step.service} {tick.outcome}")

    def _say(self, step: RunStep | None, outcome: Outcome, text: str = "") -> None:
        from relplan.app.timing import tick  # noqa: PLC0415 - loads when asked

        if step is None:
            return
        view, self._warned = self.view, ""
        try:
            if self._follow():
                view.refused("somebody said something just now: look, and press it again")
                return
            said = tick(view.session.bench, self._book, step, outcome)
        except RelplanError as error:
            view.tell(str(error), severity="error")
            return
        self.night = replace(self.night, said=(*self.night.said, said))
        key = view.relplan.name_of(UNDO.id)
        view.say(text or f"{step.number} {step.service} {outcome}: {key} takes it back")
        self._draw()
