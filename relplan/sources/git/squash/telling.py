"""Tells which commits of branches have landed on main, of all branches of a repository at once."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from relplan.sources.git.history import History, reachable
from relplan.sources.git.patches import nets_of
from relplan.sources.git.safe import Git, GitError, oids
from relplan.sources.git.squash.commits import RAW, Known, read_known
from relplan.sources.git.squash.comparison import Comparison
from relplan.sources.git.squash.found import Found, Landed
from relplan.sources.git.squash.main_line import MainLine
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
) -> Landed:
    """Return the commits beyond *main* of *tips* whose content is on main.

    *told* are the heads of reviews that a forge says were merged, with the commits of main that
    they were merged as: those need no comparing, however they were edited.
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
        window = (f"--max-count={WINDOW}", f"--max-age={oldest}", main_tip)
        with suppress(GitError), Comparison(git, history, main_tip) as comparison:
            _Telling(git, window, comparison, found).tell(own)  # what was found before holds
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


class _Telling:
    """Finds what of branches is among the newest commits of one main branch."""

    def __init__(
        self, git: Git, window: tuple[str, ...], comparison: Comparison, found: Found
    ) -> None:
        """Look in main's *window*, in ``git log``'s words; *found* takes up what is told."""
        self._git = git
        self._window = window
        self._comparison = comparison
        self._found = found

    def tell(self, own: Mapping[str, list[str]]) -> None:
        """Find out which commits of the branches are on main; *own* has them by their tips."""
        flat = dict.fromkeys(oid for commits in own.values() for oid in commits)
        known = {
            commit.oid: commit
            for commit in read_known(self._git, "--no-walk", "--stdin", *RAW, stdin=oids(flat))
        }
        self._find_copies(known, own)
        # A branch whose own beginning is not told from main needs main's contents.
        landed = self._found.commits
        rest = {tip: commits for tip, commits in own.items() if not landed.issuperset(commits)}
        if not rest:
            return
        first = ("--first-parent", "--diff-merges=first-parent", *RAW)
        main = MainLine(read_known(self._git, *first, *self._window))
        for tip, commits in rest.items():
            Walk(self._comparison, self._found, known, main, tip, commits).go()

    def _find_copies(self, known: Mapping[str, Known], own: Mapping[str, list[str]]) -> None:
        """Find commits that have a copy on main, by the same author, that does the same."""
        on_main = {
            commit.identity: commit
            for commit in read_known(self._git, "--no-merges", *self._window)
        }
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
                    and self._comparison.is_later(copy_oid, oid, tip)
                ):
                    self._found.commits.add(oid)
                    self._found.by[oid] = copy_oid
