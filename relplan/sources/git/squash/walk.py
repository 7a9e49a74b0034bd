"""Follows one branch from where it left main, as far as what it does is on main."""

from collections.abc import Mapping, Sequence

from relplan.sources.git.squash.commits import Files, Known
from relplan.sources.git.squash.comparison import Comparison
from relplan.sources.git.squash.found import Found
from relplan.sources.git.squash.main_line import MainLine

_DAY = 86_400
"""Seconds by which clocks may differ."""


class Walk:
    """A walk along the first parents of one branch, the oldest first."""

    def __init__(
        self,
        comparison: Comparison,
        found: Found,
        known: Mapping[str, Known],
        main: MainLine,
        tip: str,
        own: Sequence[str],
    ) -> None:
        """Begin at the oldest of *own*, the commits of the branch with *tip* that main lacks.

        *found* is what of them is known to have landed, and takes up what the walk tells; *known*
        has all of them.
        """
        self._comparison = comparison
        self._found = found
        self._known = known
        self._main = main
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
        landed = self._found.commits
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
        alike = list(self._main.within(steps))
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

    def _match(self, start: int, tip: Known, candidates: Sequence[Known]) -> Known | None:
        for commit in self._main.by_tree.get(tip.tree, ()):
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

    def _is_later(self, commit: Known, tip: Known) -> bool:
        """Tell whether main got *commit* after the branch left it; see `is_later` for why."""
        place = self._main.place
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

    def _mark(self, end: int, commit: Known) -> None:
        below = self._below(self._chain[end - 1])
        self._found.commits |= below
        self._found.by[self._chain[end - 1]] = commit.oid

    def _below(self, tip: str) -> set[str]:
        found: set[str] = set()
        ahead = [tip]
        while ahead:
            oid = ahead.pop()
            if oid in self._own and oid not in found:
                found.add(oid)
                ahead += self._known[oid].parents
        return found


def _may_be_same(one: Files, other: Files) -> bool:
    """Tell whether the patches can be the same: what comes or goes as a whole tells at once."""
    return one.keys() == other.keys() and all(
        one[path] == other[path] or _changes_both(one[path], other[path]) for path in one
    )


def _changes_both(one: str, other: str) -> bool:
    return one.endswith(" M") and other.endswith(" M")
