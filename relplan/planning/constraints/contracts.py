"""Rules 1 and 2: what a contract ties together."""

from collections.abc import Iterable, Iterator

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.edge import Edge, EdgeKind, missing_node
from relplan.model.evidence import Evidence, weakest
from relplan.model.workspace import Contract, parts_meet
from relplan.planning.constraints.history import Resolver
from relplan.planning.constraints.pending import OF_PROVIDER, Pending

Touch = tuple[Change, Effect]


def contract_edges(known: Pending, resolver: Resolver) -> Iterator[Edge]:
    """Yield the requires and breaks edges of every contract."""
    for name, touches in known.effects.items():
        contract = known.contracts[name]
        yield from _requires(known, resolver, touches)
        yield from _breaks(contract, touches)


def _requires(known: Pending, resolver: Resolver, touches: tuple[Touch, ...]) -> Iterator[Edge]:
    """``a adapts K``: a needs the pending changes of K's provider that break or extend it.

    Where a shares a feature or a ``Depends-On`` with some of them, only those; else, where it is
    known which parts a takes up, only those that bring one of these.
    """
    brought = [touch for touch in touches if touch[1].kind in OF_PROVIDER]
    for change, effect in touches:
        if effect.kind is not EffectKind.ADAPTS or change.flag:
            continue
        related = [touch for touch in brought if _related(known, resolver, change, touch[0])]
        for target, cause in related or _bringing(effect, brought) or brought:
            yield _edge(EdgeKind.REQUIRES, (change, effect), target.id, cause)


def _bringing(effect: Effect, brought: Iterable[Touch]) -> list[Touch]:
    """Return those that bring a part which *effect* names, or may: not all say what they bring."""
    return [
        touch
        for touch in brought
        if effect.parts
        and (
            not touch[1].parts
            or any(parts_meet(one, other) for one in effect.parts for other in touch[1].parts)
        )
    ]


def _related(known: Pending, resolver: Resolver, one: Change, other: Change) -> bool:
    if known.keys_of(one) & known.keys_of(other):
        return True
    return resolver.names(one, other) or resolver.names(other, one)


def _breaks(contract: Contract, touches: tuple[Touch, ...]) -> Iterator[Edge]:
    """``p breaks K``: p needs the adaptations of every affected consumer, begun or missing."""
    adaptations: dict[str, list[Touch]] = {service: [] for service in contract.consumers}
    for touch in touches:
        if touch[1].kind not in OF_PROVIDER:
            # A service that adapts a contract consumes it, whether or not somebody declared it.
            adaptations.setdefault(touch[0].service, []).append(touch)
    adaptations.pop(contract.provider, None)
    for change, effect in touches:
        if effect.kind is not EffectKind.BREAKS or change.flag:
            continue
        for service, found in sorted(adaptations.items()):
            if not contract.affects(service, effect.parts):
                continue
            for target, cause in found:
                yield _edge(EdgeKind.BREAKS, (change, effect), target.id, cause)
            if not found:
                missing = missing_node(service, contract.name)
                yield _edge(EdgeKind.BREAKS, (change, effect), missing)


def _edge(kind: EdgeKind, source: Touch, target: str, cause: Effect | None = None) -> Edge:
    change, own = source
    evidence: tuple[Evidence, ...] = (own.evidence,)
    confidence = own.confidence
    if cause is not None:
        evidence = (own.evidence, cause.evidence)
        confidence = weakest(own.confidence, cause.confidence)
    return Edge(change.id, target, kind, own.contract, confidence, evidence)
