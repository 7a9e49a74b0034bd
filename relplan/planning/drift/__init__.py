"""Lock-step over past releases: sets that grow or shrink, and the co-release index of pairs."""

from relplan.planning.drift.drift import drift

__all__ = ["drift"]
