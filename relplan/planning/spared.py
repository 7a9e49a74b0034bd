"""Who need not adapt to a change that breaks a contract, since it uses other parts only."""

from collections.abc import Iterator

from relplan.model.change import EffectKind
from relplan.model.plan import Spared
from relplan.planning.plan import Plan


def spared(plan: Plan, change: str) -> Iterator[Spared]:
    """Yield the consumers whom *change* would block on if they used what it breaks, sorted."""
    found = plan.changes[change]
    known = plan.graph.constraints.pending
    breaks = [effect for effect in found.effects if effect.kind is EffectKind.BREAKS]
    for name in sorted({effect.contract for effect in breaks} & known.contracts.keys()):
        contract = known.contracts[name]
        if found.flag or contract.provider != found.service:
            continue
        effects = [effect for effect in breaks if effect.contract == name]
        broken = tuple(sorted({part for effect in effects for part in effect.parts}))
        for consumer in sorted(contract.consumers):
            if not any(contract.affects(consumer, effect.parts) for effect in effects):
                used = contract.parts_used_by(consumer) or ()
                yield Spared(consumer, name, broken, tuple(sorted(used)))
