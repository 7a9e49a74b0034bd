"""Who need not adapt to a change that breaks a contract, since it uses other parts only."""

from collections.abc import Iterator

from relplan.model.change import EffectKind
from relplan.model.plan import Spared
from relplan.model.workspace import uses_meet
from relplan.planning.plan import Plan


def spared(plan: Plan, change: str) -> Iterator[Spared]:
    """Yield the consumers of whom it is known all that they use, none of which *change* breaks."""
    found = plan.changes[change]
    known = plan.graph.constraints.pending
    breaks = [effect for effect in found.effects if effect.kind is EffectKind.BREAKS]
    for name in sorted({effect.contract for effect in breaks} & known.contracts.keys()):
        contract = known.contracts[name]
        if found.flag or contract.provider != found.service:
            continue
        effects = [effect for effect in breaks if effect.contract == name]
        broken = tuple(sorted({part for effect in effects for part in effect.parts}))
        consuming = plan.graph.constraints.consuming
        for consumer in sorted(consuming.services(contract)):
            used = consuming.all_used(contract, consumer)
            if used is not None and not any(uses_meet(used, one.parts) for one in effects):
                yield Spared(consumer, name, broken, used)
