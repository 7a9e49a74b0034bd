"""What a team declares: its services and the couplings between them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from relplan.model.calendar import Freeze, Window


class ContractKind(StrEnum):
    """What kind of interface a contract is."""

    OPENAPI = "openapi"
    PROTOBUF = "protobuf"
    GRAPHQL = "graphql"
    ASYNCAPI = "asyncapi"
    AVRO = "avro"
    JSON_SCHEMA = "json-schema"
    SQL = "sql"
    LIBRARY = "library"
    DESCRIPTOR = "descriptor"
    """Interfaces that modules declare to provide and to require."""
    CUSTOM = "custom"


class GateKind(StrEnum):
    """How a process step ties changes."""

    APPROVAL = "approval"
    """One team signs off each change."""
    JOINT = "joint"
    """A test or sign-off that only runs on all of its services together."""


class FeatureMode(StrEnum):
    """Which changes count as slices of one feature."""

    OFF = "off"
    DECLARED = "declared"
    """Those with a ``Feature:`` trailer or the key of a declared feature."""
    INFERRED = "inferred"
    """Those with any issue key, too."""


@dataclass(frozen=True, slots=True)
class Service:
    """A deployable unit: a repository, or a folder of one, with an owning team."""

    name: str
    team: str = ""
    calls: tuple[str, ...] = ()
    """The services that it calls synchronously."""
    deploy_failure_rate: float | None = None
    """Its own; None: nobody said."""


@dataclass(frozen=True, slots=True)
class Contract:
    """An interface with one provider and any number of consumers."""

    name: str
    provider: str
    consumers: tuple[str, ...] = ()
    """As a person says."""
    kind: ContractKind = ContractKind.CUSTOM
    uses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The parts that a consumer uses, where that is known; a consumer not listed uses all of it."""
    versioned_effort_days: float | None = None
    flagged_effort_days: float | None = None
    detected_consumers: tuple[str, ...] = ()
    """As `init` saw it, by evidence that is exact; no person has confirmed it."""

    def parts_used_by(self, consumer: str) -> frozenset[str] | None:
        """Return the parts that *consumer* uses; None where that is not known: all of it."""
        for name, parts in self.uses:
            if name == consumer:
                return frozenset(parts)
        return None

    def with_uses(self, found: Mapping[str, Iterable[str]]) -> "Contract":
        """Return this contract with the parts that are *found* to be used, by consumer."""
        declared = {name for name, _ in self.uses}
        more = tuple(
            (name, tuple(parts)) for name, parts in sorted(found.items()) if name not in declared
        )
        return replace(self, uses=self.uses + more)

    def affects(self, consumer: str, parts: Sequence[str]) -> bool:
        """Tell whether *consumer* may meet a change of *parts*; of none means of all of them.

        The first of *parts* is what changes, the others are what it reaches. A consumer that is
        known to use other parts only does not meet it, nor does one that is known to use other
        fields beside the one that changes: what reaches that field reaches these, too.
        """
        used = self.parts_used_by(consumer)
        if used is None or not parts:
            return True
        return any(parts_meet(one, other) for one in used for other in _telling(parts, used))


def _telling(parts: Sequence[str], used: Iterable[str]) -> Sequence[str]:
    """Return those of *parts* that matter to who uses *used*."""
    holder = "" if " " in parts[0] else parts[0].rpartition(".")[0]
    if not holder or not any(part.startswith(f"{holder}.") for part in used):
        return parts
    return [part for part in parts if part == holder or part.startswith(f"{holder}.")]


def parts_meet(one: str, other: str) -> bool:
    """Tell whether one part of a contract is the other, or is inside of it.

    ``orders`` and ``orders.total`` meet, ``orders.total`` and ``orders.tax`` do not. Two operations
    meet whatever their paths' parameters are called: ``GET /orders/{id}``, ``GET /orders/{order}``.
    """
    if " " in one or " " in other:
        return _PARAMETER.sub("{}", one) == _PARAMETER.sub("{}", other)
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


_PARAMETER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that is declared in relplan.toml; others come from trailers and issue keys."""

    key: str
    flagged_effort_days: float | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A process step that changes wait for."""

    name: str
    kind: GateKind
    services: tuple[str, ...] = ()
    team: str = ""
    passed: bool = False
    waived_effort_days: float | None = None


@dataclass(frozen=True, slots=True)
class Workspace:
    """What relplan.toml says about couplings; where things are on disk is not planning's."""

    name: str
    services: tuple[Service, ...] = ()
    contracts: tuple[Contract, ...] = ()
    features: tuple[Feature, ...] = ()
    gates: tuple[Gate, ...] = ()
    feature_mode: FeatureMode = FeatureMode.INFERRED
    deploy_failure_rate: float = 0.05
    """The chance that the deployment of one service fails, 0 to 1."""
    timezone: str = "UTC"
    """Of windows that name none, and in which dates are shown."""
    windows: tuple[Window, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    expected: tuple[tuple[str, datetime], ...] = ()
    """When what is in progress will be done, by change or other node; local, the end of a day where
    only that is known."""

    def with_uses(self, uses: Iterable[tuple[str, str, str]]) -> "Workspace":
        """Return this workspace with *uses*, of (contract, consumer, part), that were detected.

        What relplan.toml declares of a consumer is all that it uses.
        """
        found: dict[str, dict[str, list[str]]] = {}
        for contract, consumer, part in uses:
            found.setdefault(contract, {}).setdefault(consumer, []).append(part)
        if not found:
            return self
        return replace(
            self,
            contracts=tuple(
                contract.with_uses(found.get(contract.name, {})) for contract in self.contracts
            ),
        )
