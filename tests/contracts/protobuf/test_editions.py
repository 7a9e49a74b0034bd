"""Editions: what a file says with features it could say with proto2 or proto3 before."""

import pytest

from tests.contracts.protobuf.modules import compared, said

B, R = "breaking", "risky"
SYNTAX = {(R, "FILE_SAME_SYNTAX", "p")}
P3 = 'syntax = "proto3"; package p;'
P2 = 'syntax = "proto2"; package p;'
E23 = 'edition = "2023"; package p;'
E24 = 'edition = "2024"; package p;'
E = "enum E { E_NONE = 0; }"
EXPANDED = "features.repeated_field_encoding = EXPANDED"
AS_PROTO2 = (
    f"option {EXPANDED}; option features.enum_type = CLOSED;"
    " option features.utf8_validation = NONE; option features.json_format = LEGACY_BEST_EFFORT;"
)
IMPLICIT = "option features.field_presence = IMPLICIT;"
CASES: dict[str, tuple[str, str, set[tuple[str, str, str]]]] = {
    "proto3": (
        f"{P3} message M {{ string a = 1; repeated int32 b = 2; }} {E}",
        f"{E23} {IMPLICIT} message M {{ string a = 1; repeated int32 b = 2; }} {E}",
        SYNTAX,
    ),
    "proto3 optional": (
        f"{P3} message M {{ optional string a = 1; }}",
        f"{E23} message M {{ string a = 1; }}",
        SYNTAX,
    ),
    "proto2": (
        f"{P2} message M {{ optional string a = 1; repeated int32 b = 2; }} {E}",
        f"{E23} {AS_PROTO2} message M {{ string a = 1; repeated int32 b = 2; }} {E}",
        SYNTAX,
    ),
    "required": (
        f"{P2} message M {{ required int32 a = 1; }}",
        f"{E23} message M {{ int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }}",
        SYNTAX,
    ),
    "required now": (
        f"{E23} message M {{ int32 a = 1; }}",
        f"{E23} message M {{ int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }}",
        {
            (B, "MESSAGE_SAME_REQUIRED_FIELDS", "p.M.a"),
            (B, "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", "p.M.a"),
        },
    ),
    "required and nested": (
        f"{P2} message M {{ message N {{ }} }}",
        f"{P2} message M {{ message N {{ required int32 a = 1; }} }}",
        {(B, "MESSAGE_SAME_REQUIRED_FIELDS", "p.M.N.a")},
    ),
    "required and new": (
        f"{E23} message M {{ }}",
        f"{E23} message M {{ int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }}",
        {(B, "MESSAGE_SAME_REQUIRED_FIELDS", "p.M.a")},
    ),
    "presence at the field": (
        f"{E23} {IMPLICIT} message M {{ string a = 1; }}",
        f"{E23} message M {{ string a = 1 [features.field_presence = IMPLICIT]; }}",
        set(),
    ),
    "presence": (
        f"{E23} message M {{ string a = 1; }}",
        f"{E23} {IMPLICIT} message M {{ string a = 1; }}",
        {(R, "FIELD_SAME_CARDINALITY", "p.M.a")},
    ),
    "packed": (
        f"{E23} message M {{ repeated int32 a = 1; }}",
        f"{E23} message M {{ repeated int32 a = 1 [{EXPANDED}]; }}",
        set(),
    ),
    "delimited": (
        f"{E23} message N {{ }} message M {{ N a = 1; }}",
        f"{E23} message N {{ }} message M {{ N a = 1 [features.message_encoding = DELIMITED]; }}",
        {(B, "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "p.M.a")},
    ),
    "closed": (
        f"{E23} enum E {{ E_NONE = 0; }}",
        f"{E23} option features.enum_type = CLOSED; enum E {{ E_NONE = 0; }}",
        {(R, "ENUM_SAME_TYPE", "p.E")},
    ),
    "utf8": (
        f"{E23} message M {{ string a = 1; }}",
        f"{E23} option features.utf8_validation = NONE; message M {{ string a = 1; }}",
        {
            (R, "FIELD_SAME_UTF8_VALIDATION", "p.M.a"),
            (R, "FIELD_SAME_JAVA_UTF8_VALIDATION", "p.M.a"),
        },
    ),
    "json": (
        f"{E23} message M {{ }}",
        f"{E23} option features.json_format = LEGACY_BEST_EFFORT; message M {{ }}",
        {(B, "MESSAGE_SAME_JSON_FORMAT", "p.M")},
    ),
    "another edition": (
        f"{E23} message M {{ string a = 1; }}",
        f"{E24} message M {{ string a = 1; }}",
        {(R, "FIELD_SAME_CPP_STRING_TYPE", "p.M.a")},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_features(name: str) -> None:
    base, revision, expected = CASES[name]
    assert said(compared({"a.proto": base}, {"a.proto": revision})) == expected
