"""Asking for advice on the plan: proposals, the diagnosis, the backlog, graphs, windows."""

from collections.abc import Callable

from relplan.model.errors import RelplanError
from relplan.model.proposal import Goal, GoalKind
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.listing import BatchRow
from relplan.tui.presentation.proposal import goal_lines
from relplan.tui.presentation.spans import Span
from relplan.tui.screens.backlog import BacklogScreen
from relplan.tui.screens.diagnosis import DiagnosisScreen
from relplan.tui.screens.dialogs import CHOOSES, ListDialog, Prompt
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.screens.proposal import ProposalScreen


class Advising(Controller[PlanView]):
    """Opens what gives advice."""

    def _nothing_pending(self) -> str:
        if self.view.session.plan.changes:
            return ""
        return "no change is pending, so nothing holds anything back"

    @handles(
        Action("plan.propose", "p", "Propose", "Find the cheapest marks for a goal."),
        disabled=_nothing_pending,
    )
    def propose(self) -> None:
        """Ask for the goal, then look for the cheapest marks that reach it."""
        change = self.view.changes.change
        dialog = ListDialog(
            "cheapest marks for which goal?",
            goal_lines(change),
            self.view.session.glyphs,
            hint=CHOOSES,
            choosable=True,
            current=None if change else GoalKind.BATCH.value,
        )
        self.view.app.push_screen(dialog, self._aim)

    def _aim(self, kind: str | None) -> None:
        if not kind:
            return
        if kind == GoalKind.BATCH:
            question = (Span("No batch of more changes than"),)
            Prompt.ask(
                self.view.app, self._aim_at_most, "proposal", question, "a number", proposed="1"
            )
        elif kind in {GoalKind.ALONE, GoalKind.UNBLOCK}:
            change = self.view.changes.change
            if not self.view.refused("" if change else "put the cursor on a change first"):
                self._propose(Goal(GoalKind(kind), change=change or ""))
        else:
            self._propose(Goal(GoalKind(kind)))

    def _aim_at_most(self, text: str, ask_again: Callable[[], None]) -> None:
        good = text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0
        if self.view.refused("" if good else "give a whole number, 1 or more"):
            ask_again()
        else:
            self._propose(Goal(GoalKind.BATCH, most=int(text)))

    def _propose(self, goal: Goal) -> None:
        self.view.app.push_screen(ProposalScreen(self.view, goal))

    @handles(
        Action("plan.diagnose", "d", "Diagnose", "Ask why releases go out in lock-step."),
        disabled=_nothing_pending,
    )
    def diagnose(self) -> None:
        """Ask why releases go out in lock-step: all, or those of the batch whose heading it is."""
        row = self.view.changes.row
        batch = row.batch if isinstance(row, BatchRow) else None
        self.view.app.push_screen(DiagnosisScreen(self.view, batch))

    @handles(Action("plan.drift", "D", "Drift", "Show whether lock-step grows over past releases."))
    def drift(self) -> None:
        """Show what became of lock-step over past releases; the first time they are read."""
        from relplan.tui.screens.drift import DriftScreen  # noqa: PLC0415 - only who asks waits

        self.view.app.push_screen(DriftScreen(self.view))

    @handles(
        Action("plan.backlog", "b", "Backlog", "Show the work that decouples the services."),
        disabled=_nothing_pending,
    )
    def backlog(self) -> None:
        """Show the work that decouples the services."""
        self.view.app.push_screen(BacklogScreen(self.view))

    def _no_batch(self) -> str:
        return (
            "" if self.view.panes.batch_in_hand else "put the cursor on a change or a batch first"
        )

    @handles(
        Action("plan.graph", "o", "Graph", "Draw the batch under the cursor."),
        disabled=_no_batch,
    )
    def graph(self) -> None:
        """Draw the batch under the cursor."""
        from relplan.tui.screens.graph import GraphScreen  # noqa: PLC0415 - only who asks waits

        batch = self.view.panes.batch_in_hand
        if batch is not None:
            screen = GraphScreen(self.view.session, batch.id)
            self.view.app.push_screen(screen, self._go_to)

    def _go_to(self, change: str | None) -> None:
        if change:
            self.view.go_to_change(change)

    @handles(
        Action("plan.windows", "t", "Windows", "Show when each batch ships, and why so late."),
        disabled=_nothing_pending,
    )
    def windows(self) -> None:
        """Show when each batch ships."""
        from relplan.tui.screens.windows import WindowsScreen  # noqa: PLC0415 - who asks waits

        try:
            screen = WindowsScreen(self.view)
        except RelplanError as error:
            self.view.tell(str(error), severity="error")
        else:
            self.view.app.push_screen(screen)
