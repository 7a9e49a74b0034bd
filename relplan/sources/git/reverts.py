"""Commits that take back what earlier pending ones did.

A revert names what it takes back: by a hash, by the number of a pull or merge request, or by its
title alone. It counts where what it does is the reverse of what that did; a revert that does
anything else beside, or less, leaves it open what is in force: a question for a person.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from relplan.model.change import Reversal
from relplan.model.evidence import Evidence
from relplan.sources.git.agreeing import agreeing
from relplan.sources.git.errors import GitError
from relplan.sources.git.history import History
from relplan.sources.git.names import request_number
from relplan.sources.git.revert_claims import Claim, claim_of
from relplan.sources.git.safe import Git, oids

_NUMBER = re.compile(r" \([#!]\d{1,9}\)$")


@dataclass(frozen=True, slots=True)
class Reverts:
    """What was taken back on a line, or in a branch."""

    cancelled: frozenset[str] = frozenset()
    """Commits that come to nothing: their words do not count."""
    of: Mapping[str, tuple[Reversal, ...]] = field(default_factory=dict)
    """By the first-parent commit of the change that takes back; ids lack the service's name."""


NONE = Reverts()


def reaches_back(history: History, line: Collection[str]) -> bool:
    """Tell whether a commit of *line* takes back something that may be pending and is not in it."""
    commits = [history[oid] for oid in line]
    claims = [claim for commit in commits if (claim := claim_of(commit))]
    if not claims:
        return False
    index = _Index(history, [[oid] for oid in line])
    return any(not index.knows(claim) for claim in claims)


class _Index:
    """The commits of a line or branch, by what a revert may call them; *pieces* oldest first."""

    def __init__(self, history: History, pieces: Sequence[Sequence[str]]) -> None:
        self.history = history
        self.pieces = pieces
        self.place: dict[str, int] = {}
        self.piece: dict[str, int] = {}
        self._short: dict[str, list[str]] = {}
        self._requests: dict[str, list[str]] = {}
        for number, piece in enumerate(pieces):
            for oid in reversed(piece):
                self.place[oid] = len(self.place)
                self.piece[oid] = number
                self._short.setdefault(oid[:7], []).append(oid)
            first = history[piece[0]]
            if request := request_number(first.message, first.title):
                self._requests.setdefault(request, []).append(first.oid)

    @cached_property
    def _titles(self) -> dict[str, list[str]]:
        """The commits in their order, by their titles: few reverts say no more than one."""
        titles: dict[str, list[str]] = {}
        for oid in self.place:
            titles.setdefault(_plain(self.history[oid].title), []).append(oid)
        return titles

    def claims(self) -> list[Claim]:
        """Return what the commits say to take back, in their order, with what is meant."""
        found = [claim for oid in self.place if (claim := claim_of(self.history[oid]))]
        for claim in found:
            claim.targets = [oid for oid in self._meant(claim) if self._before(oid, claim.by)]
        return found

    def knows(self, claim: Claim) -> bool:
        """Tell whether all that *claim* names is here."""
        return (
            all(self.hashed(name) for name in claim.named)
            and all(number in self._requests for number in claim.requests)
            and (claim.explicit or _plain(claim.title) in self._titles)
        )

    def _meant(self, claim: Claim) -> list[str]:
        found = [oid for name in claim.named if (oid := self.hashed(name))]
        for number in claim.requests:
            found += [oid for oid in self._requests.get(number, ()) if oid != claim.by][-1:]
        return self._outermost(found) if claim.explicit else self.titled(claim)

    def titled(self, claim: Claim) -> list[str]:
        """Return the newest commit before a revert that has the title which it names."""
        alike = self._titles.get(_plain(claim.title), ()) if claim.title else ()
        return [oid for oid in alike if self._before(oid, claim.by)][-1:]

    def hashed(self, name: str) -> str:
        """Return the commit with this hash, whole or shortened; empty: none, or not the only."""
        found = [oid for oid in self._short.get(name[:7], ()) if oid.startswith(name)]
        return found[0] if len(found) == 1 else ""

    def _before(self, oid: str, by: str) -> bool:
        return self.place[oid] < self.place[by]

    def _outermost(self, found: Iterable[str]) -> list[str]:
        """Leave out the commits that a merge brought in which is named itself."""
        named = dict.fromkeys(found)
        firsts = {oid for oid in named if self.pieces[self.piece[oid]][0] == oid}
        return [
            oid for oid in named if oid in firsts or self.pieces[self.piece[oid]][0] not in firsts
        ]


def reverts_on(
    git: Git, history: History, pieces: Sequence[Sequence[str]], service: str
) -> Reverts:
    """Return what the merged changes of a line take back; *pieces* are their commits, in order."""
    if not any("evert" in history[oid].message for piece in pieces for oid in piece):
        return NONE
    index = _Index(history, pieces)
    claims = index.claims()
    _look_up_released(git, claims, index)
    for claim in claims:
        # The hash may be of a branch that was squashed: gone, but for its title.
        if not claim.targets and not claim.released:
            claim.targets = index.titled(claim)
    claims = [claim for claim in claims if claim.targets]
    agree = agreeing(git, claims)
    gone: set[str] = set()
    cancelled: set[str] = set()
    found: dict[str, list[Reversal]] = {}
    # From the newest on: what was itself taken back takes nothing back.
    for claim in sorted(claims, key=lambda claim: index.place[claim.by], reverse=True):
        if claim.by in gone:
            continue
        agrees = claim.by in agree
        if agrees:
            taken = {inner for oid in claim.targets for inner in _all_of(index, oid)}
            gone |= taken
            cancelled |= taken
            if not claim.released:
                cancelled.add(claim.by)
        by = pieces[index.piece[claim.by]][0]
        found.setdefault(by, []).extend(_reversals(index, claim, service, agrees))
    return Reverts(
        frozenset(cancelled), {by: tuple(sorted(made)) for by, made in found.items() if made}
    )


def _plain(title: str) -> str:
    """Return a title without the number of the request that a forge put behind it."""
    return _NUMBER.sub("", title) if title.endswith(")") else title


@dataclass(frozen=True, slots=True)
class Within:
    """What an open branch takes back of itself."""

    cancelled: frozenset[str] = frozenset()
    """Its commits that come to nothing."""
    doubtful: tuple[tuple[str, str, str], ...] = ()
    """Commits that say so and do not agree: by which, which, and the words."""


def reverts_within(
    git: Git, history: History, branches: Iterable[Sequence[str]]
) -> Iterator[Within]:
    """Yield what open branches take back of themselves; each is its commits, newest first."""
    found: list[list[Claim]] = []
    for branch in branches:
        claims: list[Claim] = []
        if any("evert" in history[oid].message for oid in branch):
            index = _Index(history, [[oid] for oid in reversed(branch)])
            claims = [claim for claim in index.claims() if claim.targets]
        found.append(claims)
    agree = agreeing(git, [claim for claims in found for claim in claims])
    for claims in found:
        gone: set[str] = set()
        cancelled: set[str] = set()
        doubtful = []
        for claim in reversed(claims):
            if claim.by in gone:
                continue
            if claim.by in agree:
                gone.update(claim.targets)
                cancelled |= {claim.by, *claim.targets}
            else:
                doubtful += [(claim.by, oid, claim.evidence) for oid in claim.targets]
        yield Within(frozenset(cancelled), tuple(doubtful))


def _all_of(index: _Index, oid: str) -> Sequence[str]:
    """Return a commit, or all that came to the line with it where it stands for a change."""
    piece = index.pieces[index.piece[oid]]
    return piece if piece[0] == oid else (oid,)


def _reversals(index: _Index, claim: Claim, service: str, agrees: bool) -> Iterator[Reversal]:
    by = claim.by if agrees else _change_or_part(index, claim.by)
    evidence = Evidence("revert", claim.evidence, service, by)
    for oid in claim.targets:
        # Inside one change nothing is left to say of what agrees: its commits fell silent.
        if not agrees or index.piece[oid] != index.piece[claim.by]:
            first = index.pieces[index.piece[oid]][0]
            taken = oid if agrees else _change_or_part(index, oid)
            yield Reversal(f"{service}@{first[:10]}", taken, evidence, agrees)


def _change_or_part(index: _Index, oid: str) -> str:
    """Return a commit, or the merge that brought it in and nothing else."""
    piece = index.pieces[index.piece[oid]]
    work = [one for one in piece[1:] if len(index.history[one].parents) < 2]
    return piece[0] if work == [oid] else oid


def _look_up_released(git: Git, claims: Iterable[Claim], index: _Index) -> None:
    """Find the commits that are named and not pending: the revert does their reverse, too."""
    unknown = {
        claim.by: [name for name in claim.named if not index.hashed(name)] for claim in claims
    }
    asked = list(dict.fromkeys(name for names in unknown.values() for name in names))
    if not asked:
        return
    try:
        text = git.text("cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=oids(asked))
    except GitError:
        return
    answers = dict(zip(asked, (line.split() for line in text.split("\n")), strict=False))
    for claim in claims:
        for name in unknown[claim.by]:
            answer = answers.get(name, [])
            if len(answer) == 2 and answer[1] == "commit":
                claim.released.append(answer[0])
