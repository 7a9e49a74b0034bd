"""What every kind of contract can do: find its files, name them, compare two versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from relplan.contracts.bounds import Budget
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Finding
from relplan.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Options:
    """How two versions are compared."""

    dialect: str = ""
    """Of SQL, as sqlglot names it, such as ``postgres``; empty: told from the files."""
    compatibility: Compatibility = Compatibility.BACKWARD
    """Of Avro and JSON Schema, which do not say themselves who writes and who reads."""
    today: date | None = None
    """From which to tell whether the days that documents name are past; None: the clock tells."""


@dataclass(frozen=True, slots=True)
class Version:
    """The files of a contract at one moment."""

    files: Mapping[str, bytes]
    """By path in the repository, with ``/``: the contract's own files and those they refer to."""
    roots: tuple[str, ...]
    """The contract's own files, sorted; the others are only there to be referred to."""


EMPTY = Version({}, ())


@dataclass(frozen=True, slots=True)
class Surface:
    """What a file says of itself: enough to name the contract and to know a copy of it again."""

    name: str
    """The title, package, namespace or name that the file gives itself; empty: none."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Each part that it offers, with the other names by which code may call it (operation ids)."""


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """That a file of a consumer uses a part of a contract."""

    part: str
    path: str
    line: int
    text: str
    guessed: bool = False
    """Whether it rests on a name, or may mean something else as well."""


class Kind(Protocol):
    """One kind of contract. Never executes anything; never raises but UnreadableError."""

    edition: int
    """Grows whenever the same files may give other findings than before."""
    rules: Sequence[Rule]
    """All that a comparison may tell, besides the rules common to all kinds; sorted by id."""

    def is_file(self, path: str) -> bool:
        """Tell by its name alone whether a file may be of this kind."""

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the repository paths, or for imports their ends, that a file refers to."""

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return what a file says of itself; None where it is no contract of this kind.

        Raises UnreadableError where it is one, but cannot be understood.
        """

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterable[Finding]:
        """Return what differs. What cannot be understood becomes a finding of severity UNKNOWN.

        Raises UnreadableError where that is true of all of it.
        """

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return which parts of *surface* a consumer's file uses, as far as that can be seen."""
