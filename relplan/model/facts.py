"""What is found out about who takes which contract, and what could not be read.

A fact is as sure as its confidence: planning draws edges from declared and detected ones, and asks
about the guessed ones (docs/semantics.md, section 3).
"""

from enum import StrEnum

from relplan.model.evidence import Confidence, Evidence
from relplan.model.value import value


class Takes(StrEnum):
    """How a consumer takes a contract."""

    RUN_TIME = "run-time"
    """It meets whatever the provider runs: calls, events, shared tables."""
    PIN = "pin"
    """It chose a version or a commit, and keeps that until it moves the pin."""


@value(order=True)
class Taking:
    """That a service takes a contract."""

    contract: str
    consumer: str
    takes: Takes
    confidence: Confidence
    evidence: Evidence


@value()
class MovedPin:
    """That a change moves a pin of another service to commits that are known."""

    change: str
    provider: str
    contract: str
    """What it takes by that."""
    old: frozenset[str]
    """Full hashes; empty: it begins to pin it."""
    new: frozenset[str]
    evidence: Evidence


@value(order=True)
class Caution:
    """A risky finding: it may surprise some consumers, and breaks none that keeps to it."""

    contract: str
    evidence: Evidence
    parts: tuple[str, ...] = ()


@value()
class MayBeDark:
    """That a change may ship dark: what it adds stands behind a check of a flag.

    Nothing else of the change need do so, and who switches the flag is not known: it is asked.
    """

    flag: str
    speaks_for: tuple[Evidence, ...]
    """The checks that its additions stand behind."""
    speaks_against: tuple[Evidence, ...] = ()
    """Additions that stand behind none of them, and files that switch the flag on."""


@value(order=True)
class Unread:
    """Something that could not be read or understood, so it is never taken for clear."""

    subject: str
    """What: a file, a commit, a folder or a repository, as a person would name it."""
    reason: str
    """Why, in half a sentence: ``line 12 is not understood``, ``the clone is partial``."""
    service: str
    """In whose repository."""
    changes: tuple[str, ...] = ()
    """The changes that it may matter to; empty: all changes of the service."""
    contract: str = ""
    """What it may break, where that is known; empty: anything."""
    evidence: Evidence | None = None
