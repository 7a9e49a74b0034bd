"""Finds the lines of a service: its main branch, and others that it is deployed from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from relplan.model.counting import counted
from relplan.model.errors import SourceError
from relplan.model.scan import Notice, ServiceRoot
from relplan.sources.git.refs import Ref, Refs, is_ancestor
from relplan.sources.git.safe import Git

_USUAL = ("main", "master")
_NAMED = 5
"""Branches that one note names."""
_FAR_OLDER = 90 * 86_400
"""Seconds by which a default branch may lie behind another main branch before it is a relic."""


@dataclass(frozen=True, slots=True)
class Main:
    """The main branch, and why another one that might be meant is not it."""

    ref: Ref
    doubt: str = ""
    """Empty: there is none."""


def main_branch(git: Git, refs: Refs, root: ServiceRoot) -> Main:
    """Return the main branch of a service.

    Where there is a local one and the default remote's, the one that contains the other; where
    they went apart the remote's, which the others share. Raises SourceError where there is none.
    """
    main = _named(git, refs, root.main) if root.main else default_main(git, refs)
    if main is not None:
        return main
    known = ", ".join(sorted({ref.name for ref in refs.branches})[:5])
    wanted = f"branch {root.main!r}" if root.main else "main branch"
    raise SourceError(
        f"service {root.service}: there is no {wanted} in {root.repository}",
        f"set `main` in relplan.toml to one of its branches ({known or 'it has none'})",
    )


def default_main(git: Git, refs: Refs) -> Main | None:
    """Return the main branch of a repository, where nobody says which it is.

    That is where the remote's HEAD points, unless it points to a branch that is gone, or that main
    or master have left behind: a clone does not notice that its remote has another one now.
    """
    pointed = _named(git, refs, refs.default_branch)
    usual = [main for name in _USUAL if (main := _named(git, refs, name)) is not None]
    if pointed is None:
        if usual and refs.default_branch:
            doubt = f"HEAD points to {refs.default_branch}, which is gone"
            return Main(usual[0].ref, _in_doubt(refs, usual[0].ref, doubt))
        return usual[0] if usual else None
    for other in usual:
        if other.ref.name != pointed.ref.name and _left_behind(git, pointed.ref, other.ref):
            doubt = f"HEAD points to {pointed.ref.name}, which ends in {_day(pointed.ref.date)}"
            return Main(other.ref, _in_doubt(refs, other.ref, doubt))
    return pointed


def _named(git: Git, refs: Refs, name: str) -> Main | None:
    found = refs.named(name) or _spelled_out(refs, name)
    return Main(_containing(git, found)) if name and found else None


def _spelled_out(refs: Refs, name: str) -> list[Ref]:
    """Return the branch that somebody named with its remote, as in ``upstream/main``."""
    spellings = (f"refs/remotes/{name}", name)
    return [ref for full in spellings if name and (ref := refs.find(full)) is not None]


def _containing(git: Git, found: Sequence[Ref]) -> Ref:
    *local, remote = found
    if (
        local
        and local[0].commit != remote.commit
        and is_ancestor(git, remote.commit, local[0].commit)
    ):
        return local[0]
    return remote


def _left_behind(git: Git, old: Ref, new: Ref) -> bool:
    if not old.date or old.commit == new.commit:
        return False
    if new.date - old.date > _FAR_OLDER:
        return True
    return old.name in _USUAL and new.date > old.date and is_ancestor(git, old.commit, new.commit)


def _in_doubt(refs: Refs, taken: Ref, why: str) -> str:
    remote = refs.default_remote
    where = f"{remote}/" if remote else ""
    hint = f", or run `git remote set-head {remote} --auto` there" if remote else ""
    return (
        f"{where}{why}, so {taken.name} is taken for the main branch; if that is wrong, say"
        f" `main` in relplan.toml{hint}"
    )


def _day(date: int) -> str:
    return f"{datetime.fromtimestamp(date, UTC):%Y-%m-%d}"


def other_lines(
    git: Git, refs: Refs, main: Ref, patterns: Iterable[str], oldest: int
) -> tuple[list[Ref], list[str]]:
    """Return the lines beside *main*, by name, and the names of those that are too old.

    *oldest* in seconds since 1970: where a line's tip is older, nobody works on it any more.
    """
    globs = tuple(patterns)
    names = {
        ref.name
        for ref in refs.branches
        if ref.name != main.name and any(fnmatchcase(ref.name, glob) for glob in globs)
    }
    found = [_containing(git, same) for name in sorted(names) if (same := refs.named(name))]
    fresh = [ref for ref in found if not ref.date or ref.date >= oldest]
    return fresh, [ref.name for ref in found if ref not in fresh]


def left_alone(root: ServiceRoot, old: Sequence[str]) -> str:
    """Say which lines are not looked at, if any: nothing is left out silently."""
    if not old:
        return ""
    names = ", ".join(old[:_NAMED]) + (" …" if len(old) > _NAMED else "")
    return (
        f"{root.service}: {counted(len(old), 'line')} with no commit for `stale_after_days` left"
        f" out: {names}"
    )


def impossible_dates(refs: Refs, root: ServiceRoot) -> Iterator[Notice]:
    """Say which branches end in a commit with a date that cannot be."""
    undated = sorted({ref.name for ref in refs.branches if not ref.date})
    if undated:
        names = ", ".join(undated[:_NAMED]) + (" …" if len(undated) > _NAMED else "")
        yield Notice(
            f"{root.repository}: the date of the newest commit of {names} is missing or cannot be;"
            " it is taken for new"
        )
