"""Undo and redo."""

from collections.abc import Callable

from relplan.model.errors import RelplanError
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.words import describe_entry
from relplan.tui.screens.plan_view import PlanView

UNDO = Action("plan.undo", "u", "Undo", "Take the last decision back.", footer=True)
REDO = Action("plan.redo", "ctrl+r", "Redo", "Make the decision again that was taken back.")


class History(Controller[PlanView]):
    """Takes decisions back, on the plan and on what lies over it."""

    def __init__(self, view: PlanView, then: Callable[[], object] = lambda: None) -> None:
        """Turn the decisions of *view* back and forth, and do *then* after each."""
        super().__init__(view)
        self._then = then

    def _nothing_to_undo(self) -> str:
        return "" if self.view.session.bench.can_undo() else "there is nothing to undo"

    def nothing_to_redo(self) -> str:
        """Say that there is nothing to redo; empty: there is."""
        return "" if self.view.session.bench.can_redo() else "there is nothing to redo"

    @handles(UNDO, disabled=_nothing_to_undo)
    def undo(self) -> None:
        """Take the last decision back."""
        self._turn(forward=False)

    @handles(REDO, disabled=nothing_to_redo)
    def redo(self) -> None:
        """Decide again what was taken back last."""
        self._turn(forward=True)

    def _turn(self, *, forward: bool) -> None:
        """Undo, or with *forward* redo, and say what that was."""
        bench = self.view.session.bench
        try:
            entry = bench.redo() if forward else bench.undo()
        except RelplanError as error:
            self.view.tell(str(error), severity="error")
            return
        if entry is not None:
            self.view.tell(f"{'redone' if forward else 'undone'}: {describe_entry(entry)}")
            self.view.show_plan()
            self._then()
