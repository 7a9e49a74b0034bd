"""What is known of a dated copy of people's decisions."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from relplan.model.value import value


class Why(StrEnum):
    """Why a copy was taken."""

    DAILY = "daily"
    """Before the first thing that was written that day."""
    UPGRADE = "upgrade"
    """Before the store was brought up to a newer relplan's schema."""
    REPLACED = "replaced"
    """It is the whole store, as it was when another copy was restored in its place."""


@value()
class Copy:
    """A copy, by the name under which it can be restored; they sort by age."""

    name: str
    path: Path
    at: datetime
    """When it was taken, in local time."""
    why: Why
    decisions: int | None = None
    """How many entries its log has; None: it cannot be read."""
