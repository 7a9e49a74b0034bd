"""Who hears how far a scan is, and may stop it."""

from collections.abc import Callable
from dataclasses import dataclass

from relplan.sources.git.safe import Children

Progress = Callable[[str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who hears how far a scan is, and may stop it."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None
    children: Children | None = None
