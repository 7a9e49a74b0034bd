"""Every rule of the kind descriptor."""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

RULES = (
    Rule(
        "interface-major-changed",
        Severity.BREAKING,
        "An interface has another major version: modules that require the one before are refused.",
        before='{"provides": [{"id": "orders", "version": "1.1"}]}',
        after='{"provides": [{"id": "orders", "version": "2.0"}]}',
    ),
    Rule(
        "interface-minor-lowered",
        Severity.BREAKING,
        "An interface has a lower minor version: modules that require the higher one are refused.",
        before='{"provides": [{"id": "orders", "version": "1.1"}]}',
        after='{"provides": [{"id": "orders", "version": "1.0"}]}',
    ),
    Rule(
        "interface-removed",
        Severity.BREAKING,
        "An interface is no longer provided: modules that require it are refused.",
        before='{"provides": [{"id": "orders", "version": "1.1"}]}',
        after='{"provides": []}',
    ),
    Rule(
        "interface-version-added",
        Severity.ADDITIVE,
        "An interface is provided in a version in which it was not.",
        before='{"provides": [{"id": "orders", "version": "1.1"}]}',
        after='{"provides": [{"id": "orders", "version": "1.2"}]}',
    ),
    Rule(
        "interface-version-unreadable",
        Severity.UNKNOWN,
        "A version of an interface is no number such as 1.2, so nobody can tell whom it suits.",
        before='{"provides": [{"id": "orders", "version": "1.1"}]}',
        after='{"provides": [{"id": "orders", "version": "next"}]}',
    ),
)
BY_ID = by_id(RULES)
