"""Rule 7: one button deploys all services of a unit, the little fix with the blocked one."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from relplan.model.change import Change
from relplan.model.counting import joined
from relplan.model.edge import Edge, EdgeKind, Given, unit_node
from relplan.model.evidence import Confidence, Evidence
from relplan.model.question import QuestionKind
from relplan.model.value import value
from relplan.model.workspace import Unit, holds_in
from relplan.planning.constraints.asking import Asking, Fact
from relplan.planning.constraints.doubts import Doubts
from relplan.planning.constraints.lines import Lines
from relplan.planning.constraints.pending import Pending


def unit_edges(known: Pending, lines: Lines, asking: Asking, doubts: Doubts) -> Iterator[Edge]:
    """Yield the edges to and from each unit's hub; a hotfix ships by itself and needs none."""
    for unit in sorted(known.workspace.units, key=lambda unit: unit.name):
        if not holds_in(known.environment, unit.environments):
            continue
        deployed = [
            change
            for service in dict.fromkeys(unit.all_services)
            for change in known.of_service.get(service, ())
            if not (change.cancelled or lines.ships_alone(change))
        ]
        groups = _groups(unit, asking) if _is_of_several(deployed) else ()
        for case in doubts.cases(deployed) if groups else ():
            yield from case.drawing(_edges([one for one in deployed if case.counts(one)], groups))


def _is_of_several(changes: Iterable[Change]) -> bool:
    """Tell whether there is anything to tie: among those of one service the trunk says it all."""
    return len({change.service for change in changes}) > 1


def _edges(changes: Collection[Change], groups: Collection["_Group"]) -> Iterator[Edge]:
    """Yield the edges; what is there for certain is not asked about once more."""
    certain: set[tuple[str, str]] = set()
    for group in groups:
        held = [change for change in changes if change.service in group.services]
        merged = {change.service for change in held if change.merged}
        for change in held if _is_of_several(held) else ():
            waits = bool(merged - {change.service})
            pairs = ((change.id, group.hub, waits), (group.hub, change.id, change.merged))
            for source, target, ties in pairs:
                if ties and (source, target) not in certain:
                    yield group.edge(source, target)
                    if not group.given:
                        certain.add((source, target))


@value()
class _Group:
    """Services of a unit, and how it is known that they are deployed together."""

    unit: str
    services: frozenset[str]
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    given: tuple[Given, ...]

    @property
    def hub(self) -> str:
        return unit_node(self.unit)

    def edge(self, source: str, target: str) -> Edge:
        rest = (self.confidence, self.evidence, self.given)
        return Edge(source, target, EdgeKind.UNIT, self.unit, *rest)


def _groups(unit: Unit, asking: Asking) -> Sequence[_Group]:
    """Return the services that a person named; with those that were seen; with all suspected."""
    found = []
    together: list[str] = []
    for confidence, services in (
        (Confidence.DECLARED, unit.services),
        (Confidence.DETECTED, unit.detected_services),
        (Confidence.GUESSED, unit.suspected_services),
    ):
        new = set(services).difference(together)
        together = sorted({*together, *new})
        if not new or len(together) < 2:
            continue
        asked = f"Does {unit.name} deploy {joined(together)} together?"
        fact = Fact(QuestionKind.UNIT, (unit.name, *together), asked, unit.seen)
        given = asking.sure(confidence, fact, (unit.name, *together))
        # What was asked about is there by a person's yes.
        known = Confidence.DECLARED if confidence is Confidence.GUESSED else confidence
        evidence = _said(unit, together) if confidence is Confidence.DECLARED else unit.seen
        found.append(_Group(unit.name, frozenset(together), known, evidence, given))
    return found


def _said(unit: Unit, services: Sequence[str]) -> tuple[Evidence, ...]:
    text = f"[units.{unit.name}] deploys {joined(services)} together"
    return (*unit.seen, Evidence(rule="unit", text=text, path="relplan.toml"))
