"""Reads the lines of one service: what is merged there and not in production yet."""

from collections.abc import Sequence
from dataclasses import replace

from relplan.model.change import Change
from relplan.model.production import Production
from relplan.model.scan import ServiceRoot
from relplan.sources.git.branches import Branch
from relplan.sources.git.changes import Place, Reader
from relplan.sources.git.history import History, brought_in, first_parents, reachable
from relplan.sources.git.landed import Landed, landed
from relplan.sources.git.refs import Ref, is_ancestor
from relplan.sources.git.reverts import Reverts, reverts_on
from relplan.sources.git.safe import Git
from relplan.sources.git.tags import Tag, releases

_COMPARED = 500
"""Commits beside a line up to which patches are compared: there may be many old lines."""
_NAMED = 3
"""Commits that one note names."""


class Trunks:
    """The lines of one service, main first, and where open branches stand on them."""

    def __init__(
        self,
        git: Git,
        history: History,
        root: ServiceRoot,
        production: Production,
        tags: Sequence[Tag],
        known: frozenset[str],
        *,
        since_last: bool,
    ) -> None:
        """Begin with none. *known* is what of *history* need not be read.

        With *since_last*, *history* does not hold what main had at the last scan, either.
        """
        self._git = git
        self._history = history
        self._root = root
        self._production = production
        self._tags = tags
        self._known = known
        self._released = reachable(history, [production.commit])
        self._since_last = since_last
        self._main: Ref | None = None
        self._on: dict[str, set[str]] = {}
        self._newest: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self.merged: list[Change] = []
        """Those of main, oldest first, then those of each other line."""
        self.notes: list[str] = []

    @property
    def newest(self) -> str:
        """Id of the newest merged change of main; empty: there is none."""
        return next(iter(self._newest.values()), "")

    @property
    def commits(self) -> set[str]:
        """All commits of all lines that production does not contain."""
        return set().union(*self._on.values())

    def read_main(self, main: Ref, reader: Reader, after: str) -> None:
        """Read what main has and production has not; *after* is the change before that."""
        self._main = main
        known = set(self._known)
        chain = first_parents(self._history, main.commit)
        fresh = (oid for oid in reversed(chain) if oid not in known)
        pieces = list(brought_in(self._history, fresh, known))
        side = self._beside(main, pieces)
        left = _left(self._history, pieces, side)
        reader.reverts = self._reverts(left)
        merged = reader.merged(left, after)
        self._on[main.name] = {oid for piece in pieces for oid in piece}
        self._add(main, chain, merged, after)

    def read_line(self, line: Ref, reader: Reader) -> None:
        """Read what another line has beyond its releases, production and the lines before it."""
        if self._main is None:
            raise ValueError("main is the first line to be read")
        tips = [tag.commit for tag in releases(self._tags, self._root.release_tag)[0]]
        out = reachable(self._history, tips)
        known = self._known | out | self.commits
        chain = first_parents(self._history, line.commit)
        own = [oid for oid in chain if oid not in known]
        start = self._history[own[-1]].parents[:1] if own else []
        after = self._ids.get(start[0], "") if start else ""
        pieces = list(brought_in(self._history, reversed(own), set(known)))
        merged: tuple[Change, ...] = ()
        if pieces:
            side = landed(self._git, self._production.commit, line.commit, _COMPARED)
            left = _left(self._history, pieces, side)
            reader.reverts = self._reverts(left)
            merged = reader.merged(left, after, line.name)
            backports = landed(self._git, self._main.commit, line.commit, _COMPARED).commits
            merged = tuple(
                replace(change, features=()) if change.commit in backports else change
                for change in merged
            )
        self._on[line.name] = reachable(self._history, [line.commit]) - self._known
        self._add(line, chain, merged, after)

    def _reverts(self, pieces: Sequence[Sequence[str]]) -> Reverts:
        """Return what is taken back of what is pending; what runs in production is not."""
        pending = [piece for piece in pieces if piece[0] not in self._released]
        return reverts_on(self._git, self._history, pending, self._root.service)

    def _add(self, line: Ref, chain: Sequence[str], merged: Sequence[Change], after: str) -> None:
        """Remember the changes of a line, and which is the newest at each commit of it."""
        self.merged += merged
        self._newest[line.name] = merged[-1].id if merged else after
        by_commit = {change.commit: change.id for change in merged}
        newest = after
        for oid in reversed(chain):
            newest = by_commit.get(oid, newest)
            self._ids.setdefault(oid, newest)

    def _beside(self, main: Ref, pieces: Sequence[Sequence[str]]) -> Landed:
        """Return what production has of main under another id, where it is not on main itself."""
        commit = self._production.commit
        if commit == main.commit or any(
            commit in self._history[oid].parents for piece in pieces for oid in piece
        ):
            return Landed()
        # Where other environments lag behind, what was read is in production in part.
        ahead = 0 if self._root.runs_elsewhere else sum(len(piece) for piece in pieces)
        side = landed(self._git, commit, main.commit, ahead=ahead)
        where = f"{self._root.service}: {self._production.revision}"
        if side.unread:
            self.notes.append(
                f"{where} is not on {main.name}, and what it has of it by picks could not be told:"
                f" {side.unread}; some changes may be listed that are in production"
            )
        if side.undone:
            named = ", ".join(oid[:10] for oid in side.undone[:_NAMED])
            more = " …" if len(side.undone) > _NAMED else ""
            self.notes.append(
                f"{where} takes back {named}{more}, which {main.name} still has: it comes with the"
                " next deployment, and is listed as no change"
            )
        return side

    def place(self, branch: Branch) -> Place:
        """Return where an open branch stands."""
        borders = self._borders(branch.tip)
        line = self._left_last(borders)
        return Place(line, self._newest.get(line, ""), self._off(borders))

    def _borders(self, tip: str) -> set[str]:
        """Return where the commits that *tip* has beside all lines and production end."""
        seen: set[str] = set()
        borders: set[str] = set()
        ahead = [tip]
        while ahead:
            oid = ahead.pop()
            outside = oid not in self._history or oid in self._known
            if outside or any(oid in on for on in self._on.values()):
                borders.add(oid)
            elif oid not in seen:
                seen.add(oid)
                ahead += self._history[oid].parents
        return borders

    def _left_last(self, borders: set[str]) -> str:
        """Return the line that has most of a branch's *borders*; in doubt the first: main."""
        return max(self._on, key=lambda name: len(borders & self._on[name]))

    def _off(self, borders: set[str]) -> str:
        """Return production's revision, where a branch holds it and beside that nothing of a line.

        *borders* is where the branch's own commits end.
        """
        commit = self._production.commit
        pending = borders - self._released
        on_lines = any(oid in on for on in self._on.values() for oid in pending)
        if on_lines or commit not in borders:
            return ""
        if any(self._may_be_pending(oid) for oid in borders - {commit}):
            return ""
        return self._production.revision

    def _may_be_pending(self, oid: str) -> bool:
        """Tell whether a commit that was not read now is one of main's from an earlier scan."""
        if oid in self._history:
            return oid not in self._released
        return self._since_last and not is_ancestor(self._git, oid, self._production.commit)


def _left(
    history: History, pieces: Sequence[Sequence[str]], side: Landed
) -> Sequence[Sequence[str]]:
    """Return what is left of *pieces* without what is in production under another id."""
    if not side.commits:
        return pieces
    return [left for piece in pieces if (left := _without(history, piece, side.commits))]


def _without(history: History, piece: Sequence[str], gone: frozenset[str]) -> Sequence[str]:
    """Return what is left of a piece; a merge of which nothing is left brings nothing, either."""
    first, *others = piece
    if first in gone:
        return ()
    left = [oid for oid in others if oid not in gone]
    own = [oid for oid in left if len(history[oid].parents) < 2]
    merged_nothing = len(history[first].parents) > 1 and len(left) < len(others) and not own
    return () if merged_nothing else (first, *left)
