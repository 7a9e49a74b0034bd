"""What goes out breaks, and for whom: each consumer with what becomes of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.edge import MISSING, Edge, EdgeKind, is_change
from relplan.model.evidence import Confidence
from relplan.model.notes import Affected, Break, Fate
from relplan.model.question import NO, YES
from relplan.model.scenario import Mark
from relplan.model.workspace import Contract, uses_meet
from relplan.planning.flags import flags_of
from relplan.planning.plan import Plan

_OF_MARK = {Mark.VERSIONED: Fate.VERSIONED, Mark.FLAGGED: Fate.FLAGGED}


class Breaking:
    """Looks up what changes of one plan break."""

    def __init__(self, plan: Plan) -> None:
        """Index the edges of *plan*'s breaks, whatever is marked, dismissed or answered."""
        self._plan = plan
        self._consuming = plan.graph.constraints.consuming
        self._contracts = plan.graph.constraints.pending.contracts
        self._answers = dict(plan.scenario.answers)
        self._edges: dict[tuple[str, str], list[Edge]] = defaultdict(list)
        for edge in plan.graph.edges:
            if edge.kind is EdgeKind.BREAKS and self._may_stand(edge):
                self._edges[edge.source, edge.coupling].append(edge)

    def of(self, change: Change) -> Iterator[Break]:
        """Yield what *change* breaks, one of each contract."""
        by_contract: dict[str, list[Effect]] = defaultdict(list)
        for effect in sorted(change.effects):
            if effect.kind is EffectKind.BREAKS and self._counts(change, effect):
                by_contract[effect.contract].append(effect)
        for name, effects in by_contract.items():
            yield Break(
                change.id,
                name,
                tuple(dict.fromkeys(effect.parts[0] for effect in effects if effect.parts)),
                tuple(effect.evidence for effect in effects),
                tuple(self._consumers(change, self._contracts[name], effects)),
            )

    def _counts(self, change: Change, effect: Effect) -> bool:
        """Tell whether an effect is a break that production will see.

        What a later change of the line brings back is not: the two go out together. A guess is
        one where answers have drawn an edge for it.
        """
        contract = self._contracts.get(effect.contract)
        if contract is None or contract.provider != change.service:
            return False
        back = filter(None, map(self._plan.changes.get, effect.brings))
        if any(not one.cancelled and one.flag is None for one in back):
            return False
        if effect.confidence is not Confidence.GUESSED:
            return True
        edges = self._edges.get((change.id, effect.contract), ())
        return any(effect.evidence in edge.evidence and not self._asked(edge) for edge in edges)

    def _consumers(
        self, change: Change, contract: Contract, effects: Sequence[Effect]
    ) -> Iterator[Affected]:
        edges: dict[str, list[Edge]] = defaultdict(list)
        for edge in self._edges.get((change.id, contract.name), ()):
            edges[self._consumer_of(edge)].append(edge)
        edges.pop(change.service, None)  # what brings something back
        for service in sorted({*self._consuming.services(contract), *edges}):
            found = edges.get(service)
            mark = self._plan.scenario.mark_of(contract.name)
            if not found:
                yield self._untouched(change, contract, service, effects)
            elif mark in _OF_MARK:
                yield Affected(service, _OF_MARK[mark])
            else:
                yield self._touched(service, found)

    def _untouched(
        self, change: Change, contract: Contract, service: str, effects: Iterable[Effect]
    ) -> Affected:
        """Tell why no edge leads to what a consumer does about a break."""
        pin = self._consuming.only_pinned(contract, service)
        if pin is not None:
            place = f"{pin.path}:{pin.line}" if pin.line else pin.path
            return Affected(service, Fate.PINNED, tuple(filter(None, (place, pin.text))))
        used = self._consuming.all_used(contract, service)
        if used is not None and not any(uses_meet(used, effect.parts) for effect in effects):
            return Affected(service, Fate.SPARED, used)
        # What is dark breaks none, whoever uses it; else a person said that this consumer does not.
        is_dark = bool(flags_of(self._plan, change.id))
        return Affected(service, Fate.FLAGGED if is_dark else Fate.SPARED)

    def _touched(self, service: str, edges: Iterable[Edge]) -> Affected:
        """Tell what the edges to one consumer come to; the worst of it counts."""
        left = [edge for edge in edges if edge.fingerprint not in self._plan.scenario.dismissals]
        if not left:
            return Affected(service, Fate.DISMISSED)
        missing = [edge for edge in left if not is_change(edge.target)]
        if any(not self._asked(edge) for edge in missing):
            return Affected(service, Fate.MISSING)
        sure = [edge for edge in left if not self._asked(edge)]
        if sure and not missing:
            return Affected(service, Fate.ADAPTED, tuple(sorted({edge.target for edge in sure})))
        asked = {question for edge in left for question in self._asked(edge)}
        return Affected(service, Fate.ASKED, tuple(sorted(asked)))

    def _asked(self, edge: Edge) -> set[str]:
        """Return the questions that *edge* rests on and nobody has answered."""
        return {one.question for one in edge.given} - self._answers.keys()

    def _may_stand(self, edge: Edge) -> bool:
        """Tell whether no answer rules *edge* out."""
        return all(
            self._answers.get(one.question) in (None, YES if one.answer else NO)
            for one in edge.given
        )

    def _consumer_of(self, edge: Edge) -> str:
        if is_change(edge.target):
            return self._plan.changes[edge.target].service
        return edge.target.removeprefix(MISSING).partition("/")[0]
