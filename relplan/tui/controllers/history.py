"""Undo and redo: of one's own decisions, and of nothing that is not on the screen."""

from collections.abc import Callable

from relplan.model.decision import DecisionKind, LogEntry
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
        then: Callable[[LogEntry], object] = lambda _: None,
        only: DecisionKind | None = None,
    ) -> None:
        """Turn the decisions of *view* back and forth, and do *then* after each.

        Where nothing but decisions of one kind is in sight, *only* these are taken back.
        """
        super().__init__(view)
        self._then, self._only = then, only

    def nothing_to_undo(self) -> str:
        """Say that there is nothing to take back here; empty: there is."""
        if not self.view.session.bench.can_undo():
            return f"there is nothing of yours to undo{self._of_others()}"
        last = self.view.session.bench.newest_in_force(own=True) if self._only else None
        if last is None or last.decision.kind is self._only:
            return ""
        key, what = self.view.relplan.name_of(UNDO.id), describe_entry(last)
        return f"your last decision is no {self._only} ({what}); {key} in the plan takes it back"

    def nothing_to_redo(self) -> str:
        """Say that there is nothing to redo; empty: there is."""
        can = self.view.session.bench.can_redo()
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
        found: list[LogEntry] = []

        def turn() -> None:
            entry = bench.redo() if forward else bench.undo()
            found.extend([] if entry is None else [entry])

        def tell() -> None:
            if found:
                verb = "redone" if forward else "undone"
                back = UNDO if forward else REDO
                view.answer(f"{verb}: {decided(found)}", before, others, back=back)
                self._then(found[0])

        view.attempt(turn, tell)

    def _of_others(self) -> str:
        """Name the newest decision of this scenario that holds, where it is somebody else's."""
        bench = self.view.session.bench
        newest, person = bench.newest_in_force(), bench.person
        if newest is None or person.made(newest.decision.who, newest.decision.host):
            return ""
        other = person.names(newest.decision.who, newest.decision.host)
        return f"; {other}'s later one stays: {describe_entry(newest)}"
