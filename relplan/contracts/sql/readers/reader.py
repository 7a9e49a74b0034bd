"""What a reader of migrations can do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.migration import Migration

_Notes = TypeVar("_Notes")
_NONE: Mapping[str, bytes] = MappingProxyType({})


class History:
    """What a migration stands among, for the readers to which that matters."""

    def __init__(
        self,
        dialect: str,
        budget: Budget,
        files: Mapping[str, bytes] = _NONE,
        once: dict[object, Any] | None = None,
    ) -> None:
        """Read in *dialect*, as sqlglot names it, at the cost of *budget*, beside *files*.

        *once* is what histories that are compared have in common.
        """
        self.dialect = dialect
        """Of SQL; empty: not known."""
        self.budget = budget
        """What reading still may cost; a reader pays as it goes."""
        self.is_consulted = False
        """Whether what was read depends on what stands beside it."""
        self._files = files
        self._notes: dict[str, Any] = {}
        self._once = {} if once is None else once

    def ending_with(self, ending: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files whose path, with a ``/`` before it, ends so; and what is in them."""
        self.is_consulted = True
        yield from (found for found in self._files.items() if f"/{found[0]}".endswith(ending))

    def notes(self, reader: str, first: Callable[[], _Notes]) -> _Notes:
        """Return what a reader keeps from one migration to the next; *first* makes it."""
        self.is_consulted = True
        if reader not in self._notes:
            self._notes[reader] = first()
        return cast("_Notes", self._notes[reader])

    def once(self, key: object, make: Callable[[], _Notes]) -> _Notes:
        """Return what *make* makes, and what depends on nothing but *key*; it is made but once."""
        if key not in self._once:
            self._once[key] = make()
        return cast("_Notes", self._once[key])


class Reader(ABC):
    """Reads the migrations of one framework. Never runs them; raises only UnreadableError."""

    name: str
    """What the framework is called."""

    @abstractmethod
    def is_path(self, path: str) -> bool:
        """Tell by its name and folders alone whether a file may be a migration of this framework.

        Any file of a repository may be asked about.
        """

    @abstractmethod
    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file that belongs to a contract is a migration of this framework."""

    @abstractmethod
    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the paths, or their ends, of the files that a migration names.

        Raises UnreadableError.
        """

    @abstractmethod
    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Return what a migration does, in order: all of it.

        What is understood is operations, and what changes no table or only rows is none, or
        says so; of all else an operation UNKNOWN has to tell. The migrations of a version are
        read in the order of their paths. Raises UnreadableError.
        """
