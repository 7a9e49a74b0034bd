"""What costs more than it may ends in *unknown*, and large honest contracts do not.

In steps, not in seconds: a step is about four microseconds, whoever runs the tests.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from relplan.contracts import compare
from relplan.contracts.bounds import BoundReachedError, Budget
from relplan.contracts.graphql.differences import _ARGUMENT, _UNION
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.contracts.library.gradle import _BOUND_TO, _ROOT_NAME
from relplan.contracts.openapi.uses.functions import _NAMED
from relplan.contracts.registry import kind_called
from relplan.contracts.sql.alter_actions import _COLUMN_FIRST
from relplan.contracts.sql.mappings import _MODEL
from relplan.contracts.sql.queries import _LITERAL
from relplan.model.finding import Severity
from relplan.sources.builds.python import _EDITABLE

_SCHEMAS = "#/components/schemas/"


def openapi(schemas: Mapping[str, Any]) -> bytes:
    answer = {"content": {"application/json": {"schema": {"$ref": f"{_SCHEMAS}S0"}}}}
    paths = {"/a": {"get": {"responses": {"200": answer}}}}
    return json.dumps(
        {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}
    ).encode()


def levels(kind: str) -> bytes:
    """Nine references in each of six levels: nine times more ways for each level."""
    found: dict[str, Any] = {"S6": {"type": kind}}
    for level in range(6):
        below = {"$ref": f"{_SCHEMAS}S{level + 1}"}
        found[f"S{level}"] = {"anyOf": [{"allOf": [below, {"title": f"{n}"}]} for n in range(9)]}
    return openapi(found)


def wide(keyword: str, count: int, kind: str) -> bytes:
    one = [{"properties": {f"p{index}": {"type": kind}}} for index in range(count)]
    return openapi({"S0": {keyword: one}})


def chain(kind: str) -> bytes:
    paths = {
        f"/p{n}": {
            "get": {
                "responses": {
                    "200": {"content": {"a/json": {"schema": {"$ref": f"{_SCHEMAS}S{n}"}}}}
                }
            }
        }
        for n in range(100)
    }
    schemas = {
        f"S{n}": {"properties": {"n": {"$ref": f"{_SCHEMAS}S{(n + 1) % 100}"}, "v": {"type": kind}}}
        for n in range(100)
    }
    return json.dumps(
        {"openapi": "3.0.0", "paths": paths, "components": {"schemas": schemas}}
    ).encode()


def schema_of_lists(kind: str) -> bytes:
    return json.dumps({"allOf": [{"not": {"const": f"{kind}{n}"}} for n in range(1_500)]}).encode()


def graphql(kind: str) -> bytes:
    return f"type Query {{ {' '.join(f'a{n}: {kind}' for n in range(3_000))} }}".encode()


def avro(kind: str) -> bytes:
    names = (f"A{n}{kind}" for n in range(1_500))
    return json.dumps([{"type": "record", "name": name, "fields": []} for name in names]).encode()


def long_line(kind: str) -> bytes:
    """Two thousand fields: of each, buf reads the line from its beginning."""
    fields = " ".join(f"missing.{kind}{n} f{n} = {n + 1};" for n in range(2_000))
    return f'syntax = "proto3"; import "missing.proto"; message A {{ {fields} }}'.encode()


_TYPES = ("string", "integer")
ATTACKS = {
    "levels": ("openapi", "a.json", levels("string"), levels("integer")),
    "any-of": ("openapi", "a.json", *(wide("anyOf", 900, k) for k in _TYPES)),
    "one-of": ("openapi", "a.json", *(wide("oneOf", 900, k) for k in _TYPES)),
    "all-of": ("openapi", "a.json", *(wide("allOf", 600, k) for k in _TYPES)),
    "chain": ("openapi", "a.json", chain("string"), chain("integer")),
    "nots": ("json-schema", "a.json", schema_of_lists("a"), schema_of_lists("b")),
    "fields": ("graphql", "a.graphql", graphql("Int"), graphql("ID")),
    "line": ("protobuf", "a.proto", long_line("A"), long_line("B")),
    "records": ("avro", "a.avsc", avro("A"), avro("B")),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_stopped_or_costs_no_more_than_its_size(name: str) -> None:
    kind, path, base, revision = ATTACKS[name]
    known, budget = kind_called(kind).analyzer, Budget.of(len(base) + len(revision))
    assert known is not None
    versions = (Version({path: content}, (path,)) for content in (base, revision))
    found = compare(known, *versions, Options(), budget)
    assert found
    stopped = any(one.severity is Severity.UNKNOWN and "bound" in one.text for one in found)
    assert stopped or budget.spent < 900_000


def test_a_statement_costs_what_its_parsing_does_and_data_costs_little() -> None:
    known = kind_called("sql").analyzer
    assert known is not None
    insert = b"INSERT INTO t VALUES (1, 'a');\n" * 500
    alter = b"ALTER TABLE a " + b", ".join([b"FROB c1 x"] * 500) + b";"
    spent = []
    for content in (insert, alter):
        budget = Budget()
        compare(known, EMPTY, Version({"V1__a.sql": content}, ("V1__a.sql",)), Options(), budget)
        spent.append(budget.spent)
    assert spent[0] < 15_000
    assert spent[1] > 30_000


def test_missing_types_are_stood_in_for_however_many_there_are() -> None:
    known = kind_called("protobuf").analyzer
    assert known is not None
    head = 'syntax = "proto3"; import "missing.proto"; message A {\n'
    fields = [f"missing.T{n} f{n} = {n + 1};\n" for n in range(551)]
    base, revision = ("".join([head, *fields[:count], "}"]).encode() for count in (550, 551))
    versions = (Version({"a.proto": content}, ("a.proto",)) for content in (base, revision))
    (found,) = compare(known, *versions, Options())
    assert (found.severity, found.part) == (Severity.ADDITIVE, "A.f550")


def test_what_many_small_values_take_in_memory_is_told_before_they_are_read() -> None:
    known = kind_called("openapi").analyzer
    assert known is not None
    hostile = b'{"openapi": "3.0.0", "x": [' + b"{}," * 1_000_000 + b"{}]}"
    (found,) = compare(known, EMPTY, Version({"a.json": hostile}, ("a.json",)), Options())
    assert (found.severity, "memory" in found.text) == (Severity.UNKNOWN, True)


def test_a_larger_contract_may_cost_more() -> None:
    small, large = Budget.of(0), Budget.of(8_000_000)
    with pytest.raises(BoundReachedError, match="too long"):
        small.spend(2_000_000)
    large.spend(2_000_000)
    with pytest.raises(BoundReachedError, match="memory"):
        small.keep(200_000_000)
    large.keep(200_000_000)
    assert (large.spent, large.kept) == (2_000_000, 200_000_000)


@pytest.mark.parametrize(
    "pattern",
    [_EDITABLE, _ROOT_NAME, _BOUND_TO, _ARGUMENT, _UNION,
     _COLUMN_FIRST, _LITERAL, _MODEL, _NAMED],
)  # fmt: skip
def test_a_pattern_takes_no_longer_than_the_text_is(pattern: re.Pattern[str]) -> None:
    for hostile in (" " * 200_000, "\n" * 200_000, "a" * 200_000):  # or this never ends
        assert pattern.search(hostile) is None
