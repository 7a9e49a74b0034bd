"""What showing or hiding a few edges would change, tried on a copy and taken back again."""

from collections.abc import Collection, Iterator

from relplan.planning.components import Before, Condensation
from relplan.planning.questions.journal import Journal
from relplan.planning.search import reached_from


class WhatIf(Condensation):
    """A copy of a view of a plan, in which things are tried out."""

    def __init__(self, view: Condensation) -> None:
        """Copy *view*."""
        view.copy_into(self, Journal)
        tables = (self.component_of, self.components, self.status_of, self.succ_of, self.pred_of)
        self._journals = [table for table in tables if isinstance(table, Journal)]
        self._owners, self._found, self._statuses, *_ = self._journals

    def differing(self, places: Collection[int], *, show: bool) -> set[str]:
        """Return the changes whose status, batch or prerequisites differ when edges come or go.

        *places* are those of the edges, all hidden now, or with *show* false, all seen.
        """
        hidden, tally, following = self.hidden, self.tally, self.following
        ends = {self.graph.edges[place].target for place in places}
        # What leads nowhere and is no change is nobody's prerequisite.
        leading = [end for end in ends if end in self.graph.changes or self.graph.succ[end]]
        before = [reached_from([end], self.pred) for end in leading]
        self.tally = tally.copy()
        try:
            self._try(places, show)
            found: set[str] = set()
            for end, was in zip(leading, before, strict=True):
                found |= reached_from([end], self.pred) ^ was
            found.update(self._of_other_status())
            found.update(self._of_other_batch())
        finally:
            self.hidden, self.tally, self.following = hidden, tally, following
            for journal in self._journals:
                journal.take_back()
        return found & self.graph.changes.keys()

    def _try(self, places: Collection[int], show: bool) -> None:
        if show:
            self.show(self.graph.less_hidden(self.hidden, places))
        else:
            self.hide(self.graph.more_hidden(self.hidden, places))

    def _of_other_status(self) -> Iterator[str]:
        for node, was in self._statuses.before.items():
            if self.status_of[node] is not was:
                yield node

    def _of_other_batch(self) -> Iterator[str]:
        changes = self.graph.changes.keys()
        for number, was in self._found.before.items():
            now = self.components.get(number)
            if now is None or (was is not None and was.nodes == now.nodes):
                continue
            own = now.nodes & changes
            for node in own:
                old = self._found.was(self._owners.was(node))
                if old is None or old.nodes & changes != own:
                    yield node

    def _remembered(self) -> Before:
        found: Before = self._found.was
        return found
