"""All that planning looks at, at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relplan.model.change import Change
from relplan.model.production import PRODUCTION, Production
from relplan.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The workspace and its pending changes, as of the last scan."""

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
