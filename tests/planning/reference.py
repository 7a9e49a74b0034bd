"""SEMANTICS.md again, as plainly as it can be said: plain search, no networkx, no shared rules.

Slow on purpose. It shares only the model's dataclasses with the planner.
"""

from itertools import product

from relplan.model.change import Change, EffectKind
from relplan.model.evidence import Confidence
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import FeatureMode, GateKind

Drawn = tuple[str, str, str, str]
"""From, to, kind, coupling."""


class Reference:
    """The plan of a snapshot under a scenario, from first principles."""

    def __init__(self, snapshot: Snapshot, scenario: Scenario, dismissed: frozenset[Drawn]) -> None:
        self.snapshot = snapshot
        self.marks = dict(scenario.marks)
        self.dismissed = dismissed
        self.changes = {change.id: change for change in snapshot.changes}
        self.contracts = {contract.name: contract for contract in snapshot.workspace.contracts}
        self.edges: list[Drawn] = []
        for change in snapshot.changes:
            self._contracts(change)
            self._history(change)
        self._features()
        self._gates()
        self.nodes = set(self.changes) | {node for edge in self.edges for node in edge[:2]}
        self.reach = {node: self._reach(node) for node in self.nodes}

    def _draw(self, drawn: Drawn, sure: bool = True) -> None:
        may_go = drawn[2] in {"trunk", "depends-on"} or not sure
        if not (may_go and drawn in self.dismissed):
            self.edges.append(drawn)

    def _touching(
        self, contract: str, *kinds: EffectKind
    ) -> list[tuple[Change, bool, tuple[str, ...]]]:
        provider = self.contracts[contract].provider
        found = []
        for change in self.snapshot.changes:
            for effect in change.effects:
                of_provider = effect.kind in (EffectKind.BREAKS, EffectKind.EXTENDS)
                right_side = of_provider == (change.service == provider)
                if effect.contract == contract and effect.kind in kinds and right_side:
                    declared = effect.confidence is Confidence.DECLARED
                    found.append((change, declared, effect.parts))
        return found

    def _keys(self, change: Change) -> set[str]:
        mode = self.snapshot.workspace.feature_mode
        if change.flag or mode is FeatureMode.OFF:
            return set()
        declared = {feature.key for feature in self.snapshot.workspace.features}
        return {
            slice_.key
            for slice_ in change.features
            if mode is FeatureMode.INFERRED
            or slice_.confidence is not Confidence.GUESSED
            or slice_.key in declared
        }

    def _depends(self, one: Change, other: Change) -> bool:
        return any(dep.ref in (other.id, *other.aliases) for dep in one.depends_on)

    def _contracts(self, change: Change) -> None:
        if change.flag:
            return
        for effect in change.effects:
            contract = self.contracts.get(effect.contract)
            if contract is None:
                continue
            mark = self.marks.get(contract.name)
            sure = effect.confidence is Confidence.DECLARED
            is_provider = change.service == contract.provider
            if effect.kind is EffectKind.ADAPTS and not is_provider and mark is not Mark.FLAGGED:
                found = self._touching(contract.name, EffectKind.BREAKS, EffectKind.EXTENDS)
                related = [
                    item
                    for item in found
                    if self._keys(change) & self._keys(item[0])
                    or self._depends(change, item[0])
                    or self._depends(item[0], change)
                ]
                bringing = [
                    item
                    for item in found
                    if effect.parts and (not item[2] or set(effect.parts) & set(item[2]))
                ]
                for target, declared, _ in related or bringing or found:
                    self._draw((change.id, target.id, "requires", contract.name), sure and declared)
            if effect.kind is EffectKind.BREAKS and is_provider and mark is None:
                self._break(change, contract, effect, sure)

    def _break(self, change, contract, effect, sure) -> None:  # type: ignore[no-untyped-def]
        answers = self._touching(contract.name, EffectKind.ADAPTS, EffectKind.TOLERATES)
        for service in ({*contract.consumers} | {item[0].service for item in answers}) - {
            contract.provider
        }:
            used = contract.parts_used_by(service)
            if used is not None and effect.parts and not set(effect.parts) & used:
                continue
            mine = [item for item in answers if item[0].service == service]
            for target, declared, _ in mine:
                self._draw((change.id, target.id, "breaks", contract.name), sure and declared)
            if not mine:
                missing = f"missing:{service}/{contract.name}"
                self._draw((change.id, missing, "breaks", contract.name), sure)

    def _history(self, change: Change) -> None:
        if change.after in self.changes:
            self._draw((change.id, change.after, "trunk", ""))
        for reversal in change.reverts:
            if reversal.agrees and reversal.change in self.changes:
                self._draw((reversal.change, change.id, "trunk", ""))
        for base in change.stacked_on:
            if base in self.changes:
                self._draw((change.id, base, "stacked", ""))
        for dependency in change.depends_on:
            ref = dependency.ref
            found = [
                other.id for other in self.snapshot.changes if ref in (other.id, *other.aliases)
            ]
            if not found and ref not in self.snapshot.shipped:
                found = ["unknown:" + ref]
            for target in found:
                if target != change.id:
                    self._draw((change.id, target, "depends-on", ""))

    def _features(self) -> None:
        for key in {key for change in self.snapshot.changes for key in self._keys(change)}:
            if self.marks.get(key) is Mark.FLAGGED:
                continue
            hub = f"feature:{key}"
            members = []
            for change in self.snapshot.changes:
                if key not in self._keys(change):
                    continue
                sure = any(
                    slice_.key == key and slice_.confidence is Confidence.DECLARED
                    for slice_ in change.features
                )
                if sure or (change.id, hub, "feature", key) not in self.dismissed:
                    members.append(change)
            if len({change.service for change in members}) > 1:
                for change in members:
                    self.edges.append((change.id, hub, "feature", key))
                    self.edges.append((hub, change.id, "feature", key))

    def _gates(self) -> None:
        for gate in self.snapshot.workspace.gates:
            if gate.passed or self.marks.get(gate.name) is Mark.WAIVED:
                continue
            for change in self.snapshot.changes:
                hub = f"gate:{gate.name}"
                if change.service in gate.services:
                    self.edges.append((change.id, hub, "gate", gate.name))
                    if gate.kind is GateKind.JOINT and change.state.done:
                        self.edges.append((hub, change.id, "gate", gate.name))

    def _reach(self, start: str) -> set[str]:
        """All that *start* reaches by one edge or more."""
        found: set[str] = set()
        todo = [start]
        while todo:
            node = todo.pop()
            for source, target, *_ in self.edges:
                if source == node and target not in found:
                    found.add(target)
                    todo.append(target)
        return found

    def together(self, one: str, other: str) -> bool:
        return one == other or (other in self.reach[one] and one in self.reach[other])

    def batches(self) -> set[frozenset[str]]:
        return {
            frozenset(other for other in self.changes if self.together(one, other))
            for one in self.changes
        }

    def done(self, node: str) -> bool:
        if node in self.changes:
            return self.changes[node].state.done
        return node.startswith("feature:")

    def blockers(self, change: str) -> set[str]:
        return {node for node in self.reach[change] - {change} if not self.done(node)}

    def prerequisites(self, change: str) -> set[str]:
        reached = self.reach[change] & set(self.changes)
        return {node for node in reached if not self.together(change, node)}

    def status(self, change: str) -> str:
        if self.blockers(change):
            return "blocked"
        if not self.done(change):
            return "unfinished"
        if self._in_lockstep(change):
            return "lockstep"
        waits_for = {name for name in self._before(change) if not self.changes[name].cancelled}
        return "ordered" if waits_for else "independent"

    def _in_lockstep(self, change: str) -> bool:
        """Tell whether more than the reverts on one main tie it to others."""
        batch = {other for other in self.nodes if self.together(change, other)}
        inside = [edge for edge in self.edges if {edge[0], edge[1]} <= batch]
        several = len(batch & set(self.changes)) > 1
        return several and any(kind not in {"trunk", "stacked"} for _, _, kind, _ in inside)

    def _before(self, change: str) -> set[str]:
        """Return the prerequisites, and those of the batch that stand before it on main."""
        found = self.prerequisites(change)
        after = self.changes[change].after
        while after in self.changes and self.together(change, after):
            found.add(after)
            after = self.changes[after].after
        return found

    def waves(self) -> dict[str, int]:
        """Raise each node's wave above those that it needs, until nothing moves any more."""
        wave = dict.fromkeys(self.nodes, 0)
        moved = True
        while moved:
            moved = False
            for source, target, kind, _ in self.edges:
                outward = not self.together(source, target)
                has_batch = any(self.together(target, change) for change in self.changes)
                step = outward and has_batch and kind not in {"trunk", "stacked"}
                if wave[source] < wave[target] + step:
                    wave[source] = wave[target] + step
                    moved = True
            for one, other in product(self.nodes, repeat=2):
                if self.together(one, other) and wave[one] < wave[other]:
                    wave[one] = wave[other]
                    moved = True
        return {change: wave[change] for change in self.changes}
