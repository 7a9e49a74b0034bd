"""What the pending changes of a provider do to a contract."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from relplan.contracts.kind import Relevance
from relplan.detection.listing import Listing
from relplan.detection.versions import ContractReader, FileSet, same_contract
from relplan.model.change import Change
from relplan.model.finding import Finding, Severity
from relplan.model.workspace import parts_meet
from relplan.sources.git.trees import Difference
from relplan.sources.provenance import Provenance, is_code, provenance_of

_MOST_MOVED = 200
"""Files that are asked whether they are what another was."""


@dataclass(frozen=True, slots=True)
class History:
    """The pending changes of one service, and where production stands."""

    service: str
    folder: str
    baseline: str
    """The commit in production."""
    main: str
    changes: Sequence[Change]
    bases: dict[str, str]
    """For each open change's commit, where it left its line, or what of production it is off."""

    def step(self, change: Change) -> tuple[str, str]:
        """Return the commits before and after what *change* brings."""
        if change.merged:
            return f"{change.commit}^1", change.commit
        return change.adds_to or self.bases.get(change.commit, ""), change.commit

    @property
    def in_force(self) -> Sequence[Change]:
        """The changes but for those that were reverted, and their reverts."""
        return [change for change in self.changes if not change.cancelled]

    @property
    def merged(self) -> Sequence[Change]:
        """The merged changes, the first of their line first."""
        known = {change.id: change for change in self.changes if change.merged}
        following: dict[str, list[Change]] = defaultdict(list)
        for change in known.values():
            following[change.after if change.after in known else ""].append(change)
        found = following.pop("", [])
        for change in found:  # which grows: what follows comes behind
            found += following.pop(change.id, [])
        return found

    def taken_back(self, change: Change) -> list[tuple[str, str]]:
        """Return the commits before and after each change that takes back a part of *change*."""
        return [
            self.step(other)
            for other in self.changes
            if any(one.agrees and one.change == change.id for one in other.reverts)
        ]


@dataclass(frozen=True, slots=True)
class Brought:
    """What one change brings to a contract."""

    change: Change
    version: FileSet
    findings: tuple[Finding, ...]
    """Those that no change before it brings."""
    base: str = ""
    """The commit that it was held against."""
    mended: Mapping[str, str] = field(default_factory=dict)
    """By a finding's fingerprint the later change of its line, by id, with which nothing of what
    it concerns is broken any more."""


def taken_away(all_: Iterable[Brought], last: Change, rules: frozenset[str]) -> frozenset[str]:
    """Return the parts that are no more with *last*, and all of *all_* before it on its line.

    *rules* are those of which a finding tells that.
    """
    gone: set[str] = set()
    for brought in all_:
        if brought.change is last or (last.merged and brought.change.merged):
            gone.update(
                part
                for finding in brought.findings
                if finding.rule in rules and finding.fingerprint not in brought.mended
                for part in finding.parts
            )
        if brought.change is last:
            break
    return frozenset(gone)


class Files(Protocol):
    """What can be read of a contract's files, by the commits of its provider."""

    def listing(self, commit: str, like: str) -> Listing:
        """Return the files at *commit*, which are much the same as those at *like*."""

    def changed(self, before: str, after: str) -> list[Difference]:
        """Return what differs between two commits."""

    def compare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Find out what differs between the commits of many pairs at once."""

    def read(self, oid: str) -> bytes | None:
        """Return a blob; None where it is too large, or not there."""


class Provided:
    """One contract, over the pending changes of its provider."""

    def __init__(self, reader: ContractReader, files: Files, history: History) -> None:
        """Look at what *history* does to the contract of *reader*."""
        self._reader = reader
        self._files = files
        self._history = history
        self._tips = {change.id: change.commit for change in history.changes}
        self._versions: dict[str, FileSet] = {}
        self._left: dict[str, list[Finding]] = {}
        self._known = self.production.paths | self._version(history.main).paths

    @property
    def production(self) -> FileSet:
        """The version in production."""
        return self._version(self._history.baseline)

    @property
    def planned(self) -> FileSet:
        """The version on main."""
        return self._version(self._history.main)

    def brought(self) -> Iterator[Brought]:
        """Yield what each change brings, for those that touch the contract's files."""
        touching = [change for change in self._history.in_force if self._touches(change)]
        self._list_at_once(touching)
        for change in touching:
            before, after = self._history.step(change)
            new = self._version(after)
            # A merged change is held against production: what was never there breaks nobody.
            origin = self._history.baseline if change.merged else before
            base = self._version(origin)
            known = [self._version(before)] if change.merged else self._below(change)
            if not change.merged:
                # What main has done, too, is not the branch's: it may have been picked from it.
                known.append(self.planned)
            findings = self._compare(base, new)
            old = {
                finding.fingerprint for version in known for finding in self._compare(base, version)
            }
            old |= self._undone(change, base)
            fresh = tuple(found for found in findings if found.fingerprint not in old)
            yield Brought(change, new, fresh, origin, self._mended(change, fresh, touching))

    def _mended(
        self, change: Change, findings: Iterable[Finding], touching: Iterable[Change]
    ) -> dict[str, str]:
        """Return which later change of the line ends each break, by the finding's fingerprint."""
        broken = [one for one in findings if one.severity is Severity.BREAKING and one.part]
        if not broken or not change.merged:
            return {}
        names = {one.id for one in touching}
        behind = {change.id}
        mended: dict[str, str] = {}
        for later in self._history.merged:
            if later.after not in behind:
                continue
            behind.add(later.id)
            if later.id in names:
                left = self._left_at(later)
                for one in broken:
                    if not any(_concern(one, other) for other in left):
                        mended.setdefault(one.fingerprint, later.id)
        return mended

    def _left_at(self, change: Change) -> list[Finding]:
        """Return what may break somebody who meets production, once *change* is there."""
        if change.id not in self._left:
            found = self._compare(self.production, self._version(change.commit))
            self._left[change.id] = [*filter(_may_break, found)]
        return self._left[change.id]

    def _undone(self, change: Change, base: FileSet) -> set[str]:
        """Return the findings that later changes take back, which revert a part of *change*."""
        undone: set[str] = set()
        for before, after in self._history.taken_back(change):
            then, now = (
                {finding.fingerprint for finding in self._compare(base, self._version(commit))}
                for commit in (before, after)
            )
            undone |= then - now
        return undone

    def _touches(self, change: Change) -> bool:
        return any(
            path in self._known
            or (self._reader.pattern.fullmatch(path) and self._tells(path, new))
            or (not change.merged and not old and self._is_referred_to(path, change.commit))
            for path, old, new in self._files.changed(*self._history.step(change))
        )

    def _is_referred_to(self, path: str, commit: str) -> bool:
        """Tell whether a file that only a branch has is one that code looks for: its settings."""
        return (
            self._reader.kind.in_code and not is_code(path) and path in self._version(commit).paths
        )

    def _tells(self, path: str, oid: str) -> bool:
        """Tell whether a file that was none of the contract's is one now."""
        found = self._reader.relevance(path, oid, self._files.read)
        return found is not Relevance.NONE

    def _list_at_once(self, changes: Iterable[Change]) -> None:
        """Ask git once for what all versions need."""
        commits = {commit for change in changes for commit in self._history.step(change)}
        self._files.compare((self._history.baseline, commit) for commit in sorted(commits))

    def _below(self, change: Change) -> list[FileSet]:
        """Return the versions of the open changes that *change* is stacked on."""
        return [self._version(self._tips[name]) for name in change.stacked_on if name in self._tips]

    def _version(self, commit: str) -> FileSet:
        if commit not in self._versions:
            listing = self._files.listing(commit, self._history.baseline)
            version = self._reader.version(listing, self._files.read)
            at_production = commit == self._history.baseline
            look = self._with_former if at_production else self._with_moved
            version = look(version, listing)
            self._versions[commit] = version
        return self._versions[commit]

    def _with_moved(self, version: FileSet, listing: Listing) -> FileSet:
        """Return *version* with the files that it had in production, under their new names.

        A file of another name that says the same of itself was moved: nothing of it is gone.
        """
        there = {path: oid for path in self.production.roots if (oid := listing.get(path))}
        if not self._reader.kind.in_code and not there.keys() <= version.paths:  # not moved yet
            roots = {path: listing.get(path) for path in version.roots} | there
            version = self._reader.closed(roots, listing, self._files.read)
        if len(there) == len(self.production.roots):
            return version
        come = {path: oid for path, oid in listing.overlay.items() if oid}
        return self._joined(version, listing, come, self.production)

    def _with_former(self, version: FileSet, listing: Listing) -> FileSet:
        """Return *version* of production with the files that have another name on main.

        Where a file or a folder was moved, relplan.toml names the new place: what is there now
        is not new, but what it was.
        """
        later = self._files.listing(self._history.main, self._history.baseline)
        planned = self._reader.version(later, self._files.read)
        if self._reader.kind.in_code or all(listing.get(path) for path in planned.roots):
            return version
        gone = {path: listing.get(path) for path, oid in later.overlay.items() if not oid}
        return self._joined(version, listing, gone, planned)

    def _joined(
        self, version: FileSet, listing: Listing, others: Mapping[str, str], known_by: FileSet
    ) -> FileSet:
        """Return *version* with those of *others* that are, or say, the same as *known_by*."""
        others = {
            path: oid
            for path, oid in sorted(others.items())
            if path not in version.paths
            and self._reader.analyzer.is_file(path)
            and provenance_of(path) is Provenance.ORIGINAL
        }
        if not others:
            return version
        known = self._reader.surface(known_by, self._files.read)
        blobs = {oid for _, oid in known_by.files}
        moved = {}
        for path, oid in [*others.items()][:_MOST_MOVED]:
            surface = self._reader.surface_of(path, oid, self._files.read)
            alike = surface is not None and same_contract(surface, known)
            shares = surface is not None and surface.parts.keys() & known.parts.keys()
            if oid in blobs or (alike and shares):
                moved[path] = oid
        roots = {path: listing.get(path) for path in version.roots} | moved
        return self._reader.closed(roots, listing, self._files.read) if moved else version

    def _compare(self, base: FileSet, revision: FileSet) -> tuple[Finding, ...]:
        return self._reader.compare(base, revision, self._files.read, self._files.read)


def _may_break(finding: Finding) -> bool:
    return finding.severity not in (Severity.ADDITIVE, Severity.NONE)


def _concern(one: Finding, other: Finding) -> bool:
    """Tell whether two findings may be of one thing."""
    if not other.parts:
        return True
    return any(parts_meet(mine, theirs) for mine in one.parts for theirs in other.parts)
