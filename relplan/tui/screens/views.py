"""What a person looks at over the plan: evidence, the log, scenarios and their comparison."""

from functools import partial

from relplan.model.edge import Edge
from relplan.model.errors import RelplanError
from relplan.model.proposal import Goal, GoalKind
from relplan.tui.presentation.listing import BatchRow
from relplan.tui.presentation.proposal import goal_lines
from relplan.tui.presentation.reasons import evidence_lines
from relplan.tui.presentation.records import comparison_lines, scenario_line
from relplan.tui.presentation.running import running_lines
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.backlog import BacklogScreen
from relplan.tui.screens.base import PlanBase
from relplan.tui.screens.diagnosis import DiagnosisScreen
from relplan.tui.screens.dialogs import LABEL, ListDialog, Prompt
from relplan.tui.screens.log import LogScreen
from relplan.tui.screens.proposal import ProposalScreen

NEW = "label-free:new"
"""The row that begins a scenario; no scenario is called so, for that is no printable word of it."""


class Views(PlanBase):
    """The actions that put something over the plan."""

    def show_evidence(self, edge: Edge) -> None:
        """Show all that is known of *edge*."""
        dismissed = edge.fingerprint in self.session.scenario.dismissals
        lines = evidence_lines(edge, dismissed)
        keyed = [(str(number), line) for number, line in enumerate(lines)]
        self.app.push_screen(ListDialog("evidence", keyed, self.session.glyphs))

    def action_log(self) -> None:
        """Show who decided what, and when."""
        self.app.push_screen(LogScreen(self))

    def action_running(self) -> None:
        """Show what runs in the environment, and how that is known."""
        snapshot = self.session.plan.snapshot
        lines = running_lines(snapshot.production)
        keyed = [(str(number), line) for number, line in enumerate(lines)]
        title = f"runs in {snapshot.environment}"
        self.app.push_screen(ListDialog(title, keyed, self.session.glyphs))

    def why_not_compare(self) -> str:
        """Say why there is nothing to compare; empty: there is."""
        if len(self.session.bench.scenario_names()) < 2:
            return "there is only one scenario; s begins another"
        return ""

    # Scenarios

    def action_scenario(self) -> None:
        """Switch to another scenario, or begin one."""
        lines = self._scenario_lines(self.session.bench.scenario_names())
        lines.append((LABEL, ()))
        lines.append((NEW, (Span("+ ", Role.MARK), Span("a new one, a copy of this one"))))
        dialog = ListDialog(
            "scenarios",
            lines,
            self.session.glyphs,
            hint="Enter switches, Esc closes",
            choosable=True,
            current=self.session.scenario.name,
        )
        self.app.push_screen(dialog, self._switch)

    def _scenario_lines(self, names: tuple[str, ...]) -> list[tuple[str, Line]]:
        session = self.session
        found: list[tuple[str, Line]] = []
        for name in names:
            scenario = session.bench.scenario(name)
            numbers = session.planner.plan(scenario).numbers
            current = name == session.scenario.name
            found.append((name, scenario_line(scenario, numbers, current, session.glyphs)))
        return found

    def _switch(self, name: str | None) -> None:
        if name == NEW:
            question = (Span("A copy of "), Span(self.session.scenario.name, Role.HEADING))
            self.app.push_screen(Prompt("new scenario", question, "its name"), self._begin)
        elif name:
            self.attempt(partial(self.session.bench.switch, name))

    def _begin(self, name: str | None) -> None:
        if name:
            self.attempt(partial(self._begin_and_switch, name))

    def _begin_and_switch(self, name: str) -> None:
        self.session.bench.new_scenario(name)
        self.session.bench.switch(name)

    # Comparing

    def action_compare(self) -> None:
        """Put the scenario in use beside another one."""
        fault = self.why_not_compare()
        if fault:
            self.tell(fault, severity="warning")
            return
        own = self.session.scenario.name
        others = tuple(name for name in self.session.bench.scenario_names() if name != own)
        if len(others) == 1:
            self._compare(others[0])
            return
        title = f"compare {own} with"
        lines = self._scenario_lines(others)
        dialog = ListDialog(title, lines, self.session.glyphs, choosable=True)
        self.app.push_screen(dialog, self._compare)

    def _compare(self, other: str | None) -> None:
        if not other:
            return
        own = self.session.scenario.name
        try:
            found = self.session.bench.compare(other, own)
        except RelplanError as error:
            self.tell(str(error), severity="error")
            return
        lines = list(comparison_lines(other, own, found, self.session.glyphs))
        dialog = ListDialog(
            f"{other} and {own}",
            lines,
            self.session.glyphs,
            hint="Enter goes to the change, Esc closes",
            choosable=True,
        )
        self.app.push_screen(dialog, self._go_on)

    def _go_on(self, change: str | None) -> None:
        if change:
            self.go_to_change(change)

    # Advice

    def action_propose(self) -> None:
        """Ask for the goal, then look for the cheapest marks that reach it."""
        if self._refused(self.nothing_pending()):
            return
        dialog = ListDialog(
            "cheapest marks for which goal?",
            goal_lines(self.changes.change),
            self.session.glyphs,
            hint="Enter chooses, Esc closes",
            choosable=True,
            current=None if self.changes.change else GoalKind.BATCH.value,
        )
        self.app.push_screen(dialog, self._aim)

    def _aim(self, kind: str | None) -> None:
        if not kind:
            return
        if kind == GoalKind.BATCH:
            question = (Span("No batch of more changes than"),)
            self.app.push_screen(Prompt("proposal", question, "a number", "1"), self._aim_at_most)
        elif kind in {GoalKind.ALONE, GoalKind.UNBLOCK}:
            change = self.changes.change
            if not self._refused("" if change else "put the cursor on a change first"):
                self._propose(Goal(GoalKind(kind), change=change or ""))
        else:
            self._propose(Goal(GoalKind(kind)))

    def _aim_at_most(self, text: str | None) -> None:
        if text is None:
            return
        good = text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0
        if not self._refused("" if good else "give a whole number, 1 or more"):
            self._propose(Goal(GoalKind.BATCH, most=int(text)))

    def _propose(self, goal: Goal) -> None:
        self.app.push_screen(ProposalScreen(self, goal))

    def action_diagnose(self) -> None:
        """Ask why releases go out in lock-step: all, or those of the batch whose heading it is."""
        if not self._refused(self.nothing_pending()):
            row = self.changes.row
            batch = row.batch if isinstance(row, BatchRow) else None
            self.app.push_screen(DiagnosisScreen(self, batch))

    def action_questions(self) -> None:
        """Show what the plan cannot know by itself, to settle it."""
        from relplan.tui.screens.questions import QuestionsScreen  # noqa: PLC0415 - who asks waits

        self.app.push_screen(QuestionsScreen(self))

    def action_backlog(self) -> None:
        """Show the work that decouples the services."""
        if not self._refused(self.nothing_pending()):
            self.app.push_screen(BacklogScreen(self))

    def action_windows(self) -> None:
        """Show when each batch ships."""
        from relplan.tui.screens.windows import WindowsScreen  # noqa: PLC0415 - who asks waits

        if self._refused(self.nothing_pending()):
            return
        try:
            screen = WindowsScreen(self)
        except RelplanError as error:
            self.tell(str(error), severity="error")
        else:
            self.app.push_screen(screen)

    def action_graph(self) -> None:
        """Draw the batch under the cursor."""
        from relplan.tui.screens.graph import GraphScreen  # noqa: PLC0415 - only who asks waits

        batch = self.batch_in_hand
        if not self._refused(self.no_batch()) and batch is not None:
            self.app.push_screen(GraphScreen(self.session, batch.id), self._go_on)

    def _refused(self, fault: str) -> bool:
        if fault:
            self.tell(fault, severity="warning")
        return bool(fault)
