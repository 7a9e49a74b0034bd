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

_MOST_TOLD = 4
"""Edges that are named before they are dismissed together."""


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
                key = view.relplan.name_of("plan.pane-3")
                return view.panes.finding or (
                    f"no coupling is on this row: choose an edge that names one, or go to {key}"
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

    @handles(
        Action(
            "plan.split",
            "i",
            "Split",
            "Mark the unit split: its services are deployed in isolation, each by itself. Again:"
            " unmark it. On a change: go to its offers.",
            rests_on=Rests.ROW,
        ),
        disabled=_unmarkable(Mark.SPLIT),
    )
    def split(self) -> None:
        """Mark a unit split."""
        self._mark(Mark.SPLIT)

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
        edges = view.reasons.edges if view.focused is view.reasons else []
        if not edges or view.panes.finding:
            return view.panes.finding or "choose an edge in the why pane first"
        for edge in edges:
            if edge.dismissible:
                continue
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
        edges = self.view.reasons.edges
        if not edges:
            return
        question = [
            span
            for edge in edges[:_MOST_TOLD]
            for span in (
                Span(f"{edge.source} needs {edge.target}\n"),
                Span(f"{edge.kind} {edge.coupling}".rstrip() + "\n", Role.DIM),
            )
        ]
        if len(edges) > _MOST_TOLD:
            question.append(Span(f"and {len(edges) - _MOST_TOLD} more", Role.DIM))
        title = "dismiss this edge" if len(edges) == 1 else f"dismiss {len(edges)} edges"
        dismiss = partial(self._dismiss, edges)
        Prompt.ask(self.view.relplan, dismiss, title, tuple(question), "why is it not so?")

    def _dismiss(self, edges: list[Edge], reason: str, ask_again: Callable[[], None]) -> None:
        names = [edge.fingerprint for edge in edges]
        dismiss = partial(self.view.session.bench.dismiss_all, names, reason)
        self.view.decide(dismiss, then=self.view.reasons.let_go, otherwise=ask_again)

    # States

    def _without_state(self) -> str:
        view = self.view
        change = view.changes.change
        if view.focused is not view.changes or (change is None and not view.changes.chosen):
            return f"choose a change first: {view.relplan.name_of('plan.pane-1')} goes to them"
        if view.changes.chosen:
            return "" if self._open_ones() else "all that are selected are merged"
        if change is not None and view.session.plan.changes[change].merged:
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
        """Set the selected changes ready, or in progress again where all of them are."""
        session, changes = self.view.session, self._open_ones()
        ready = all(session.plan.changes[name].state is State.READY for name in changes)
        state = State.IN_PROGRESS if ready else State.READY
        set_states = partial(session.bench.set_states, changes, state.value)
        self.view.decide(set_states, then=self.view.changes.let_go)

    def _open_ones(self) -> list[str]:
        """Return the open ones of the selected changes; where none is selected, the one in hand."""
        view = self.view
        names = sorted(view.changes.chosen) or [view.changes.change or ""]
        found = view.session.plan.changes
        return [name for name in names if name in found and not found[name].merged]
