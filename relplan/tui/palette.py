"""Every action in the command palette, by name; those that cannot be done now say why."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from relplan.tui.keys import ACTIONS, Action, Scope
from relplan.tui.screens.advice import AdviceScreen
from relplan.tui.screens.decisions import Decisions
from relplan.tui.text import content

_LEFT_OUT = ("app.palette", "app.next-pane", "app.previous-pane", "app.back", "app.theme")
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
        for action in ACTIONS.values():
            if not self._offered(action):
                continue
            name = f"{_TOPICS.get(action.id, 'view')}: {action.label.lower()}"
            why_not = self._why_not(action)
            # Help texts are taken for markup, so nothing of anybody else's may stand in them.
            help_text = f"Not now: {why_not}" if why_not else action.tooltip
            yield name, help_text.replace("[", "("), self._doing(action)
        for theme in sorted(self.app.available_themes):
            use = partial(setattr, self.app, "theme", theme)
            yield f"theme: {theme}", f"Use the theme {theme}.", use

    def _offered(self, action: Action) -> bool:
        if action.scope in (Scope.ADVICE, Scope.TIMING):
            return action.id in getattr(self.screen, "OFFERS", ())
        return action.scope is not Scope.LIST and action.id not in _LEFT_OUT

    def _why_not(self, action: Action) -> str:
        screen = self.screen
        return screen.why_not(action.id) if isinstance(screen, (Decisions, AdviceScreen)) else ""

    def _doing(self, action: Action) -> Callable[[], Awaitable[bool]]:
        target = self.app if action.scope is Scope.EVERYWHERE else self.screen
        return partial(self.app.run_action, action.call, target)
