"""Files, names that lead from one to another, places, and what is hostile."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.contracts import compare
from relplan.contracts.avro.contract import ANALYZER
from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Severity, verdict
from tests.contracts.avro.schemas import compared, field, record, said, version

MONEY = record(field("amount", "long"), name="shop.Money")
ORDER = record(field("total", "Money"))


def test_types_of_other_files_are_found_by_name() -> None:
    cents = record(field("amount", "string"), name="shop.Money")
    found = compare(ANALYZER, version(MONEY, ORDER), version(cents, ORDER), Options())
    assert said(found) == {("breaking", "type-mismatch", "shop.Money.amount")}
    assert found[0].touches == ("shop.Money", "shop.Order")


def test_a_definition_may_move_to_where_it_is_used() -> None:
    inline = record(field("total", MONEY))
    assert compare(ANALYZER, version(MONEY, ORDER), version([], inline), Options()) == ()


def test_several_definitions_in_one_file() -> None:
    assert said(compared([MONEY, ORDER], [MONEY])) == {("breaking", "schema-removed", "shop.Order")}
    assert said(compared([MONEY], [MONEY, ORDER])) == {("additive", "schema-added", "shop.Order")}


def test_a_union_at_the_top() -> None:
    assert verdict(compared(["null", "int"], ["null"])) is Severity.BREAKING
    assert verdict(compared(["null"], ["null", "int"])) is Severity.ADDITIVE


def test_the_record_of_a_file_that_got_another_name() -> None:
    other = record(field("total", "long"), name="shop.Purchase")
    old = record(field("total", "long"))
    assert ("breaking", "name-mismatch", "shop.Purchase") in said(compared(old, other))


def test_nothing_before_and_nothing_after() -> None:
    new = version(ORDER, MONEY)
    added = compare(ANALYZER, EMPTY, new, Options())
    assert {finding.rule for finding in added} == {"schema-added"}
    removed = compare(ANALYZER, new, EMPTY, Options())
    assert {finding.rule for finding in removed} == {"schema-removed"}
    assert verdict(removed) is Severity.BREAKING


def test_places_are_those_of_the_revision() -> None:
    base = record(field("id", "string"), field("total", "long"))
    revision = b"""{"type": "record", "name": "shop.Order",
 "fields": [
  {"name": "id", "type": "string"},
  {"name": "total",
   "type": "int"}
 ]}"""
    after = Version({"schemas/0.avsc": revision}, ("schemas/0.avsc",))
    (found,) = compare(ANALYZER, version(base), after, Options())
    assert (found.rule, found.path, found.line) == ("type-mismatch", "schemas/0.avsc", 5)


def test_places_are_those_of_the_revision_where_the_old_schema_reads_it_too() -> None:
    old = record(field("total", "long"))
    new = record(field("id", "string"), field("note", "string"), field("total", "double"))
    found = {one.rule: one for one in compared(old, new, Compatibility.FORWARD)}
    lines = json.dumps(new, indent=1).splitlines()
    assert lines[found["type-mismatch"].line - 1].strip() == '"type": "double"'


def test_records_that_hold_themselves() -> None:
    tree = record(field("next", ["null", "Order"]), field("value", "long"))
    other = record(field("next", ["null", "Order"]), field("value", "int"))
    assert said(compared(tree, other)) == {("breaking", "type-mismatch", "shop.Order.value")}


def test_a_name_that_means_nothing_is_unknown() -> None:
    (found,) = compare(ANALYZER, EMPTY, version(MONEY, ORDER), Options())[:1]
    assert found.severity is Severity.ADDITIVE
    lost = compare(ANALYZER, version(ORDER), version(record(field("total", "Money"), doc="x")),
                   Options())  # fmt: skip
    assert {(finding.rule, finding.part, finding.line > 1) for finding in lost} == {
        ("unresolved-name", "shop.Money", True)
    }
    assert verdict(lost) is Severity.UNKNOWN


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[1, 2]", b"\xff\xfe", b'{"type": "record"}',
        b'{"type": "record", "name": "A"}',
        b'{"type": "fixed", "name": "A"}', b'{"type": "array"}', b"7", b"null", b"{}",
        b'{"type": "record", "name": "A", "fields": [{"name": "x"}]}',
        b'{"type": "record", "name": "A", "fields": [7]}',
        b"[" * 5000 + b"]" * 5000,
        b'{"type":"array","items":' * 150 + b'"int"' + b"}" * 150,
        b'"' + b"9" * 10 + b"",
        b'{"type": "fixed", "name": "A", "size": ' + b"9" * 9000 + b"}",
        b'[{"type":"fixed","name":"A","size":1},{"type":"fixed","name":"A","size":1}]',
    ],
    ids=range(18),
)  # fmt: skip
def test_what_is_no_schema_is_unknown_with_its_place(content: bytes) -> None:
    bad = Version({"a.avsc": content}, ("a.avsc",))
    for base, revision in ((bad, version(MONEY)), (version(MONEY), bad)):
        found = [f for f in compare(ANALYZER, base, revision, Options()) if f.path == "a.avsc"]
        assert [finding.severity for finding in found] == [Severity.UNKNOWN]
    with pytest.raises(UnreadableError):
        ANALYZER.surface("a.avsc", content)


def test_the_rest_goes_on_where_one_file_is_no_schema() -> None:
    cents = record(field("amount", "string"), name="shop.Money")
    files = {"a.avsc": b"{", "b.avsc": json.dumps(cents).encode()}
    base = Version({"b.avsc": json.dumps(MONEY).encode()}, ("b.avsc",))
    found = compare(ANALYZER, base, Version(files, ("a.avsc", "b.avsc")), Options())
    assert {finding.rule for finding in found} == {"unreadable", "type-mismatch"}


def test_a_comparison_is_bounded() -> None:
    wide = record(*(field(f"f{number}", "int") for number in range(2000)))
    other = record(*(field(f"g{number}", "int") for number in range(2000)))
    (found,) = compare(ANALYZER, version(wide), version(other), Options(), Budget(3000))
    assert found.rule == "bound-reached"


def test_a_web_of_records_takes_no_longer_than_its_size() -> None:
    names = [f"R{number}" for number in range(60)]

    def web(leaf: str) -> list[Any]:
        return [
            record(field("v", leaf), *(field(other, ["null", other]) for other in names), name=name)
            for name in names
        ]  # fmt: skip

    found = compare(ANALYZER, version(web("long")), version(web("int")), Options(), Budget(900_000))
    assert len(found) == 60


def test_surface_and_references() -> None:
    content = json.dumps(ORDER).encode()
    surface = ANALYZER.surface("order.avsc", content)
    assert surface is not None
    assert surface.name == "shop.Order"
    assert surface.parts == {"shop.Order": ("Order",), "shop.Order.total": ()}
    assert ANALYZER.references("order.avsc", content) == ["Money.avsc", "shop.Money.avsc"]
    assert ANALYZER.surface("a.avsc", b'"int"') is None


def test_uses_are_full_names_in_code() -> None:
    surface = ANALYZER.surface("order.avsc", json.dumps(ORDER).encode())
    assert surface is not None
    code = b"import shop.Order;\nimport shop.OrderLine;\nimport myshop.Order;\nshop.Order o;\n"
    (use,) = ANALYZER.uses("A.java", code, surface)
    assert (use.part, use.line, use.text) == ("shop.Order", 1, "import shop.Order;")


_LEAVES = st.sampled_from(["null", "boolean", "int", "long", "float", "double", "bytes", "string"])
_TYPES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.builds(lambda items: {"type": "array", "items": items}, inner)
        | st.builds(lambda values: {"type": "map", "values": values}, inner)
        | st.lists(_LEAVES, max_size=3, unique=True)
    ),
    max_leaves=4,
)
_RECORDS = st.lists(_TYPES, max_size=5).map(
    lambda types: record(*(field(f"f{number}", kind) for number, kind in enumerate(types)))
)


def _shuffled(data: Any, rng: random.Random) -> Any:
    if isinstance(data, dict):
        keys = list(data)
        rng.shuffle(keys)
        return {key: _shuffled(data[key], rng) for key in keys}
    return [_shuffled(value, rng) for value in data] if isinstance(data, list) else data


@given(_RECORDS, st.randoms(use_true_random=False))
def test_shuffled_keys_change_nothing(schema: Any, rng: random.Random) -> None:
    assert compared(schema, _shuffled(schema, rng), Compatibility.FULL) == ()


@given(_RECORDS, _RECORDS)
def test_both_directions_agree(base: Any, revision: Any) -> None:
    forward = said(compared(base, revision, Compatibility.FORWARD))
    backward = said(compared(revision, base, Compatibility.BACKWARD))
    assert {found for found in forward if found[0] == "breaking"} == {
        found for found in backward if found[0] == "breaking"
    }


@given(st.binary(max_size=60))
def test_no_bytes_crash_it(content: bytes) -> None:
    bad = Version({"a.avsc": content}, ("a.avsc",))
    for finding in compare(ANALYZER, EMPTY, bad, Options()):
        assert finding.severity in (Severity.UNKNOWN, Severity.ADDITIVE)
