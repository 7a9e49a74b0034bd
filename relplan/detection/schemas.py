"""Contracts whose files are in a repository that serves nothing: their provider pins it.

What is served is what the provider pins, so it is the change that moves this pin which breaks who
calls it, and no change of the repository of schemas.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from relplan.detection.listing import Listing, RepositoryFiles
from relplan.detection.provided import History
from relplan.detection.versions import ContractReader
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.errors import SourceError
from relplan.model.evidence import Confidence, Evidence
from relplan.model.finding import Severity
from relplan.sources.git.trees import Difference


class NotPinnedError(SourceError):
    """It is not known which commit of the schemas a provider serves."""


class KnownPins(Protocol):
    """Who pins what."""

    def commit_of(self, service: str, other: str, commit: str) -> str:
        """Return the commit of *other* that *service* pins at *commit*; empty: none is known."""

    def moves_any(self, service: str, change: Change) -> bool:
        """Tell whether a change of *service* moves any pin."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """The files of a repository of schemas, at the commits of who pins them."""

    service: str
    """Which pins them, and whose commits are given."""
    schema: str
    files: RepositoryFiles
    pins: KnownPins

    def at(self, commit: str) -> str:
        """Return the commit of the schemas at one of the service. Raises NotPinnedError."""
        found = self.pins.commit_of(self.service, self.schema, commit) if commit else ""
        if not found:
            raise NotPinnedError(
                f"{self.service} pins no commit of {self.schema} that is here"
                f" at {commit[:10] or 'no commit'}"
            )
        return found

    def listing(self, commit: str, like: str) -> Listing:
        """Return the files at *commit*, which are much the same as those at *like*."""
        return self.files.listing(self.at(commit), self.at(like))

    def changed(self, before: str, after: str) -> list[Difference]:
        """Return what differs between what is pinned at two commits."""
        one, other = self.at(before), self.at(after)
        return self.files.changed(one, other) if one != other else []

    def compare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Find out what differs between many pairs at once."""
        self.files.compare((self.at(before), self.at(after)) for before, after in pairs)

    def read(self, oid: str) -> bytes | None:
        """Return a blob; None where it is too large, or not there."""
        return self.files.read(oid)

    def located(self, evidence: Evidence) -> Evidence:
        """Return *evidence* where it can be looked up: in the repository of the schemas."""
        return replace(evidence, repository=self.schema, commit=self.at(evidence.commit))

    def adapting(self, history: History, reader: ContractReader) -> Iterator[tuple[str, Effect]]:
        """Yield the changes of another service that take up a break by moving its own pin.

        A client that is generated anew works with what is new of the parts that are broken; what
        is only added may be left alone.
        """
        theirs = replace(self, service=history.service)
        for change in history.in_force:
            if not self.pins.moves_any(history.service, change):
                continue
            before, after = history.step(change)
            try:
                versions = [
                    reader.version(theirs.listing(commit, before), self.read)
                    for commit in (before, after)
                ]
            except NotPinnedError:
                continue  # it is known by its code alone
            findings = reader.compare(versions[0], versions[1], self.read, self.read)
            broken = [one for one in findings if one.severity is Severity.BREAKING]
            parts = tuple(sorted({part for finding in broken for part in finding.parts}))
            if parts:
                text = f"its pin of {self.schema} moves to {theirs.at(after)[:10]}, which breaks"
                place = Evidence(
                    "schema-pin", f"{text} {', '.join(parts[:3])}", history.service, change.commit
                )
                contract = reader.source.contract
                kind, surely = EffectKind.ADAPTS, Confidence.DETECTED
                yield change.id, Effect(kind, contract, place, surely, parts)
