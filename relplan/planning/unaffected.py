"""Who need not adapt to a change that breaks a contract: it uses other parts only, or pins it."""

from collections.abc import Iterator

from relplan.model.change import EffectKind
from relplan.model.plan import Unaffected
from relplan.model.workspace import uses_meet
from relplan.planning.plan import Plan


def unaffected(plan: Plan, change: str) -> Iterator[Unaffected]:
    """Yield those who take what *change* breaks by a pin, or are known to use none of it."""
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
            pin = consuming.only_pinned(contract, consumer)
            if pin is not None:
                yield Unaffected(consumer, name, broken, (), pin)
                continue
            used = consuming.all_used(contract, consumer)
            if used is not None and not any(uses_meet(used, one.parts) for one in effects):
                yield Unaffected(consumer, name, broken, used)
