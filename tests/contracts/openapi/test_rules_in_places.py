"""The rules of schemas: a row for each difference in each place, hundreds, so a place at a time."""

import pytest

from relplan.contracts.openapi.rules import BY_ID, PLACES, Place
from relplan.contracts.schemas.rows import ANYWHERE
from tests.contracts.openapi.example import examples_in
from tests.contracts.openapi.support import compare

ONLY_ELSEWHERE = {"type-specialized"}
"""What is called ``type-changed`` in requests."""


@pytest.mark.parametrize("place", Place)
def test_the_examples_of_a_place_make_its_rules_be_told(place: Place) -> None:
    rules = [rule for rule in PLACES[place].values() if rule is BY_ID[rule.id]]
    found = {(one.part, one.rule, one.severity) for one in compare(*examples_in(place, rules))}
    assert [one.id for one in rules if (f"GET /{one.id}", one.id, one.severity) not in found] == []


@pytest.mark.parametrize("place", [place for place in Place if len(PLACES[place]) > 20])
def test_a_place_has_a_rule_for_whatever_two_schemas_may_differ_in(place: Place) -> None:
    missing = {row.name for row in ANYWHERE} - PLACES[place].keys()
    assert missing <= ONLY_ELSEWHERE
