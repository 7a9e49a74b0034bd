"""Every action in the command palette, by name."""

from collections.abc import Coroutine, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from relplan.tui.keys import ACTIONS, Action, Scope

_NOT_HERE = ("app.palette", "app.next-pane", "app.previous-pane", "app.back")
_TOPICS = {
    "versioned": "mark",
    "flagged": "mark",
    "waived": "mark",
    "dismiss": "edge",
    "state": "change",
    "undo": "decision",
    "redo": "decision",
    "scenario": "scenario",
    "compare": "scenario",
    "rescan": "scan",
}


class ActionProvider(Provider):
    """Offers all actions of the table of keys; what cannot be done says why when it is chosen."""

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for action in _offered():
            yield DiscoveryHit(_name(action), self._doing(action), help=action.tooltip)

    async def search(self, query: str) -> Hits:
        """Offer what matches *query*."""
        matcher = self.matcher(query)
        for action in _offered():
            name = _name(action)
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), self._doing(action), help=action.tooltip)

    def _doing(self, action: Action) -> partial[Coroutine[Any, Any, bool]]:
        target = self.app if action.scope is Scope.EVERYWHERE else self.screen
        return partial(self.app.run_action, action.call, target)


def _offered() -> Iterator[Action]:
    for action in ACTIONS.values():
        if action.scope is not Scope.LIST and action.id not in _NOT_HERE:
            yield action


def _name(action: Action) -> str:
    name = action.id.partition(".")[2]
    return f"{_TOPICS.get(name, 'view')}: {action.label.lower()}"
