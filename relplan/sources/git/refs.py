"""Branches and remotes of a repository."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relplan.sources.git.safe import Git
from relplan.sources.git.text import moment

_HEADS = "refs/heads/"
_REMOTES = "refs/remotes/"
_FIELDS = "%00".join(
    ("%(refname)", "%(symref)", "%(objectname)", "%(objecttype)", "%(committerdate:unix)")
)


@dataclass(frozen=True, slots=True)
class Ref:
    """A local or remote-tracking branch."""

    full: str
    """Such as ``refs/remotes/origin/main``."""
    name: str
    """Without the remote's name."""
    remote: str
    """Empty for a local branch."""
    commit: str
    date: int
    """Of the tip, in seconds since 1970; 0 where that is missing, or cannot be."""


@dataclass(frozen=True, slots=True)
class Refs:
    """All branches of a repository."""

    branches: tuple[Ref, ...]
    default_remote: str
    default_branch: str
    """Where the default remote's HEAD points, be that gone; of a bare repository its own HEAD; else
    empty."""
    remote_urls: tuple[tuple[str, str], ...]
    """(remote, URL), the default remote first."""

    def find(self, full: str) -> Ref | None:
        """Return the branch with this full name."""
        return next((ref for ref in self.branches if ref.full == full), None)

    def named(self, name: str) -> list[Ref]:
        """Return the local branch *name* and that of the default remote, as far as they exist."""
        wanted = (_HEADS + name, f"{_REMOTES}{self.default_remote}/{name}")
        return [ref for full in wanted if (ref := self.find(full)) is not None]


def read_refs(git: Git) -> Refs:
    """Read the branches and remotes of a repository."""
    urls = _remote_urls(git)
    text = git.text("for-each-ref", f"--format={_FIELDS}", "refs/heads", "refs/remotes")
    rows = [line.split("\0") for line in text.split("\n") if line]
    remotes = sorted({remote for remote, _ in urls} | _remotes_in(rows, urls))
    default = "origin" if "origin" in remotes else next(iter(remotes), "")
    branches = []
    default_branch = ""
    for full, symref, commit, kind, date in rows:
        if symref:
            if full == f"{_REMOTES}{default}/HEAD":
                default_branch = symref.removeprefix(f"{_REMOTES}{default}/")
        elif kind == "commit":
            remote, name = _split(full, remotes)
            branches.append(Ref(full, name, remote, commit, moment(date)))
    if not default_branch and remotes:  # where what it points to is gone, it is not listed
        head = git.attempt("symbolic-ref", "-q", f"{_REMOTES}{default}/HEAD") or ""
        default_branch = head.removeprefix(f"{_REMOTES}{default}/")
    if not default_branch and git.attempt("rev-parse", "--is-bare-repository") == "true":
        default_branch = (git.attempt("symbolic-ref", "-q", "HEAD") or "").removeprefix(_HEADS)
    urls.sort(key=lambda pair: (pair[0] != default, pair))
    return Refs(tuple(branches), default, default_branch, tuple(urls))


def _remote_urls(git: Git) -> list[tuple[str, str]]:
    text = git.attempt("config", "-z", "--get-regexp", r"^remote\..*\.url$") or ""
    pairs = (item.partition("\n") for item in text.split("\0") if item)
    return [(key[len("remote.") : -len(".url")], url) for key, _, url in pairs]


def _remotes_in(rows: Sequence[Sequence[str]], urls: Iterable[tuple[str, str]]) -> set[str]:
    """Return the remotes that have branches but are no longer configured."""
    known = tuple(f"{_REMOTES}{remote}/" for remote, _ in urls)
    names = (row[0] for row in rows if row[0].startswith(_REMOTES))
    return {
        name.removeprefix(_REMOTES).partition("/")[0]
        for name in names
        if not name.startswith(known)
    }


def _split(full: str, remotes: Iterable[str]) -> tuple[str, str]:
    if full.startswith(_HEADS):
        return "", full.removeprefix(_HEADS)
    rest = full.removeprefix(_REMOTES)
    matching = [remote for remote in remotes if rest.startswith(remote + "/")]
    remote = max(matching, key=len, default="")
    return (remote, rest[len(remote) + 1 :]) if remote else ("", rest)


def merge_base(git: Git, one: str, other: str) -> str | None:
    """Return the newest commit that two have in common, if any; by full hashes.

    To answer, git may walk through all of the history, and commits do not change: no pair is asked
    for twice.
    """
    if (one, other) not in git.bases:
        git.bases[one, other] = git.attempt("merge-base", one, other)
    return git.bases[one, other]


def is_ancestor(git: Git, old: str, new: str) -> bool:
    """Tell whether *new* contains *old*, or is it; by full hashes."""
    if old == new:
        return True
    if (old, new) in git.contained:
        return git.contained[old, new]
    if (old, new) in git.bases:
        return git.bases[old, new] == old
    found = git.attempt("merge-base", "--is-ancestor", old, new) is not None
    git.contained[old, new] = found
    return found


def commit_of(git: Git, revision: str) -> str | None:
    """Return the full hash of the commit that *revision* names, if any."""
    if not revision or "\n" in revision or "\0" in revision:
        return None
    return git.attempt("rev-parse", "-q", "--verify", "--end-of-options", revision + "^{commit}")
