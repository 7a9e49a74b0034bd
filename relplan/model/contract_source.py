"""Where a contract's files are, and what is read from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from relplan.model.change import Effect
from relplan.model.descriptor import DescriptorShape
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Caution, MayBeDark, MovedPin, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.model.scan import Notice
from relplan.model.value import value


class Dialect(StrEnum):
    """Of SQL, by the names that people and parsers give it."""

    POSTGRES = "postgres"
    MYSQL = "mysql"
    SQLITE = "sqlite"
    TSQL = "tsql"
    ORACLE = "oracle"


class Compatibility(StrEnum):
    """Which way two versions of a schema must agree, as schema registries have it."""

    BACKWARD = "backward"
    """Who reads with the new schema understands what was written with the old one."""
    FORWARD = "forward"
    """Who reads with the old schema understands what is written with the new one."""
    FULL = "full"
    """Both."""


@value()
class ContractSource:
    """A contract as it is read from the repositories, as relplan.toml says."""

    contract: str
    kind: str
    """The name of its kind, such as ``openapi``."""
    provider: str
    consumers: tuple[str, ...] = ()
    """Those that relplan.toml names, as declared or as detected."""
    files: tuple[str, ...] = ()
    """Globs in the provider's folder; one that starts with ``/``: from the repository's top."""
    declared_uses: tuple[str, ...] = ()
    """The consumers whose uses relplan.toml declares, so that they need not be looked for."""
    dialect: Dialect | None = None
    """Of SQL; None: told from the files."""
    compatibility: Compatibility | None = None
    """Of Avro and JSON schemas; None: as the kind has it."""
    schema: str = ""
    """The service whose repository has the files, where the provider serves what it pins of them;
    empty: the provider's own."""
    shapes: tuple[DescriptorShape, ...] = ()
    """Of descriptors: those that relplan.toml declares."""
    implied: bool = False
    """Whether a table of descriptors stands for it: its provider may have no such files."""


@value(order=True)
class DetectedUse:
    """That a consumer is seen to use a part of a contract."""

    contract: str
    consumer: str
    part: str
    evidence: Evidence
    confidence: Confidence = Confidence.DETECTED


@dataclass(frozen=True, slots=True)
class Detection:
    """What one look at the contracts' files found out."""

    effects: Mapping[str, tuple[Effect, ...]] = field(default_factory=dict)
    """By change."""
    uses: tuple[DetectedUse, ...] = ()
    notices: tuple[Notice, ...] = ()
    services: frozenset[str] = frozenset()
    """The services that could be read: what is known of others stays."""
    takings: tuple[Taking, ...] = ()
    complete_uses: frozenset[tuple[str, str]] = frozenset()
    """(contract, consumer) whose *uses* are all that there are."""
    cautions: Mapping[str, tuple[Caution, ...]] = field(default_factory=dict)
    """Risky findings, by change."""
    dark: Mapping[str, tuple[MayBeDark, ...]] = field(default_factory=dict)
    """By change, the flags that it may be dark behind."""
    prerequisites: tuple[Prerequisite, ...] = ()
    """Which flags hold others up."""
    unread: tuple[Unread, ...] = ()
    moved_pins: tuple[MovedPin, ...] = ()
    """Those of which it is known what was pinned before."""
