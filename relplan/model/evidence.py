"""Where a statement comes from: enough to check it without believing the tool."""

from enum import StrEnum

from relplan.model.value import value

BREAKING_CHANGE = "breaking-change"
"""The rule by which a commit message says that it breaks something, without saying what."""
ISSUE_KEY = "issue-key"
"""The rule that finds the key of an issue in a subject or in a branch's name."""


class Confidence(StrEnum):
    """How a statement is known, from the surest to the least sure."""

    DECLARED = "declared"
    """Somebody wrote it down, in relplan.toml or in a trailer, or answered a question."""
    DETECTED = "detected"
    """It follows from the contents by a rule that is exact, such as comparing two versions."""
    GUESSED = "guessed"
    """From similar names, a word that both use, a title: it is asked about, never drawn."""

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return _RANKS[self]


_RANKS = {Confidence.DECLARED: 0, Confidence.DETECTED: 1, Confidence.GUESSED: 2}


def weakest(*confidences: Confidence) -> Confidence:
    """Return the least sure one: a conclusion is no surer than what it rests on."""
    return max(confidences, key=lambda confidence: confidence.rank)


@value(order=True)
class Evidence:
    """One place that shows why an edge is there."""

    rule: str
    """The rule that read it, such as ``trailer`` or ``issue-key``."""
    text: str
    """What stands there."""
    repository: str = ""
    """The service whose repository it is in; empty for relplan.toml."""
    commit: str = ""
    """Full hash; empty where it is not in a commit."""
    path: str = ""
    """The file; empty for a commit message."""
    line: int = 0
    """Counted from 1; 0 where no line applies."""
