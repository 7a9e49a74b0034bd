"""What a mark costs: days of work, a default for each kind of coupling."""

from relplan.model.scenario import CouplingKind, Mark
from relplan.model.workspace import GateKind, Workspace
from relplan.planning.couplings import Coupling

# Orders of magnitude to compare couplings by, meant to be overridden in relplan.toml. A flag has to
# be obeyed by the provider and by each of its consumers, and takes away more than two versions, of
# which a contract's kind says what they take: were it cheaper nobody would ever version anything.
_FLAG_ON_TOP = 2.0
_FLAGGED_FEATURE = 3.0
_SPLIT = 3.0
_WAIVED = {GateKind.APPROVAL: 3.0, GateKind.JOINT: 10.0}


class Efforts:
    """The days that each mark costs in one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at what *workspace* says; where it says nothing a default holds."""
        self._contracts = {contract.name: contract for contract in workspace.contracts}
        self._features = {feature.key: feature for feature in workspace.features}
        self._gates = {gate.name: gate for gate in workspace.gates}
        self._units = {unit.name: unit for unit in workspace.units}

    def days(self, coupling: Coupling, mark: Mark) -> float:
        """Return what it costs to make *mark* true of *coupling*, in days."""
        if coupling.kind is CouplingKind.CONTRACT:
            return self._of_contract(coupling.name, mark)
        if coupling.kind is CouplingKind.FEATURE:
            feature = self._features.get(coupling.name)
            own = feature.flagged_effort_days if feature else None
            return _FLAGGED_FEATURE if own is None else own
        if coupling.kind is CouplingKind.UNIT:
            own = self._units[coupling.name].split_effort_days
            return _SPLIT if own is None else own
        gate = self._gates[coupling.name]
        own = gate.waived_effort_days
        return _WAIVED[gate.kind] if own is None else own

    def _of_contract(self, name: str, mark: Mark) -> float:
        contract = self._contracts[name]
        usual = contract.advice.versioned_effort_days
        if mark is Mark.VERSIONED:
            own = contract.versioned_effort_days
        else:
            own, usual = contract.flagged_effort_days, usual + _FLAG_ON_TOP
        return usual if own is None else own
