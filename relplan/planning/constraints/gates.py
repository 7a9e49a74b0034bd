"""Rule 4: the process steps that changes wait for."""

from collections.abc import Iterator
from itertools import chain

from relplan.model.edge import Edge, EdgeKind, gate_node
from relplan.model.evidence import Evidence
from relplan.model.workspace import Gate, GateKind, holds_in
from relplan.planning.constraints.pending import Pending


def gate_edges(known: Pending) -> Iterator[Edge]:
    """Yield the edges of every gate that is still open."""
    for gate in sorted(known.workspace.gates, key=lambda gate: gate.name):
        if not gate.passed and holds_in(known.environment, gate.environments):
            yield from _edges_of(gate, known)


def _edges_of(gate: Gate, known: Pending) -> Iterator[Edge]:
    hub = gate_node(gate.name)
    evidence = (_evidence(gate),)
    held = (known.of_service.get(service, ()) for service in dict.fromkeys(gate.services))
    for change in chain.from_iterable(held):
        yield Edge(change.id, hub, EdgeKind.GATE, gate.name, evidence=evidence)
        # The candidates of a joint test go through it together; what is in progress is none yet.
        if gate.kind is GateKind.JOINT and change.state.done:
            yield Edge(hub, change.id, EdgeKind.GATE, gate.name, evidence=evidence)


def _evidence(gate: Gate) -> Evidence:
    by = f" by {gate.team}" if gate.team else ""
    services = ", ".join(sorted(gate.services))
    text = f"[gates.{gate.name}] {gate.kind}{by} over {services}, not passed"
    return Evidence(rule=f"{gate.kind}-gate", text=text, path="relplan.toml")
