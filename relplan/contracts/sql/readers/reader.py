"""What a reader of migrations can do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.migration import Migration

_Notes = TypeVar("_Notes")


@dataclass(frozen=True, slots=True)
class History:
    """What a migration stands among, for the readers to which that matters."""

    dialect: str
    """Of SQL, as sqlglot names it; empty: not known."""
    budget: Budget
    """What reading still may cost; a reader pays as it goes."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """All files of the version, by path: what a migration names may stand there."""
    _notes: dict[str, Any] = field(default_factory=dict)

    def notes(self, reader: str, first: Callable[[], _Notes]) -> _Notes:
        """Return what a reader keeps from one migration to the next; *first* makes it."""
        if reader not in self._notes:
            self._notes[reader] = first()
        return cast("_Notes", self._notes[reader])


class Reader(Protocol):
    """Reads the migrations of one framework. Never runs them; raises only UnreadableError."""

    @property
    def name(self) -> str:
        """What the framework is called."""

    @property
    def alone(self) -> bool:
        """Whether a file means the same whatever stands beside it, so that it is read but once."""

    def is_path(self, path: str) -> bool:
        """Tell by its name and folders alone whether a file may be a migration of this framework.

        Any file of a repository may be asked about.
        """

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file that belongs to a contract is a migration of this framework."""

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the paths, or their ends, of the files that a migration names.

        Raises UnreadableError.
        """

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Return what a migration does, in order: all of it.

        What is understood is operations, and what changes no table or only rows is none, or
        says so; of all else an operation UNKNOWN has to tell. The migrations of a version are
        read in the order of their paths. Raises UnreadableError.
        """
