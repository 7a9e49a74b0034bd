"""The rules that every kind of contract has, and how a kind's table is read."""

from collections.abc import Iterable, Mapping

from relplan.model.finding import Severity
from relplan.model.rule import Rule

COMMON = (
    Rule(
        "bound-reached",
        Severity.UNKNOWN,
        "Comparing it would take too long or too much memory, so nobody can tell what it does.",
    ),
    Rule("fault", Severity.UNKNOWN, "relplan failed on it: please report the file."),
    Rule("unreadable", Severity.UNKNOWN, "It could not be understood, so it may break anything."),
)


def by_id(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Return the *rules* of a kind and the common ones by their ids.

    Raises ValueError where two have one id.
    """
    found: dict[str, Rule] = {}
    for rule in (*rules, *COMMON):
        if rule.id in found:
            message = f"two rules are called {rule.id}"
            raise ValueError(message)
        found[rule.id] = rule
    return found
