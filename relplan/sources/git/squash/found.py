"""What is found of branches on main, under other ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Landed:
    """What main has of branches, under other ids."""

    commits: frozenset[str] = frozenset()
    by: Mapping[str, str] = field(default_factory=dict)
    """For some of them, the commit of main that shows it."""


@dataclass(slots=True)
class Found:
    """The same while it is being told."""

    commits: set[str]
    by: dict[str, str]
