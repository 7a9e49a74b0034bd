"""Large random workspaces that look like real ones: trunks, contracts, features, a few gates."""

from random import Random

from relplan.model.change import Change, Effect, EffectKind, FeatureSlice, State
from relplan.model.evidence import Confidence, Evidence
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Contract, Gate, GateKind, Service, Workspace

_ACROSS = 0.02
"""Share of contracts that cross domains."""
_OPEN = 0.15
"""Share of changes that are branches."""
_TOUCHES = 0.2
"""Share of changes that touch a contract."""
_SLICES = 0.05
"""Share of changes that belong to a feature."""


def workspace_of(changes: int, seed: int = 1, domain: int = 0) -> Snapshot:
    """Return *changes* pending changes over one service and one contract for each forty.

    With *domain*, services come in domains of that many and contracts mostly stay inside one, as
    they do where teams cut their services well; without, everything is one tangle.
    """
    random = Random(seed)
    names = [f"s{number:04}" for number in range(max(4, changes // 40))]
    contracts = [
        _contract(random, f"k{number:04}", _near(random, number, names, domain))
        for number in range(len(names))
    ]
    gates = (
        Gate("approval", GateKind.APPROVAL, tuple(random.sample(names, 2))),
        Gate("e2e", GateKind.JOINT, tuple(random.sample(names, 3))),
    )
    workspace = Workspace(
        name="benchmark",
        services=tuple(Service(name, f"team-{number % 9}") for number, name in enumerate(names)),
        contracts=tuple(contracts),
        gates=gates,
    )
    sides = _sides(contracts)
    newest: dict[str, str] = {}
    made = [_change(random, number, names, sides, newest) for number in range(changes)]
    return Snapshot(workspace, tuple(made))


def _near(random: Random, number: int, names: list[str], domain: int) -> list[str]:
    if not domain or random.random() < _ACROSS:
        return names
    first = number // domain * domain
    near = names[first : first + domain]
    return near if len(near) > 2 else names


def _contract(random: Random, name: str, services: list[str]) -> Contract:
    provider, *consumers = random.sample(services, 3)
    return Contract(name, provider, tuple(consumers))


def _sides(contracts: list[Contract]) -> dict[str, list[tuple[str, bool]]]:
    sides: dict[str, list[tuple[str, bool]]] = {}
    for contract in contracts:
        sides.setdefault(contract.provider, []).append((contract.name, True))
        for consumer in contract.consumers:
            sides.setdefault(consumer, []).append((contract.name, False))
    return sides


def _change(
    random: Random,
    number: int,
    services: list[str],
    sides: dict[str, list[tuple[str, bool]]],
    newest: dict[str, str],
) -> Change:
    service = random.choice(services)
    is_open = random.random() < _OPEN
    state = random.choice((State.IN_PROGRESS, State.READY)) if is_open else State.MERGED
    name = f"{service}:b{number}" if is_open else f"{service}@{number:010x}"
    before = newest.get(service, "")
    if not is_open:
        newest[service] = name
    slices = ()
    if random.random() < _SLICES:
        key = f"F-{services.index(service) // 8}-{random.randrange(4)}"
        slices = (FeatureSlice(key, Evidence("issue-key", key), Confidence.GUESSED),)
    return Change(
        id=name,
        service=service,
        title=f"Change number {number}",
        state=state,
        commit=f"{number:040x}",
        date=1_700_000_000 + number,
        branch=f"b{number}" if is_open else "",
        after=before,
        effects=_effects(random, sides.get(service, [])),
        features=slices,
    )


def _effects(random: Random, sides: list[tuple[str, bool]]) -> tuple[Effect, ...]:
    if not sides or random.random() >= _TOUCHES:
        return ()
    contract, provides = random.choice(sides)
    kinds = (EffectKind.BREAKS, EffectKind.EXTENDS, EffectKind.EXTENDS)
    answers = (EffectKind.ADAPTS, EffectKind.ADAPTS, EffectKind.TOLERATES)
    kind = random.choice(kinds if provides else answers)
    return (Effect(kind, contract, Evidence("trailer", f"{kind}: {contract}")),)
