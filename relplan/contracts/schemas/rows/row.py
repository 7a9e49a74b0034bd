"""What a row of the tables of differences between schemas says."""

from collections.abc import Mapping
from dataclasses import dataclass

from relplan.contracts.schemas.change import Direction
from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE, NONE = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip

_MATTERS = {
    (Direction.REQUEST, BREAKING): "what consumers send may be refused",
    (Direction.REQUEST, RISKY): "some of what consumers send may be refused",
    (Direction.RESPONSE, BREAKING): "consumers may receive what they cannot read",
    (Direction.RESPONSE, RISKY): "consumers may receive what they do not expect",
}


def consequence(direction: Direction, severity: Severity) -> str:
    """Return what a difference is for consumers; empty where they need not care."""
    return _MATTERS.get((direction, severity), "")


@dataclass(frozen=True, slots=True)
class Row:
    """One difference between two schemas; a kind of contract may call it by names of its own."""

    name: str
    request: Severity
    """The worst that it is for those who write what the schema describes."""
    response: Severity
    """The worst that it is for those who read it."""
    summary: str
    """What has changed, as the end of a sentence."""
    before: str
    """A small schema."""
    after: str
    in_responses: tuple[str, str] | None = None
    """Schemas before and after where others are needed to make it as bad in responses."""

    def severity(self, direction: Direction) -> Severity:
        """Return the worst that it is in *direction*."""
        return self.request if direction is Direction.REQUEST else self.response

    def example(self, direction: Direction) -> tuple[str, str]:
        """Return the schemas before and after that make it as bad as it can be in *direction*."""
        if direction is Direction.RESPONSE and self.in_responses:
            return self.in_responses
        return self.before, self.after

    def rule(self, name: str, direction: Direction, place: str) -> Rule:
        """Return the rule *name*: it is about this difference in *place*, written one way."""
        severity = self.severity(direction)
        matters = consequence(direction, severity)
        summary = f"In {place}, {self.summary}{matters and ': '}{matters}."
        before, after = self.example(direction)
        return Rule(name, severity, summary, direction.value, before, after, self.summary)


def rules_in(
    place: str, direction: Direction, names: Mapping[str, str], rows: Mapping[str, Row]
) -> dict[str, Rule]:
    """Return the rules of a *place* by the differences that they name.

    *names* are their ids by the names of *rows*. Raises KeyError for one that is no row.
    """
    return {name: rows[name].rule(rule, direction, place) for name, rule in names.items()}
