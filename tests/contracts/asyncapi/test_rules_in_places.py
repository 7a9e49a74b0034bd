"""The rules of schemas: a row for each difference in each place, hundreds, so a place at a time."""

import pytest

from relplan.contracts import Options, compare
from relplan.contracts.asyncapi.contract import ANALYZER
from relplan.contracts.asyncapi.model import Action
from relplan.contracts.asyncapi.rules import PLACES
from relplan.contracts.schemas.rows import ANYWHERE
from tests.contracts.asyncapi.example import examples_in


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_the_examples_of_a_place_make_its_rules_be_told(place, below):
    rules = (PLACES[place].properties if below else PLACES[place].whole).values()
    findings = compare(ANALYZER, *examples_in(place, rules, below=below), Options())
    told = {(one.part, one.rule, one.severity) for one in findings}
    wanted = {(f"{place[0]} {rule.id}", rule.id, rule.severity) for rule in rules}
    assert wanted - told == set()


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_a_place_has_a_rule_for_whatever_two_schemas_may_differ_in(place):
    missing = {row.name for row in ANYWHERE} - PLACES[place].whole.keys()
    assert missing == ({"type-specialized"} if place[0] is Action.RECEIVE else set())
    assert PLACES[place].whole.keys() < PLACES[place].properties.keys()
