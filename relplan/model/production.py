"""What runs where, and how that is known (docs/semantics.md, section 2)."""

from enum import StrEnum

from relplan.model.evidence import Evidence
from relplan.model.value import value

PRODUCTION = "production"
"""The environment that is meant unless another is asked for."""


class KnownBy(StrEnum):
    """How it is known what runs, from the surest way to the last resort."""

    DEPLOYED = "deployed"
    """relplan.toml says so."""
    DEPLOYMENT_FILE = "deployment-file"
    """A manifest, chart or stack file of the workspace says so."""
    RELEASE_TAG = "release-tag"
    MAIN = "main"
    """Nothing says so: main itself is taken, so nothing merged is pending, and that is asked."""


@value()
class Production:
    """The revision of a service that runs in an environment."""

    service: str
    revision: str
    """As its source names it: a tag, a version, a commit."""
    commit: str
    """Full hash."""
    by: KnownBy
    evidence: tuple[Evidence, ...] = ()
    environment: str = PRODUCTION
    confirmed: bool = False
    """A person answered what runs, so that it is not asked."""
