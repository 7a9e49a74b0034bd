"""The cheapest marks for a goal: an answer that gets better, to be accepted whole or in part."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from relplan.model.proposal import Goal, Proposal
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.history import History
from relplan.tui.controllers.proposing import Accepting, Refining
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.proposal import goal_line, proposal_entries, state_line
from relplan.tui.presentation.spans import Line
from relplan.tui.screens.advice import SECONDS, AdviceScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Advice, Better


class ProposalScreen(AdviceScreen):
    """Marks in the order in which they gain the most."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(controllers=(Accepting, Refining, History))
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("list.choose", "Accept"), Key("advice.accept", "All"), Key("advice.forbid", "Not this"),
        Key("advice.effort", "Most effort"), Key("plan.undo", "Undo"), Key("plan.export", "Export"),
    )  # fmt: skip

    def __init__(self, plan: PlanView, goal: Goal) -> None:
        """Look for marks for *goal* on top of the scenario of *plan*."""
        super().__init__(plan)
        self._goal = goal
        self._found: Proposal | None = None
        self._after = 0.0
        self._accepting = Accepting(self, lambda: self._found)
        self._refining = Refining(self, lambda: self._found)
        self.controllers = [
            *self.controllers, self._accepting, self._refining, History(plan, lambda _: self.draw())
        ]  # fmt: skip

    def question(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Callable[[Proposal], None]], Advice]:
        """Ask for the cheapest marks."""
        self._found = None
        session, goal, terms = self.session, self._goal, self._refining.terms
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
            self.keyboard.changed(by_others=True)
            self._found, self._after = message.found, message.after
            self.draw()

    # Showing

    def head(self) -> list[Line]:
        """Return the goal."""
        return [goal_line(self._goal, self._refining.terms)]

    def state(self) -> Line:
        """Return how sure the answer is."""
        return state_line(
            self._found,
            self.relplan.name_of(BACK.id),
            searching=self.searching,
            after=self._after,
            stopped=self.stopped,
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

    @on(RowList.Selected)
    def _accept(self) -> None:
        self._accepting.accept_one()
