"""Each rule of Avro's schema resolution, both directions, with its twin that breaks nothing."""

from typing import Any

import pytest

from relplan.model.contract_source import Compatibility
from relplan.model.finding import Severity, verdict
from tests.contracts.avro.schemas import compared, field, record, said

B, R, A = "breaking", "risky", "additive"
BACKWARD, FORWARD, FULL = Compatibility
ORDER = "shop.Order"
ID = field("id", "string")
Expected = set[tuple[str, str, str]]


def of(schema: Any, **more: Any) -> dict[str, Any]:
    return record(field("x", schema, **more))


def enum(*symbols: str, **more: Any) -> dict[str, Any]:
    return {"type": "enum", "name": "Status", "symbols": list(symbols), **more}


def fixed(size: int, name: str = "Hash") -> dict[str, Any]:
    return {"type": "fixed", "name": name, "size": size}


def decimal(precision: int, scale: int) -> dict[str, Any]:
    return {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale}


X = f"{ORDER}.x"
CASES: dict[str, tuple[Any, Any, Expected, Expected]] = {
    # name: base, revision, what backward finds, what forward finds
    "field without default": (
        record(ID), record(ID, field("x", "int")),
        {(B, "reader-field-missing-default-value", X)}, {(A, "field-added", X)},
    ),
    "field with default": (
        record(ID), record(ID, field("x", "int", default=0)),
        {(A, "field-added", X)}, {(A, "field-added", X)},
    ),
    "field with null default": (
        record(ID), record(ID, field("x", ["null", "int"], default=None)),
        {(A, "field-added", X)}, {(A, "field-added", X)},
    ),
    "field removed": (
        record(ID, field("x", "int")), record(ID),
        {(R, "field-removed", X)}, {(B, "reader-field-missing-default-value", X)},
    ),
    "field with default removed": (
        record(ID, field("x", "int", default=0)), record(ID),
        {(R, "field-removed", X)}, {(R, "field-removed", X)},
    ),
    "field renamed": (
        record(field("x", "int")), record(field("y", "int")),
        {(B, "reader-field-missing-default-value", f"{ORDER}.y"), (R, "field-removed", X)},
        {(B, "reader-field-missing-default-value", X), (A, "field-added", f"{ORDER}.y")},
    ),
    "field renamed with alias": (
        record(field("x", "int")), record(field("y", "int", aliases=["x"])),
        {(R, "field-renamed", f"{ORDER}.y")},
        {(B, "reader-field-missing-default-value", X), (R, "field-renamed", f"{ORDER}.y")},
    ),
    "default added": (of("int"), of("int", default=1), {(A, "field-default-added", X)},
                      {(A, "field-default-added", X)}),
    "default changed": (of("int", default=0), of("int", default=1),
                        {(R, "field-default-changed", X)}, {(R, "field-default-changed", X)}),
    "default of zero is not false": (of("boolean", default=False), of("boolean", default=0),
                                     {(R, "field-default-changed", X)},
                                     {(R, "field-default-changed", X)}),
    "promoted": (of("int"), of("long"), {(A, "type-changed", X)}, {(B, "type-mismatch", X)}),
    "demoted": (of("double"), of("float"), {(B, "type-mismatch", X)}, {(A, "type-changed", X)}),
    "int to float": (of("int"), of("float"), {(A, "type-changed", X)}, {(B, "type-mismatch", X)}),
    "string and bytes": (of("string"), of("bytes"), {(A, "type-changed", X)},
                         {(A, "type-changed", X)}),
    "type": (of("string"), of("int"), {(B, "type-mismatch", X)}, {(B, "type-mismatch", X)}),
    "array to map": (of({"type": "array", "items": "int"}), of({"type": "map", "values": "int"}),
                     {(B, "type-mismatch", X)}, {(B, "type-mismatch", X)}),
    "items": (of({"type": "array", "items": "int"}), of({"type": "array", "items": "string"}),
              {(B, "type-mismatch", X)}, {(B, "type-mismatch", X)}),
    "values promoted": (of({"type": "map", "values": "int"}), of({"type": "map", "values": "long"}),
                        {(A, "type-changed", X)}, {(B, "type-mismatch", X)}),
    "union branch added": (of(["null", "int"]), of(["null", "int", "string"]),
                           {(A, "union-branch-added", X)}, {(B, "missing-union-branch", X)}),
    "union branch removed": (of(["null", "int"]), of(["int"]),
                             {(B, "missing-union-branch", X)}, {(R, "union-branch-removed", X)}),
    "became optional": (of("int"), of(["null", "int"]), {(A, "union-branch-added", X)},
                        {(B, "type-mismatch", X)}),
    "became required": (of(["null", "int"]), of("int"), {(B, "type-mismatch", X)},
                        {(R, "union-branch-removed", X)}),
    "union order": (of(["null", "int"]), of(["int", "null"]), set(), set()),
    "symbol added": (of(enum("A")), of(enum("A", "B")),
                     {(A, "enum-symbol-added", "shop.Status.B")},
                     {(B, "missing-enum-symbols", "shop.Status.B")}),
    "symbol added, readers have a default": (
        of(enum("A", default="A")), of(enum("A", "B", default="A")),
        {(A, "enum-symbol-added", "shop.Status.B")}, {(A, "enum-symbol-added", "shop.Status.B")},
    ),
    "symbol removed": (of(enum("A", "B")), of(enum("A")),
                       {(B, "missing-enum-symbols", "shop.Status.B")},
                       {(R, "enum-symbol-removed", "shop.Status.B")}),
    "symbol removed, with default": (
        of(enum("A", "B", default="A")), of(enum("A", default="A")),
        {(R, "enum-symbol-removed", "shop.Status.B")},
        {(R, "enum-symbol-removed", "shop.Status.B")},
    ),
    "symbols reordered": (of(enum("A", "B")), of(enum("B", "A")), set(), set()),
    "enum default": (of(enum("A")), of(enum("A", default="A")),
                     {(A, "enum-default-changed", "shop.Status")},
                     {(A, "enum-default-changed", "shop.Status")}),
    "fixed size": (of(fixed(4)), of(fixed(8)), {(B, "fixed-size-mismatch", "shop.Hash")},
                   {(B, "fixed-size-mismatch", "shop.Hash")}),
    "fixed name": (
        of(fixed(4)), of(fixed(4, "Digest")),
        {(B, "name-mismatch", X), (R, "name-changed", "shop.Digest")},
        {(B, "name-mismatch", X), (R, "name-changed", "shop.Digest")},
    ),
    "namespace": (of(fixed(4)), of(fixed(4, "mall.Hash")), {(R, "name-changed", "mall.Hash")},
                  {(R, "name-changed", "mall.Hash")}),
    "record renamed with alias": (
        of(record(name="Item")), of(record(name="Line", aliases=["Item"])),
        {(R, "name-changed", "shop.Line")},
        {(B, "name-mismatch", X), (R, "name-changed", "shop.Line")},
    ),
    "decimal scale": (of(decimal(9, 2)), of(decimal(9, 3)), {(B, "decimal-mismatch", X)},
                      {(B, "decimal-mismatch", X)}),
    "decimal precision": (of(decimal(9, 2)), of(decimal(12, 2)), {(B, "decimal-mismatch", X)},
                          {(B, "decimal-mismatch", X)}),
    "decimal without scale": (
        of({"type": "bytes", "logicalType": "decimal", "precision": 4}), of(decimal(4, 0)),
        set(), set(),
    ),
    "logical type": (
        of({"type": "long", "logicalType": "timestamp-millis"}),
        of({"type": "long", "logicalType": "timestamp-micros"}),
        {(R, "logical-type-changed", X)}, {(R, "logical-type-changed", X)},
    ),
    "documentation": (of("int"), of("int", doc="how many"), set(), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_backward(name: str) -> None:
    base, revision, expected, _ = CASES[name]
    assert said(compared(base, revision, BACKWARD)) == expected


@pytest.mark.parametrize("name", CASES)
def test_forward(name: str) -> None:
    base, revision, _, expected = CASES[name]
    assert said(compared(base, revision, FORWARD)) == expected


@pytest.mark.parametrize("name", CASES)
def test_full_breaks_where_either_does(name: str) -> None:
    base, revision, backward, forward = CASES[name]
    breaking = {found for found in backward | forward if found[0] == B}
    assert {found for found in said(compared(base, revision, FULL)) if found[0] == B} == breaking


@pytest.mark.parametrize("name", CASES)
def test_backward_there_is_forward_back(name: str) -> None:
    base, revision, _, _ = CASES[name]
    there = verdict(compared(base, revision, BACKWARD)) is Severity.BREAKING
    back = verdict(compared(revision, base, FORWARD)) is Severity.BREAKING
    assert there == back


@pytest.mark.parametrize("name", CASES)
def test_a_schema_against_itself(name: str) -> None:
    for schema in CASES[name][:2]:
        assert compared(schema, [schema], FULL) == ()
