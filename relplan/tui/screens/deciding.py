"""The decisions that a person takes on the plan screen."""

from collections.abc import Callable

from relplan.model.change import State
from relplan.model.decision import LogEntry
from relplan.model.edge import Edge
from relplan.model.errors import RelplanError
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.screens.dialogs import AskScreen
from relplan.tui.screens.log import LogScreen, deed
from relplan.tui.screens.plan_base import PlanBase
from relplan.tui.screens.scenarios import NEW, CompareScreen, ScenarioScreen


class Deciding(PlanBase):
    """Marks, dismissals, states, undo and scenarios."""

    def action_mark(self, mark: str) -> None:
        """Put *mark* on the coupling that is meant, or take it off again."""
        coupling = self._coupling()
        if not coupling:
            self.relplan.complain(
                "this edge has no coupling to mark; choose one in the couplings (3)"
            )
            return
        own = self.plan.scenario.mark_of(coupling)
        again = own is not None and own.value == mark
        self.attempt(
            lambda: self.bench.unmark(coupling) if again else self.bench.mark(coupling, mark)
        )

    def action_dismiss_edge(self) -> None:
        """Dismiss the edge under the cursor, after asking for the reason."""
        edge = self._edge()
        if edge is None or not self.why.has_focus:
            self.relplan.complain("choose an edge first: go to why (2) and to a line with an edge")
            return
        if not edge.dismissible:
            # The workbench knows what to do instead, and says so.
            self.attempt(lambda: self.bench.dismiss(edge.fingerprint, "-"))
            return
        question = (Span("Dismiss: "), Span(f"{edge.source} needs {edge.target}", Role.STRONG))
        asked = AskScreen(question, "Why is it not so? Enter dismisses, Esc does not")
        self.app.push_screen(asked, lambda reason: self._dismissed(edge, reason))

    def _dismissed(self, edge: Edge, reason: str | None) -> None:
        if reason:
            self.attempt(lambda: self.bench.dismiss(edge.fingerprint, reason))

    def action_toggle_state(self) -> None:
        """Set the selected change ready, or back in progress."""
        change = self.plan.changes.get(self.selected)
        if change is None:
            self.relplan.complain("choose a change first (1)")
            return
        ready = change.state is State.READY
        state = State.IN_PROGRESS if ready else State.READY
        self.attempt(lambda: self.bench.set_state(change.id, state.value))

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._step(self.bench.undo, "undone", "there is nothing to undo")

    def action_redo(self) -> None:
        """Decide again what was taken back last."""
        self._step(self.bench.redo, "redone", "there is nothing to redo")

    def action_log(self) -> None:
        """Show who decided what."""
        self.app.push_screen(LogScreen(self.bench), self._log_answered)

    def _log_answered(self, answer: str | None) -> None:
        if answer == "undo":
            self.action_undo()
        elif answer == "redo":
            self.action_redo()

    def action_scenario(self) -> None:
        """Choose another scenario, or make one."""
        screen = ScenarioScreen(self.bench, self.glyphs, "Enter switches", may_make=True)
        self.app.push_screen(screen, self._scenario_chosen)

    def _scenario_chosen(self, name: str | None) -> None:
        if name == NEW:
            question = (Span("A new scenario that starts as a copy of this one"),)
            self.app.push_screen(AskScreen(question, "its name"), self._scenario_named)
        elif name is not None:
            self.attempt(lambda: self.bench.switch(name))

    def _scenario_named(self, name: str | None) -> None:
        if name is not None:
            self.attempt(lambda: self._make_scenario(name))

    def _make_scenario(self, name: str) -> None:
        self.bench.new_scenario(name)
        self.bench.switch(name)

    def action_compare(self) -> None:
        """Put this scenario beside another one."""
        if len(self.bench.scenario_names()) < 2:
            self.relplan.complain("there is one scenario only; s and then n makes another")
            return
        screen = ScenarioScreen(self.bench, self.glyphs, "Compare with", may_make=False)
        self.app.push_screen(screen, self._compared_with)

    def _compared_with(self, name: str | None) -> None:
        if name is None:
            return
        own = self.plan.scenario.name
        found = self.bench.compare(own, name)
        self.app.push_screen(CompareScreen((own, name), found, self.glyphs))

    def _step(self, move: Callable[[], LogEntry | None], done: str, nothing: str) -> None:
        try:
            entry = move()
        except RelplanError as error:
            self.relplan.complain(str(error))
            return
        if entry is None:
            self.relplan.complain(nothing)
        else:
            self.relplan.tell(f"{done}: {deed(entry)}")
            self.replan()

    def _coupling(self) -> str | None:
        """Return the coupling that is meant: that of the edge in *why*, else of the couplings."""
        edge = self._edge()
        if self.why.has_focus and edge is not None:
            return edge.coupling
        return self.couplings.key

    def _edge(self) -> Edge | None:
        index = self.why.cursor
        return self.why_rows[index].edge if 0 <= index < len(self.why_rows) else None
