"""Who pins which repository of the workspace, and what a change takes up that moves a pin.

A pin is a submodule, or the exact version of a package that a tag or a commit of its repository
stands for. Such a pin names a commit, so what a change takes up is exact: the pending changes of
the provider between the old commit and the new one. Who takes a contract by a pin alone keeps what
it has until it moves the pin.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.contracts.kind import Access, Surface
from relplan.contracts.registry import kind_of
from relplan.detection.bringing import Brought, brought
from relplan.detection.contract import Findings
from relplan.detection.defined import DefinedRpcs
from relplan.detection.listing import RepositoryFiles
from relplan.detection.pin_reader import SHOWN, Move, Pinning, PinReader, Services
from relplan.detection.provided import History
from relplan.detection.runs import runs
from relplan.detection.unread import UNREAD, unread_of
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import ContractSource
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import MovedPin, Takes, Taking
from relplan.model.scan import Notice, ServiceRoot
from relplan.sources.provenance import Provenance, provenance_of

_COMMIT = re.compile(r"[0-9a-f]{12,64}")


class Pins:
    """The pins among the services of one workspace."""

    def __init__(
        self,
        roots: Mapping[str, ServiceRoot],
        sources: Sequence[ContractSource],
        reader: Services,
    ) -> None:
        """Look among *roots* for who pins the providers of *sources*; *reader* reads them."""
        self._roots = {name: root for name, root in roots.items() if reader.known(name)}
        self._reader = reader
        self._contracts: dict[str, list[ContractSource]] = defaultdict(list)
        for source in sorted(sources, key=lambda one: (not _is_package(one), one.contract)):
            self._contracts[source.provider].append(source)
        self._schemas: dict[str, list[ContractSource]] = defaultdict(list)
        for source in sources:
            self._schemas[source.schema or ""].append(source)
        self.reading = PinReader(self._roots, reader)
        self._effects_of: Mapping[str, Sequence[Effect]] = {}
        self._defined = DefinedRpcs(reader, {})
        self._brought: dict[tuple[str, frozenset[str], frozenset[str]], Brought] = {}

    def open(self, found: Findings) -> None:
        """Leave out what cannot be read, which must not stop the others; come first of all."""
        self._roots = {
            service: root for service, root in self._roots.items() if self._opens(service, found)
        }
        self.reading.roots = self._roots

    def look(self, found: Findings, surfaces: Mapping[str, Surface]) -> None:
        """Find out who pins whom, and what changes take up by that. Raises ScanCancelledError.

        *surfaces* are those of the contracts that were read, by name.
        """
        self._effects_of = found.effects
        self._defined = DefinedRpcs(self._reader, surfaces)
        direct: dict[str, list[Pinning]] = {}
        for service in self._roots:
            try:
                direct[service] = list(self.reading.pinned(service))
                for change in self._history(service).in_force:
                    self._move(service, change, found)
            except UNREAD as error:
                found.unread.add(service)
                found.missed.append(unread_of(error, service))
        for service in direct:
            self._take(service, _all_pinned(service, direct), found)

    def _opens(self, service: str, found: Findings) -> bool:
        """Tell whether a service's repository can be read at all; note it where it cannot."""
        try:
            history = self._history(service)
            self._files(service).listing(history.baseline, history.baseline)
        except UNREAD as error:
            found.unread.add(service)
            found.missed.append(unread_of(error, service))
            return False
        return True

    def _take(self, service: str, pinned: Sequence[Pinning], found: Findings) -> None:
        """Note the contracts that *service* takes by its pins, and which of them by these alone."""
        for pinning in pinned:
            self._take_schemas(service, pinning, found)
            for source in self._contracts[pinning.provider]:
                is_library = _is_package(source)
                if not is_library and self._is_met(source, pinning):
                    continue
                own = (source.contract, service)
                if pinning.floats:
                    self._float(own, pinning, found)
                    continue
                found.takings[:] = [
                    one for one in found.takings if (one.contract, one.consumer) != own
                ]
                found.takings.append(Taking(*own, Takes.PIN, Confidence.DETECTED, pinning.evidence))
                if not is_library:
                    self._forget_others(service, source.contract, found)

    def _float(self, own: tuple[str, str], pinning: Pinning, found: Findings) -> None:
        """Note the guess that who names a branch gets what is newest there by its next build."""
        known = [one for one in found.takings if (one.contract, one.consumer) == own]
        if all(one.takes is not Takes.RUN_TIME for one in known):
            text = f"{pinning.evidence.text}, and no lock file keeps one commit"
            evidence = replace(pinning.evidence, text=text)
            found.takings.append(Taking(*own, Takes.RUN_TIME, Confidence.GUESSED, evidence))

    def _take_schemas(self, service: str, pinning: Pinning, found: Findings) -> None:
        """Note what *service* has of a repository of schemas, and does not call: it only keeps it.

        A package of stubs meets no server itself.
        """
        for source in self._schemas[pinning.provider]:
            own = (source.contract, service)
            calls = any(
                (use.contract, use.consumer) == own
                and provenance_of(use.evidence.path) is Provenance.ORIGINAL
                for use in found.uses
            )
            if service == source.provider or calls or self._runs(service):
                continue
            found.takings[:] = [one for one in found.takings if (one.contract, one.consumer) != own]
            found.takings.append(Taking(*own, Takes.PIN, Confidence.DETECTED, pinning.evidence))
            self._forget_others(service, source.contract, found)

    def _forget_others(self, service: str, contract: str, found: Findings) -> None:
        """Drop what code alone seems to take up: it does that when the pin moves."""
        for change in self._history(service).changes:
            found.effects[change.id] = [
                effect
                for effect in found.effects[change.id]
                if effect.contract != contract or effect.brings
            ]

    def _is_met(self, source: ContractSource, pinning: Pinning) -> bool:
        """Tell whether others may meet what the provider runs, whatever of it they pin."""
        if self._defined.only_defines(source):
            return False
        return pinning.is_package or self._runs(pinning.provider)

    def _runs(self, provider: str) -> bool:
        history, files = self._history(provider), self._files(provider)
        return runs(history.folder, files.listing(history.baseline, history.baseline))

    def _move(self, service: str, change: Change, found: Findings) -> None:
        """Find out what *change* takes up by moving its pins."""
        for provider, move in self.reading.moves(service, change).items():
            place = _moved(service, change, provider, move)
            if move.new and not move.unsure:
                old, new = frozenset(move.old), frozenset(move.new)
                contract = self._main(provider)
                found.moved_pins.append(MovedPin(change.id, provider, contract, old, new, place))
            took = self._between(provider, move)
            effects = [*self._effects(place, provider, move, took)]
            if effects and not self._contracts[provider]:
                found.notices.append(_unnamed(service, change, provider, effects[0].evidence))
                continue
            if move.rule != "submodule-pin" and (move.new or move.is_kept):
                self._forget_ranges(provider, change, found)
            found.effects[change.id] += effects
            found.missed += self._defined.served_anew(
                change, self._contracts[provider], took.changes, found.effects
            )
            self._begin(service, provider, effects, found)
            if took.loose:
                text = (
                    f"{change.id} pins {provider} at what no pending change of it has,"
                    f" such as {took.loose[0][:SHOWN]}"
                )
                place = Evidence("pin", text, service, change.commit, move.path, move.line)
                found.notices.append(Notice(text, place, change.id))

    def _begin(
        self, service: str, provider: str, effects: Iterable[Effect], found: Findings
    ) -> None:
        """Note that who only begins to pin a library takes it by that: it meets no break of it."""
        known = {(one.contract, one.consumer) for one in found.takings}
        libraries = {source.contract for source in self._contracts[provider] if _is_package(source)}
        for effect in effects:
            own = (effect.contract, service)
            if effect.contract in libraries and own not in known:
                known.add(own)
                taking = Taking(*own, Takes.PIN, Confidence.DETECTED, effect.evidence)
                found.takings.append(taking)

    def _forget_ranges(self, provider: str, change: Change, found: Findings) -> None:
        """Drop what a range of versions told of a change, for its commit tells more exactly."""
        libraries = {source.contract for source in self._contracts[provider] if _is_package(source)}
        found.effects[change.id] = [
            effect for effect in found.effects[change.id] if effect.contract not in libraries
        ]

    def _between(self, provider: str, move: Move) -> Brought:
        key = provider, frozenset(move.old), frozenset(move.new)
        if key not in self._brought:
            git, history = self._files(provider).git, self._history(provider)
            self._brought[key] = (
                brought(git, history, move.old, move.new) if move.new else Brought()
            )
        return self._brought[key]

    def _main(self, provider: str) -> str:
        """Return the contract that who pins *provider* takes before all others."""
        contracts = self._contracts[provider]
        return contracts[0].contract if contracts else provider

    def _effects(
        self, place: Evidence, provider: str, move: Move, took: Brought
    ) -> Iterator[Effect]:
        main, text = self._main(provider), place.text
        surely = Confidence.GUESSED if move.unsure else Confidence.DETECTED
        if took.changes:
            yield Effect(EffectKind.ADAPTS, main, place, surely, (), took.changes)
        for source in self._contracts[provider][1:] if not move.is_package else ():
            touching = [name for name in took.changes if self._touches(name, source.contract)]
            if touching:
                kind = EffectKind.ADAPTS
                yield Effect(kind, source.contract, place, surely, (), tuple(touching))
        doubtful = took.either
        if move.unknown:
            pending = self._history(provider).changes
            doubtful = tuple(sorted(one.id for one in pending))
            where = ", ".join(sorted(map(_shown, move.unknown)))
            text = f"its pin of {provider} moves to {where}, which is not here; fetch {provider}"
        if move.floating:
            doubtful = tuple(sorted(one.id for one in self._history(provider).changes))
            where = ", ".join(sorted(move.floating))
            text = (
                f"its pin of {provider} moves to {where}, and no lock file keeps one commit of it"
            )
        if doubtful:
            place = replace(place, text=text)
            yield Effect(EffectKind.ADAPTS, main, place, Confidence.GUESSED, (), doubtful)

    def _touches(self, change: str, contract: str) -> bool:
        effects = self._effects_of.get(change, ())
        return any(effect.contract == contract for effect in effects)

    def _history(self, service: str) -> History:
        return self._reader.history(service)

    def _files(self, service: str) -> RepositoryFiles:
        return self._reader.files(service)


def _moved(service: str, change: Change, provider: str, move: Move) -> Evidence:
    shown = [", ".join(sorted(map(_shown, oids))) for oids in (move.old, move.new)]
    before = shown[0] or ("what is not here" if move.unsure else "nothing")
    text = f"its pin of {provider} moves from {before} to {shown[1]}"
    return Evidence(move.rule, text, service, change.commit, move.path, move.line)


def _shown(revision: str) -> str:
    """Return a commit's first digits; a version or a tag as it is."""
    return revision[:SHOWN] if _COMMIT.fullmatch(revision) else revision


def _is_package(source: ContractSource) -> bool:
    kind = kind_of(source.kind)
    return kind is not None and kind.access is Access.PACKAGE


def _all_pinned(service: str, direct: Mapping[str, Sequence[Pinning]]) -> list[Pinning]:
    """Return what *service* pins, and what is pinned as a submodule by what it pins.

    A package is made of the definitions that its repository pins, so who pins the one has chosen
    the others, too.
    """
    found: dict[str, Pinning] = {}
    ahead = list(direct[service])
    while ahead:
        pinning = ahead.pop(0)
        if pinning.provider == service:
            continue
        known = found.get(pinning.provider)
        looser = known is None or (pinning.floats and not known.floats)
        if looser or (known is not None and known.is_package and not pinning.is_package):
            found[pinning.provider] = pinning
            ahead += [one for one in direct.get(pinning.provider, ()) if not one.is_package]
    return [found[provider] for provider in sorted(found)]


def _unnamed(service: str, change: Change, provider: str, evidence: Evidence) -> Notice:
    text = (
        f"{change.id} moves a pin of {provider}, of which relplan.toml has no contract, so nothing"
        f' is planned of it; add [contracts.{provider}] with kind = "library",'
        f' provider = "{provider}" and detected_consumers = ["{service}"]'
    )
    return Notice(text, evidence, change.id)
