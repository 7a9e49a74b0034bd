"""What ties the pending changes of a snapshot together, as things a person can mark."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from relplan.model.advice import USUAL, Advice
from relplan.model.edge import Cause, Edge
from relplan.model.scenario import CouplingKind, Mark
from relplan.model.value import value
from relplan.model.workspace import Contract, Gate, GateKind, Unit
from relplan.planning.graph import NeedsGraph


@value()
class Coupling:
    """A contract, a feature, a gate or a unit."""

    name: str
    kind: CouplingKind
    services: tuple[str, ...]
    """The services that it ties: a contract's provider and consumers, a gate's, a feature's,
    a unit's."""
    edges: int
    """How many edges it draws, unmarked."""
    changes: int
    """How many pending changes those edges touch."""
    contract: Contract | None = None
    """The contract that it is, if any."""
    gate: Gate | None = None
    """The gate that it is, if any."""
    unit: Unit | None = None
    """The unit that it is, if any."""

    @property
    def provider(self) -> str:
        """Who provides the contract; empty for all else."""
        return self.contract.provider if self.contract is not None else ""

    @property
    def advice(self) -> Advice:
        """What a contract's kind says of decoupling it."""
        return self.contract.advice if self.contract is not None else USUAL

    @property
    def is_joint(self) -> bool:
        """Whether it is a gate that runs on all of its services together."""
        return self.gate is not None and self.gate.kind is GateKind.JOINT

    @property
    def detail(self) -> str:
        """The kind of contract or gate, to be shown; empty for a feature or unit."""
        if self.gate is not None:
            return self.gate.kind.value + (", passed" if self.gate.passed else "")
        return self.contract.kind if self.contract is not None else ""

    @property
    def cause(self) -> Cause:
        """Why it holds changes together."""
        return _CAUSES[self.kind]

    @property
    def furthest(self) -> Mark:
        """The mark that takes all of its edges away."""
        return self.kind.marks[-1]


_CAUSES = {
    CouplingKind.CONTRACT: Cause.TIGHT_COUPLING,
    CouplingKind.FEATURE: Cause.HORIZONTAL_SLICING,
    CouplingKind.GATE: Cause.UNDONE_WORK,
    CouplingKind.UNIT: Cause.UNDONE_WORK,
}


Answers = frozenset[tuple[str, str]]


@lru_cache(maxsize=1)  # marks change nothing about them, and each mark asks for them
def couplings(graph: NeedsGraph, answers: Answers = frozenset()) -> tuple[Coupling, ...]:
    """Return all couplings, those that draw most edges by these *answers* first."""
    found = [
        *_contracts(graph, answers),
        *_features(graph, answers),
        *_gates(graph),
        *_units(graph, answers),
    ]
    return tuple(sorted(found, key=lambda coupling: (-coupling.edges, coupling.name)))


def tied_by_contracts(
    contracts: Iterable[Contract], services: Collection[str]
) -> dict[str, frozenset[str]]:
    """Return those *contracts* of which two or more of *services* are sides, and who these are."""
    found = {}
    for contract in contracts:
        sides = {contract.provider, *contract.consumers, *contract.detected_consumers}
        if len(sides & set(services)) > 1:
            found[contract.name] = frozenset(sides & set(services))
    return found


def _contracts(graph: NeedsGraph, answers: Answers) -> Iterable[Coupling]:
    for contract in graph.snapshot.workspace.contracts:
        edges = graph.of_coupling(contract.name, answers)
        services = {contract.provider, *contract.consumers, *contract.detected_consumers}
        services |= _services(graph, edges)
        yield Coupling(
            name=contract.name,
            kind=CouplingKind.CONTRACT,
            contract=contract,
            services=tuple(sorted(services)),
            edges=len(edges),
            changes=len(_changes(graph, edges)),
        )


def _features(graph: NeedsGraph, answers: Answers) -> Iterable[Coupling]:
    declared = {feature.key for feature in graph.snapshot.workspace.features}
    for key in sorted(declared | graph.constraints.pending.slices.keys()):
        edges = graph.of_coupling(key, answers)
        if not edges and key not in declared:
            continue  # a key in one service only, or one that only suggests, ties nothing
        yield Coupling(
            name=key,
            kind=CouplingKind.FEATURE,
            services=tuple(sorted(_services(graph, edges))),
            edges=len(edges),
            changes=len(_changes(graph, edges)),
        )


def _gates(graph: NeedsGraph) -> Iterable[Coupling]:
    for gate in graph.snapshot.workspace.gates:
        edges = graph.of_coupling(gate.name)
        yield Coupling(
            name=gate.name,
            kind=CouplingKind.GATE,
            gate=gate,
            services=tuple(sorted(gate.services)),
            edges=len(edges),
            changes=len(_changes(graph, edges)),
        )


def _units(graph: NeedsGraph, answers: Answers) -> Iterable[Coupling]:
    for unit in graph.snapshot.workspace.units:
        edges = graph.of_coupling(unit.name, answers)
        known = (*unit.services, *unit.detected_services)  # the suspected ones by a yes alone
        yield Coupling(
            name=unit.name,
            kind=CouplingKind.UNIT,
            unit=unit,
            services=tuple(sorted({*known, *_services(graph, edges)})),
            edges=len(edges),
            changes=len(_changes(graph, edges)),
        )


def _changes(graph: NeedsGraph, edges: Iterable[Edge]) -> set[str]:
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    return ends & graph.changes.keys()


def _services(graph: NeedsGraph, edges: Iterable[Edge]) -> set[str]:
    return {graph.changes[change].service for change in _changes(graph, edges)}
