"""Branches, tags and remotes: which commit is main, which is in production, which are open."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from relplan.model.errors import SourceError
from relplan.model.scan import ServiceRoot
from relplan.sources.git.safe import LOG_OPTIONS, Git, GitError
from relplan.sources.git.text import moment

_HEADS = "refs/heads/"
_REMOTES = "refs/remotes/"
_TAGS = "refs/tags/"
_FIELDS = "%00".join(
    ("%(refname)", "%(symref)", "%(objectname)", "%(objecttype)", "%(committerdate:unix)")
)
_TAG_FIELDS = "%00".join(
    ("%(refname)", "%(objectname)", "%(committerdate:unix)",
     "%(*objectname)", "%(*objecttype)", "%(*committerdate:unix)")
)  # fmt: skip


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
    """Of the tip, in seconds since 1970; 0 where it says none that can be."""


@dataclass(frozen=True, slots=True)
class Refs:
    """All branches of a repository."""

    branches: tuple[Ref, ...]
    default_remote: str
    default_branch: str
    """Where the default remote's HEAD points; of a bare repository its own HEAD; else empty."""
    remote_urls: tuple[tuple[str, str], ...]
    """(remote, URL), the default remote first."""

    def find(self, full: str) -> Ref | None:
        """Return the branch with this full name."""
        return next((ref for ref in self.branches if ref.full == full), None)

    def named(self, name: str) -> list[Ref]:
        """Return the local branch *name* and that of the default remote, as far as they exist."""
        wanted = (_HEADS + name, f"{_REMOTES}{self.default_remote}/{name}")
        return [ref for full in wanted if (ref := self.find(full)) is not None]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is in production."""

    name: str
    """The revision, the tag, or the first commit's hash."""
    commit: str
    """Empty: the first commit of main, which the history's reader will meet."""
    certain: bool = True
    """Whether it is known that main contains it, where it has to."""


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


def main_branch(git: Git, refs: Refs, root: ServiceRoot) -> Ref:
    """Return the main branch of a service.

    Where there is a local one and the default remote's, the one that contains the other; where
    they went apart the remote's, which the others share. Raises SourceError where there is none.
    """
    for name in [root.main] if root.main else [refs.default_branch, "main", "master"]:
        found = refs.named(name) or _spelled_out(refs, name)
        if found:
            return _containing(git, found)
    known = ", ".join(sorted({ref.name for ref in refs.branches})[:5])
    wanted = f"branch {root.main!r}" if root.main else "main branch"
    raise SourceError(
        f"service {root.service}: there is no {wanted} in {root.repository}",
        f"set `main` in relplan.toml to one of its branches ({known or 'it has none'})",
    )


def _spelled_out(refs: Refs, name: str) -> list[Ref]:
    """Return the branch that somebody named with its remote, as in ``upstream/main``."""
    spellings = (_REMOTES + name, name)
    return [ref for full in spellings if name and (ref := refs.find(full)) is not None]


def _containing(git: Git, found: list[Ref]) -> Ref:
    *local, remote = found
    if (
        local
        and local[0].commit != remote.commit
        and is_ancestor(git, remote.commit, local[0].commit)
    ):
        return local[0]
    return remote


def is_ancestor(git: Git, old: str, new: str) -> bool:
    """Tell whether *new* contains *old*, or is it."""
    return git.attempt("merge-base", "--is-ancestor", old, new) is not None


def commit_of(git: Git, revision: str) -> str | None:
    """Return the full hash of the commit that *revision* names, if any."""
    if not revision or "\n" in revision or "\0" in revision:
        return None
    return git.attempt("rev-parse", "-q", "--verify", "--end-of-options", revision + "^{commit}")


def deployed_baseline(git: Git, root: ServiceRoot) -> Baseline | None:
    """Return what `deployed` names; raises SourceError where that is no commit."""
    if not root.deployed:
        return None
    try:
        commit = commit_of(git, root.deployed)
    except GitError:  # git has more than one way to dislike a name
        commit = None
    if commit is None:
        raise SourceError(
            f"service {root.service}: {root.deployed!r} is no revision of {root.repository}",
            "correct `deployed` in relplan.toml, or fetch the tags",
        )
    return Baseline(root.deployed, commit)


def newest_release(git: Git, pattern: str, main: str = "") -> Baseline | None:
    """Return the newest tag that matches, by its commit's date, then by version.

    With *main*, the newest of those that this commit contains; to find that out, git walks
    through the history. Without, the answer is not certain.
    """
    merged = (f"--merged={main}",) if main else ()
    text = git.text("for-each-ref", f"--format={_TAG_FIELDS}", *merged, _TAGS)
    found = []
    for line in text.split("\n") if text else ():
        full, commit, date, peeled, kind, peeled_date = line.split("\0")
        name = full.removeprefix(_TAGS)
        if not fnmatchcase(name, pattern):
            continue
        if kind == "tag":  # a tag of a tag, which older versions of git peel only once
            peeled = git.text("rev-parse", peeled + "^{commit}")
            peeled_date = git.text("log", "-1", *LOG_OPTIONS, "--format=%ct", peeled)
        if peeled_date or date:  # a tag of a tree or a blob has no date
            found.append((int(peeled_date or date), version_order(name), name, peeled or commit))
    if not found:
        return None
    _, _, name, commit = max(found)
    return Baseline(name, commit, certain=bool(main))


_PRE_RELEASE = re.compile(
    r"[-._+]?(?:alpha|beta|rc|cr|pre|preview|dev|snapshot|canary|nightly|next|m)[-._]?\d*$"
    r"|\d(?:a|b|rc)\d+$",
    re.IGNORECASE,
)


def releases(git: Git, pattern: str) -> dict[str, str]:
    """Return the release tags that match, pre-releases left out, by the commits that they name."""
    fields = "%(refname)%00%(objectname)%00%(*objectname)"
    text = git.text("for-each-ref", f"--format={fields}", _TAGS)
    found = {}
    for line in text.split("\n") if text else ():
        full, commit, peeled = line.split("\0")
        name = full.removeprefix(_TAGS)
        if fnmatchcase(name, pattern) and not _PRE_RELEASE.search(name):
            found[peeled or commit] = name
    return found


def tag_names(git: Git) -> list[str]:
    """Return the names of all tags."""
    text = git.text("for-each-ref", "--format=%(refname)", _TAGS)
    return [line.removeprefix(_TAGS) for line in text.split("\n") if line]


def version_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what orders v2.10 behind v2.9, and v2.10-rc1 before v2.10."""
    parts = re.findall(r"\d+|[A-Za-z]+", name)
    key = [(1, int(part), "") if part.isdecimal() else (-1, 0, part) for part in parts]
    return (*key, (0, 0, ""))
