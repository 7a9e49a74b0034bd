"""Tells which commits of branches have landed on main, of all branches of a repository at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from relplan.sources.git.errors import GitError
from relplan.sources.git.history import History, reachable
from relplan.sources.git.patches import nets_of
from relplan.sources.git.safe import Git, oids
from relplan.sources.git.squash.commits import RAW, Known, read_known
from relplan.sources.git.squash.comparison import Comparison
from relplan.sources.git.squash.found import Found, Landed
from relplan.sources.git.squash.main_line import MainLine
from relplan.sources.git.squash.memory import Memory, Told, key_of
from relplan.sources.git.squash.walk import Walk

WINDOW = 1000
"""Commits of main that are compared, the newest."""
BRANCHES = 200
"""Branches that are compared."""
LONGEST = 100
"""Commits of a branch that is compared."""


def landed_on_main(
    git: Git,
    history: History,
    main: Collection[str],
    main_tip: str,
    tips: Iterable[str],
    told: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> Landed:
    """Return the commits beyond *main* of *tips* whose content is on main.

    *told* are the heads of reviews that a forge says were merged, with the commits of main that
    they were merged as: those need no comparing, however they were edited. What *memory* recalls
    of a branch is not told again.
    """
    own: dict[str, list[str]] = {}
    by = {head: merge for head, merge in (told or {}).items() if head in history}
    found = Found(reachable(history, by) - set(main), by)
    for tip in list(dict.fromkeys(tips))[:BRANCHES]:
        beyond = _beyond(history, main, tip)
        if beyond and tip not in found.commits:
            own[tip] = beyond
    if own:
        oldest = min(history[oid].date for commits in own.values() for oid in commits)
        telling = _Telling(git, Window(main_tip, oldest), found, memory or Memory())
        with suppress(GitError), Comparison(git, history, main_tip) as comparison:
            telling.tell(own, comparison)  # what was found before an error holds
    return Landed(frozenset(found.commits), found.by)


def _beyond(history: History, main: Collection[str], tip: str) -> list[str]:
    """Return the commits of *tip* that are not on main; none where there are too many."""
    found = []
    seen = set()
    ahead = [tip]
    while ahead:
        oid = ahead.pop()
        if oid in history and oid not in main and oid not in seen:
            seen.add(oid)
            found.append(oid)
            ahead += history[oid].parents
            if len(found) > LONGEST:
                return []
    return found


class Window(NamedTuple):
    """The commits of one main branch that are compared."""

    tip: str
    """The newest."""
    oldest: int
    """None is older than that, in seconds since 1970."""

    @property
    def options(self) -> tuple[str, ...]:
        """Name them to ``git log``."""
        return (f"--max-count={WINDOW}", f"--max-age={self.oldest}", self.tip)


class _Telling:
    """Finds what of branches is on main."""

    def __init__(self, git: Git, window: Window, found: Found, memory: Memory) -> None:
        """Look in main's *window*; *found* takes up what is told, or recalled from *memory*."""
        self._git = git
        self._window = window
        self._found = found
        self._memory = memory
        self._known: dict[str, Known] = {}

    def tell(self, own: Mapping[str, list[str]], comparison: Comparison) -> None:
        """Find out which commits of the branches are on main; *own* has them by their tips."""
        self._find_copies(own, comparison)
        # A branch whose own beginning is not told from main needs main's contents.
        landed = self._found.commits
        rest = {tip: commits for tip, commits in own.items() if not landed.issuperset(commits)}
        for tip, commits in rest.items():
            key = self._key("walk", tip, commits, self._landed_of(commits))
            told = self._memory.recall(key, commits)
            if told is None or comparison.spent.with_(*told.spent).too_much:
                told = self._walked(tip, commits, comparison)
                if not (comparison.unread or comparison.spent.too_much):
                    self._memory.keep(key, told)
            else:
                comparison.spent = comparison.spent.with_(*told.spent)
                self._take(told)

    def _key(self, what: str, tip: str, own: Iterable[str], landed: object = ()) -> str:
        """Name all that what is told of one branch follows from; *landed* is known of it before."""
        return key_of(what, WINDOW, *self._window, tip, sorted(own), landed)

    def _landed_of(self, own: Iterable[str]) -> list[tuple[str, str]]:
        """Return which of a branch's commits landed, each with what shows it, if that is known."""
        by = self._found.by
        return sorted((oid, by.get(oid, "")) for oid in own if oid in self._found.commits)

    def _take(self, told: Told) -> None:
        self._found.commits |= told.commits
        self._found.by.update(told.by)

    def _walked(self, tip: str, own: Sequence[str], comparison: Comparison) -> Told:
        before = comparison.spent
        self._read(own)
        Walk(comparison, self._found, self._known, self._main, tip, own).go()
        landed = dict(self._landed_of(own))
        by = {oid: shown for oid, shown in landed.items() if shown}
        return Told(by, frozenset(landed), comparison.spent.since(before))

    def _read(self, own: Iterable[str]) -> None:
        """Have all of *own* known."""
        wanted = [oid for oid in dict.fromkeys(own) if oid not in self._known]
        if wanted:
            for commit in read_known(self._git, "--no-walk", "--stdin", *RAW, stdin=oids(wanted)):
                self._known[commit.oid] = commit

    @cached_property
    def _main(self) -> MainLine:
        first = ("--first-parent", "--diff-merges=first-parent", *RAW)
        return MainLine(read_known(self._git, *first, *self._window.options))

    def _find_copies(self, own: Mapping[str, list[str]], comparison: Comparison) -> None:
        """Find commits that have a copy on main, by the same author, that does the same."""
        fresh = {}
        for tip, commits in own.items():
            told = self._memory.recall(self._key("copies", tip, commits), commits)
            if told is None:
                fresh[tip] = commits
            else:
                self._take(told)
        if not fresh:
            return
        self._read(oid for commits in fresh.values() for oid in commits)
        pairs = self._alike(dict.fromkeys(oid for commits in fresh.values() for oid in commits))
        nets = nets_of(self._git, [*pairs, *pairs.values()])
        for tip, commits in fresh.items():
            mine = {oid: pairs[oid] for oid in commits if oid in pairs}
            by = {
                oid: copy
                for oid, copy in mine.items()
                if nets.get(oid)
                and nets[oid] == nets.get(copy)
                and comparison.is_later(copy, oid, tip)
            }
            told = Told(by, frozenset(by))
            self._take(told)
            if nets.keys() >= {*mine, *mine.values()}:  # else contents are not here
                self._memory.keep(self._key("copies", tip, commits), told)

    def _alike(self, commits: Iterable[str]) -> dict[str, str]:
        """Return the commits that one of main is as alike as it can be without the same id."""
        on_main = {
            commit.identity: commit.oid
            for commit in read_known(self._git, "--no-merges", *self._window.options)
        }
        known = (self._known[oid] for oid in commits)
        return {
            commit.oid: on_main[commit.identity]
            for commit in known
            if len(commit.parents) == 1 and commit.identity in on_main
        }
