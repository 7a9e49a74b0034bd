"""What a team declares: its services and the couplings between them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from relplan.model.advice import USUAL, Advice
from relplan.model.calendar import Freeze, Window
from relplan.model.evidence import Evidence
from relplan.model.parts import are_apart, bare_part, operations_meet
from relplan.model.value import value

CUSTOM = "custom"
"""The kind of contracts that nothing reads: people say what breaks them."""


def holds_in(environment: str, environments: Sequence[str]) -> bool:
    """Tell whether a gate or unit of these *environments*, empty for all, is one of this."""
    return not environments or environment in environments


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
    SUGGESTED = "suggested"
    """Those, and whether changes with one issue key are slices of a feature is asked."""

    @classmethod
    def _missing_(cls, value: object) -> "FeatureMode | None":
        """Understand the word of earlier versions."""
        return cls.SUGGESTED if value == "inferred" else None


DEFAULT_HOTFIX = "hotfix/*"


@value()
class Service:
    """A deployable unit: a repository, or a folder of one, with an owning team."""

    name: str
    team: str = ""
    calls: tuple[str, ...] = ()
    """The services that it calls synchronously."""
    deploy_failure_rate: float | None = None
    """Its own; None: nobody said."""


@value()
class Contract:
    """An interface with one provider and any number of consumers."""

    name: str
    provider: str
    consumers: tuple[str, ...] = ()
    """As a person says."""
    kind: str = CUSTOM
    """The name of its kind, such as ``openapi``."""
    uses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The parts that a consumer uses, all of them, as a person says."""
    versioned_effort_days: float | None = None
    flagged_effort_days: float | None = None
    detected_consumers: tuple[str, ...] = ()
    """As `init` saw it, by evidence that is exact; no person has confirmed it."""
    advice: Advice = USUAL
    """What its kind says of decoupling it."""

    def parts_used_by(self, consumer: str) -> frozenset[str] | None:
        """Return all the parts that *consumer* uses, as a person says; None: nobody said."""
        for name, parts in self.uses:
            if name == consumer:
                return frozenset(parts)
        return None


def uses_meet(used: Iterable[str], parts: Sequence[str]) -> bool:
    """Tell whether who uses *used* meets a change of *parts*; of none means of all of them.

    The first of *parts* is what changes, the others are what it reaches. Who is known to use other
    fields beside the one that changes does not meet it: what reaches that field reaches these, too.
    """
    known = tuple(used)
    if not parts:
        return True
    return any(parts_meet(one, other) for one in known for other in _telling(parts, known))


def _telling(parts: Sequence[str], used: Iterable[str]) -> Sequence[str]:
    """Return those of *parts* that matter to who uses *used*."""
    first = bare_part(parts[0])
    holder = "" if " " in first else first.rpartition(".")[0]
    if not holder or not any(bare_part(part).startswith(f"{holder}.") for part in used):
        return parts
    return [part for part in parts if f"{bare_part(part)}.".startswith(f"{holder}.")]


def parts_meet(one: str, other: str) -> bool:
    """Tell whether one part of a contract is the other, or is inside of it.

    ``orders`` and ``orders.total`` meet, ``orders.total`` and ``orders.tax`` do not. Two operations
    meet whatever their paths' parameters are called: ``GET /orders/{id}``, ``GET /orders/{order}``.
    Who only reads a table, ``read orders``, does not meet what only those meet who write to it.
    """
    if are_apart(one, other):
        return False
    one, other = bare_part(one), bare_part(other)
    if " " in one or " " in other:
        return operations_meet(one, other)
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


@value()
class Feature:
    """A feature that is declared in relplan.toml; others come from trailers and issue keys."""

    key: str
    flagged_effort_days: float | None = None


@value()
class Gate:
    """A process step that changes wait for."""

    name: str
    kind: GateKind
    services: tuple[str, ...] = ()
    team: str = ""
    passed: bool = False
    waived_effort_days: float | None = None
    environments: tuple[str, ...] = ()
    """Where it is waited for; empty: wherever its services run."""


@value()
class Unit:
    """Services that the set-up deploys together, whatever they hold: one button for all of them."""

    name: str
    services: tuple[str, ...] = ()
    """As a person says."""
    detected_services: tuple[str, ...] = ()
    """As files of the set-up show without doubt; no person has confirmed it."""
    suspected_services: tuple[str, ...] = ()
    """As files of the set-up only suggest: it is asked."""
    seen: tuple[Evidence, ...] = ()
    """Where the files show it."""
    environments: tuple[str, ...] = ()
    """Where it deploys them together; empty: wherever they run."""
    split_effort_days: float | None = None

    @property
    def all_services(self) -> tuple[str, ...]:
        """Return all of them, sorted, however sure it is."""
        return tuple(sorted({*self.services, *self.detected_services, *self.suspected_services}))


@value()
class Workspace:
    """What relplan.toml says about couplings; where things are on disk is not planning's."""

    name: str
    services: tuple[Service, ...] = ()
    contracts: tuple[Contract, ...] = ()
    features: tuple[Feature, ...] = ()
    gates: tuple[Gate, ...] = ()
    units: tuple[Unit, ...] = ()
    feature_mode: FeatureMode = FeatureMode.SUGGESTED
    hotfix: str = DEFAULT_HOTFIX
    """Glob of the branches that ship by themselves, off production."""
    issue_projects: tuple[str, ...] = ()
    """Projects of an issue tracker whose keys count, even if a look-alike is called so."""
    issue_url: str = ""
    """The address of an issue's page, with ``{key}`` for its key; empty: nobody said."""
    issue_key_names_projects: bool = False
    """The team's own pattern of keys takes no other project's: each key that it takes counts."""
    deploy_failure_rate: float = 0.05
    """The chance that the deployment of one service fails, 0 to 1."""
    timezone: str = "UTC"
    """Of windows that name none, and in which dates are shown."""
    windows: tuple[Window, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    expected: tuple[tuple[str, datetime], ...] = ()
    """When what is in progress will be done, by change or other node; local, the end of a day where
    only that is known."""
