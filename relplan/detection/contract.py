"""One contract: what its provider's pending changes do to it, and its consumers' about that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from relplan.contracts.descriptors.shapes import shapes_of
from relplan.contracts.kind import Access, Surface, Use
from relplan.detection.consumed import Expectation, consumer_effects
from relplan.detection.copies import copy_in
from relplan.detection.descriptors import descriptor_effects, refusing
from relplan.detection.effects import cautions, doubts, judged, provider_effects
from relplan.detection.expectations import (
    Offers,
    Side,
    copy_confidence,
    copy_expectations,
    use_expectations,
    without,
)
from relplan.detection.finder import Rivals, finder_of
from relplan.detection.listing import RepositoryFiles
from relplan.detection.names import Names
from relplan.detection.provided import Brought, History, Provided, taken_away
from relplan.detection.schemas import Schemas
from relplan.detection.taking import by_copy, by_host, by_range, by_use
from relplan.detection.usage import Usage
from relplan.detection.versions import ContractReader, FileSet
from relplan.model.change import Change, Effect
from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Confidence
from relplan.model.facts import Caution, MovedPin, Taking, Unread
from relplan.model.finding import Severity
from relplan.model.scan import Notice
from relplan.sources.git.trees import Difference

_Told = TypeVar("_Told", Effect, Caution)
_MOST_VERSIONS = 20
"""Pending versions of a contract that consumers are held against, the newest ones."""


@dataclass(slots=True)
class Findings:
    """What was found so far."""

    effects: dict[str, list[Effect]] = field(default_factory=lambda: defaultdict(list))
    uses: list[DetectedUse] = field(default_factory=list)
    takings: list[Taking] = field(default_factory=list)
    complete: set[tuple[str, str]] = field(default_factory=set)
    cautions: dict[str, list[Caution]] = field(default_factory=lambda: defaultdict(list))
    notices: list[Notice] = field(default_factory=list)
    missed: list[Unread] = field(default_factory=list)
    """What could not be read this time, and may be the next."""
    unread: set[str] = field(default_factory=set)
    """The services of which nothing new can be said."""
    moved_pins: list[MovedPin] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Consumer:
    """A service that may take a contract."""

    history: History
    files: RepositoryFiles
    rivals: Rivals
    listed: bool
    """Whether relplan.toml names it."""
    keeps: Iterable[str] = ()
    """The files of its repository that are contracts of its own: no copies."""
    names: frozenset[str] = frozenset()
    """The words by which people call the provider."""
    hosts: tuple[str, ...] = ()
    """The names by which the provider may be reached; none: that tells nothing."""


class PendingContract:
    """What is pending of one contract, between its provider and its consumers."""

    def __init__(
        self,
        reader: ContractReader,
        history: History,
        files: RepositoryFiles | Schemas,
        severities: Mapping[str, Severity],
    ) -> None:
        self.reader = reader
        self._files = files
        self._history = history
        self._severities = severities
        self._provided = Provided(reader, files, history)
        self._brought: list[Brought] = []

    @property
    def matters(self) -> bool:
        """Whether anything is pending that a consumer could meet."""
        return bool(self._brought)

    @cached_property
    def surface(self) -> Surface:
        """All that any version offers."""
        return self._offers.surface

    @property
    def paths(self) -> frozenset[str]:
        """The contract's own files, and those that they refer to."""
        return self._provided.production.paths | self._provided.planned.paths

    def judge(self, found: Findings) -> None:
        """Find out what the provider's changes do."""
        name = self.reader.source.contract
        if not self._provided.production.roots and not self._provided.planned.roots:
            globs = ", ".join(self.reader.source.files)
            text = f"contract '{name}': its files ({globs}) match nothing"
            if not self.reader.source.implied:
                found.notices.append(Notice(f"{text} in {self._history.service}; correct them"))
        for brought in self._provided.brought():
            change = brought.change
            findings = judged(brought.findings, self._severities)
            effects = self._located(
                provider_effects(change, name, findings, brought.base, brought.mended)
            )
            found.effects[change.id] += effects
            found.cautions[change.id] += self._located(
                cautions(change, name, findings, brought.base)
            )
            found.notices += doubts(change, name, effects)
            if any(finding.severity is not Severity.NONE for finding in findings):
                self._brought.append(brought)

    def _located(self, found: Iterable[_Told]) -> list[_Told]:
        if isinstance(self._files, Schemas):
            schemas = self._files
            return [replace(one, evidence=schemas.located(one.evidence)) for one in found]
        return list(found)

    def consume(self, consumer: Consumer, found: Findings) -> None:
        """Find out what a consumer uses, and what its changes do about what is pending."""
        history, files = consumer.history, consumer.files
        offers, source = self._offers, self.reader.source
        usage = Usage(finder_of(self.reader, offers.surface, consumer.rivals), history.folder)
        usage.look(files.listing(history.baseline, history.baseline), files.read)
        takings = [*self._takings(consumer, usage)]
        found.takings += takings
        if history.service not in source.declared_uses:
            uses = self._used(usage, offers, history, found)
            found.uses += uses
            sure = all(use.confidence is Confidence.DETECTED for use in uses)
            declares = self.reader.kind.access is Access.DESCRIPTOR and bool(takings)
            if sure and (declares or (uses and self.reader.kind.ships_uses)):
                found.complete.add((source.contract, history.service))
        surely = consumer.listed or any(
            taking.confidence is Confidence.DETECTED for taking in takings
        )
        self._changes(consumer, usage, found, surely=surely)
        if isinstance(self._files, Schemas) and takings:  # else it only keeps the schemas
            for change, effect in self._files.adapting(history, self.reader):
                found.effects[change].append(effect)

    def _changes(self, consumer: Consumer, usage: Usage, found: Findings, *, surely: bool) -> None:
        history, files = consumer.history, consumer.files
        touching = [
            (change, self._interesting(change, usage, history, files))
            for change in history.in_force
        ]
        guesses: dict[str, list[Effect]] = {}
        for change, changed in touching:
            if not changed:
                continue
            before, after = (
                Side(commit, files, history.baseline) for commit in history.step(change)
            )
            sides = (before, after)
            effects = [*self._effects(consumer, usage, change, changed, sides)]
            found.effects[change.id] += effects
            if (
                not effects and surely and not self.reader.kind.in_code
            ):  # code has names of all sorts
                guesses[change.id] = [*self._names.guessed(change, changed, files.read)]
        for name, guessed in self._names.telling(guesses).items():
            found.effects[name] += guessed

    def _effects(
        self,
        consumer: Consumer,
        usage: Usage,
        change: Change,
        changed: list[Difference],
        sides: tuple[Side, Side],
    ) -> Iterator[Effect]:
        name, offers = self.reader.source.contract, self._offers
        if self.reader.kind.access is Access.DESCRIPTOR:
            sought = [usage.at(side.listing, side.read) for side in sides]
            shapes = shapes_of(self.reader.source.shapes)
            moved = (sought[0], sought[1], usage.running)
            return descriptor_effects(change, name, offers, moved, shapes)
        expectations = self._expectations(consumer, usage, changed, sides)
        return consumer_effects(change, name, expectations, len(offers.versions) - 1)

    def _takings(self, consumer: Consumer, usage: Usage) -> Iterator[Taking]:
        """Yield that the service takes the contract, by the surest sign that there is."""
        history, source = consumer.history, self.reader.source
        first = usage.first
        known = [by_use(self.reader, history.service, history.baseline, first)] if first else []
        if first and self.reader.kind.access is Access.PACKAGE:
            yield from known
            yield from self._floating(consumer, first)
            return
        if self.reader.kind.has_copies:
            listing = consumer.files.listing(history.baseline, history.baseline)
            read, keeps = consumer.files.read, consumer.keeps
            copy = copy_in(self.reader, self._offers, listing, history.folder, read, keeps)
            if copy:
                sure = copy_confidence(copy, consumer.names)
                known.append(by_copy(source, history.service, history.baseline, copy, sure))
        if not known:
            code = consumer.rivals.code.known
            known += by_host(source, history.service, history.baseline, consumer.hosts, code)
        yield from sorted(known, key=lambda taking: taking.confidence.rank)[:1]

    def _floating(self, consumer: Consumer, use: Use) -> Iterator[Taking]:
        """Yield the guess that a range without a lock comes to a pending version by itself."""
        # A kind's own module is loaded when the first contract of it is met.
        from relplan.detection.pins import floating  # noqa: PLC0415

        history, files = consumer.history, consumer.files
        listing = files.listing(history.baseline, history.baseline)
        if floating(use, self._offers, listing, files.read):
            yield by_range(self.reader.source, history.service, history.baseline, use)

    def _used(
        self, usage: Usage, offers: Offers, history: History, found: Findings
    ) -> list[DetectedUse]:
        if self.reader.kind.access is not Access.DESCRIPTOR:
            return [*usage.detected(history.service, history.baseline)]
        uses = [*usage.each(history.service, history.baseline)]
        refused = refusing(uses, offers, self._brought, shapes_of(self.reader.source.shapes))
        for change, effect in refused.effects:
            found.effects[change].append(effect)
        return [*refused.uses]

    def _interesting(
        self, change: Change, usage: Usage, history: History, files: RepositoryFiles
    ) -> list[Difference]:
        """Return the files of the consumer, of those that a change touches, that may tell."""
        is_file = self.reader.analyzer.is_file
        return [
            difference
            for difference in files.changed(*history.step(change))
            if usage.may_use(difference.path)
            or (
                self.reader.kind.has_copies
                and usage.is_inside(difference.path)
                and is_file(difference.path)
            )
        ]

    def _expectations(
        self,
        consumer: Consumer,
        usage: Usage,
        changed: list[Difference],
        sides: tuple[Side, Side],
    ) -> Iterator[Expectation]:
        offers = self._offers
        if self.reader.kind.access is Access.PACKAGE:
            from relplan.detection.pins import pin_expectations  # noqa: PLC0415

            yield from pin_expectations(offers, changed, sides[0].read)
            return
        if self.reader.kind.has_copies:
            yield from copy_expectations(self.reader, offers, changed, sides, consumer.names)
        yield from use_expectations(self.reader, offers, changed, sides, usage)

    @cached_property
    def _names(self) -> Names:
        return Names(self.reader.source, self._offers)

    @cached_property
    def _offers(self) -> Offers:
        first: dict[FileSet, Change] = {}
        for brought in self._brought:
            first.setdefault(brought.version, brought.change)
        # A library's versions are numbers: all of them are looked at.
        most = 0 if self.reader.kind.access is Access.PACKAGE else _MOST_VERSIONS
        pending = list(first)[-most:]
        kept = [self._provided.production, *pending]
        surfaces = [self.reader.surface(version, self._files.read) for version in kept]
        removing = self.reader.analyzer.removing
        for number, version in enumerate(pending, 1) if removing else ():
            gone = taken_away(self._brought, first[version], removing)
            surfaces[number] = without(surfaces[number], gone)
        return Offers(kept, surfaces, self._files.read, [first[version] for version in pending])
