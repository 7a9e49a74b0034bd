"""One contract: what its provider's pending changes do to it, and its consumers' about that."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from relplan.model.change import Change, Effect
from relplan.model.contract_source import DetectedUse
from relplan.model.finding import Severity
from relplan.model.scan import Notice
from relplan.model.workspace import ContractKind
from relplan.sources.git.trees import Difference
from relplan.workbench.detecting.consumed import Stance, consumer_effects
from relplan.workbench.detecting.effects import doubts, provider_effects
from relplan.workbench.detecting.listing import RepositoryFiles
from relplan.workbench.detecting.names import Names
from relplan.workbench.detecting.provided import Brought, History, Provided
from relplan.workbench.detecting.stances import Offers, Side, copy_stances, use_stances
from relplan.workbench.detecting.usage import Usage
from relplan.workbench.detecting.versions import ContractReader

_MOST_VERSIONS = 20
"""Pending versions of a contract that consumers are held against, the newest ones."""


@dataclass(slots=True)
class Findings:
    """What was found so far."""

    effects: dict[str, list[Effect]] = field(default_factory=lambda: defaultdict(list))
    uses: list[DetectedUse] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


class PendingContract:
    """What is pending of one contract, between its provider and its consumers."""

    def __init__(self, reader: ContractReader, history: History, files: RepositoryFiles) -> None:
        self.reader = reader
        self._files = files
        self._history = history
        self._provided = Provided(reader, files, history)
        self._brought: list[Brought] = []

    @property
    def matters(self) -> bool:
        """Whether anything is pending that a consumer could meet."""
        return bool(self._brought)

    def judge(self, found: Findings) -> None:
        """Find out what the provider's changes do."""
        name = self.reader.source.contract
        if not self._provided.production.roots and not self._provided.planned.roots:
            globs = ", ".join(self.reader.source.files)
            text = f"contract '{name}': its files ({globs}) match nothing"
            found.notices.append(Notice(f"{text} in {self._history.service}; correct them"))
        for brought in self._provided.brought():
            effects = provider_effects(brought.change, name, brought.findings)
            found.effects[brought.change.id] += effects
            found.notices += doubts(brought.change, name, effects)
            if any(finding.severity is not Severity.NONE for finding in brought.findings):
                self._brought.append(brought)

    def consume(self, history: History, files: RepositoryFiles, found: Findings) -> None:
        """Find out what a consumer uses, and what its changes do about what is pending."""
        offers, source = self._offers, self.reader.source
        usage = Usage(self.reader, offers.surface, history.folder)
        usage.look(files.listing(history.baseline, history.baseline), files.read)
        if history.service not in source.declared_uses:
            found.uses += self._used(usage, offers, history)
        touching = [
            (change, self._interesting(change, usage, history, files))
            for change in history.in_force
        ]
        touching = [(change, changed) for change, changed in touching if changed]
        for change, changed in touching:
            before, after = (
                Side(commit, files, history.baseline) for commit in history.step(change)
            )
            stances = self._stances(offers, usage, changed, (before, after))
            effects = [
                *consumer_effects(change, source.contract, stances, len(offers.versions) - 1)
            ] or [*self._names.guessed(change, changed, files.read)]
            found.effects[change.id] += effects

    def _used(self, usage: Usage, offers: Offers, history: History) -> list[DetectedUse]:
        uses = [*usage.detected(history.service, history.baseline)]
        if self.reader.source.kind is not ContractKind.LIBRARY:
            return uses
        # A kind's own module is loaded when the first contract of it is met.
        from relplan.workbench.detecting.pins import needed  # noqa: PLC0415

        return needed(uses, offers)

    def _interesting(
        self, change: Change, usage: Usage, history: History, files: RepositoryFiles
    ) -> list[Difference]:
        """Return the files of the consumer, of those that a change touches, that may tell."""
        is_file = self.reader.kind.is_file
        return [
            difference
            for difference in files.changed(*history.step(change))
            if usage.is_inside(difference.path)
            and (is_file(difference.path) or usage.may_use(difference.path))
        ]

    def _stances(
        self,
        offers: Offers,
        usage: Usage,
        changed: list[Difference],
        sides: tuple[Side, Side],
    ) -> Iterator[Stance]:
        if self.reader.source.kind is ContractKind.LIBRARY:
            from relplan.workbench.detecting.pins import pin_stances  # noqa: PLC0415

            yield from pin_stances(offers, changed, sides[0].read)
            return
        yield from copy_stances(self.reader, offers, changed, sides)
        yield from use_stances(self.reader, offers, changed, sides, usage)

    @cached_property
    def _names(self) -> Names:
        return Names(self.reader.source, self._offers)

    @cached_property
    def _offers(self) -> Offers:
        versions = dict.fromkeys(brought.version for brought in self._brought)
        kept = [self._provided.production, *list(versions)[-_MOST_VERSIONS:]]
        surfaces = [self.reader.surface(version, self._files.read) for version in kept]
        return Offers(kept, surfaces, self._files.read)
