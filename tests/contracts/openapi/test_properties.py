"""What holds for any document."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.openapi.support import UNKNOWN, Data, api, compare, rules

TYPES = st.sampled_from(["string", "integer", "boolean"])
NAMES = st.sampled_from(["a", "b", "c"])
LEAVES = st.fixed_dictionaries(
    {"type": TYPES},
    optional={"nullable": st.booleans(), "enum": st.lists(NAMES, max_size=2), "default": NAMES},
)


def _objects(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    return st.builds(
        lambda properties, required: {
            "type": "object", "properties": properties, "required": sorted(required),
        },
        st.dictionaries(NAMES, inner, max_size=3),
        st.sets(NAMES, max_size=2),
    )  # fmt: skip


SCHEMAS = st.recursive(LEAVES, _objects, max_leaves=5)
CONTENTS = st.dictionaries(
    st.sampled_from(["application/json", "text/csv", "*/*"]),
    st.builds(lambda schema: {"schema": schema}, SCHEMAS),
    max_size=2,
)
PARAMETERS = st.lists(
    st.fixed_dictionaries(
        {"name": NAMES, "in": st.sampled_from(["query", "header", "cookie"])},
        optional={"required": st.booleans(), "schema": SCHEMAS},
    ),
    max_size=3,
    unique_by=lambda one: (one["name"], one["in"]),
)
OPERATIONS = st.fixed_dictionaries(
    {
        "responses": st.dictionaries(
            st.sampled_from(["200", "2XX", "404", "default"]),
            st.builds(lambda content: {"description": "", "content": content}, CONTENTS),
            max_size=3,
        )
    },
    optional={
        "parameters": PARAMETERS,
        "requestBody": st.builds(lambda content: {"content": content}, CONTENTS),
        "deprecated": st.booleans(),
        "security": st.lists(st.dictionaries(NAMES, st.just([]), max_size=2), max_size=2),
        "tags": st.lists(NAMES, max_size=2, unique=True),
    },
)
PATHS = st.dictionaries(
    st.sampled_from(["/a", "/a/{id}", "/b"]),
    st.dictionaries(st.sampled_from(["get", "post"]), OPERATIONS, max_size=2),
    max_size=3,
)
LARGE = settings(suppress_health_check=list(HealthCheck))


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(key, shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


@LARGE
@given(PATHS, st.randoms(use_true_random=False))
def test_a_document_is_the_same_whatever_the_order_of_its_keys(
    paths: Data, chance: random.Random
) -> None:
    assert compare(api(paths), shuffled(api(paths), chance)) == ()


@LARGE
@given(PATHS, PATHS, st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_no_finding(
    before: Data, after: Data, chance: random.Random
) -> None:
    found = compare(api(before), api(after))
    again = compare(shuffled(api(before), chance), shuffled(api(after), chance))
    assert {one.fingerprint for one in found} == {one.fingerprint for one in again}


@LARGE
@given(PATHS, PATHS)
def test_what_is_well_formed_is_understood(before: Data, after: Data) -> None:
    found = compare(api(before), api(after))
    assert UNKNOWN not in {severity for _, severity in rules(found)}
    assert all(one.path == "api.json" and one.line for one in found)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
ODD = st.dictionaries(
    st.sampled_from(
        ["parameters", "requestBody", "responses", "security", "callbacks", "tags", "deprecated"]
    ),
    ANYTHING | st.just({"$ref": "#/paths"}) | st.just([{"$ref": "#/nowhere"}]),
    max_size=4,
)


@LARGE
@given(ODD, ODD, st.sampled_from(["3.0.0", "3.1.0"]))
def test_nothing_makes_it_fail(before: Data, after: Data, version: str) -> None:
    document = api({"/a": {"get": before}}, version)
    compare(document, api({"/a": {"get": after}}, version))
    swagger = {"swagger": "2.0", "paths": {"/a": {"get": after}}, "parameters": before}
    compare(document, swagger)
