"""Each row of a table of rules: its example is what makes the rule be told, as bad as it says."""

from collections.abc import Callable

import pytest

from relplan.contracts import KINDS, compare, kind_of
from relplan.contracts.kind import Options, Version
from relplan.contracts.openapi import rules as openapi
from relplan.model.rule import Rule
from relplan.model.workspace import ContractKind
from tests.contracts.avro.example import avro_example
from tests.contracts.descriptors.example import descriptor_example
from tests.contracts.graphql.example import graphql_example
from tests.contracts.json_schema.example import json_schema_example
from tests.contracts.library.example import library_example
from tests.contracts.openapi.example import openapi_example
from tests.contracts.sql.example import sql_example

Example = Callable[[Rule], tuple[Version, Version, Options]]
EXAMPLES: dict[ContractKind, Example] = {
    ContractKind.AVRO: avro_example,
    ContractKind.DESCRIPTOR: descriptor_example,
    ContractKind.GRAPHQL: graphql_example,
    ContractKind.JSON_SCHEMA: json_schema_example,
    ContractKind.LIBRARY: library_example,
    ContractKind.OPENAPI: openapi_example,
    ContractKind.SQL: sql_example,
}
"""How the example of a rule becomes two whole versions of a contract."""


IN_PLACES = {
    rule.id for places in (openapi.PLACES,) for rules in places.values() for rule in rules.values()
}
"""Of schemas in an API: so many that the kinds' own tests compare them a place at a time."""


def rows() -> list[tuple[ContractKind, Rule]]:
    kinds = ((kind, kind_of(kind)) for kind in EXAMPLES)
    return [
        (kind, rule)
        for kind, known in kinds
        if known
        for rule in known.rules
        if rule.id not in IN_PLACES
    ]


@pytest.mark.parametrize(
    ("kind", "rule"), [pytest.param(*row, id=f"{row[0]}-{row[1].id}") for row in rows()]
)
def test_the_example_of_a_rule_makes_it_be_told(kind: ContractKind, rule: Rule) -> None:
    known = kind_of(kind)
    assert known is not None
    base, revision, options = EXAMPLES[kind](rule)
    found = {
        finding.severity
        for finding in compare(known, base, revision, options)
        if finding.rule == rule.id
    }
    assert rule.severity in found


@pytest.mark.parametrize("kind", KINDS)
def test_rules_are_sorted_and_say_what_they_are_in_a_sentence(kind: ContractKind) -> None:
    known = kind_of(kind)
    assert known is not None
    ids = [rule.id for rule in known.rules]
    assert ids == sorted(set(ids))
    assert all(rule.summary.endswith(".") for rule in known.rules)
