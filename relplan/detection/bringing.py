"""Tells which pending changes of a provider lie between two commits that somebody pins."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from relplan.detection.provided import History
from relplan.model.change import Change
from relplan.sources.git.safe import Git, oids
from relplan.sources.git.text import decode


@dataclass(frozen=True, slots=True)
class Brought:
    """What a pin takes up when it moves."""

    changes: tuple[str, ...] = ()
    """The pending changes between the old pin and the new one, by id, sorted."""
    either: tuple[str, ...] = ()
    """Open changes that all have a commit of which it cannot be told whose it is."""
    loose: tuple[str, ...] = ()
    """Commits that neither production nor any pending change has."""


def brought(git: Git, history: History, old: Collection[str], new: Collection[str]) -> Brought:
    """Return what lies between the commits *old* and *new*, which *git* must have."""
    parents = _parents(git, history, (*old, *new))
    taken = _reach(parents, new) - _reach(parents, old)
    if not taken:
        return Brought()
    owners = _owners(parents, history.changes)
    tips = {change.commit for change in history.changes}
    changes: set[str] = set()
    either: set[str] = set()
    loose: list[str] = []
    for commit in sorted(taken):
        having = owners.get(commit, [])
        settled = [change for change in having if change.commit in taken or change.merged]
        if commit in tips:
            settled = [change for change in having if change.commit == commit]
        if not having:
            loose.append(commit)
        elif settled or len(having) == 1:
            changes.update(change.id for change in settled or having)
        else:
            either.update(change.id for change in having)
    return Brought(tuple(sorted(changes)), tuple(sorted(either - changes)), tuple(loose))


def _parents(git: Git, history: History, pins: Iterable[str]) -> dict[str, list[str]]:
    """Return the parents of all commits that production does not have."""
    starts = {*(change.commit for change in history.changes), *pins}
    asked = oids([*sorted(starts), f"^{history.baseline}"])
    text = decode(git.run("rev-list", "--parents", "--stdin", stdin=asked))
    rows = (line.split() for line in text.splitlines())
    return {row[0]: row[1:] for row in rows if row}


def _owners(parents: dict[str, list[str]], changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return whose each pending commit is; an open change's may be others', too."""
    owners: dict[str, list[Change]] = {}
    merged = [change for change in changes if change.merged]
    landed: set[str] = set()
    for change in sorted(merged, key=lambda change: _depth(parents, change.commit)):
        own = _reach(parents, [change.commit], without=landed)
        landed |= own
        for commit in own:
            owners[commit] = [change]
    opened = {change.id: change for change in changes if not change.merged}
    for change in opened.values():
        below = {opened[name].commit for name in change.stacked_on if name in opened}
        others = landed | _reach(parents, below)
        for commit in _reach(parents, [change.commit], without=others):
            owners.setdefault(commit, []).append(change)
    return owners


def _depth(parents: dict[str, list[str]], commit: str) -> int:
    """Return how many commits of the line lie before *commit* and are pending."""
    found = 0
    while commit in parents:
        found += 1
        commit = parents[commit][0] if parents[commit] else ""
    return found


def _reach(
    parents: dict[str, list[str]], starts: Iterable[str], without: Collection[str] = ()
) -> set[str]:
    ahead = [commit for commit in starts if commit in parents and commit not in without]
    found = set(ahead)
    while ahead:
        for parent in parents[ahead.pop()]:
            if parent in parents and parent not in found and parent not in without:
                found.add(parent)
                ahead.append(parent)
    return found
