"""Tells where branches left main, from what was read: git would walk far back for each."""

from collections.abc import Collection, Mapping
from functools import cached_property

from relplan.sources.git.history import History, brought_in, first_parents, reachable
from relplan.sources.git.refs import merge_base
from relplan.sources.git.safe import Git


class Forks:
    """Where branches left one main branch, or merged it last."""

    def __init__(self, git: Git, history: History, main: str) -> None:
        """Begin with none; *main* is its newest commit."""
        self._git = git
        self._history = history
        self._main = main

    def last(self, tip: str, borders: Collection[str]) -> str | None:
        """Return the newest commit that main and *tip* have in common, if any.

        *borders* are the parents of *tip*'s own commits that are not its own.
        """
        if len(borders) == 1:
            return next(iter(borders))
        if borders and all(oid in self._order for oid in borders):
            last = max(borders, key=self._order.__getitem__)
            if last in self._chain or reachable(self._history, [last]).issuperset(borders):
                return last
        return merge_base(self._git, self._main, tip)

    @cached_property
    def _chain(self) -> dict[str, None]:
        """Main's first-parent commits, as far as they were read, newest first."""
        return dict.fromkeys(first_parents(self._history, self._main))

    @cached_property
    def _order(self) -> Mapping[str, tuple[int, bool]]:
        """When each commit came to main; a first-parent one contains all that came before it."""
        pieces = enumerate(brought_in(self._history, reversed(self._chain), set()))
        return {oid: (place, oid in self._chain) for place, piece in pieces for oid in piece}
