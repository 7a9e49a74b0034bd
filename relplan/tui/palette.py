"""Every action in the command palette, by name; those that cannot be done now say why."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from relplan.tui.actions import (
    BACK,
    HELP,
    LEAVE,
    NEXT_PANE,
    PREVIOUS_PANE,
    QUIT,
    THEME,
    Action,
    Scope,
)
from relplan.tui.keys import shown
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.text import content
from relplan.tui.widgets.row_list import LIST_ACTIONS, RowList

_TOPICS = {
    "plan.versioned": "mark",
    "plan.flagged": "mark",
    "plan.waived": "mark",
    "plan.split": "mark",
    "plan.dismiss": "mark",
    "plan.state": "mark",
    "plan.undo": "mark",
    "plan.redo": "mark",
    "plan.scenario": "scenario",
    "plan.compare": "scenario",
    "plan.rescan": "scan",
    "plan.propose": "advice",
    "plan.diagnose": "advice",
    "plan.drift": "advice",
    "plan.backlog": "advice",
    "plan.windows": "release",
    "plan.copy": "onward",
    "plan.edit": "onward",
    "plan.review": "onward",
    "plan.export": "onward",
    "app.quit": "relplan",
    "app.leave": "relplan",
}
_TOPIC_OF = {
    Scope.PLAN: "view",
    Scope.ADVICE: "view",
    Scope.TIMING: "release",
    Scope.LIST: "move",
    Scope.APP: "view",
}


class _Offer(NamedTuple):
    """What can be chosen."""

    name: str
    help: str
    run: Callable[[], Any]
    keys: str = ""

    @property
    def shown(self) -> Content:
        """The name, and the keys that do the same."""
        return content(f"{self.name:<24}", Span(self.keys, Role.HEADING))


class ActionProvider(Provider):
    """Offers the table of keys and the themes."""

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for offer in self._offers():
            yield DiscoveryHit(offer.shown, offer.run, text=offer.name, help=offer.help)

    async def search(self, query: str) -> Hits:
        """Offer what matches *query*."""
        matcher = self.matcher(query)
        for offer in self._offers():
            score = matcher.match(offer.name)
            if score > 0:
                yield Hit(score, offer.shown, offer.run, text=offer.name, help=offer.help)

    def _offers(self) -> Iterator[_Offer]:
        for action, target, why_not in self._actions():
            name = f"{_TOPICS.get(action.id, _TOPIC_OF[action.scope])}: {action.label.lower()}"
            # Help texts are taken for markup, so nothing of anybody else's may stand in them.
            help_text = f"Not now: {why_not}" if why_not else action.tooltip
            run = partial(self.app.run_action, action.textual_action, target)
            yield _Offer(name, help_text.replace("[", "("), run, self._keys(action))
        for theme in sorted(self.app.available_themes):
            use = partial(setattr, self.app, "theme", theme)
            yield _Offer(f"theme: {theme}", f"Use the theme {theme}.", use)

    def _keys(self, action: Action) -> str:
        screen = self.screen
        if not isinstance(screen, ControlledScreen):
            return ""
        return " ".join(map(shown, screen.relplan.keys_of(action.id).split(",")))

    def _actions(self) -> Iterator[tuple[Action, DOMNode, str]]:
        """Yield what can be done where the person is, and why not."""
        screen = self.screen
        if isinstance(screen, ControlledScreen):
            for action in screen.actions:
                yield action, screen, screen.disabled_reason(action.id)
            yield BACK, screen, ""
            if isinstance(screen.focused, RowList):
                for action in LIST_ACTIONS:
                    yield action, screen.focused, ""
        for action in (HELP, NEXT_PANE, PREVIOUS_PANE, THEME, QUIT, LEAVE):
            yield action, self.app, ""
