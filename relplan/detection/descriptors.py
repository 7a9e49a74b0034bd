"""What a consumer's change does to the interfaces that its descriptor requires."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors.reading import (
    Interface,
    accepts,
    part_of,
    required_in,
)
from relplan.contracts.kind import Analyzer
from relplan.detection.expectations import Offers
from relplan.detection.versions import Read
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Confidence, Evidence
from relplan.sources.git.trees import Difference


def descriptor_effects(
    change: Change,
    contract: str,
    offers: Offers,
    changed: Iterable[Difference],
    read: Read,
    analyzer: Analyzer,
) -> Iterator[Effect]:
    """Yield what *change* does about the interfaces whose required versions it moves."""
    for path, old, new in changed:
        if not analyzer.is_file(path):
            continue
        before, after = (_required(path, oid, read) for oid in (old, new))
        for name, wanted in sorted(after.items()):
            had = before.get(name)
            if had is not None and had.version == wanted.version:
                continue
            for effect, parts in _taken_up(name, had.version if had else "", wanted, offers):
                text = f"its descriptor requires {name} {wanted.version}"
                place = (change.service, change.commit, path, wanted.line)
                evidence = Evidence("descriptor", text, *place)
                yield Effect(effect, contract, evidence, Confidence.DETECTED, parts)


def _required(path: str, oid: str, read: Read) -> Mapping[str, Interface]:
    content = read(oid) if oid else None
    try:
        return required_in(path, content) if content else {}
    except UnreadableError:
        return {}


def _taken_up(
    name: str, had: str, wanted: Interface, offers: Offers
) -> Iterator[tuple[EffectKind, tuple[str, ...]]]:
    """Yield what requiring *wanted* means: production refused it, or a pending version *had*."""
    offered = [surface.parts.get(name, ("",))[0] for surface in offers.surfaces]
    served = [version for version in offered[1:] if accepts(wanted.version, version)]
    if not any(offered) or not served:
        return
    if not accepts(wanted.version, offered[0]):
        yield EffectKind.ADAPTS, (part_of(name, served[0]),)
    elif fresh := [version for version in served if had and not accepts(had, version)]:
        yield EffectKind.TOLERATES, tuple(sorted({part_of(name, one) for one in fresh}))


def refusing(uses: Sequence[DetectedUse], offers: Offers) -> list[DetectedUse]:
    """Return the interfaces that a consumer relies on, and not in all versions that are to come."""
    found = []
    for use in uses:
        wanted = use.evidence.text.removeprefix(f"requires {use.part} ")
        now, *pending = (surface.parts.get(use.part, ("",))[0] for surface in offers.surfaces)
        met = accepts(wanted, now) is not False  # else it relies on another version already
        if met and not all(accepts(wanted, version) for version in pending):
            found.append(use)
    return found
