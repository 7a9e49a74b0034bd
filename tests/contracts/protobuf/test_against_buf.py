"""What relplan says of two versions is what buf says: one module of many cases, both ways."""

from pathlib import Path

import pytest

from relplan.contracts.bounds import Budget
from relplan.contracts.protobuf.catalogue import Catalogue
from relplan.contracts.protobuf.comparing import differences
from relplan.contracts.protobuf.compiling import compile_both
from tests.contracts.protobuf import test_editions, test_rules
from tests.contracts.protobuf.buf import Said, breaking
from tests.contracts.protobuf.modules import version

P2, P3, E23 = 'syntax = "proto2";', 'syntax = "proto3";', 'edition = "2023";'
NESTED = "message M { message N { enum E { Z = 0; A = %s; } map<string, %s> m = 1; %s } }"
CASES = {
    "nested": (P3 + NESTED % ("1", "int32", "N n = 2;"), P3 + NESTED % ("2", "int64", "")),
    "groups": (
        P2 + "message M { optional group G = 1 { optional int32 a = 1; } repeated Old o = 2; }"
        " message Old { } message New { }",
        P2 + "message M { optional group G = 1 { optional bytes a = 1; } repeated New o = 2; }"
        " message Old { } message New { }",
    ),
    "numbers": (
        P2 + "message M { optional double d = 1 [default = 1e-7]; optional float f = 2"
        " [default = 0.1]; optional int64 i = 3 [default = 0x10]; optional bool b = 4;"
        " optional float g = 5 [default = -inf]; optional double h = 6 [default = 1e21]; }",
        P2 + "message M { optional double d = 1 [default = 2.50]; optional double f = 2"
        " [default = 0.1]; optional int64 i = 3 [default = 16]; optional bool b = 4"
        " [default = true]; optional float g = 5 [default = nan]; optional double h = 6; }",
    ),
    "texts": (
        P2 + r'message M { optional string s = 1 [default = "a\"\x41\101"]; optional bytes b = 2'
        r' [default = "\377\001"]; optional E e = 3; } enum E { A = 1; B = 2; }',
        P2 + r"message M { optional string s = 1 [default = 'a' 'b\n']; optional bytes b = 2;"
        " optional E e = 3 [default = B]; } enum E { A = 1; B = 2; }",
    ),
    "ranges": (
        P2 + "message M { reserved 5 to 9; extensions 100 to 200; }"
        " message N { reserved 20 to max; } enum E { A = 0; reserved -9 to -3, 7 to max; }",
        P2 + "message M { reserved 6, 8; extensions 110 to 120, 150; }"
        " message N { reserved 25 to 30; } enum E { A = 0; reserved -5 to -4; }",
    ),
    "aliases": (
        P3 + "enum E { option allow_alias = true; Z = 0; A = 1; B = 1; C = 2; D = 2; }",
        P3 + "enum E { option allow_alias = true; Z = 0; A = 1; F = 1; }",
    ),
    "extensions": (
        P2 + "message M { extensions 5 to 9; } extend M { optional int32 a = 5; }"
        " message N { extend M { repeated string b = 6; } }",
        P2 + "message M { extensions 5 to 9; } extend M { optional string a = 5; }"
        " message N { extend M { repeated string c = 6; } }",
    ),
    "features": (
        E23 + "message M { N a = 1 [features.message_encoding = DELIMITED]; N b = 2; string c = 3;"
        " oneof o { string d = 4; } } message N { }",
        E23 + "option features = { field_presence: IMPLICIT utf8_validation: NONE };"
        " message M { N a = 1; N b = 2 [features = { message_encoding: DELIMITED }]; string c = 3;"
        " oneof o { string d = 4; } } message N { }",
    ),
    "java": (
        P2 + "message M { optional string a = 1; }",
        P2 + "option java_string_check_utf8 = true; message M { optional string a = 1; }",
    ),
    "enums_moved": (
        P3 + "message M { A.E e = 1; A.F f = 2; } message A { enum E { Z = 0; } enum F { Y = 0; }"
        " } message B { enum E { Z = 0; X = 1; } enum F { W = 0; } }",
        P3 + "message M { B.E e = 1; B.F f = 2; } message A { enum E { Z = 0; } enum F { Y = 0; }"
        " } message B { enum E { Z = 0; X = 1; } enum F { W = 0; } }",
    ),
    "scopes": (
        P3 + "message a { message b { } } message M { message a { message b { } } a.b x = 1;"
        " .scopes.a.b y = 2; scopes . a . b z = 3; optional int32 optional = 4; }",
        P3 + "message a { message b { } } message M { a.b x = 1; a.b y = 2;"
        " map<string, .scopes.a.b> z = 3; int32 optional = 4; }",
    ),
}  # fmt: skip


def module(which: int) -> dict[str, str]:
    """Return all cases as one module, a package each."""
    files = {f"{name}.proto": _packaged(name, case[which]) for name, case in CASES.items()}
    for name, case in test_editions.CASES.items():
        package = "ed_" + "_".join(name.split())
        files[f"{package}.proto"] = str(case[which]).replace("package p;", f"package {package};")
    files |= test_rules._files(which)
    del files["rpc_custom_option.proto"]  # of which relplan does without the declaration
    return files


def _packaged(name: str, text: str) -> str:
    head, body = text.split(";", 1)
    return f"{head}; package {name};\n{body}".replace("; ", ";\n").replace(" {", " {\n")


def ours(base: dict[str, str], revision: dict[str, str]) -> set[Said]:
    budget = Budget()
    compiled = compile_both(version(base), version(revision), budget)
    assert compiled.unknown == []
    before, after = (Catalogue(side, budget) for side in (compiled.base, compiled.revision))
    return {
        Said(found.told.rule, found.file, after.files[found.file].line(found.told.place),
             found.told.text)
        for found in differences(before, after)
        if found.file
    }  # fmt: skip


def _kept(said: set[Said]) -> set[Said]:
    """Leave out what relplan tells otherwise on purpose.

    buf tells of the messages that a map's entries are, which nobody declared; it overlooks what
    features make required, and the last declaration of its sort in a package.
    """
    otherwise = ("MESSAGE_SAME_REQUIRED_FIELDS", "PACKAGE_")
    return {
        one
        for one in said
        if not one.rule.startswith(otherwise)
        and not (one.rule == "MESSAGE_SAME_JSON_FORMAT" and 'Entry"' in one.text)
    }


@pytest.mark.parametrize("way", [0, 1])
def test_buf_says_the_same(way: int, tmp_path: Path) -> None:
    base, revision = module(way), module(1 - way)
    said = {one for one in breaking(base, revision, tmp_path) if one.path}
    told = ours(base, revision)
    assert _kept(told) == _kept(said)
    deleted = {one for one in said if one.rule.startswith("PACKAGE_") and 'Entry"' not in one.text}
    assert deleted <= told | {one._replace(line=0) for one in told}
