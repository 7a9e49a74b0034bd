import json

import pytest

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.references import (
    Node,
    OutsideError,
    References,
    files_referred_to,
    join_path,
    pointer_of,
)


def references(budget=None, **files):
    contents = {f"{name}.json": json.dumps(value).encode() for name, value in files.items()}
    return References(Version(contents, tuple(sorted(contents))), budget or Budget())


def test_a_reference_leads_over_files_to_what_is_no_reference():
    found = references(a={"x": {"$ref": "b.json#/y"}}, b={"y": {"$ref": "#/z"}, "z": {"k": 1}})

    node = found.follow(found.root("a.json").get("x"))

    assert (node.value, node.path, node.pointer) == ({"k": 1}, "b.json", ("z",))


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("#/no", "leads to nothing"),
        ("c.json", "leads to no file"),
        ("../../etc/passwd", "leads to no file"),
        ("#nameless", "leads to nothing"),
        ("#/x", "leads back to itself"),
    ],
)
def test_a_reference_into_nowhere_is_unreadable_where_it_stands(ref, said):
    found = references(a={"x": {"$ref": ref}})

    with pytest.raises(UnreadableError, match=said) as raised:
        found.follow(found.root("a.json").get("x"))
    assert (raised.value.path, raised.value.line) == ("a.json", 1)


@pytest.mark.parametrize("ref", ["https://example.org/x#/y", "//host/x", "urn:x:y"])
def test_nothing_is_fetched(ref):
    found = references(a={"$ref": ref})

    with pytest.raises(OutsideError):
        found.follow(found.root("a.json"))


def test_names_within_a_file_are_known():
    data = {
        "$id": "https://example.org/all.json",
        "$ref": "order.json",
        "$defs": {
            "a": {
                "$id": "order.json",
                "$defs": {"i": {"$anchor": "item", "k": 1}},
                "x": {"$ref": "#item"},
            },
            "b": {"$id": "#old", "k": 2},
            "c": {"$dynamicAnchor": "node", "k": 3},
        },
    }
    found = references(a=data)
    root = found.root("a.json")

    assert found.target(root, "order.json").pointer == ("$defs", "a")
    assert found.target(root, "https://example.org/order.json#/$defs/i").value["k"] == 1
    assert found.follow(root.get("$defs", "a", "x")).value["k"] == 1
    assert found.target(root, "#old").value["k"] == 2
    assert found.target(root, "#node").value["k"] == 3
    assert found.target(root.get("$defs", "a"), "#/$defs/i").pointer == ("$defs", "a", "$defs", "i")


def test_a_name_among_data_is_no_name():
    found = references(
        a={"enum": [{"$id": "https://example.org/x"}], "$ref": "https://example.org/x"}
    )

    with pytest.raises(OutsideError):
        found.follow(found.root("a.json"))


def test_each_step_costs():
    found = references(Budget(1), a={"x": {"$ref": "#/y"}, "y": {"$ref": "#/z"}, "z": 1})

    with pytest.raises(BoundReachedError):
        found.follow(found.root("a.json").get("x"))


def test_a_node_is_known_by_its_place():
    assert Node({"a": 1}, "f", ("x",)) == Node({"a": 2}, "f", ("x",))
    assert Node([5, [6]], "f").get("1", "0") == Node(6, "f", ("1", "0"))
    assert Node([5], "f").get("1") is None
    assert Node({}, "f").get("a") is None


def test_pointers_and_paths():
    assert pointer_of("/a~1b/%20c/~0d") == ("a/b", " c", "~d")
    assert pointer_of("") == ()
    assert join_path("api/v1/a.yaml", "../b.yaml") == "api/b.yaml"


def test_files_referred_to_are_those_of_the_repository():
    data = [{"$ref": "b.json#/x"}, {"a": {"$ref": "./c%20d.json"}}, {"$ref": "#/x"}, {"$ref": 3}]
    data += [{"$ref": "https://example.org/x"}, {"$ref": "urn:x:y"}]

    assert files_referred_to("api/a.json", data) == ["api/b.json", "api/c d.json"]


@pytest.mark.parametrize(
    "named",
    [
        '{"$anchor": "here"}',
        '{"$dynamicAnchor": "here"}',
        '{"$id": "#here"}',
        '{"id":\n\t"#here"}',
        '{"$schema": "http://json-schema.org/draft-04/schema#", "id": "#here"}',
        r'{"\u0024anchor": "here"}',
        r'{"$\u0061nchor": "here"}',
        r'{"id": "\u0023here"}',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_name_is_known_however_it_is_written(named, encoding):
    text = f'{{"x": {{"$ref": "#here"}}, "y": {named}}}'
    found = References(Version({"a.json": text.encode(encoding)}, ("a.json",)), Budget())

    assert found.follow(found.root("a.json").get("x")).pointer == ("y",)


@pytest.mark.parametrize(
    "named", ['{"id": "here"}', '{"name": "id", "x": "#here"}', '{"a": "$id"}']
)
def test_what_only_looks_like_a_name_is_none(named):
    text = f'{{"x": {{"$ref": "#here"}}, "y": {named}}}'
    found = References(Version({"a.json": text.encode()}, ("a.json",)), Budget())

    with pytest.raises(OutsideError, match="leads to nothing"):
        found.follow(found.root("a.json").get("x"))
