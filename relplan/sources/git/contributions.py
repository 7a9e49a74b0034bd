"""Who wrote the commits of pending changes, and which migrations they bring."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from relplan.model.change import Change
from relplan.model.notes import Contribution
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.history import (
    Commit,
    History,
    brought_in,
    first_parents,
    reachable,
    read_history,
)
from relplan.sources.git.names import NO_TITLE
from relplan.sources.git.safe import Git
from relplan.sources.git.text import TITLE, title_of
from relplan.sources.git.trees import Difference, differences, trees_of

_TOGETHER = re.compile(r"^Co-authored-by[ \t]*:[ \t]*([^<\n]{1,300})", re.IGNORECASE | re.MULTILINE)
_MERGES = re.compile(r"Merge (?:pull request #|(?:remote-tracking )?branch)|Merged in ")
_LARGEST = 1_000_000
"""Bytes of a file that is looked at."""

IsMigration = Callable[[str, Callable[[], bytes | None]], bool]
"""Tells of a path, and of what gives the file's content, whether it is a migration."""


class Lines(NamedTuple):
    """Where the changes of one service are."""

    folder: str
    """Of the service, with ``/``; ``.`` is all of the repository."""
    since: str
    """The commit from which on they are pending."""
    mains: tuple[str, ...]
    """The newest commits of what the service is deployed from."""
    tips: Mapping[str, str]
    """The newest commit of each pending change, by id."""


def contributions(
    git: Git, lines: Lines, changes: Sequence[Change], is_migration: IsMigration
) -> dict[str, Contribution]:
    """Return by id what the commits of a service's *changes* tell.

    Raises SourceError where they cannot be read.
    """
    tips = [*lines.mains, *(change.commit for change in changes)]
    history = read_history(git, tips, [lines.since])
    commits = dict(_commits(history, lines, changes))
    brought = _brought(git, history, lines.folder, commits, changes)
    found = {}
    with Blobs(git, _LARGEST) as blobs:
        for change in changes:
            own = [history[oid] for oid in commits[change.id]]
            migrations = {
                one.path
                for one in brought[change.id]
                if one.after and is_migration(one.path, partial(blobs.read, one.after))
            }
            found[change.id] = Contribution(
                _title(change, own),
                tuple(sorted({name for commit in own for name in _authors(commit)})),
                tuple(sorted(migrations)),
            )
    return found


def _commits(
    history: History, lines: Lines, changes: Iterable[Change]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the commits of each change, its newest one first."""
    of_lines: dict[str, list[str]] = {}
    known: set[str] = set()
    for tip in lines.mains:
        chain = [oid for oid in first_parents(history, tip) if oid not in known]
        for commits in brought_in(history, reversed(chain), known):
            of_lines.update(dict.fromkeys(commits[:1], commits))
    for change in changes:
        if change.merged:
            yield change.id, of_lines.get(change.commit, [])
            continue
        below = (lines.tips[name] for name in change.stacked_on if name in lines.tips)
        others = known | reachable(history, [*below, change.adds_to])
        yield change.id, [oid for oid in reachable(history, [change.commit]) if oid not in others]


def _brought(
    git: Git,
    history: History,
    folder: str,
    commits: dict[str, list[str]],
    changes: Iterable[Change],
) -> dict[str, list[Difference]]:
    """Return which files of the service each change brings, alters or removes."""
    steps: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for change in changes:
        own = commits[change.id][:1] if change.merged else commits[change.id]
        for oid in own:
            parents = history[oid].parents
            if change.merged or len(parents) < 2:  # merging main into a branch is no work of it
                steps[change.id].append((parents[0] if parents else "", oid))
    trees = trees_of(git, (oid for pairs in steps.values() for pair in pairs for oid in pair))
    pairs = {
        (trees[before], trees[after])
        for own in steps.values()
        for before, after in own
        if before in trees and after in trees
    }
    paths = () if folder == "." else (folder,)
    found = differences(git, pairs, paths=paths)
    return {
        change.id: [
            one
            for before, after in steps[change.id]
            for one in found.get((trees.get(before, ""), trees.get(after, "")), ())
        ]
        for change in changes
    }


def _title(change: Change, commits: Sequence[Commit]) -> str:
    """Return what was merged, where the subject only says that it was; else nothing.

    GitHub and GitLab put the title of the review into the second paragraph; without one a branch
    of one commit is called as that is.
    """
    if not change.merged or not commits or not _MERGES.match(change.title):
        return ""
    body = commits[0].message.lstrip("\n").partition("\n\n")[2]
    first = title_of(body)
    if first and not NO_TITLE.match(first):
        return first
    merged = [commit for commit in commits[1:] if len(commit.parents) < 2]
    return merged[0].title if len(merged) == 1 else ""


def _authors(commit: Commit) -> Iterator[str]:
    if len(commit.parents) < 2:  # who presses a button has written nothing
        yield commit.author[:TITLE]
    for name in _TOGETHER.findall(commit.message):
        yield name.strip()[:TITLE]
