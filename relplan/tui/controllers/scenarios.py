"""Scenarios: switching, beginning and comparing them."""

from collections.abc import Callable
from functools import partial

from relplan.model.errors import RelplanError
from relplan.tui.actions import Action, Controller, handles
from relplan.tui.presentation.answers import effect
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.records import comparison_lines, scenario_line
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.dialogs import CLOSES, LABEL, ListDialog, Prompt
from relplan.tui.screens.plan_view import PlanView

NEW = "label-free:new"
"""The row that begins a scenario; no scenario is called so, for that is no printable word of it."""


class Scenarios(Controller[PlanView]):
    """What-ifs beside the scenario in force."""

    @handles(Action("plan.scenario", "s", "Scenario", "Switch to another scenario, or begin one."))
    def choose(self) -> None:
        """Switch to another scenario, or begin one."""
        session = self.view.session
        lines = self._lines(session.bench.scenario_names())
        lines.append((LABEL, ()))
        lines.append((NEW, (Span("+ ", Role.MARK), Span("a new one, a copy of this one"))))
        dialog = ListDialog(
            "scenarios",
            lines,
            session.glyphs,
            hint=(Key("list.choose", "switches"), CLOSES),
            choosable=True,
            current=session.scenario.name,
            decides=True,
        )
        self.view.app.push_screen(dialog, self._switch)

    def _lines(self, names: tuple[str, ...]) -> list[tuple[str, Line]]:
        session = self.view.session
        found: list[tuple[str, Line]] = []
        for name in names:
            scenario = session.bench.scenario(name)
            numbers = session.planner.plan(scenario).numbers
            current = name == session.scenario.name
            found.append((name, scenario_line(scenario, numbers, current, session.glyphs)))
        return found

    def _switch(self, name: str | None) -> None:
        session = self.view.session
        if name == NEW:
            question = (Span("A copy of "), Span(session.scenario.name, Role.HEADING))
            Prompt.ask(self.view.relplan, self._begin, "new scenario", question, "its name")
        elif name:
            self._to(partial(session.bench.look_at, name))

    def _begin(self, name: str, ask_again: Callable[[], None]) -> None:
        self._to(partial(self._begin_and_switch, name), ask_again)

    def _to(
        self, switch: Callable[[], object], otherwise: Callable[[], object] = lambda: None
    ) -> None:
        """Go to another scenario, and say what is otherwise there; if it cannot be, *otherwise*."""
        session, before = self.view.session, self.view.session.plan

        def tell() -> None:
            did = effect(before, session.plan, session.glyphs)
            self.view.say(f"scenario {session.scenario.name}: {did}")

        self.view.attempt(switch, tell, otherwise)

    def _begin_and_switch(self, name: str) -> None:
        self.view.session.bench.new_scenario(name)
        self.view.session.bench.look_at(name)

    # Comparing

    def _alone(self) -> str:
        alone = len(self.view.session.bench.scenario_names()) < 2
        key = self.view.relplan.name_of("plan.scenario")
        return f"there is only one scenario; {key} begins another" if alone else ""

    @handles(
        Action("plan.compare", "c", "Compare", "Put two scenarios side by side."),
        disabled=_alone,
    )
    def compare(self) -> None:
        """Put the scenario in use beside another one."""
        session = self.view.session
        own = session.scenario.name
        others = tuple(name for name in session.bench.scenario_names() if name != own)
        if len(others) == 1:
            self._compare(others[0])
            return
        title = f"compare {own} with"
        dialog = ListDialog(title, self._lines(others), session.glyphs, choosable=True)
        self.view.app.push_screen(dialog, self._compare)

    def _compare(self, other: str | None) -> None:
        if not other:
            return
        session = self.view.session
        own = session.scenario.name
        try:
            found = session.bench.compare(other, own)
        except RelplanError as error:
            self.view.tell(str(error), severity="error")
            return
        dialog = ListDialog(
            f"{other} and {own}",
            list(comparison_lines(other, own, found, session.glyphs)),
            session.glyphs,
            hint=(Key("list.choose", "goes to the change"), CLOSES),
            choosable=True,
        )
        self.view.app.push_screen(dialog, self._go_to)

    def _go_to(self, change: str | None) -> None:
        if change:
            self.view.go_to_change(change)
