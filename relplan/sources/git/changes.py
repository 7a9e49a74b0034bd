"""Turns commits into changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from relplan.model.change import Change, EffectKind, Reversal, State
from relplan.model.evidence import Evidence
from relplan.model.scan import Notice
from relplan.sources.git.branches import Branch
from relplan.sources.git.claims import Claim
from relplan.sources.git.history import Commit, History
from relplan.sources.git.issue_keys import IssueKeys, is_repeating_branch, repeats
from relplan.sources.git.names import merged_names, request_urls, review_title
from relplan.sources.git.open_changes import OpenChanges
from relplan.sources.git.reverts import NONE, Reverts
from relplan.sources.git.text import TITLE
from relplan.sources.git.trailers import Said, add_issue_keys, read_commit


@dataclass(frozen=True, slots=True)
class Place:
    """Where an open branch stands."""

    line: str
    """The line that it left last."""
    after: str
    """Id of the newest merged change there; empty: there is none."""
    off: str
    """The revision in production that it stands on; empty where it holds more of a line."""


@dataclass(slots=True)
class Reader:
    """How the changes of one service are read."""

    service: str
    claim: Claim
    """What belongs to the service."""
    issue_keys: IssueKeys
    history: History
    main_name: str
    remotes: tuple[str, ...]
    pages: tuple[str, ...]
    """Where the repository is on the web."""
    now: int
    """In seconds since 1970: the date of a commit whose own cannot be."""
    home: str = ""
    """The page of the repository whose reviews ``#12`` means."""
    notices: list[Notice] = field(default_factory=list)
    """What a person should know of the changes read so far."""

    reverts: Reverts = NONE
    """What the merged changes of the line that is being read take back."""

    def merged(
        self, pieces: Iterable[Sequence[str]], after: str, line: str = ""
    ) -> tuple[Change, ...]:
        """Return the merged changes, oldest first.

        Each of *pieces* is a commit of *line*, which is main unless it is named, and what it
        brought in; *after* is the id of the change before the first of them.
        """
        changes = []
        for oids in pieces:
            first = self.history[oids[0]]
            if self.claim.takes(first.paths):
                change = self._merged(first, oids, after, line or self.main_name)
                changes.append(change)
                after = change.id
        return tuple(changes)

    def _merged(self, first: Commit, oids: Sequence[str], after: str, line: str) -> Change:
        gone = self.reverts.cancelled
        cancelled = bool(gone) and _all_gone(self.history, oids, gone)
        if len(oids) == 1 and not cancelled and self._silent(first):
            return Change(
                id=f"{self.service}@{first.oid[:10]}",
                service=self.service,
                title=first.title,
                state=State.MERGED,
                commit=first.oid,
                date=first.date or self.now,
                author=first.author[:TITLE],
                after=after,
                line=line,
            )
        said = Said()
        title = first.title
        branches = [
            name
            for name in (merged_names(title, self.remotes) if title.startswith("Merge") else ())
            if name != self.main_name
        ]
        self._read(said, (oid for oid in oids if oid not in gone), branches, first.oid)
        if cancelled:
            said.features.clear()
        for name in branches:
            said.aliases[f"{self.service}:{name}"] = None
        for url in request_urls(first.message, title, self.pages):
            said.aliases[url] = None
        change_id = f"{self.service}@{first.oid[:10]}"
        self._notice(change_id, said)
        return Change(
            id=change_id,
            service=self.service,
            title=_shown_title(first),
            state=State.MERGED,
            commit=first.oid,
            date=first.date or self.now,
            author=first.author[:TITLE],
            after=after,
            line=line,
            effects=tuple(said.effects.values()),
            features=tuple(said.features.values()),
            flag=said.flag,
            depends_on=tuple(said.depends_on.values()),
            aliases=tuple(said.aliases),
            reverts=self.reverts.of.get(first.oid, ()),
            cancelled=cancelled,
        )

    def _silent(self, commit: Commit) -> bool:
        """Tell whether a commit says nothing but its title, as most do: it is read in no time."""
        return not (
            commit.declares
            or commit.oid in self.reverts.of
            or "#" in commit.title
            or commit.title.startswith("Merge")
            or "See merge request" in commit.message
            or self.issue_keys.any_in(commit.title)
        )

    def open(self, found: OpenChanges, place: Callable[[Branch], Place]) -> tuple[Change, ...]:
        """Return the open changes by name; *place* tells where each stands."""
        mine = [branch for branch in found.branches if self.claim.takes(self._touched(branch))]
        names = {branch.name for branch in mine}
        for branch in mine:
            self._say_where_it_went_apart(branch, found)
        return tuple(self._open(branch, names, place(branch)) for branch in mine)

    def _say_where_it_went_apart(self, branch: Branch, found: OpenChanges) -> None:
        if branch.tip in found.twins:
            change = f"{self.service}:{branch.name}"
            older, lacking = found.twins[branch.tip]
            where = f"{older.remote}/{older.name}" if older.remote else f"local {older.name}"
            text = (
                f"{change} is the newer of two that went apart: {where} has {lacking} that it"
                " lacks; bring them together, or rename one"
            )
            evidence = Evidence("twin", where, self.service, older.commit)
            self.notices.append(Notice(text, evidence, change))

    def _touched(self, branch: Branch) -> frozenset[str]:
        """Return what the commits of a branch touch; merging main into it is none of its work."""
        commits = (self.history[oid] for oid in branch.own)
        return frozenset[str]().union(*(one.paths for one in commits if len(one.parents) < 2))

    def _open(self, branch: Branch, names: set[str], place: Place) -> Change:
        said = Said()
        tip = self.history[branch.tip]
        own = (oid for oid in branch.own if oid not in branch.within.cancelled)
        self._read(said, own, [branch.name], tip.oid)
        for alias in branch.aliases:
            said.aliases[f"{self.service}:{alias}"] = None
        change_id = f"{self.service}:{branch.name}"
        self._notice(change_id, said)
        return Change(
            id=change_id,
            service=self.service,
            title=_shown_title(tip),
            state=State.IN_PROGRESS,
            commit=tip.oid,
            date=tip.date or self.now,
            author=tip.author[:TITLE],
            branch=branch.name,
            after=place.after,
            line=place.line,
            off=place.off,
            stacked_on=tuple(
                f"{self.service}:{name}" for name in branch.stacked_on if name in names
            ),
            effects=tuple(said.effects.values()),
            features=tuple(said.features.values()),
            flag=said.flag,
            depends_on=tuple(said.depends_on.values()),
            aliases=tuple(said.aliases),
            adds_to=branch.base,
            reverts=tuple(
                Reversal(change_id, taken, Evidence("revert", words, self.service, by), False)
                for by, taken, words in branch.within.doubtful
            ),
        )

    def _read(
        self, said: Said, oids: Iterable[str], branches: Sequence[str], named_by: str
    ) -> None:
        """Add what the commits say, and the issue keys in *branches*' names.

        A backport or a revert is no second slice. *named_by* is the commit that names branches.
        """
        repeating = any(map(is_repeating_branch, branches))
        for oid in oids:
            commit = self.history[oid]
            read_commit(said, commit, self.service, self.home)
            title = commit.title
            if (
                not repeating
                and self.issue_keys.any_in(title)
                and not repeats(title, commit.message)
            ):
                add_issue_keys(said, title, self.issue_keys, self.service, oid, line=1)
        for name in () if repeating else branches:
            add_issue_keys(said, name, self.issue_keys, self.service, named_by)

    def _notice(self, change_id: str, said: Said) -> None:
        """Tell the person what a change seems to say, but not so that it can be read."""
        if said.breaking and not any(kind is EffectKind.BREAKS for kind, _ in said.effects):
            text = f"{change_id} says that it breaks something; name it: Breaks: CONTRACT"
            self.notices.append(Notice(text, said.breaking, change_id))
        for line, (right, evidence) in said.near_misses.items():
            text = f"{change_id} says '{line}', which is nearly a trailer; write '{right}'"
            self.notices.append(Notice(text, evidence, change_id))


def _shown_title(commit: Commit) -> str:
    """Return the title that says most of a change whose newest commit is *commit*."""
    is_merge = len(commit.parents) > 1
    return (is_merge and review_title(commit.title, commit.message)) or commit.title


def _all_gone(history: History, oids: Sequence[str], cancelled: frozenset[str]) -> bool:
    """Tell whether a change comes to nothing; merging main into a branch adds nothing to it."""
    if cancelled.isdisjoint(oids):
        return False
    return oids[0] in cancelled or all(
        oid in cancelled or (len(history[oid].parents) > 1 and len(oids) > 1) for oid in oids
    )
