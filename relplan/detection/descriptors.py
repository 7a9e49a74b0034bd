"""What a consumer's change does to the interfaces that its descriptor requires."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.reading import part_of, required_by
from relplan.contracts.descriptors.shapes import Shapes
from relplan.contracts.kind import Surface, Use
from relplan.detection.expectations import Offers
from relplan.detection.provided import Brought
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import DetectedUse
from relplan.model.descriptor import Ranges
from relplan.model.evidence import Confidence, Evidence
from relplan.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Refused:
    """What a consumer requires, and not in all versions that are to come."""

    uses: Sequence[DetectedUse]
    effects: Sequence[tuple[str, Effect]]
    """(change, what it breaks): of versions that only this consumer's ranges leave out."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Versions of an interface, of which one file requires any."""

    ranges: Ranges
    versions: str

    def accepts(self, version: str) -> bool | None:
        return accepts(self.ranges, self.versions, version)


def descriptor_effects(
    change: Change,
    contract: str,
    offers: Offers,
    sides: tuple[Iterable[Use], Iterable[Use], Iterable[Use]],
    shapes: Shapes,
) -> Iterator[Effect]:
    """Yield what *change* does about the interfaces whose required versions it moves.

    *sides*: what all files of the consumer require before it, after it, and in production. As long
    as one of them refuses a version, the consumer does. What comes to require what production does
    takes up nothing: a release branch that is merged back in one commit, say.
    """
    before, after, running = (_by_name(uses, shapes) for uses in sides)
    for name in sorted(before.keys() | after.keys()):
        had, wanted = before.get(name, {}), after.get(name, {})
        if wanted.keys() in (had.keys(), running.get(name, {}).keys()):
            continue
        offered = [surface.parts.get(name, ()) for surface in offers.surfaces]
        evidence = _moved(change, name, had, wanted)
        for effect, versions in _taken_up([*had], [*wanted], offered):
            parts = {part_of(name, version) for version in versions}
            if not wanted:
                parts.add(name)  # all of it may go
            yield Effect(effect, contract, evidence, Confidence.DETECTED, tuple(sorted(parts)))


def _moved(
    change: Change, name: str, had: Mapping[_Wanted, Use], wanted: Mapping[_Wanted, Use]
) -> Evidence:
    """Say what is required anew, else what no more."""
    place = change.service, change.commit
    fresh = [*wanted.keys() - had.keys()]
    if fresh:
        use = min(wanted[one] for one in fresh)
        return Evidence("descriptor", f"its descriptor {use.text}", *place, use.path, use.line)
    use = min(had[one] for one in had.keys() - wanted.keys())
    return Evidence("descriptor", f"its descriptor no longer {use.text}", *place, use.path)


def _by_name(uses: Iterable[Use], shapes: Shapes) -> Mapping[str, Mapping[_Wanted, Use]]:
    """Return what is required of each interface, and the first place that says so."""
    found: dict[str, dict[_Wanted, Use]] = {}
    for use in sorted(uses):
        shape = shapes.of(use.path)
        if shape is not None:
            wanted = _Wanted(shape.ranges, required_by(use.part, use.text))
            found.setdefault(use.part, {}).setdefault(wanted, use)
    return found


def _taken_up(
    had: Sequence[_Wanted], wanted: Sequence[_Wanted], offered: Sequence[Sequence[str]]
) -> Iterator[tuple[EffectKind, Collection[str]]]:
    """Yield what requiring *wanted* means, by the versions that are taken up, or let in.

    Production refused it, or a pending version what it *had*; *offered*: production's versions,
    then those to come.
    """
    now, *pending = offered
    serving = [versions for versions in pending if _suits(wanted, versions)]
    if not serving:
        return
    served = [version for versions in serving for version in versions]
    missing = [one for one in wanted if not _suits([one], now)]
    if missing:
        yield EffectKind.ADAPTS, [next(one for one in served if missing[0].accepts(one))]
        return
    fresh = {
        version
        for version in served
        if all(one.accepts(version) for one in wanted)
        and not all(one.accepts(version) for one in had)
    }
    if fresh or (not wanted and not all(_suits(had, versions) for versions in pending)):
        yield EffectKind.TOLERATES, fresh


def _suits(wanted: Iterable[_Wanted], versions: Sequence[str]) -> bool:
    """Tell whether each of those who want any gets one of *versions*."""
    return all(any(one.accepts(version) for version in versions) for one in wanted)


def refusing(
    uses: Sequence[DetectedUse], offers: Offers, brought: Sequence[Brought], shapes: Shapes
) -> Refused:
    """Return the interfaces that a consumer relies on, and not in all versions that are to come.

    Whether a version that is not understood suits it is a guess.
    """
    found: dict[str, DetectedUse] = {}
    effects: dict[tuple[str, tuple[str, ...]], Effect] = {}
    for use in uses:
        shape = shapes.of(use.evidence.path)
        if shape is None:
            continue
        wanted = required_by(use.part, use.evidence.text)
        met = [_met(use.part, wanted, surface, shape.ranges) for surface in offers.surfaces]
        if met[0] is False or all(met[1:]):
            continue  # it relies on another version already, or nothing changes for it
        confidence = use.confidence if False in met[1:] else Confidence.GUESSED
        suits = dict(zip(offers.versions, met, strict=True))
        leaving = [one for one in brought if not suits.get(one.version)]
        parts = _refused(use.part, wanted, leaving, shape.ranges)
        if not parts or any(use.part not in surface.parts for surface in offers.surfaces):
            parts.add(use.part)  # all of it goes
        for part in sorted(parts):
            told = replace(use, part=part, confidence=confidence)
            known = found.setdefault(part, told)
            if told.confidence.rank < known.confidence.rank:
                found[part] = told  # another file tells more surely
        for change, effect in _left_out(use, wanted, leaving, shape.ranges):
            effects.setdefault((change, effect.parts), effect)
    return Refused([*found.values()], [(change, one) for (change, _), one in effects.items()])


def _refused(name: str, wanted: str, leaving: Iterable[Brought], ranges: Ranges) -> set[str]:
    """Return the versions that do not suit, as parts: who refuses 2.0 may well take 1.4."""
    touched = {part for one in leaving for found in one.findings for part in found.parts}
    return {
        part
        for part in touched
        if part.startswith(f"{name} ")
        and not accepts(ranges, wanted, part.removeprefix(f"{name} "))
    }


def _met(name: str, wanted: str, surface: Surface, ranges: Ranges) -> bool | None:
    """Tell whether any version that is offered is one of those *wanted*."""
    told = [accepts(ranges, wanted, version) for version in surface.parts.get(name, ())]
    return True if True in told else None if None in told else False


def _left_out(
    use: DetectedUse, wanted: str, brought: Sequence[Brought], ranges: Ranges
) -> Iterator[tuple[str, Effect]]:
    """Yield where a version comes that *wanted* leaves out, though by itself it breaks nobody.

    What comes after a break of the line breaks nobody anew.
    """
    for one in sorted(brought, key=lambda one: not one.change.merged):
        told = [*_told(use, wanted, one, ranges)]
        yield from ((one.change.id, effect) for effect in told if effect)
        if told and one.change.merged:
            return


def _told(
    use: DetectedUse, wanted: str, brought: Brought, ranges: Ranges
) -> Iterator[Effect | None]:
    """Yield each break of what is used that *brought* makes; None: its comparison tells it."""
    if any(
        finding.part == use.part and finding.severity is Severity.BREAKING
        for finding in brought.findings
    ):
        yield None
        return
    for finding in brought.findings:
        name, _, version = finding.part.rpartition(" ")
        if name == use.part and accepts(ranges, wanted, version) is False:
            text = f"{finding.text}, and {use.consumer} requires {wanted}"
            place = (brought.change.service, brought.change.commit, finding.path, finding.line)
            evidence = Evidence(finding.rule, text, *place)
            parts = (use.part, finding.part)
            yield Effect(EffectKind.BREAKS, use.contract, evidence, Confidence.DETECTED, parts)
