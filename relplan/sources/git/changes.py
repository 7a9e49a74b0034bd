"""Turns commits into changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relplan.model.change import Change, EffectKind, State
from relplan.model.scan import Notice
from relplan.sources.git.branches import Branch
from relplan.sources.git.history import Commit, History
from relplan.sources.git.issue_keys import IssueKeys, is_repeating_branch, repeats
from relplan.sources.git.names import merged_names, request_urls
from relplan.sources.git.text import TITLE
from relplan.sources.git.trailers import Said, add_issue_keys, read_commit


@dataclass(slots=True)
class Reader:
    """How the changes of one service are read."""

    service: str
    path: str
    """The service's folder; ``.`` for all of the repository."""
    issue_keys: IssueKeys
    history: History
    main_name: str
    remotes: tuple[str, ...]
    pages: tuple[str, ...]
    """Where the repository is on the web."""
    home: str = ""
    """The page of the repository whose reviews ``#12`` means."""
    notices: list[Notice] = field(default_factory=list)
    """What a person should know of the changes read so far."""

    def merged(self, pieces: Iterable[Sequence[str]], after: str) -> tuple[Change, ...]:
        """Return the merged changes, oldest first.

        Each of *pieces* is a commit of main and what it brought in; *after* is the id of the
        change before the first of them.
        """
        changes = []
        for oids in pieces:
            first = self.history[oids[0]]
            if self.path == "." or self.path in first.paths:
                change = self._merged(first, oids, after)
                changes.append(change)
                after = change.id
        return tuple(changes)

    def _merged(self, first: Commit, oids: Sequence[str], after: str) -> Change:
        if len(oids) == 1 and self._silent(first):
            return Change(
                id=f"{self.service}@{first.oid[:10]}",
                service=self.service,
                title=first.title,
                state=State.MERGED,
                commit=first.oid,
                date=first.date,
                author=first.author[:TITLE],
                after=after,
            )
        said = Said()
        title = first.title
        branches = [
            name
            for name in (merged_names(title, self.remotes) if title.startswith("Merge") else ())
            if name != self.main_name
        ]
        self._read(said, oids, branches, first.oid)
        for name in branches:
            said.aliases[f"{self.service}:{name}"] = None
        for url in request_urls(first.message, title, self.pages):
            said.aliases[url] = None
        change_id = f"{self.service}@{first.oid[:10]}"
        self._notice(change_id, said)
        return Change(
            id=change_id,
            service=self.service,
            title=title,
            state=State.MERGED,
            commit=first.oid,
            date=first.date,
            author=first.author[:TITLE],
            after=after,
            effects=tuple(said.effects.values()),
            features=tuple(said.features.values()),
            flag=said.flag,
            depends_on=tuple(said.depends_on.values()),
            aliases=tuple(said.aliases),
        )

    def _silent(self, commit: Commit) -> bool:
        """Tell whether a commit says nothing but its title, as most do: it is read in no time."""
        return not (
            commit.declares
            or "#" in commit.title
            or commit.title.startswith("Merge")
            or "See merge request" in commit.message
            or any(self.issue_keys.find(commit.title))
        )

    def open(self, branches: Iterable[Branch], after: str) -> tuple[Change, ...]:
        """Return the open changes by name; *after* is the id of the newest merged one."""
        mine = [branch for branch in branches if self.path == "." or self._touches(branch)]
        names = {branch.name for branch in mine}
        return tuple(self._open(branch, names, after) for branch in mine)

    def _touches(self, branch: Branch) -> bool:
        """Tell whether a branch has a commit in the folder; merging main into it is none."""
        commits = (self.history[oid] for oid in branch.own)
        return any(self.path in commit.paths for commit in commits if len(commit.parents) < 2)

    def _open(self, branch: Branch, names: set[str], after: str) -> Change:
        said = Said()
        tip = self.history[branch.tip]
        self._read(said, branch.own, [branch.name], tip.oid)
        for alias in branch.aliases:
            said.aliases[f"{self.service}:{alias}"] = None
        change_id = f"{self.service}:{branch.name}"
        self._notice(change_id, said)
        return Change(
            id=change_id,
            service=self.service,
            title=tip.title,
            state=State.IN_PROGRESS,
            commit=tip.oid,
            date=tip.date,
            author=tip.author[:TITLE],
            branch=branch.name,
            after=after,
            stacked_on=tuple(
                f"{self.service}:{name}" for name in branch.stacked_on if name in names
            ),
            effects=tuple(said.effects.values()),
            features=tuple(said.features.values()),
            flag=said.flag,
            depends_on=tuple(said.depends_on.values()),
            aliases=tuple(said.aliases),
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
            if not repeating and not repeats(commit.title, commit.message):
                add_issue_keys(said, commit.title, self.issue_keys, self.service, oid, line=1)
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
