"""Finds branches that are on main though not by their own commits: squashed or rebased there.

A branch counts as merged only where all of its content is found on main. What cannot be told, for
want of time or of blobs (a partial clone), stays open.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from relplan.sources.git.history import History
from relplan.sources.git.safe import DIFF_OPTIONS, LOG_OPTIONS, Git, GitError, oids
from relplan.sources.git.text import decode

WINDOW = 1000
"""Commits of main that are compared, the newest."""
BRANCHES = 200
"""Branches that are compared."""
LONGEST = 100
"""Commits of a branch that is compared."""
COMPARISONS = 200
"""Pairs of patches that are compared."""
_PATCH = ("diff-tree", "-r", "-p", "-U0", "--full-index", *DIFF_OPTIONS)
_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "-O/dev/null")
_FORMAT = "%x00%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%s"
_FIELDS = 8

Files = dict[str, str]
"""By path, the modes and blobs before and after, of each file that differs."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A commit, as far as it helps to recognise it."""

    oid: str
    tree: str
    parents: list[str]
    identity: tuple[str, ...]
    """Author, date and subject: they survive a rebase."""
    files: Files


def merged_elsewhere(
    git: Git, history: History, main: Collection[str], main_tip: str, tips: Iterable[str]
) -> set[str]:
    """Return those of *tips* whose content is on main by a squash or a rebase."""
    own = {}
    for tip in list(dict.fromkeys(tips))[:BRANCHES]:
        commits = _beyond(history, main, tip)
        if commits:
            own[tip] = commits
    if not own:
        return set()
    oldest = min(history[oid].date for commits in own.values() for oid in commits)
    try:
        return _Comparison(git, history, main_tip, oldest).merged(own)
    except GitError:
        return set()


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

    def __init__(self, git: Git, history: History, main_tip: str, oldest: int) -> None:
        self._git = git
        self._history = history
        self._main = (f"--max-count={WINDOW}", f"--max-age={oldest}", main_tip)
        self._left = COMPARISONS

    def merged(self, own: Mapping[str, list[str]]) -> set[str]:
        """Return the tips whose commits, *own*, are on main."""
        flat = [oid for commits in own.values() for oid in commits]
        known = {
            commit.oid: commit for commit in self._log("--no-walk", "--stdin", stdin=oids(flat))
        }
        on_main = {commit.identity: commit for commit in self._log("--no-merges", *self._main)}
        found = {tip for tip, commits in own.items() if self._rebased(known, commits, on_main)}
        rest = [tip for tip in own if tip not in found]
        if rest:
            first = ("--first-parent", "--diff-merges=first-parent", *_RAW)
            landed = list(self._log(*first, *self._main))
            if landed:
                found.update(tip for tip in rest if self._squashed(known, own[tip], landed))
        return found

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

    def _since(self, base: str) -> frozenset[str]:
        """Return what main got after *base*: what it had before cannot be the branch's own.

        A revert makes a tree that main once had, and what is landed again is on main already.
        """
        newest = f"--max-count={WINDOW}"
        return frozenset(self._git.text("rev-list", newest, self._main[-1], f"^{base}").split())

    def _rebased(
        self,
        known: Mapping[str, _Known],
        own: list[str],
        on_main: Mapping[tuple[str, ...], _Known],
    ) -> bool:
        """Tell whether each commit has a copy on main, by the same author, that does the same."""
        commits = [known[oid] for oid in own]
        copies = [on_main.get(commit.identity) for commit in commits]
        if any(len(commit.parents) != 1 for commit in commits) or None in copies:
            return False
        base = self._base(known, own)
        since = self._since(base) if base else frozenset()
        return all(
            copy is not None
            and copy.oid in since
            and len(copy.parents) == 1
            and self._same_patch((commit.parents[0], commit.oid), (copy.parents[0], copy.oid))
            for commit, copy in zip(commits, copies, strict=True)
        )

    def _squashed(
        self, known: Mapping[str, _Known], own: list[str], landed: Iterable[_Known]
    ) -> bool:
        """Tell whether one commit of main does what a branch does since it left main."""
        tip = known[own[0]]
        base = self._base(known, own)
        if base is None:
            return False
        raw = self._git.run("diff-tree", "-r", *_RAW, base, tip.oid)
        files = _files(decode(raw).split("\0")[:-1])
        since = self._since(base) if files else frozenset()
        return any(
            commit.tree == tip.tree
            or commit.files == files
            or (
                commit.files.keys() == files.keys()
                and self._same_patch((base, tip.oid), (commit.parents[0], commit.oid))
            )
            for commit in landed
            if commit.oid in since and commit.files and commit.parents
        )

    def _base(self, known: Mapping[str, _Known], own: list[str]) -> str | None:
        """Return where a branch left main, or merged it last."""
        mine = set(own)
        forks = {parent for oid in own for parent in known[oid].parents} - mine
        if len(forks) == 1:
            return forks.pop()
        return self._git.attempt("merge-base", self._main[-1], own[0])

    def _same_patch(self, one: tuple[str, str], other: tuple[str, str]) -> bool:
        """Tell whether the same lines go and come in the same files; an empty patch never does."""
        self._left -= 1
        if self._left < 0:
            return False
        patch = self._patch(one)
        return patch is not None and patch == self._patch(other)

    def _patch(self, pair: tuple[str, str]) -> bytes | None:
        """Return a digest of a patch that its place in the files does not change."""
        digest = blake2b()
        empty = True
        blobs = b""
        with self._git.stream(*_PATCH, *pair) as chunks:
            for line in _lines(chunks):
                empty = False
                if line.startswith(b"index "):
                    blobs = line
                elif line.startswith(b"Binary files "):
                    digest.update(blobs + line)
                elif not line.startswith(b"@@ "):
                    digest.update(line + b"\n")
        return None if empty else digest.digest()


def _files(fields: list[str]) -> Files:
    """Read git's raw format: for each file what became of it, then its path."""
    return dict(zip(fields[1::2], (field.removeprefix("\n") for field in fields[::2]), strict=True))


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest
