"""A snapshot made ready for the rules: indexed, and rid of what they must not see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from relplan.model.change import Change, Effect, EffectKind, FeatureSlice
from relplan.model.evidence import Confidence
from relplan.model.nearest import meant
from relplan.model.scan import Notice
from relplan.model.snapshot import Snapshot
from relplan.model.value import value
from relplan.model.workspace import Contract, FeatureMode, Workspace
from relplan.planning.constraints.issue_keys import with_plausible_keys

OF_PROVIDER = (EffectKind.BREAKS, EffectKind.EXTENDS)

Touch = tuple[Change, Effect]
EffectsOf = Mapping[str, tuple[Touch, ...]]
SlicesOf = Mapping[str, Mapping[str, tuple[Change, FeatureSlice]]]


@value()
class Pending:
    """What the rules look at."""

    workspace: Workspace
    changes: Mapping[str, Change]
    """By id, sorted."""
    of_service: Mapping[str, Sequence[Change]]
    """Those of each service that has any, by id."""
    reverting: Sequence[Change]
    """Those that revert any, by id: few do."""
    depending: Sequence[Change]
    """Those that say what they depend on, by id: few do."""
    contracts: Mapping[str, Contract]
    effects: EffectsOf
    """By contract; only known contracts, and each effect on the side that it belongs to."""
    slices: SlicesOf
    """By feature, then by change; changes that ship dark belong to none."""
    environment: str
    """For which it is planned."""
    shipped: frozenset[str]
    mains: Mapping[str, str]
    """The name of each service's main branch."""
    notices: tuple[Notice, ...]

    def keys_of(self, change: Change) -> frozenset[str]:
        """Return the features that *change* is a slice of for certain."""
        if not change.features:
            return frozenset()
        found = (self.slices.get(slice_.key, {}).get(change.id) for slice_ in change.features)
        return frozenset(
            one[1].key for one in found if one and one[1].confidence is not Confidence.GUESSED
        )


def pending(snapshot: Snapshot) -> Pending:
    """Index *snapshot*, in an order that does not depend on its own."""
    changes = with_plausible_keys(
        sorted(snapshot.changes, key=attrgetter("id")), snapshot.workspace
    )
    contracts = {contract.name: contract for contract in snapshot.workspace.contracts}
    notices: list[Notice] = []
    effects = _effects(changes, contracts, notices)
    slices = _slices(changes, snapshot.workspace, notices)
    of_service: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        of_service[change.service].append(change)
    return Pending(
        workspace=snapshot.workspace,
        changes={change.id: change for change in changes},
        of_service=dict(of_service),
        reverting=[change for change in changes if change.reverts],
        depending=[change for change in changes if change.depends_on],
        contracts=contracts,
        effects=effects,
        slices=slices,
        environment=snapshot.environment,
        shipped=snapshot.shipped,
        mains=snapshot.mains,
        notices=tuple(sorted(set(notices), key=_notice_order)),
    )


def _notice_order(notice: Notice) -> tuple[str, str]:
    return notice.text, repr(notice.evidence)


def _effects(
    changes: Iterable[Change], contracts: Mapping[str, Contract], notices: list[Notice]
) -> EffectsOf:
    found: dict[str, list[tuple[Change, Effect]]] = defaultdict(list)
    misplaced: list[tuple[tuple[str, str, EffectKind], Notice]] = []
    for change in changes:
        for effect in sorted(change.effects) if change.effects else ():
            problem = _problem(change, effect, contracts)
            if problem:
                said = (change.commit, effect.contract, effect.kind)
                misplaced.append((said, Notice(problem, effect.evidence)))
            else:
                found[effect.contract].append((change, effect))
    # What one commit of a monorepo says of one of its services is no mistake about the others.
    placed = {
        (change.commit, name, effect.kind)
        for name, pairs in found.items()
        for change, effect in pairs
    }
    notices.extend(notice for said, notice in misplaced if said not in placed)
    return {name: tuple(pairs) for name, pairs in sorted(found.items())}


def _problem(change: Change, effect: Effect, contracts: Mapping[str, Contract]) -> str:
    """Say why *effect* cannot be what it says; empty: it can."""
    contract = contracts.get(effect.contract)
    if contract is None:
        guess = meant(effect.contract, contracts, "declare it in relplan.toml")
        return f"{change.id} {effect.kind} '{effect.contract}', which is no contract; {guess}"
    provides = contract.provider == change.service
    if effect.kind in OF_PROVIDER and not provides:
        return (
            f"{change.id} says that it {effect.kind} '{contract.name}',"
            f" which {contract.provider} provides, not {change.service}: ignored"
        )
    if effect.kind not in OF_PROVIDER and provides:
        return (
            f"{change.id} says that it {effect.kind} '{contract.name}',"
            f" which its own service provides: ignored"
        )
    return ""


def names_taken(workspace: Workspace) -> set[str]:
    """Return the names of the other couplings, which no feature can have."""
    taken = {contract.name for contract in workspace.contracts}
    taken.update(gate.name for gate in workspace.gates)
    taken.update(unit.name for unit in workspace.units)
    return taken


def _slices(changes: Iterable[Change], workspace: Workspace, notices: list[Notice]) -> SlicesOf:
    taken = names_taken(workspace)
    found: dict[str, dict[str, tuple[Change, FeatureSlice]]] = defaultdict(dict)
    for change, slice_ in _candidates(changes, workspace):
        if slice_.key in taken:
            text = f"{change.id} names feature '{slice_.key}', which is another coupling's name"
            notices.append(Notice(f"{text}: ignored; rename one of them", slice_.evidence))
            continue
        known = found[slice_.key].get(change.id)
        if known is None or slice_.confidence.rank < known[1].confidence.rank:
            found[slice_.key][change.id] = (change, slice_)
    return dict(sorted(found.items()))


def _candidates(
    changes: Iterable[Change], workspace: Workspace
) -> Iterator[tuple[Change, FeatureSlice]]:
    mode = workspace.feature_mode
    if mode is FeatureMode.OFF:
        return
    declared = {feature.key for feature in workspace.features}
    for change in changes:
        if change.flag or not change.features:
            continue
        for slice_ in sorted(change.features):
            if slice_.confidence is Confidence.GUESSED and slice_.key in declared:
                # The feature is declared, and a whole word of the branch or subject is its key.
                yield change, replace(slice_, confidence=Confidence.DETECTED)
            elif mode is FeatureMode.SUGGESTED or slice_.confidence is not Confidence.GUESSED:
                yield change, slice_
