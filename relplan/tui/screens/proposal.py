"""The cheapest marks for a goal: an answer that gets better, to be accepted whole or in part."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from relplan.model.proposal import Choice, Goal, Proposal, Terms
from relplan.tui.keys import bindings
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.proposal import STEP, goal_line, proposal_entries, state_line
from relplan.tui.presentation.spans import Line, Span
from relplan.tui.screens.advice import SECONDS, AdviceScreen
from relplan.tui.screens.base import PlanBase
from relplan.tui.screens.dialogs import Prompt
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Advice, Better

_OWN = ("advice.accept", "advice.forbid", "advice.effort")


class ProposalScreen(AdviceScreen):
    """Marks in the order in which they gain the most."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(*_OWN, "plan.undo", "plan.redo"))
    OFFERS: ClassVar[frozenset[str]] = frozenset(_OWN)
    HINT: ClassVar[str] = "Enter accepts, a all, n not this, m effort, u undo"

    def __init__(self, plan: PlanBase, goal: Goal) -> None:
        """Look for marks for *goal* on top of the scenario of *plan*."""
        super().__init__(plan)
        self._goal, self._terms = goal, Terms()
        self._found: Proposal | None = None
        self._after = 0.0

    def question(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Callable[[Proposal], None]], Advice]:
        """Ask for the cheapest marks."""
        self._found = None
        session, goal, terms = self.session, self._goal, self._terms
        planner, scenario = session.planner, session.scenario

        def work(on_better: Callable[[Proposal], None]) -> Proposal:
            # Here, for a solver takes a while to load.
            from relplan.planning.propose import propose  # noqa: PLC0415

            return propose(
                planner,
                scenario,
                goal,
                terms,
                seconds=SECONDS,
                cancelled=cancelled,
                on_better=on_better,
            )

        return work

    def take(self, found: Advice) -> None:
        """Keep the answer."""
        if isinstance(found, Proposal):
            self._found = found

    @on(Better)
    def _improve(self, message: Better) -> None:
        if message.asked == self._asked and self.searching:
            self._found, self._after = message.found, message.after
            self.draw()

    # Showing

    def head(self) -> list[Line]:
        """Return the goal."""
        return [goal_line(self._goal, self._terms)]

    def state(self) -> Line:
        """Return how sure the answer is."""
        return state_line(
            self._found, searching=self.searching, after=self._after, stopped=self.stopped
        )

    def entries(self) -> list[Entry]:
        """Return the marks."""
        if self._found is None:
            return []
        return proposal_entries(self._found, self.session.scenario, self.session.glyphs)

    def draw(self) -> None:
        """Show all anew, and the cursor on a mark at first."""
        before = self.rows.key if self.is_mounted else None
        super().draw()
        if before is None and self._found is not None and self._found.steps:
            self.rows.move_to(1)

    # Accepting

    @property
    def _left(self) -> list[Choice]:
        """The marks that are not made yet."""
        choices = self._found.choices if self._found else ()
        scenario = self.session.scenario
        return [one for one in choices if scenario.mark_of(one.coupling) is not one.mark]

    def _choice(self) -> Choice | None:
        name = self.chosen.removeprefix(STEP) if self.chosen.startswith(STEP) else ""
        choices = self._found.choices if self._found else ()
        return next((one for one in choices if one.coupling == name), None)

    def why_not(self, action: str) -> str:
        """Say why the action called *action* cannot be done now; empty: it can."""
        fault = super().why_not(action)
        if not fault and action == "advice.accept" and not self._left:
            return "no mark is left to accept"
        if not fault and action == "advice.forbid" and self._choice() is None:
            return "put the cursor on a mark first"
        return fault

    def action_accept_all(self) -> None:
        """Make all marks that are not made yet, each an entry of its own in the log."""
        if not self.refused(self.why_not("advice.accept")):
            self._accept(self._left)

    @on(RowList.Selected)
    def _accept_one(self) -> None:
        choice = self._choice()
        if choice is None or self.refused(self.why_not("advice.accept")):
            return
        if not self.refused("" if choice in self._left else f"{choice.coupling} is accepted"):
            self._accept([choice])

    def _accept(self, choices: list[Choice]) -> None:
        mark = self.session.bench.mark
        for choice in choices:
            if not self._plan.attempt(partial(mark, choice.coupling, choice.mark.value)):
                break
        self.draw()

    async def action_undo(self) -> None:
        """Take the last decision back."""
        await self.app.run_action("undo", self._plan)
        self.draw()

    async def action_redo(self) -> None:
        """Decide again what was taken back last."""
        await self.app.run_action("redo", self._plan)
        self.draw()

    # The terms

    def action_forbid(self) -> None:
        """Solve again without the coupling under the cursor."""
        choice = self._choice()
        if not self.refused(self.why_not("advice.forbid")) and choice is not None:
            forbidden = self._terms.forbidden | {choice.coupling}
            self._terms = replace(self._terms, forbidden=forbidden)
            self.ask()

    def action_effort(self) -> None:
        """Ask for the most effort, then solve again."""
        if not self.refused(self.why_not("advice.effort")):
            question = (Span("Days that all marks may cost together"),)
            self.app.push_screen(Prompt("most effort", question, "days"), self._limit)

    def _limit(self, text: str | None) -> None:
        if text is None:
            return
        effort = _number(text)
        if not self.refused("" if effort is not None else "give a number of days, 0 or more"):
            self._terms = replace(self._terms, max_effort=effort)
            self.ask()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None
