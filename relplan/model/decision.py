"""The dated record of what people decided."""

from enum import StrEnum

from relplan.model.value import value


class DecisionKind(StrEnum):
    """What a decision is about."""

    MARK = "mark"
    """Subject: a coupling; value: a Mark, or empty for none."""
    MOVE = "move"
    """Subject: a change; value: the moment before which its batch does not ship, in seconds since
    1970, or empty."""
    DISMISSAL = "dismissal"
    """Subject: an edge's fingerprint; value: ``dismissed``, or empty; detail: the edge in words.
    Holds in every scenario."""
    STATE = "state"
    """Subject: an open change; value: a State, or empty. Holds in every scenario."""
    ANSWER = "answer"
    """Subject: a question's id; value: ``yes``, ``no``, a revision, or empty; detail: the question.
    Holds in every scenario."""

    @property
    def everywhere(self) -> bool:
        """Tell whether it holds in every scenario."""
        return self not in (DecisionKind.MARK, DecisionKind.MOVE)


class Via(StrEnum):
    """By what somebody decided."""

    CLI = "cli"
    """A command, at a terminal or in a script."""
    TUI = "tui"
    MCP = "mcp"
    """An assistant, which a person let decide."""
    CI = "ci"
    """A command that a build server ran."""


@value()
class Person:
    """Somebody who decides. A login name may be several people's: root, runner, ubuntu."""

    who: str
    """The login name; and by which assistant, where one decides for them."""
    host: str
    """The machine that they decide on; empty: it has no name."""

    def made(self, who: str, host: str) -> bool:
        """Tell whether what *who* decided on *host* is this person's own.

        Of what an earlier relplan wrote down, *host* is empty: the login name alone tells.
        """
        return who == self.who and host in ("", self.host)

    def names(self, who: str, host: str) -> str:
        """Return how this person is told of somebody: a namesake, by the machine, too."""
        return f"{who} on {host}" if who == self.who and not self.made(who, host) else who


@value()
class Decision:
    """One decision that is in force."""

    kind: DecisionKind
    subject: str
    value: str
    detail: str = ""
    """For people: what the subject was when it was decided."""
    reason: str = ""
    who: str = ""
    at: int = 0
    """Seconds since 1970."""
    host: str = ""
    """The machine that it was taken on; empty: an earlier relplan did not write it down."""
    via: str = ""
    """A `Via`, or what a later relplan has; empty as above."""


@value()
class LogEntry:
    """One step of the log: a decision taken in *scenario*, and what was in force before it."""

    number: int
    scenario: str
    decision: Decision
    before: str
    """The value in force before; empty: none."""
    undone: bool = False
    """It was taken back, and can be redone until something else is decided."""
    turned_by: str = ""
    """Who last undid or redid it; empty: nobody did."""
    turned_at: int = 0
    """When that was, in seconds since 1970."""
    turned_host: str = ""
    """On which machine that was; empty as of a decision."""
    turned_via: str = ""
    """By what; a `Via`."""
    others: int = 0
    """How many others were decided, undone or redone with it."""

    @property
    def last_at(self) -> int:
        """When something last came of it: it was decided, undone or redone."""
        return max(self.decision.at, self.turned_at)
