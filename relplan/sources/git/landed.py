"""Finds the commits that a branch has under another id than the one that it is compared with.

A release branch gets its fixes from main by cherry-picks, or main gets them from there: the patch
is on both sides, or a pick names the commit that it was made from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from relplan.sources.git.errors import GitError
from relplan.sources.git.refs import is_ancestor
from relplan.sources.git.safe import LOG_OPTIONS, Git, oids
from relplan.sources.git.text import decode, title_of

MOST = 5_000
"""Commits beside the common history that are compared, on either side."""
_PICKED = re.compile(r"\(cherry picked from commit ([0-9a-f]{40,64})\)")
_REVERTED = re.compile(r"This reverts commit ([0-9a-f]{40,64})")


@dataclass(frozen=True, slots=True)
class Landed:
    """What one side has of the other."""

    commits: frozenset[str] = frozenset()
    """Those of the other side that are there under another id."""
    undone: tuple[str, ...] = ()
    """Commits of both sides that the one side has reverted since."""
    unread: str = ""
    """Why that could not be told; empty: it could."""


def landed(git: Git, there: str, here: str, most: int = MOST, ahead: int = 0) -> Landed:
    """Return which commits of *here* are in *there* under another id.

    Only what one side has beyond the other is looked at. Patches are compared as git does it, which
    reads no contents but of commits that touch the same files; where a side has more than *most*
    commits, picks count by their names alone. *here* is known to have at least *ahead* of its own.
    """
    if is_ancestor(git, there, here):
        return Landed()
    beside = ahead if ahead > MOST else _most_on_one_side(git, there, here)
    if beside > MOST:
        return Landed(unread=f"more than {MOST:,} commits are on one side alone")
    messages = dict(_messages(git, f"{here}..{there}"))
    reverted = _all(_REVERTED, messages.values())
    gone = {oid for oid in reverted if oid in messages}
    names = {oid: set(_PICKED.findall(text)) for oid, text in messages.items() if oid not in gone}
    picked = {name for found in names.values() for name in found}
    back = {
        oid
        for oid, text in _messages(git, f"{there}..{here}", "--grep=(cherry picked from commit ")
        if not names.keys().isdisjoint(_PICKED.findall(text))
    }
    alike = _same_patch(git, there, here) if beside <= most else set()
    common = tuple(sorted(oid for oid in reverted - gone if oid not in picked))
    if alike is None:
        return Landed(frozenset(picked | back), common, "contents are missing in this clone")
    alike -= _undone(git, alike, messages, gone)
    return Landed(frozenset(picked | back | alike) - reverted, common)


def _most_on_one_side(git: Git, there: str, here: str) -> int:
    counts = git.text("rev-list", "--count", "--left-right", f"{there}...{here}")
    return max(int(count) for count in counts.split())


def _messages(git: Git, span: str, *options: str) -> Iterator[tuple[str, str]]:
    words = ("log", "-z", "--format=%H%n%B", "--fixed-strings", *options, *LOG_OPTIONS, span)
    for record in decode(git.run(*words)).split("\0"):
        oid, _, message = record.partition("\n")
        if oid:
            yield oid, message


def _all(pattern: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in pattern.findall(text)}


def _same_patch(git: Git, there: str, here: str) -> set[str] | None:
    """Return the commits of *here* whose patch *there* has; None where that cannot be told."""
    words = ("rev-list", "--cherry-mark", "--left-right", "--right-only", "--no-merges")
    try:
        found = git.text(*words, f"{there}...{here}").split()
    except GitError:
        return None
    return {line[1:] for line in found if line[0] == "="}


def _undone(git: Git, alike: set[str], messages: Mapping[str, str], gone: set[str]) -> set[str]:
    """Return those of *alike* whose copies were reverted: git does not say which they are."""
    if not alike or not gone:
        return set()
    kept = {title_of(text) for oid, text in messages.items() if oid not in gone}
    titles = {title_of(messages[oid]) for oid in gone} - kept
    words = ("log", "-z", "--format=%H%n%B", "--no-walk", "--stdin", *LOG_OPTIONS)
    records = decode(git.run(*words, stdin=oids(sorted(alike)))).split("\0")
    pairs = (record.partition("\n") for record in records)
    return {oid for oid, _, message in pairs if title_of(message) in titles}
