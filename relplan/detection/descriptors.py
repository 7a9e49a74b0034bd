"""What a consumer's change does to the interfaces that its descriptor requires."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.reading import Interface, part_of, required_in
from relplan.contracts.descriptors.shapes import Shapes
from relplan.contracts.kind import Surface
from relplan.detection.expectations import Offers
from relplan.detection.provided import Brought
from relplan.detection.versions import Read
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import DetectedUse
from relplan.model.descriptor import DescriptorShape, Ranges
from relplan.model.evidence import Confidence, Evidence
from relplan.model.finding import Severity
from relplan.sources.git.trees import Difference


@dataclass(frozen=True, slots=True)
class Refused:
    """What a consumer requires, and not in all versions that are to come."""

    uses: Sequence[DetectedUse]
    effects: Sequence[tuple[str, Effect]]
    """(change, what it breaks): of versions that only this consumer's ranges leave out."""


def descriptor_effects(
    change: Change,
    contract: str,
    offers: Offers,
    changed: Iterable[Difference],
    read: Read,
    shapes: Shapes,
) -> Iterator[Effect]:
    """Yield what *change* does about the interfaces whose required versions it moves."""
    for path, old, new in changed:
        shape = shapes.of(path)
        if shape is None:
            continue
        before, after = (_required(path, oid, read, shape) for oid in (old, new))
        for name, wanted in sorted(after.items()):
            had = before.get(name)
            if had is not None and had.version == wanted.version:
                continue
            taken = _taken_up(name, had.version if had else None, wanted, offers, shape.ranges)
            for effect, parts in taken:
                text = f"its descriptor requires {name} {wanted.version}".rstrip()
                place = (change.service, change.commit, path, wanted.line)
                evidence = Evidence("descriptor", text, *place)
                yield Effect(effect, contract, evidence, Confidence.DETECTED, parts)


def _required(path: str, oid: str, read: Read, shape: DescriptorShape) -> Mapping[str, Interface]:
    content = read(oid) if oid else None
    try:
        return required_in(path, content, shape) if content else {}
    except UnreadableError:
        return {}


def _taken_up(
    name: str, had: str | None, wanted: Interface, offers: Offers, ranges: Ranges
) -> Iterator[tuple[EffectKind, tuple[str, ...]]]:
    """Yield what requiring *wanted* means: production refused it, or a pending version *had*."""
    now, *pending = (surface.parts.get(name, ()) for surface in offers.surfaces)
    served = [
        version
        for versions in pending
        for version in versions
        if accepts(ranges, wanted.version, version)
    ]
    if not served:
        return
    if not any(accepts(ranges, wanted.version, version) for version in now):
        yield EffectKind.ADAPTS, (part_of(name, served[0]),)
    elif had is not None:
        fresh = {one for one in served if not accepts(ranges, had, one)}
        if fresh:
            yield EffectKind.TOLERATES, tuple(sorted(part_of(name, one) for one in fresh))


def refusing(
    uses: Sequence[DetectedUse], offers: Offers, brought: Sequence[Brought], shapes: Shapes
) -> Refused:
    """Return the interfaces that a consumer relies on, and not in all versions that are to come.

    Whether a version that is not understood suits it is a guess.
    """
    found: list[DetectedUse] = []
    effects: list[tuple[str, Effect]] = []
    for use in uses:
        shape = shapes.of(use.evidence.path)
        if shape is None:
            continue
        wanted = use.evidence.text.removeprefix(f"requires {use.part}").strip()
        now, *pending = (_met(use.part, wanted, one, shape.ranges) for one in offers.surfaces)
        if now is False or all(pending):
            continue  # it relies on another version already, or nothing changes for it
        unsure = False not in pending
        found.append(replace(use, confidence=Confidence.GUESSED) if unsure else use)
        refused = {
            version
            for version, surface in zip(offers.versions, offers.surfaces, strict=True)
            if _met(use.part, wanted, surface, shape.ranges) is False
        }
        leaving = [one for one in brought if one.version in refused]
        effects += _left_out(use, wanted, leaving, shape.ranges)
    return Refused(found, effects)


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
