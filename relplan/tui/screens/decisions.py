"""What a person decides on the plan: marks, dismissals, states, undo and redo."""

from functools import partial

from relplan.model.change import State
from relplan.model.decision import LogEntry
from relplan.model.edge import Edge
from relplan.model.errors import RelplanError
from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.presentation.words import deed
from relplan.tui.screens.base import PlanBase
from relplan.tui.screens.dialogs import Prompt


class Decisions(PlanBase):
    """The actions that end up in the log. Each says why it cannot be done."""

    def why_not(self, action: str) -> str:
        """Say why the action called *action* cannot be done now; empty: it can."""
        name = action.partition(".")[2]
        if name in tuple(Mark):
            return self._no_mark(Mark(name))
        reasons = {
            "dismiss": self._no_dismissal,
            "state": self._no_state,
            "propose": self.nothing_pending,
            "diagnose": self.nothing_pending,
            "backlog": self.nothing_pending,
            "windows": self.nothing_pending,
            "graph": self.no_batch,
        }
        return reasons[name]() if name in reasons else ""

    # Marks

    def target(self) -> Coupling | None:
        """Return what a mark is for: the coupling of the edge in hand, else the one in hand."""
        edge = self.reasons.edge if self.reasons.has_focus else None
        if edge is not None and edge.coupling:
            return self.session.coupling(edge.coupling)
        return self.choices.coupling

    def _no_mark(self, mark: Mark) -> str:
        coupling = self.target()
        if coupling is None:
            return "nothing couples these services, so there is nothing to mark"
        if mark not in coupling.kind.marks:
            can = " or ".join(coupling.kind.marks)
            return f"{coupling.name} is a {coupling.kind}: it can be {can}, not {mark}"
        return ""

    def action_mark(self, name: str) -> None:
        """Put the mark on the coupling, or take it off where it is on already."""
        mark, coupling = Mark(name), self.target()
        fault = self._no_mark(mark)
        if fault or coupling is None:
            self.tell(fault, severity="warning")
            return
        bench = self.session.bench
        if self.session.scenario.mark_of(coupling.name) is mark:
            self.attempt(partial(bench.unmark, coupling.name))
        else:
            self.attempt(partial(bench.mark, coupling.name, mark.value))

    # Dismissals

    def _no_dismissal(self) -> str:
        edge = self.reasons.edge
        if edge is None:
            return "choose an edge in the why pane first"
        if not edge.dismissible:
            if edge.coupling:
                return f"this edge is declared: mark {edge.coupling} instead"
            return "this edge is a fact of the history: rebase the branch to part them"
        return ""

    def action_dismiss_edge(self) -> None:
        """Ask for the reason, then dismiss the edge in hand."""
        edge, fault = self.reasons.edge, self._no_dismissal()
        if fault or edge is None:
            self.tell(fault, severity="warning")
            return
        question = (
            Span(f"{edge.source} needs {edge.target}\n"),
            Span(f"{edge.kind} {edge.coupling}".rstrip(), Role.DIM),
        )
        prompt = Prompt("dismiss this edge", question, "why is it not so?")
        self.app.push_screen(prompt, partial(self._dismiss, edge))

    def _dismiss(self, edge: Edge, reason: str | None) -> None:
        if reason:
            self.attempt(partial(self.session.bench.dismiss, edge.fingerprint, reason))

    # States

    def _no_state(self) -> str:
        change = self.changes.change
        if change is None:
            return "choose a change first"
        if self.session.plan.changes[change].merged:
            return f"{change} is merged: only an open change's state is set by hand"
        return ""

    def action_toggle_state(self) -> None:
        """Set the selected change ready, or in progress again."""
        change, fault = self.changes.change, self._no_state()
        if fault or change is None:
            self.tell(fault, severity="warning")
            return
        ready = self.session.plan.changes[change].state is State.READY
        state = State.IN_PROGRESS if ready else State.READY
        self.attempt(partial(self.session.bench.set_state, change, state.value))

    # Undo and redo

    def action_undo(self) -> None:
        """Take the last decision back."""
        self.turn(forward=False)

    def action_redo(self) -> None:
        """Decide again what was taken back last."""
        self.turn(forward=True)

    def turn(self, *, forward: bool) -> None:
        """Undo, or with *forward* redo, and say what that was."""
        bench = self.session.bench
        try:
            entry: LogEntry | None = bench.redo() if forward else bench.undo()
        except RelplanError as error:
            self.tell(str(error), severity="error")
            return
        verb = "redo" if forward else "undo"
        if entry is None:
            self.tell(f"there is nothing to {verb}", severity="warning")
            return
        self.tell(f"{'redone' if forward else 'undone'}: {deed(entry)}")
        self.show_plan()
