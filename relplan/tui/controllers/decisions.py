"""What a person decides on the plan: marks, dismissals, states."""

from collections.abc import Callable
from functools import partial

from relplan.model.change import State
from relplan.model.edge import Edge
from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.screens.dialogs import Prompt
from relplan.tui.screens.plan_view import PlanView


def _unmarkable(mark: Mark) -> Callable[["Decisions"], str]:
    return lambda self: self.unmarkable(mark)


class Decisions(Controller[PlanView]):
    """What ends up in the log."""

    # Marks

    def target(self) -> Coupling | None:
        """Return what a mark is for: the coupling of the edge in hand, else the one in hand."""
        reasons = self.view.reasons
        edge = reasons.edge if reasons.has_focus else None
        if edge is not None and edge.coupling:
            return self.view.session.coupling(edge.coupling)
        return self.view.offers.coupling

    def unmarkable(self, mark: Mark) -> str:
        """Say why *mark* cannot be put on what is in hand; empty: it can."""
        coupling = self.target()
        if coupling is None:
            return "nothing couples these services, so there is nothing to mark"
        if mark not in coupling.kind.marks:
            can = " or ".join(coupling.kind.marks)
            return f"{coupling.name} is a {coupling.kind}: it can be {can}, not {mark}"
        return ""

    @handles(
        Action(
            "plan.versioned",
            "v",
            "Versioned",
            "Mark the contract versioned: old and new are served side by side. Again: unmark it.",
            footer=True,
        ),
        disabled=_unmarkable(Mark.VERSIONED),
    )
    def versioned(self) -> None:
        """Mark a contract versioned."""
        self._mark(Mark.VERSIONED)

    @handles(
        Action(
            "plan.flagged",
            "f",
            "Flagged",
            "Mark the contract or feature flagged: the flag flips when all is out."
            " Again: unmark it.",
            footer=True,
        ),
        disabled=_unmarkable(Mark.FLAGGED),
    )
    def flagged(self) -> None:
        """Mark a contract or a feature flagged."""
        self._mark(Mark.FLAGGED)

    @handles(
        Action("plan.waived", "w", "Waived", "Mark the gate waived. Again: unmark it."),
        disabled=_unmarkable(Mark.WAIVED),
    )
    def waived(self) -> None:
        """Mark a gate waived."""
        self._mark(Mark.WAIVED)

    def _mark(self, mark: Mark) -> None:
        """Put the mark on the coupling, or take it off where it is on already."""
        coupling = self.target()
        if coupling is None:
            return
        session = self.view.session
        if session.scenario.mark_of(coupling.name) is mark:
            self.view.attempt(partial(session.bench.unmark, coupling.name))
        else:
            self.view.attempt(partial(session.bench.mark, coupling.name, mark.value))

    # Dismissals

    def _undismissible(self) -> str:
        edge = self.view.reasons.edge
        if edge is None:
            return "choose an edge in the why pane first"
        if not edge.dismissible:
            if edge.coupling:
                return f"this edge is declared: mark {edge.coupling} instead"
            return "this edge is a fact of the history: rebase the branch to part them"
        return ""

    @handles(
        Action("plan.dismiss", "x", "Dismiss", "Dismiss an edge that is not so, and say why."),
        disabled=_undismissible,
    )
    def ask_to_dismiss(self) -> None:
        """Ask for the reason, then dismiss the edge in hand."""
        edge = self.view.reasons.edge
        if edge is None:
            return
        question = (
            Span(f"{edge.source} needs {edge.target}\n"),
            Span(f"{edge.kind} {edge.coupling}".rstrip(), Role.DIM),
        )
        prompt = Prompt("dismiss this edge", question, "why is it not so?")
        self.view.app.push_screen(prompt, partial(self._dismiss, edge))

    def _dismiss(self, edge: Edge, reason: str | None) -> None:
        if reason:
            dismiss = self.view.session.bench.dismiss
            self.view.attempt(partial(dismiss, edge.fingerprint, reason))

    # States

    def _without_state(self) -> str:
        change = self.view.changes.change
        if change is None:
            return "choose a change first"
        if self.view.session.plan.changes[change].merged:
            return f"{change} is merged: only an open change's state is set by hand"
        return ""

    @handles(
        Action("plan.state", "r", "Ready", "Set an open change ready, or in progress."),
        disabled=_without_state,
    )
    def toggle_state(self) -> None:
        """Set the selected change ready, or in progress again."""
        change, session = self.view.changes.change, self.view.session
        if change is None:
            return
        ready = session.plan.changes[change].state is State.READY
        state = State.IN_PROGRESS if ready else State.READY
        self.view.attempt(partial(session.bench.set_state, change, state.value))
