"""What a person looks at over the plan: questions, the log, what runs, evidence."""

from relplan.model.edge import Edge
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.reasons import edge_entries
from relplan.tui.presentation.running import note_lines, running_lines
from relplan.tui.screens.dialogs import ListDialog
from relplan.tui.screens.evidence import EvidenceScreen
from relplan.tui.screens.log import LogScreen
from relplan.tui.screens.plan_view import PlanView


class Inspecting(Controller[PlanView]):
    """Shows what is behind the plan."""

    @handles(Action("plan.questions", "Q", "Questions", "Settle what the plan cannot know."))
    def questions(self) -> None:
        """Show what the plan cannot know by itself, to settle it."""
        from relplan.tui.screens.questions import QuestionsScreen  # noqa: PLC0415 - who asks waits

        self.view.app.push_screen(QuestionsScreen(self.view))

    @handles(Action("plan.log", "l,4", "Log", "Show who decided what, and when."))
    def log(self) -> None:
        """Show who decided what, and when."""
        self.view.app.push_screen(LogScreen(self.view))

    @handles(Action("plan.running", "P", "Running", "Show what runs where, and how it is known."))
    def running(self) -> None:
        """Show what runs in the environment, and how that is known."""
        snapshot = self.view.session.plan.snapshot
        lines = running_lines(snapshot.production)
        keyed = [(str(number), line) for number, line in enumerate(lines)]
        title = f"runs in {snapshot.environment}"
        self.view.app.push_screen(ListDialog(title, keyed, self.view.session.glyphs))

    @handles(Action("plan.notes", "N", "Notes", "Show what the last scan noted: it stops nothing."))
    def notes(self) -> None:
        """Show what a person should know that stops nothing."""
        lines = note_lines(self.view.session.bench.notices())
        keyed = [(str(number), line) for number, line in enumerate(lines)]
        self.view.app.push_screen(ListDialog("notes", keyed, self.view.session.glyphs, indent=2))

    def _needed(self) -> str:
        """Return the change that the edge in hand needs; empty: there is none."""
        edge = self.view.reasons.edge if self.view.focused is self.view.reasons else None
        return edge.target if edge and edge.target in self.view.session.plan.changes else ""

    def _nothing_needed(self) -> str:
        return "" if self._needed() else "put the cursor on an edge that needs a change first"

    @handles(
        Action("plan.needed", "n", "Needed", "Go to the change that the edge in hand needs."),
        disabled=_nothing_needed,
    )
    def needed(self) -> None:
        """Go to the change that the edge in hand needs."""
        self.view.go_to_change(self._needed())

    def reason(self) -> None:
        """Follow the row of the why pane: to its evidence, to a change, to more rows."""
        reason = self.view.reasons.reason
        if reason is None:
            return
        if reason.edge is not None:
            self._show_evidence(reason.edge)
        elif reason.change:
            self.view.go_to_change(reason.change)
        elif reason.more:
            self.view.panes.explain_more(reason.more)

    def _show_evidence(self, edge: Edge) -> None:
        """Show all that is known of *edge*."""
        dismissed = edge.fingerprint in self.view.session.scenario.dismissals
        screen = EvidenceScreen(self.view.session, edge.evidence, edge_entries(edge, dismissed))
        self.view.app.push_screen(screen)
