"""Finds issue keys in subjects and branches' names. Whether they mean something, planning tells."""

import re
from collections.abc import Iterator
from typing import Any

from relplan.model.issue_key import DEFAULT_ISSUE_KEY, own_pattern
from relplan.sources.git.text import TITLE

_DEFAULT = re.compile(r"[A-Za-z][A-Za-z0-9]+-[1-9][0-9]*")
_REVERTED = re.compile(r'(?:Revert|Reapply) "')
_REVERTS = re.compile(r"^This reverts (?:commit|merge request) ", re.MULTILINE)
_PICKED = re.compile(r"^\((?:cherry[ -]picked|backported) from ", re.MULTILINE | re.IGNORECASE)
_BACKPORT = re.compile(
    r"(?:\S{1,60}:\s*)?\W{0,3}(?:back-?port|(?:automated\s+)?cherry[ -]?pick)"
    r"|.*[(\[](?:back-?port|cherry[ -]?pick)",
    re.IGNORECASE,
)
_REPEATING_BRANCH = re.compile(
    r"(?:.*/)?(?:back-?ports?|bp|cherry-?pick(?:ed)?|revert)(?:[-_/].*|$)", re.IGNORECASE
)


class IssueKeys:
    """The issue keys of a workspace, by the pattern of its relplan.toml."""

    def __init__(self, pattern: str = DEFAULT_ISSUE_KEY) -> None:
        """Compile *pattern*, which was checked when relplan.toml was read."""
        self._is_default = pattern == DEFAULT_ISSUE_KEY
        self._pattern: Any = _DEFAULT if self._is_default else own_pattern(pattern)

    def any_in(self, text: str) -> bool:
        """Tell whether there is a key in *text*; most titles have none, and are told at once."""
        return not (self._is_default and "-" not in text) and any(self.find(text))

    def find(self, text: str) -> Iterator[str]:
        """Yield the keys in *text* as they are written there: whole words, in any case.

        ``CHK-12`` is none in ``XCHK-12``, ``CHK-12b`` or ``CHK-12.1``.
        """
        if self._is_default and "-" not in text:
            return
        text = text[:TITLE]
        for match in self._pattern.finditer(text):
            start, end = match.span()
            if match.group() and not _goes_on(text, start, end):
                yield match.group()


def _goes_on(text: str, start: int, end: int) -> bool:
    before, key, after = text[start - 1 : start], text[start:end], text[end : end + 2]
    if key[0].isalnum() and before.isalnum():
        return True
    return key[-1].isalnum() and (after[:1].isalnum() or (after[:1] == "." and after[1:].isdigit()))


def repeats(title: str, message: str) -> bool:
    """Tell whether a commit only takes back or carries over what another one did.

    The revert of a revert does not: it brings the work itself again.
    """
    rest, reverted = title, False
    while match := _REVERTED.match(rest):
        reverted = match.group().startswith("Revert") and not reverted
        rest = rest[match.end() :]
    if rest is not title:
        return reverted
    if _REVERTS.search(message) or _PICKED.search(message):
        return True
    return _BACKPORT.match(title) is not None


def is_repeating_branch(name: str) -> bool:
    """Tell whether a branch, by its name, carries a backport or a revert."""
    return _REPEATING_BRANCH.match(name) is not None
