"""Undo and redo: of one's own decisions, and of nothing that is not on the screen."""

from collections.abc import Callable

from relplan.app.opened import who
from relplan.model.decision import DecisionKind, LogEntry
from relplan.model.errors import RelplanError
from relplan.tui.actions import Action, Controller, Rests, handles
from relplan.tui.presentation.answers import decided
from relplan.tui.presentation.words import describe_entry
from relplan.tui.screens.plan_view import PlanView

UNDO = Action(
    "plan.undo",
    "u",
    "Undo",
    "Take your own last decision in this scenario back.",
    rests_on=Rests.PLAN,
)
REDO = Action(
    "plan.redo",
    "ctrl+r",
    "Redo",
    "Make the decision again that you took back.",
    rests_on=Rests.PLAN,
)


class History(Controller[PlanView]):
    """Takes decisions back, on the plan and on what lies over it."""

    def __init__(
        self,
        view: PlanView,
        then: Callable[[], object] = lambda: None,
        only: DecisionKind | None = None,
    ) -> None:
        """Turn the decisions of *view* back and forth, and do *then* after each.

        Where nothing but decisions of one kind is in sight, *only* these are taken back.
        """
        super().__init__(view)
        self._then, self._only = then, only

    def nothing_to_undo(self) -> str:
        """Say that there is nothing to take back here; empty: there is."""
        if not self.view.session.bench.can_undo(own=True):
            return f"there is nothing of yours to undo{self._of_others()}"
        last = newest_in_force(self.view, own=True) if self._only else None
        if last is None or last.decision.kind is self._only:
            return ""
        key, what = self.view.relplan.name_of(UNDO.id), describe_entry(last)
        return f"your last decision is no {self._only} ({what}); {key} in the plan takes it back"

    def nothing_to_redo(self) -> str:
        """Say that there is nothing to redo; empty: there is."""
        can = self.view.session.bench.can_redo(own=True)
        return "" if can else "there is nothing of yours to redo"

    @handles(UNDO, disabled=nothing_to_undo)
    def undo(self) -> None:
        """Take one's own last decision back."""
        self._turn(forward=False)

    @handles(REDO, disabled=nothing_to_redo)
    def redo(self) -> None:
        """Decide again what was taken back last."""
        self._turn(forward=True)

    def _turn(self, *, forward: bool) -> None:
        """Undo, or with *forward* redo, and say what that was."""
        view = self.view
        if not view.is_up_to_date():
            return
        bench, before = view.session.bench, view.session.plan
        others = self._of_others()
        try:
            entry = bench.redo(own=True) if forward else bench.undo(own=True)
        except RelplanError as error:
            view.tell(str(error), severity="error")
            return
        if entry is None:
            return
        view.show_plan()
        verb = "redone" if forward else "undone"
        view.answer(
            f"{verb}: {decided([entry])}", before, others, back=REDO if not forward else UNDO
        )
        self._then()

    def _of_others(self) -> str:
        """Name the newest decision of this scenario that holds, where it is somebody else's."""
        newest = newest_in_force(self.view)
        if newest is None or newest.decision.who == who():
            return ""
        return f"; {newest.decision.who}'s later one stays: {describe_entry(newest)}"


def newest_in_force(view: PlanView, *, own: bool = False) -> LogEntry | None:
    """Return the newest decision that holds in the scenario on the screen; None: there is none.

    With *own*, of those that the person took themselves.
    """
    session, person = view.session, who()
    held = (
        entry
        for entry in session.bench.log()
        if not entry.undone
        and (not own or entry.decision.who == person)
        and (entry.decision.kind.everywhere or entry.scenario == session.scenario.name)
    )
    return next(held, None)
