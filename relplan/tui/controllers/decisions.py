"""What a person decides on the plan: marks, dismissals, states."""

from collections.abc import Callable
from functools import partial

from relplan.model.change import State
from relplan.model.edge import Edge
from relplan.model.scenario import Mark
from relplan.planning.couplings import Coupling
from relplan.tui.actions import Action, Controller, Rests, handles
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.screens.dialogs import Prompt
from relplan.tui.screens.plan_view import PlanView


def _unmarkable(mark: Mark) -> Callable[["Decisions"], str]:
    return lambda self: self.unmarkable(mark)


class Decisions(Controller[PlanView]):
    """What ends up in the log."""

    # Marks

    def target(self) -> Coupling | None:
        """Return what a mark is for: the coupling under the cursor of the pane in front.

        None: it is on something else; on a change, the marks are to be chosen from.
        """
        view = self.view
        if view.focused is view.offers:
            return view.offers.coupling
        edge = view.reasons.edge if view.focused is view.reasons else None
        return view.session.coupling(edge.coupling) if edge and edge.coupling else None

    def unmarkable(self, mark: Mark) -> str:
        """Say why *mark* cannot be put on what is in hand; empty: it can."""
        view, coupling = self.view, self.target()
        if coupling is None:
            if not view.session.couplings:
                return "nothing couples these services, so there is nothing to mark"
            if view.focused is view.reasons:
                return view.panes.finding or (
                    "no coupling is on this row: choose an edge that names one, or go to 3"
                )
            if view.focused is view.offers:
                return "put the cursor on an offer first"
            return ""
        if mark not in coupling.kind.marks:
            can = " or ".join(coupling.kind.marks)
            return f"{coupling.name} is a {coupling.kind}: it can be {can}, not {mark}"
        return ""

    @handles(
        Action(
            "plan.versioned",
            "v",
            "Versioned",
            "Mark the contract versioned: old and new are served side by side. Again: unmark it."
            " On a change: go to its offers.",
            footer=True,
            rests_on=Rests.ROW,
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
            " Again: unmark it. On a change: go to its offers.",
            footer=True,
            rests_on=Rests.ROW,
        ),
        disabled=_unmarkable(Mark.FLAGGED),
    )
    def flagged(self) -> None:
        """Mark a contract or a feature flagged."""
        self._mark(Mark.FLAGGED)

    @handles(
        Action(
            "plan.waived",
            "w",
            "Waived",
            "Mark the gate waived. Again: unmark it. On a change: go to its offers.",
            rests_on=Rests.ROW,
        ),
        disabled=_unmarkable(Mark.WAIVED),
    )
    def waived(self) -> None:
        """Mark a gate waived."""
        self._mark(Mark.WAIVED)

    def _mark(self, mark: Mark) -> None:
        """Put the mark on what is in hand, or take it off; on a change, go to its offers."""
        coupling = self.target()
        if coupling is None:
            self.view.panes.go_to(self.view.offers)
            self.view.offers.begin_with(mark)
            self.view.keyboard.changed()
        else:
            self._put(coupling, mark)

    def _put(self, coupling: Coupling, mark: Mark) -> None:
        session = self.view.session
        if session.scenario.mark_of(coupling.name) is mark:
            self.view.decide(partial(session.bench.unmark, coupling.name))
        else:
            self.view.decide(partial(session.bench.mark, coupling.name, mark.value))

    # Dismissals

    def _undismissible(self) -> str:
        view = self.view
        edge = view.reasons.edge if view.focused is view.reasons else None
        if edge is None or view.panes.finding:
            return view.panes.finding or "choose an edge in the why pane first"
        if not edge.dismissible:
            if edge.coupling:
                return f"this edge is declared: mark {edge.coupling} instead"
            return "this edge is a fact of the history: rebase the branch to part them"
        return ""

    @handles(
        Action(
            "plan.dismiss",
            "x",
            "Dismiss",
            "Dismiss an edge that is not so, and say why.",
            rests_on=Rests.ROW,
        ),
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
            self.view.decide(partial(dismiss, edge.fingerprint, reason))

    # States

    def _without_state(self) -> str:
        change = self.view.changes.change
        if change is None or self.view.focused is not self.view.changes:
            return "choose a change first: 1 goes to them"
        if self.view.session.plan.changes[change].merged:
            return f"{change} is merged: only an open change's state is set by hand"
        return ""

    @handles(
        Action(
            "plan.state",
            "r",
            "Ready",
            "Set an open change ready, or in progress.",
            rests_on=Rests.ROW,
        ),
        disabled=_without_state,
    )
    def toggle_state(self) -> None:
        """Set the selected change ready, or in progress again."""
        change, session = self.view.changes.change, self.view.session
        if change is None:
            return
        ready = session.plan.changes[change].state is State.READY
        state = State.IN_PROGRESS if ready else State.READY
        self.view.decide(partial(session.bench.set_state, change, state.value))
