"""Each row of a table of rules: its example is what makes the rule be told, as bad as it says."""

from collections.abc import Callable

import pytest

from relplan.contracts import compare
from relplan.contracts.asyncapi import rules as asyncapi
from relplan.contracts.kind import Options, Version
from relplan.contracts.openapi import rules as openapi
from relplan.contracts.registry import kind_called, kinds
from relplan.contracts.rules import COMMON
from relplan.model.rule import Rule
from tests.contracts.asyncapi.example import asyncapi_example
from tests.contracts.avro.example import avro_example
from tests.contracts.descriptors.example import descriptor_example
from tests.contracts.graphql.example import graphql_example
from tests.contracts.json_schema.example import json_schema_example
from tests.contracts.library.example import library_example
from tests.contracts.openapi.example import openapi_example
from tests.contracts.routes.example import routes_example
from tests.contracts.sql.example import sql_example

Example = Callable[[Rule], tuple[Version, Version, Options]]
EXAMPLES: dict[str, Example] = {
    "asyncapi": asyncapi_example,
    "avro": avro_example,
    "descriptor": descriptor_example,
    "graphql": graphql_example,
    "json-schema": json_schema_example,
    "library": library_example,
    "openapi": openapi_example,
    "routes": routes_example,
    "sql": sql_example,
}
"""How the example of a rule becomes two whole versions of a contract."""


IN_PLACES = {
    rule.id
    for rules in (
        *openapi.PLACES.values(),
        *(rules.whole for rules in asyncapi.PLACES.values()),
        *(rules.properties for rules in asyncapi.PLACES.values()),
    )
    for rule in rules.values()
}
"""Of schemas in an API: so many that the kinds' own tests compare them a place at a time."""


def rows() -> list[tuple[str, Rule]]:
    return [
        (kind, rule)
        for kind in EXAMPLES
        for rule in kind_called(kind).rules.values()
        if rule not in COMMON and rule.id not in IN_PLACES
    ]


@pytest.mark.parametrize(
    ("kind", "rule"), [pytest.param(*row, id=f"{row[0]}-{row[1].id}") for row in rows()]
)
def test_the_example_of_a_rule_makes_it_be_told(kind: str, rule: Rule) -> None:
    known = kind_called(kind).analyzer
    assert known is not None
    base, revision, options = EXAMPLES[kind](rule)
    found = {
        finding.severity
        for finding in compare(known, base, revision, options)
        if finding.rule == rule.id
    }
    assert rule.severity in found


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_rules_are_sorted_and_say_what_they_are_in_a_sentence(kind: str) -> None:
    own = [rule for rule in kind_called(kind).rules.values() if rule not in COMMON]
    assert [rule.id for rule in own] == sorted({rule.id for rule in own})
    assert all(rule.summary.endswith(".") for rule in own)
