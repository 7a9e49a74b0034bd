"""Finds commits of branches that are on main under other ids: squashed, rebased or picked there.

Of a branch that goes on, or stands on one whose branch was deleted, the beginning may be on main
already: what is told is told of commits, from the oldest on. A commit counts as landed only where
all that it does is found on main. What cannot be told, for want of time or of blobs (a partial
clone), stays open.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from relplan.sources.git.forks import Forks
from relplan.sources.git.history import History, reachable
from relplan.sources.git.pairs import Pairs
from relplan.sources.git.patches import PATCH, Net, net_between, nets_of
from relplan.sources.git.refs import is_ancestor
from relplan.sources.git.safe import LOG_OPTIONS, Git, GitError, oids
from relplan.sources.git.text import decode, moment

WINDOW = 1000
"""Commits of main that are compared, the newest."""
BRANCHES = 200
"""Branches that are compared."""
LONGEST = 100
"""Commits of a branch that is compared."""
STEPS = 1000
"""Steps along branches whose files are listed, to be held against commits of main."""
COMPARISONS = 200
"""Pairs of patches that are compared."""
_DAY = 86_400
"""Seconds by which clocks may differ."""
_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "-O/dev/null")
_FORMAT = "%x00%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%s"
_FIELDS = 8

Files = dict[str, str]
"""By path, the modes and blobs before and after, of each file that differs."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What main has of branches, under other ids."""

    commits: frozenset[str] = frozenset()
    by: Mapping[str, str] = field(default_factory=dict)
    """For some of them, the commit of main that shows it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A commit, as far as it helps to recognise it."""

    oid: str
    tree: str
    parents: list[str]
    identity: tuple[str, ...]
    """Author, date and subject: they survive a rebase."""
    files: Files

    @property
    def written(self) -> int:
        """When its author wrote it: a squash of it came after."""
        return moment(self.identity[2])


def landed_on_main(
    git: Git,
    history: History,
    main: Collection[str],
    main_tip: str,
    tips: Iterable[str],
    told: Mapping[str, str] | None = None,
) -> Landed:
    """Return the commits beyond *main* of *tips* whose content is on main.

    *told* are the heads of reviews that a forge says were merged, with the commits of main that
    they were merged as: those need no comparing, however they were edited.
    """
    own: dict[str, list[str]] = {}
    by = {head: merge for head, merge in (told or {}).items() if head in history}
    commits = reachable(history, by) - set(main)
    for tip in list(dict.fromkeys(tips))[:BRANCHES]:
        found = _beyond(history, main, tip)
        if found and tip not in commits:
            own[tip] = found
    if own:
        oldest = min(history[oid].date for commits_ in own.values() for oid in commits_)
        comparison = _Comparison(git, history, main_tip, oldest, commits, by)
        with suppress(GitError):  # what was found before holds
            comparison.look_at(own)
    return Landed(frozenset(commits), by)


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


class _Comparison:
    """Compares branches with the newest commits of one main branch."""

    def __init__(
        self,
        git: Git,
        history: History,
        main_tip: str,
        oldest: int,
        landed: set[str],
        by: dict[str, str],
    ) -> None:
        self._git = git
        self._history = history
        self._main = (f"--max-count={WINDOW}", f"--max-age={oldest}", main_tip)
        self._steps = STEPS
        self._comparisons = COMPARISONS
        self.landed = landed
        self.by = by
        self._raw = Pairs(git, *_RAW)
        self._patches = Pairs(git, *PATCH)
        self._inside: dict[str, set[str]] = {}
        self._left = Forks(git, history, main_tip)
        self._forks: dict[str, str | None] = {}
        self._nets: dict[tuple[str, str], Net] = {}

    def look_at(self, own: Mapping[str, list[str]]) -> None:
        """Find out which commits of the branches are on main; *own* has them by their tips."""
        flat = dict.fromkeys(oid for commits in own.values() for oid in commits)
        known = {
            commit.oid: commit
            for commit in self._log("--no-walk", "--stdin", *_RAW, stdin=oids(flat))
        }
        self._find_copies(known, own)
        # A branch whose own beginning is not told from main needs main's contents.
        rest = {tip: commits for tip, commits in own.items() if not self.landed.issuperset(commits)}
        if not rest:
            return
        first = ("--first-parent", "--diff-merges=first-parent", *_RAW)
        squashes = _Squashes(self._log(*first, *self._main))
        with self._raw, self._patches:
            for tip, commits in rest.items():
                _Walk(self, known, squashes, tip, commits).go()

    def _log(self, *arguments: str, stdin: bytes = b"") -> Iterator[_Known]:
        raw = self._git.run(
            "log", "-z", f"--format={_FORMAT}", *LOG_OPTIONS, *arguments, stdin=stdin
        )
        fields = decode(raw).split("\0")
        start = 0
        while start + _FIELDS < len(fields):
            end = fields.index("", start + _FIELDS)
            oid, tree, parents, *identity = fields[start + 1 : start + _FIELDS]
            files = _files(fields[start + _FIELDS : end])
            yield _Known(oid, tree, parents.split(), tuple(identity), files)
            start = end

    def _find_copies(self, known: Mapping[str, _Known], own: Mapping[str, list[str]]) -> None:
        """Find commits that have a copy on main, by the same author, that does the same."""
        on_main = {commit.identity: commit for commit in self._log("--no-merges", *self._main)}
        pairs = {
            oid: copy.oid
            for oid, commit in known.items()
            if len(commit.parents) == 1 and (copy := on_main.get(commit.identity)) is not None
        }
        if not pairs:
            return
        nets = nets_of(self._git, [*pairs, *pairs.values()])
        for tip, commits in own.items():
            for oid in commits:
                copy_oid = pairs.get(oid)
                if (
                    copy_oid
                    and nets.get(oid)
                    and nets[oid] == nets.get(copy_oid)
                    and self.is_later(copy_oid, oid, tip)
                ):
                    self.landed.add(oid)
                    self.by[oid] = copy_oid

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
        self._steps -= 1
        if self._steps < 0:
            return None
        raw = b"".join(self._raw.lines(before, after))
        return _files(decode(raw).split("\0")[:-1])

    def same(self, step: tuple[str, str], commit: _Known) -> bool:
        """Tell whether a step of a branch and a commit of main do the same to the same files."""
        self._comparisons -= 1
        if self._comparisons < 0:
            return False
        net = self._net(step)
        return bool(net) and net == self._net((commit.parents[0], commit.oid))

    def _net(self, pair: tuple[str, str]) -> Net:
        if pair not in self._nets:
            try:
                self._nets[pair] = net_between(self._patches, *pair)
            except GitError:  # the contents are not here: a partial clone
                self._nets[pair] = Net()
        return self._nets[pair]

    def fork(self, known: Mapping[str, _Known], mine: Collection[str], tip: str) -> str | None:
        """Return where the beginning of a branch, *mine*, left main, or merged it last."""
        if tip not in self._forks:
            forks = {parent for oid in mine for parent in known[oid].parents} - set(mine)
            self._forks[tip] = self._left.last(tip, forks)
        return self._forks[tip]


class _Squashes:
    """What main's commits do, found by files and by trees."""

    def __init__(self, commits: Iterable[_Known]) -> None:
        line = list(commits)
        self.place = {commit.oid: place for place, commit in enumerate(line)}
        """How far from main's tip each of its commits is."""
        self.commits = [commit for commit in line if commit.files and commit.parents]
        self.by_tree: dict[str, list[_Known]] = defaultdict(list)
        self._touching: dict[str, list[int]] = defaultdict(list)
        for place, commit in enumerate(self.commits):
            self.by_tree[commit.tree].append(commit)
            for path in commit.files:
                self._touching[path].append(place)

    def within(self, steps: Iterable[Iterable[str]]) -> Iterator[list[_Known]]:
        """Yield for each further step those that touch no file but what the steps so far do."""
        seen: set[str] = set()
        missing: dict[int, int] = {}
        complete: list[_Known] = []
        for paths in steps:
            for path in set(paths) - seen:
                seen.add(path)
                for place in self._touching.get(path, ()):
                    left = missing.get(place, len(self.commits[place].files)) - 1
                    missing[place] = left
                    if not left:
                        complete.append(self.commits[place])
            yield list(complete)


class _Walk:
    """Follows one branch from where it left main, as far as what it does is on main."""

    def __init__(
        self,
        comparison: _Comparison,
        known: Mapping[str, _Known],
        squashes: _Squashes,
        tip: str,
        own: Sequence[str],
    ) -> None:
        self._comparison = comparison
        self._known = known
        self._squashes = squashes
        self._tip = tip
        self._own = frozenset(own)
        self._chain = self._first_parents()

    def go(self) -> None:
        """Mark what has landed, squash by squash."""
        start = 0
        while start < len(self._chain):
            if self._is_landed(self._chain[start]):
                start += 1
                continue
            end = self._squashed(start)
            if not end:
                return
            start = end

    def _first_parents(self) -> list[str]:
        chain = []
        oid = self._tip
        while oid in self._own:
            chain.append(oid)
            oid = next(iter(self._known[oid].parents), "")
        return chain[::-1]

    def _is_landed(self, oid: str) -> bool:
        """Tell whether a commit is on main; one that only merges what is adds nothing."""
        landed = self._comparison.landed
        if oid in landed:
            return True
        parents = self._known[oid].parents
        merges = len(parents) > 1 and all(p in landed or p not in self._own for p in parents)
        if merges and not landed.isdisjoint(parents):
            landed.add(oid)
            return True
        return False

    def _squashed(self, start: int) -> int:
        """Find the longest run of commits from *start* that main has as one; 0: there is none."""
        steps = [self._paths(oid) for oid in self._chain[start:]]
        alike = list(self._squashes.within(steps))
        for end in range(len(self._chain), start, -1):
            tip = self._known[self._chain[end - 1]]
            whole = end == len(self._chain)
            last = steps[end - 1 - start]
            candidates = [
                commit
                for commit in alike[end - 1 - start]
                if (whole or not last or not commit.files.keys().isdisjoint(last))
                and commit.written + _DAY >= tip.written
            ]
            found = self._match(start, tip, candidates)
            if found is not None:
                self._mark(end, found)
                return end
        return 0

    def _paths(self, oid: str) -> set[str]:
        """Return what a step along the branch touches, with what it merged from elsewhere."""
        paths = set(self._known[oid].files)
        ahead = list(self._known[oid].parents[1:])
        seen = set()
        while ahead:
            other = ahead.pop()
            if other in self._own and other not in seen:
                seen.add(other)
                paths |= self._known[other].files.keys()
                ahead += self._known[other].parents
        return paths

    def _match(self, start: int, tip: _Known, candidates: Sequence[_Known]) -> _Known | None:
        for commit in self._squashes.by_tree.get(tip.tree, ()):
            if self._is_later(commit, tip):
                return commit
        if not candidates:
            return None
        base = self._base(start, tip.oid)
        files = self._comparison.difference(base, tip.oid) if base else None
        if not base or not files:
            return None
        alike = [commit for commit in candidates if _may_be_same(commit.files, files)]
        for commit in sorted(alike, key=lambda commit: commit.files != files):
            same = commit.files == files or self._comparison.same((base, tip.oid), commit)
            if same and self._is_later(commit, tip):
                return commit
        return None

    def _is_later(self, commit: _Known, tip: _Known) -> bool:
        """Tell whether main got *commit* after the branch left it; see `is_later` for why."""
        place = self._squashes.place
        fork = self._comparison.fork(self._known, self._below(tip.oid), tip.oid)
        if fork in place and commit.oid in place:
            return place[commit.oid] < place[fork]
        return self._comparison.is_later(commit.oid, tip.oid, self._tip)

    def _base(self, start: int, tip: str) -> str | None:
        """Return what the step to *tip* begins with: what landed before, or where main was left."""
        if start:
            run = self._chain[start : self._chain.index(tip) + 1]
            merges = any(len(self._known[oid].parents) > 1 for oid in run)
            return None if merges else self._chain[start - 1]
        return self._comparison.fork(self._known, self._below(tip), tip)

    def _mark(self, end: int, commit: _Known) -> None:
        below = self._below(self._chain[end - 1])
        self._comparison.landed |= below
        self._comparison.by[self._chain[end - 1]] = commit.oid

    def _below(self, tip: str) -> set[str]:
        found: set[str] = set()
        ahead = [tip]
        while ahead:
            oid = ahead.pop()
            if oid in self._own and oid not in found:
                found.add(oid)
                ahead += self._known[oid].parents
        return found


def _files(fields: list[str]) -> Files:
    """Read git's raw format: for each file what became of it, then its path."""
    return dict(zip(fields[1::2], (field.removeprefix("\n") for field in fields[::2]), strict=True))


def _may_be_same(one: Files, other: Files) -> bool:
    """Tell whether the patches can be the same: what comes or goes as a whole tells at once."""
    return one.keys() == other.keys() and all(
        one[path] == other[path] or _changes_both(one[path], other[path]) for path in one
    )


def _changes_both(one: str, other: str) -> bool:
    return one.endswith(" M") and other.endswith(" M")
