"""All that planning looks at, at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relplan.model.change import Change
from relplan.model.contract_source import DetectedUse
from relplan.model.facts import Caution, MayBeDark, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.model.production import PRODUCTION, Production
from relplan.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The workspace, its pending changes and what was found out, as of the last scan."""

    workspace: Workspace
    changes: tuple[Change, ...] = ()
    shipped: frozenset[str] = frozenset()
    """What ``Depends-On:`` trailers ask for and production already has."""
    environment: str = PRODUCTION
    """Where changes are pending to go."""
    production: tuple[Production, ...] = ()
    """What runs there, by service; a service that is not named is not known to run anything."""
    mains: Mapping[str, str] = field(default_factory=dict)
    """The name of each service's main branch."""
    takings: tuple[Taking, ...] = ()
    """Who is found to take which contract, beside what relplan.toml says."""
    uses: tuple[DetectedUse, ...] = ()
    """What consumers are found to use."""
    complete_uses: frozenset[tuple[str, str]] = frozenset()
    """(contract, consumer) where *uses* are all that there are; elsewhere there may be more."""
    cautions: Mapping[str, tuple[Caution, ...]] = field(default_factory=dict)
    """Risky findings, by change."""
    dark: Mapping[str, tuple[MayBeDark, ...]] = field(default_factory=dict)
    """By change, the flags that it may be dark behind."""
    prerequisites: tuple[Prerequisite, ...] = ()
    """Which flags hold others up."""
    unread: tuple[Unread, ...] = ()
    """What is never taken for clear."""
    denied: frozenset[str] = frozenset()
    """The questions that were answered with a no: what is detected against one opens it again."""
