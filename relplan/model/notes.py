"""What goes out with a release: by service and by issue, whom it breaks, what stays behind."""

from dataclasses import dataclass
from enum import StrEnum

from relplan.model.evidence import Evidence
from relplan.model.facts import Caution


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the commits of a change tell that no plan needs."""

    title: str = ""
    """What it is called where the subject only says that it merges something; else empty."""
    authors: tuple[str, ...] = ()
    """Who wrote its commits, alone or with others; sorted."""
    migrations: tuple[str, ...] = ()
    """Files of its service that are migrations and that it brings or alters; sorted."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What consumers of a contract may use from now on."""

    contract: str
    parts: tuple[str, ...]
    """Empty: it is not known which."""


@dataclass(frozen=True, slots=True)
class NotedChange:
    """One change that goes out."""

    id: str
    title: str
    kind: str
    """The type that its title begins with by Conventional Commits, such as ``feat``; or empty."""
    commit: str
    """Full hash: those of one commit of a monorepo have it in common."""
    is_merged: bool
    authors: tuple[str, ...]
    link: str
    """The page of its review; empty where none is known."""
    issues: tuple[str, ...]
    """Keys of the issues and features that it names."""
    additions: tuple[Addition, ...] = ()
    cautions: tuple[Caution, ...] = ()
    """Risky findings, and what of its contracts could not be understood."""


@dataclass(frozen=True, slots=True)
class ServiceNeed:
    """That a service may not be deployed before another one of the release."""

    service: str
    """The other one."""
    over: tuple[str, ...]
    """The couplings that make it so; of what names none the kind of need."""
    together: bool
    """They must go out in lock-step, at least in part."""


@dataclass(frozen=True, slots=True)
class NotedService:
    """A service that is deployed."""

    service: str
    team: str
    running: str
    """What runs now; empty: that is not known."""
    revision: str
    """What is deployed; empty: there is no such commit before branches are merged."""
    changes: tuple[NotedChange, ...]
    """Oldest first."""
    needs: tuple[ServiceNeed, ...] = ()
    """The services of the release that go before it, or together with it."""
    undone: tuple[str, ...] = ()
    """Changes that go out, too, and come to nothing: what was reverted, and its reverts."""


@dataclass(frozen=True, slots=True)
class NotedIssue:
    """An issue or feature of which something goes out."""

    key: str
    link: str
    """Its page; empty where ``issue_url`` is not set."""
    is_certain: bool
    """A person declared the feature; else its key only stands in subjects and branches."""
    changes: tuple[str, ...]
    left_out: tuple[str, ...]
    """Pending changes that name it, too, and stay behind."""


class Fate(StrEnum):
    """What a broken contract means for one consumer."""

    ADAPTED = "adapted"
    """Changes of its own that adapt go out as well."""
    MISSING = "missing"
    """It has not begun to adapt: the break may not go out."""
    ASKED = "asked"
    """Whether it is broken is an open question."""
    SPARED = "spared"
    """It is known to use other parts only, or a person said that it does not use these."""
    PINNED = "pinned"
    """It keeps the version that it has until it moves its pin."""
    VERSIONED = "versioned"
    """The old is served beside the new, as is marked."""
    FLAGGED = "flagged"
    """Nothing breaks before a flag flips: a mark, a ``Flag:`` trailer or an answer says so."""
    DISMISSED = "dismissed"
    """A person said that this need is not so."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A consumer of a contract that is broken."""

    consumer: str
    fate: Fate
    by: tuple[str, ...] = ()
    """The changes that adapt; the open questions; what it uses; the pin's place."""


@dataclass(frozen=True, slots=True)
class Break:
    """What one change breaks of one contract."""

    change: str
    contract: str
    """Empty: its commit message says that it breaks something, and names no contract."""
    parts: tuple[str, ...]
    """Empty: it is not known which."""
    evidence: tuple[Evidence, ...]
    consumers: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration that has to run."""

    service: str
    change: str
    path: str
    drops: tuple[Evidence, ...] = ()
    """What it takes away that no rollback brings back."""


class FlagSource(StrEnum):
    """How it is known that a flag is to flip."""

    DARK = "dark"
    """Changes are dark behind it: a ``Flag:`` trailer says so, or a person has answered so."""
    MARK = "mark"
    """A coupling is marked ``flagged``."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag to flip once all that it guards is out."""

    names: tuple[str, ...]
    """Of a mark, that of the coupling. Several hold each other up, and flip together."""
    source: FlagSource
    changes: tuple[str, ...]
    """Those that go out behind it."""
    waits_for: tuple[str, ...]
    """What it may not flip before: changes that stay behind, and what nobody has begun."""
    after_flags: tuple[str, ...] = ()
    """Flags to be flipped before."""
    evidence: tuple[Evidence, ...] = ()


class WhyLeft(StrEnum):
    """Why a change stays behind, in the order in which they are told."""

    BLOCKED = "blocked"
    GATED = "gated"
    """Nothing but gates blocks it."""
    UNCERTAIN = "uncertain"
    LATER = "later"
    """It can be shipped, and is not among what was asked for."""
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A pending change that does not go out."""

    change: str
    service: str
    title: str
    why: WhyLeft
    by: tuple[str, ...] = ()
    """Its blockers, its gates, the open questions, or the windows in which it goes."""
    at: int | None = None
    """When it goes as things are, in seconds since 1970; None: there is no date."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a release."""

    title: str
    workspace: str
    environment: str
    scenario: str
    marks: tuple[tuple[str, str], ...]
    """Couplings and their marks, on which all of it rests."""
    at: int | None
    """When it goes out, in seconds since 1970; None: there is no date."""
    end: int | None
    zone: str
    batches: tuple[str, ...]
    services: tuple[NotedService, ...]
    issues: tuple[NotedIssue, ...]
    breaks: tuple[Break, ...]
    migrations: tuple[Migration, ...]
    flags: tuple[Flag, ...]
    left: tuple[LeftBehind, ...]
    obstacles: tuple[str, ...] = ()
    """Why it cannot go out yet, in full sentences; empty: it can."""
    unread: tuple[str, ...] = ()
    """Services whose commits could not be read: who wrote them, and migrations, may lack."""
    contributors: tuple[str, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    """The open questions that are named, each with its sentence."""

    @property
    def changes(self) -> tuple[NotedChange, ...]:
        """All changes that go out."""
        return tuple(change for service in self.services for change in service.changes)
