"""What past releases held (docs/semantics.md, section 8)."""

from relplan.model.change import FeatureSlice
from relplan.model.value import value


@value()
class PastRelease:
    """A release of a service that was made, and what it was the first to hold."""

    service: str
    tag: str
    commit: str
    """Full hash."""
    date: int
    """When it was made, in seconds since 1970."""
    slices: tuple[FeatureSlice, ...] = ()
    """The issue keys that its changes name, each once."""
    known: bool = True
    """Whether it can be told what it was the first to hold: of the oldest release that there is, or
    that was read, it cannot."""


@value()
class ServicePast:
    """What one scan read of the past releases of one service."""

    service: str
    releases: tuple[PastRelease, ...]
    """Oldest first."""
    appended: bool = False
    """Whether they came after those in the store, rather than in their place."""
