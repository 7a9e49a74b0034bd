"""Every action in the command palette, by name; those that cannot be done now say why."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from relplan.tui.actions import HELP, QUIT, Action
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.text import content

_TOPICS = {
    "plan.versioned": "mark",
    "plan.flagged": "mark",
    "plan.waived": "mark",
    "plan.dismiss": "mark",
    "plan.state": "mark",
    "plan.undo": "mark",
    "plan.redo": "mark",
    "plan.scenario": "scenario",
    "plan.compare": "scenario",
    "plan.rescan": "scan",
    "plan.propose": "advice",
    "plan.diagnose": "advice",
    "plan.backlog": "advice",
    "plan.windows": "release",
    "app.quit": "relplan",
}


class ActionProvider(Provider):
    """Offers the table of keys and the themes."""

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for name, help_text, run in self._offers():
            yield DiscoveryHit(content(name), run, text=name, help=help_text)

    async def search(self, query: str) -> Hits:
        """Offer what matches *query*."""
        matcher = self.matcher(query)
        for name, help_text, run in self._offers():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, content(name), run, text=name, help=help_text)

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        for action, target, why_not in self._actions():
            name = f"{_TOPICS.get(action.id, 'view')}: {action.label.lower()}"
            # Help texts are taken for markup, so nothing of anybody else's may stand in them.
            help_text = f"Not now: {why_not}" if why_not else action.tooltip
            run = partial(self.app.run_action, action.textual_action, target)
            yield name, help_text.replace("[", "("), run
        for theme in sorted(self.app.available_themes):
            use = partial(setattr, self.app, "theme", theme)
            yield f"theme: {theme}", f"Use the theme {theme}.", use

    def _actions(self) -> Iterator[tuple[Action, DOMNode, str]]:
        """Yield what can be done where the person is, and why not."""
        screen = self.screen
        if isinstance(screen, ControlledScreen):
            for action in screen.actions:
                yield action, screen, screen.disabled_reason(action.id)
        for action in (HELP, QUIT):
            yield action, self.app, ""
