"""What is read of a .proto file, and what is no valid one."""

import pytest

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.protobuf.nodes import MessageNode
from relplan.contracts.protobuf.sources import read_source


def message(body: str, syntax: str = "proto3") -> MessageNode:
    text = f'syntax = "{syntax}"; message M {{ {body} }}'
    (found,) = read_source("a.proto", text.encode(), Budget()).node.messages
    return found


def test_words_of_the_language_are_names_too() -> None:
    found = message("message message { } message option = 1; option reserved = 2; enum enum {e=0;}"
                    " map map = 3; extend extend = 4; stream rpc = 6;")  # fmt: skip
    assert [(one.name, one.type) for one in found.fields] == [
        ("option", "message"), ("reserved", "option"), ("map", "map"), ("extend", "extend"),
        ("rpc", "stream"),
    ]  # fmt: skip


def test_options_of_others_are_passed_over_whatever_they_hold() -> None:
    found = message(
        'option (a.b).c = { x: [{ y: "}" }], z < 1: 2 > }; string s = 1 [(v) = { in: ["]"] },'
        ' json_name = "t", (w).x = -1];'
    )
    assert found.options == ()
    assert [(one.name, one.value) for one in found.fields[0].options] == [("json_name", '"t')]


def test_numbers_are_written_in_three_ways() -> None:
    found = message("int32 a = 0x10; int32 b = 010; int32 c = 9; reserved 0x20 to max;")
    assert [one.number for one in found.fields] == [16, 8, 9]
    assert found.reserved == ((32, 536_870_911),)


def test_a_file_without_syntax_is_proto2() -> None:
    assert read_source("a.proto", b"message M { }", Budget()).node.syntax == "proto2"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("message M { int32 a = 1; int32 b = 1; }", 2),
        ("message M { int32 a = 1; int32 a = 2; }", 2),
        ("message M { int32 a = 0; }", 2),
        ("message M { int32 a = 19001; }", 2),
        ("message M { int32 a = 536870912; }", 2),
        ("message M {\nreserved 1; int32 a = 1; }", 3),
        ('message M { reserved "a"; int32 a = 1; }', 2),
        ("message M { reserved 1 to 3, 2; }", 2),
        ("message M { reserved 3 to 1; }", 2),
        ("message M { required int32 a = 1; }", 2),
        ("message M { int32 a = 1 [default = 1]; }", 2),
        ("message M { extensions 5; }", 2),
        ("message M { map<float, int32> a = 1; }", 2),
        ("message M { repeated map<int32, int32> a = 1; }", 2),
        ("message M { oneof o { } }", 2),
        ("message M { oneof o { repeated int32 a = 1; } }", 2),
        ("message M { } message M { }", 2),
        ("enum E { A = 1; }", 2),
        ("enum E { A = 0; B = 0; }", 2),
        ("enum E { A = 0; A = 1; }", 2),
        ("enum E { A = 0; } enum F { A = 0; }", 2),
        ("enum E { A = 0; reserved 0; }", 2),
        ("message M { } service S { rpc A(M) returns (M); rpc A(M) returns (M); }", 2),
        ("service S { rpc A() returns (); }", 2),
        ("service S { string a = 1; }", 2),
        ("message M { int32 a = 1 }", 2),
        ("message M { int32 = 1; }", 2),
        ("message M { int32 a; }", 2),
        ("message M { option deprecated; }", 2),
        ('import shop; message M { }', 2),
        ("package a; package b;", 2),
        ("package .a;", 2),
        ("message 1M { }", 2),
        ("message M { int32 ä = 1; }", 2),
        ("extend { }", 2),
    ],
)  # fmt: skip
def test_what_is_not_valid_is_said_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableError, match="not valid protobuf") as told:
        read_source("a.proto", f'syntax = "proto3";\n{text}'.encode(), Budget())
    assert told.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "message M { int32 a = 1; }",
        "message M { optional int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }",
        "message M { group G = 1 { } }",
    ],
)
def test_editions_have_features_in_place_of_labels(text: str) -> None:
    content = f'edition = "2023"; {text}'.encode()
    if "optional" in text or "group" in text:
        with pytest.raises(UnreadableError):
            read_source("a.proto", content, Budget())
    else:
        assert read_source("a.proto", content, Budget()).node.syntax == "2023"


def test_values_beside_each_other_may_be_the_same_where_an_enum_says_so() -> None:
    text = b"enum E { option allow_alias = true; A = 1; B = 1; }"
    assert len(read_source("a.proto", text, Budget()).node.enums[0].values) == 2
