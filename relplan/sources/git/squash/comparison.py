"""Compares what branches do with what the commits of one main branch do."""

from collections.abc import Collection, Mapping
from types import TracebackType
from typing import NamedTuple, Self

from relplan.sources.git.errors import GitError
from relplan.sources.git.forks import Forks
from relplan.sources.git.history import History, reachable
from relplan.sources.git.pairs import Pairs
from relplan.sources.git.patches import PATCH, Net, net_between
from relplan.sources.git.refs import is_ancestor
from relplan.sources.git.safe import Git
from relplan.sources.git.squash.commits import RAW, Files, Known, files_of
from relplan.sources.git.text import decode

STEPS = 1000
"""Steps along branches whose files are listed, to be held against commits of main."""
COMPARISONS = 200
"""Pairs of patches that are compared."""


class Spent(NamedTuple):
    """How much was compared."""

    steps: int = 0
    comparisons: int = 0

    @property
    def too_much(self) -> bool:
        """Whether it is more than is allowed, so that what was told may lack something."""
        return self.steps > STEPS or self.comparisons > COMPARISONS

    def with_(self, steps: int = 0, comparisons: int = 0) -> "Spent":
        """Return this and that much more."""
        return Spent(self.steps + steps, self.comparisons + comparisons)

    def since(self, before: "Spent") -> "Spent":
        """Return what this is more than *before*."""
        return Spent(self.steps - before.steps, self.comparisons - before.comparisons)


class Comparison:
    """Compares, as long as it is open, and as often as STEPS and COMPARISONS allow."""

    def __init__(self, git: Git, history: History, main_tip: str) -> None:
        """Compare with main, whose newest commit is *main_tip*."""
        self._git = git
        self._history = history
        self.spent = Spent()
        self.unread = False
        """Whether contents were asked for that are not here: a partial clone may get them yet."""
        self._raw = Pairs(git, *RAW)
        self._patches = Pairs(git.beside_checkout(), *PATCH)
        self._inside: dict[str, set[str]] = {}
        self._left = Forks(git, history, main_tip)
        self._forks: dict[str, str | None] = {}
        self._nets: dict[tuple[str, str], Net] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._raw.__exit__(kind, error, trace)
        self._patches.__exit__(kind, error, trace)

    def is_later(self, commit: str, oid: str, tip: str) -> bool:
        """Tell whether *oid*, of the branch with *tip*, does not stand on *commit* of main.

        What main had before is no copy: a revert makes a tree that main once had, and what is
        landed again is on main already.
        """
        if commit not in self._history:
            return not is_ancestor(self._git, commit, oid)
        for name in (tip, oid):  # most branches have not merged main since
            if name not in self._inside:
                self._inside[name] = reachable(self._history, [name])
            if commit not in self._inside[name]:
                return True
        return False

    def difference(self, before: str, after: str) -> Files | None:
        """Return the files that differ; None once too much was compared."""
        self.spent = self.spent.with_(steps=1)
        if self.spent.steps > STEPS:
            return None
        raw = b"".join(self._raw.lines(before, after))
        return files_of(decode(raw).split("\0")[:-1])

    def same(self, step: tuple[str, str], commit: Known) -> bool:
        """Tell whether a step of a branch and a commit of main do the same to the same files."""
        self.spent = self.spent.with_(comparisons=1)
        if self.spent.comparisons > COMPARISONS:
            return False
        net = self._net(step)
        return bool(net) and net == self._net((commit.parents[0], commit.oid))

    def _net(self, pair: tuple[str, str]) -> Net:
        if pair not in self._nets:
            try:
                self._nets[pair] = net_between(self._patches, *pair)
            except GitError:  # the contents are not here: a partial clone
                self._nets[pair] = Net()
                self.unread = True
        return self._nets[pair]

    def fork(self, known: Mapping[str, Known], mine: Collection[str], tip: str) -> str | None:
        """Return where the beginning of a branch, *mine*, left main, or merged it last."""
        if tip not in self._forks:
            forks = {parent for oid in mine for parent in known[oid].parents} - set(mine)
            self._forks[tip] = self._left.last(tip, forks)
        return self._forks[tip]
