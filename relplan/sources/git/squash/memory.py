"""Remembers what was told of branches, so that it is told once: commits do not change.

Each answer stands under a digest of all that it follows from, and says itself under which: what is
damaged, or was meant for something else, is told anew. That is cheap; to believe it would not be.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from relplan.sources.git.squash.comparison import Spent

_RULES = 1
"""Counts the ways in which answers came to be: with another, none of before is believed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one branch."""

    by: Mapping[str, str] = field(default_factory=dict)
    """For commits that landed, the commit of main that shows it."""
    commits: frozenset[str] = frozenset()
    """Those that landed, with such as others show."""
    spent: Spent = Spent()  # noqa: RUF009 - frozen
    """How much of what may be compared that took."""


class Memory:
    """What earlier scans of one repository have told, and what this one has."""

    def __init__(self, kept: Mapping[str, str] | None = None) -> None:
        """Begin with what was *kept*."""
        self._kept = kept or {}
        self.told: dict[str, str] = {}
        """What is to be kept: all that was recalled or told."""

    def recall(self, key: str, own: Collection[str]) -> Told | None:
        """Return what was told of the commits *own* under *key*; None: nothing to be believed."""
        text = self.told.get(key) or self._kept.get(key)
        told = _read(text, key, own) if text else None
        if text and told is not None:
            self.told[key] = text
        return told

    def keep(self, key: str, told: Told) -> None:
        """Keep what was *told*, which follows from nothing but what *key* names."""
        document = {
            "key": key,
            "by": dict(told.by),
            "commits": sorted(told.commits),
            "steps": told.spent.steps,
            "comparisons": told.spent.comparisons,
        }
        self.told[key] = json.dumps(document)


def key_of(what: str, *of: object) -> str:
    """Return a name for an answer to *what* that follows from the values *of* alone.

    These are strings, numbers, and lists and tuples of such, in a settled order.
    """
    return blake2b(repr((_RULES, what, of)).encode(), digest_size=20).hexdigest()


def _read(text: str, key: str, own: Collection[str]) -> Told | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _told_of(document, set(own)) if _is_of(document, key) else None


def _is_of(document: Any, key: str) -> bool:
    return isinstance(document, dict) and document.get("key") == key


def _told_of(document: Any, own: Collection[str]) -> Told | None:
    """Return what *document* says; None where that cannot be of the commits *own*."""
    by, commits = document.get("by"), document.get("commits")
    costs = document.get("steps"), document.get("comparisons")
    whole = (
        isinstance(by, dict)
        and isinstance(commits, list)
        and all(type(commit) is str for commit in (*by.values(), *commits))
        and by.keys() <= set(own)
        and set(commits) <= set(own)
        and all(type(cost) is int and cost >= 0 for cost in costs)
    )
    return Told(by, frozenset(commits), Spent(*costs)) if whole else None
