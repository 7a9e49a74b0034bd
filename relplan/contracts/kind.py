"""A kind of contract: what it is called, how its files are known, named, compared and used.

A kind is one folder: its `ContractKind` stands in the folder's ``__init__``, which loads nothing
else, and names where its `Analyzer` and its rules are.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum, auto
from importlib import import_module
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.model.advice import USUAL, Advice
from relplan.model.contract_source import Compatibility
from relplan.model.descriptor import DescriptorShape
from relplan.model.finding import Finding
from relplan.model.rule import Rule
from relplan.model.workspace import CUSTOM


@dataclass(frozen=True, slots=True)
class Options:
    """How two versions are compared."""

    dialect: str = ""
    """Of SQL, as sqlglot names it, such as ``postgres``; empty: told from the files."""
    compatibility: Compatibility | None = None
    """Of Avro and JSON Schema, which do not say themselves who writes and who reads; None: as the
    kind has it."""
    is_way_known: bool = True
    """Whether somebody says that; else what breaks who writes alone, or who reads, is unknown."""
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
    reads: bool = False
    """Of a database: whether it surely only reads."""
    writes: bool = False
    """Of a database: whether it surely only writes."""
    is_of_contract: bool = False
    """Of a guess: whether it surely means this contract, and only which part is not known."""

    @property
    def tells(self) -> bool:
        """Whether it shows for certain that the contract is used."""
        return self.is_of_contract or not self.guessed


class Access(Enum):
    """How consumers reach a contract, which is what shows them."""

    ROUTES = auto()
    """By HTTP requests of a method and a path; parts are called ``GET /orders/{id}``."""
    QUERIES = auto()
    """By queries that are sent to one HTTP address."""
    RPC = auto()
    """By stubs that are generated of services and their methods."""
    NAMES = auto()
    """By what is sent or kept elsewhere: by the names of its channels, types or addresses."""
    TABLES = auto()
    """By statements and mappings that name tables; parts are tables and their columns."""
    PACKAGE = auto()
    """By the version that their manifests pin."""
    DESCRIPTOR = auto()
    """By files of the same kind, in which they say what they require."""

    @property
    def is_http(self) -> bool:
        """Whether the provider's address is enough to reach it."""
        return self in (Access.ROUTES, Access.QUERIES)

    @property
    def is_stated(self) -> bool:
        """Whether consumers state in files of their own what they take, so that none has a copy."""
        return self in (Access.PACKAGE, Access.DESCRIPTOR)


class Identity(Enum):
    """What makes files in several places one contract."""

    TITLE = auto()
    """A title and parts that agree; many titles say nothing."""
    NAME = auto()
    """A full name, which is the same everywhere."""
    PARTS = auto()
    """The parts alone; those of one service may be in many files."""
    SERVICE = auto()
    """All files of one service are one, and there are no copies."""
    FILE = auto()
    """Each file is one by itself, and there are no copies."""


class References(Enum):
    """What a file says of the files that it refers to."""

    NONE = auto()
    """Nothing that matters where contracts are found."""
    PATHS = auto()
    """Their paths in the repository."""
    ENDS = auto()
    """The ends of their paths."""


class Relevance(StrEnum):
    """What a file of code is to a contract that stands in code."""

    OWN = "own"
    """It may be a part of it."""
    BESIDE = "beside"
    """It may be one in a form that is not read, which matters where a part of it is gone."""
    NONE = "none"


class Analyzer(ABC):
    """Reads the files of one kind. Never executes anything; raises nothing but UnreadableError."""

    edition: int
    """Grows whenever the same files may give other findings than before."""
    removing: frozenset[str] = frozenset()
    """Where a file only adds to the surface of those before it, as migrations do: the rules of
    which a finding tells that its parts are there no more."""

    @abstractmethod
    def is_file(self, path: str) -> bool:
        """Tell by its name alone whether a file may be of this kind."""

    @abstractmethod
    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the repository paths, or for imports their ends, that a file refers to."""

    @abstractmethod
    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return what a file says of itself; None where it is no contract of this kind.

        Raises UnreadableError where it is one, but cannot be understood.
        """

    @abstractmethod
    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterable[Finding]:
        """Return what differs. What cannot be understood becomes a finding of severity UNKNOWN.

        Raises UnreadableError where that is true of all of it.
        """

    @abstractmethod
    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return which parts of *surface* a consumer's file uses, as far as that can be seen."""

    def surfaces(self, files: Mapping[str, bytes]) -> Mapping[str, Surface]:
        """Return by path what each of *files* says of itself, those of one contract.

        A kind in code reads them together; of the others each file is asked by itself.
        """
        found = {path: self.surface(path, content) for path, content in files.items()}
        return {path: surface for path, surface in found.items() if surface is not None}

    def relevance(self, path: str, content: bytes) -> Relevance:
        """Return what a file that matches a contract's globs is to it."""
        return Relevance.OWN

    def is_everybodys(self, surface: Surface) -> bool:
        """Tell whether everybody keeps a copy of it, so that nobody here provides it."""
        return False

    def with_shapes(self, declared: tuple[DescriptorShape, ...]) -> "Analyzer":
        """Return what reads files of the shapes that relplan.toml declares, too.

        Only kinds that are reached by descriptors have such files.
        """
        return self

    def registry(self, path: str, content: bytes) -> str:
        """Return where it is published, as package URLs call that; empty: nowhere."""
        return ""

    def aliases(self, path: str, content: bytes) -> Iterable[str]:
        """Return how code names what is generated of a file, besides its surface's name."""
        return ()

    def module(self, path: str, surface: Surface, registry: str) -> str:
        """Return what the files of one contract share, of different names; empty: nothing."""
        return ""

    def subject(self, names: Sequence[str], path: str) -> str:
        """Return what a contract is named after, whatever else its provider has; empty: nothing.

        *names* are those of its files' surfaces, *path* is the first of these files.
        """
        return ""

    def titles(self, name: str) -> Iterable[str]:
        """Return what to call a contract after, of several of one provider, best first."""
        yield name

    def mentions(self, name: str, surface: Surface) -> Iterable[str]:
        """Return the words of which one in code shows a use, of a contract called *name*."""
        return ()

    def clues(self, surface: Surface) -> Iterable[str]:
        """Return the words of which one in a file makes it worth asking what the file uses."""
        return ()


@dataclass(frozen=True, eq=False, kw_only=True)
class ContractKind:
    """A kind, by itself or registered by another package in the group relplan.contract_kinds."""

    name: str
    """As relplan.toml has it."""
    analyzer_at: str
    """``module:NAME`` of its `Analyzer`, which is loaded when the first contract of it is met."""
    rules_at: str
    """``module:NAME`` of its rules by id: all that a comparison may tell, besides those common to
    all kinds."""
    access: Access
    identity: Identity
    references: References = References.NONE
    suffix: str
    """What the names of its contracts end in: ``api`` of ``payments-api``."""
    says_it: frozenset[str]
    """The last words of a name that need no suffix."""
    for_others: bool
    """Whether to have it is to offer it, though nobody is seen to use it."""
    ships_uses: bool = False
    """Whether consumers ship all that they use, so that what is not seen is not used: their
    operations, or calls of a generated stub."""
    compatibility: Compatibility | None = None
    """Which way versions must agree where nobody says who writes and who reads; None: the files
    tell, or both ends of this program have a way of their own."""
    endings: tuple[str, ...] = ()
    """What its files end in that a person names, where they stand in no folder that tells."""
    in_code: bool = False
    """Whether it stands in a service's code, of which only all files together say what it is. To
    have the same code is to have no copy, and a file that says what is served comes first."""
    catalog_types: tuple[str, ...] = ()
    """What Backstage's descriptors call it, in small letters."""
    advice: Advice = USUAL

    @property
    def has_copies(self) -> bool:
        """Whether consumers may keep its files."""
        return not (self.access.is_stated or self.in_code)

    @property
    def analyzer(self) -> Analyzer:
        """What reads its files."""
        found: Analyzer = _object_at(self.analyzer_at)
        return found

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Its rules, by id."""
        found: Mapping[str, Rule] = _object_at(self.rules_at)
        return found


CUSTOM_KIND = ContractKind(
    name=CUSTOM,
    analyzer_at="",
    rules_at="",
    access=Access.NAMES,
    identity=Identity.FILE,
    suffix="contract",
    says_it=frozenset(),
    for_others=True,
)
"""Of contracts that nothing reads."""


def _object_at(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
