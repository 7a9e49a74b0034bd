"""Each rule, with its twin that breaks nothing: all cases are compared in one run of buf."""

import pytest

from tests.contracts.protobuf.modules import compared, said

B, R, A = "breaking", "risky", "additive"
M = "message M { string a = 1; }"
E = "enum E { E_NONE = 0; E_ONE = 1; }"

CASES: dict[str, tuple[str, str, set[tuple[str, str, str]]]] = {
    "nothing": (M, M, set()),
    "comments": (M, f"// now explained\n{M}", set()),
    "order": ("message M { string a = 1; int32 b = 2; }",
              "message M { int32 b = 2; string a = 1; }", set()),
    "field_deleted": (
        "message M { string a = 1; string b = 2; }", M,
        {(B, "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", "M.b"),
         (B, "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", "M.b")},
    ),
    "field_deleted_reserved": (
        "message M { string a = 1; string b = 2; }",
        'message M { string a = 1; reserved 2; reserved "b"; }',
        {(R, "FIELD_NO_DELETE", "M.b")},
    ),
    "field_added": (M, "message M { string a = 1; string b = 2; }", {(A, "FIELD_ADDED", "M.b")}),
    "field_type": (M, "message M { int64 a = 1; }",
                   {(B, "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "M.a")}),
    "field_type_compatible": ("message M { int32 a = 1; }", "message M { uint32 a = 1; }",
                              {(R, "FIELD_SAME_TYPE", "M.a")}),
    "field_cardinality": (M, "message M { repeated string a = 1; }",
                          {(B, "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", "M.a")}),
    "field_presence": (M, "message M { optional string a = 1; }",
                       {(R, "FIELD_SAME_CARDINALITY", "M.a")}),
    "field_renamed": (M, "message M { string b = 1; }",
                      {(B, "FIELD_SAME_NAME", "M.a"), (B, "FIELD_SAME_JSON_NAME", "M.a")}),
    "field_renamed_json_kept": (M, 'message M { string b = 1 [json_name = "a"]; }',
                                {(R, "FIELD_SAME_NAME", "M.a")}),
    "field_renamed_in_camel_case": ("message M { string a_b = 1; }", "message M { string aB = 1; }",
                                    {(R, "FIELD_SAME_NAME", "M.a_b")}),
    "deprecated": (M, "message M { option deprecated = true; string a = 1 [deprecated = true]; }",
                   set()),
    "enum_value_deprecated": (E, "enum E { E_NONE = 0; E_ONE = 1 [deprecated = true]; }", set()),
    "reserved_range_narrowed": ("message M { reserved 4 to 9; string a = 1; }",
                                "message M { reserved 4 to 8; string a = 1; }",
                                {(B, "RESERVED_MESSAGE_NO_DELETE", "M")}),
    "reserved_range_split": ("message M { reserved 4 to 9; string a = 1; }",
                             "message M { reserved 4 to 6, 7 to 12; string a = 1; }", set()),
    "oneof_moved": (
        "message M { oneof o { string a = 1; string b = 2; } oneof p { string c = 3; } }",
        "message M { oneof o { string a = 1; } oneof p { string c = 3; string b = 2; } }",
        {(B, "FIELD_SAME_ONEOF", "M.b")},
    ),
    "json_name": (M, 'message M { string a = 1 [json_name = "b"]; }',
                  {(B, "FIELD_SAME_JSON_NAME", "M.a")}),
    "field_into_oneof": (M, "message M { oneof o { string a = 1; } }",
                         {(B, "FIELD_SAME_ONEOF", "M.a"), (R, "FIELD_SAME_CARDINALITY", "M.a")}),
    "oneof_deleted": (
        "message M { oneof o { string a = 1; } }", M,
        {(B, "FIELD_SAME_ONEOF", "M.a"), (R, "FIELD_SAME_CARDINALITY", "M.a"),
         (R, "ONEOF_NO_DELETE", "M")},
    ),
    "oneof_grows": ("message M { oneof o { string a = 1; } }",
                    "message M { oneof o { string a = 1; string b = 2; } }",
                    {(A, "FIELD_ADDED", "M.b")}),
    "map_added": (M, "message M { string a = 1; map<string, int32> b = 2; }",
                  {(A, "FIELD_ADDED", "M.b")}),
    "reserved_deleted": ("message M { reserved 4; string a = 1; }", M,
                         {(B, "RESERVED_MESSAGE_NO_DELETE", "M")}),
    "reserved_added": (M, "message M { reserved 4; string a = 1; }", set()),
    "enum_value_deleted": (
        E, "enum E { E_NONE = 0; }",
        {(B, "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", "E.E_ONE"),
         (B, "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", "E.E_ONE")},
    ),
    "enum_value_deleted_reserved": (
        E, 'enum E { E_NONE = 0; reserved 1; reserved "E_ONE"; }',
        {(R, "ENUM_VALUE_NO_DELETE", "E.E_ONE")},
    ),
    "enum_value_added": (E, "enum E { E_NONE = 0; E_ONE = 1; E_TWO = 2; }",
                         {(A, "ENUM_VALUE_ADDED", "E.E_TWO")}),
    "enum_value_renamed": (E, "enum E { E_NONE = 0; E_UNO = 1; }",
                           {(B, "ENUM_VALUE_SAME_NAME", "E.E_ONE")}),
    "enum_reserved_deleted": ("enum E { E_NONE = 0; reserved 4; }", "enum E { E_NONE = 0; }",
                              {(B, "RESERVED_ENUM_NO_DELETE", "E")}),
    "enum_deleted": (f"{M} {E}", M, {(R, "PACKAGE_ENUM_NO_DELETE", "E")}),
    "enum_added": (M, f"{M} {E}", {(A, "ENUM_ADDED", "E")}),
    "message_deleted": (f"{M} message N {{ }}", M, {(B, "PACKAGE_MESSAGE_NO_DELETE", "N")}),
    "message_deleted_part": (
        f"{M} message N {{ M m = 1; }}", 'message N { reserved 1; reserved "m"; }',
        {(R, "PACKAGE_MESSAGE_NO_DELETE", "M"), (R, "FIELD_NO_DELETE", "N.m")},
    ),
    "message_added": (M, f"{M} message N {{ string a = 1; message O {{ }} }}",
                      {(A, "MESSAGE_ADDED", "N")}),
    "nested_added": (M, "message M { string a = 1; message O { } enum P { P_NONE = 0; } }",
                     {(A, "MESSAGE_ADDED", "M.O"), (A, "ENUM_ADDED", "M.P")}),
    "rpc_deleted": (
        f"{M} service S {{ rpc Get(M) returns (M); rpc Put(M) returns (M); }}",
        f"{M} service S {{ rpc Get(M) returns (M); }}", {(B, "RPC_NO_DELETE", "S.Put")},
    ),
    "rpc_added": (
        f"{M} service S {{ rpc Get(M) returns (M); }}",
        f"{M} service S {{ rpc Get(M) returns (M); rpc Put(M) returns (M); }}",
        {(A, "RPC_ADDED", "S.Put")},
    ),
    "rpc_request": (
        f"{M} message N {{ M m = 1; }} service S {{ rpc Get(M) returns (M); }}",
        f"{M} message N {{ M m = 1; }} service S {{ rpc Get(N) returns (M); }}",
        {(B, "RPC_SAME_REQUEST_TYPE", "S.Get")},
    ),
    "rpc_response": (
        f"{M} message N {{ M m = 1; }} service S {{ rpc Get(M) returns (M); }}",
        f"{M} message N {{ M m = 1; }} service S {{ rpc Get(M) returns (N); }}",
        {(B, "RPC_SAME_RESPONSE_TYPE", "S.Get")},
    ),
    "rpc_server_streaming": (
        f"{M} service S {{ rpc Get(M) returns (M); }}",
        f"{M} service S {{ rpc Get(M) returns (stream M); }}",
        {(B, "RPC_SAME_SERVER_STREAMING", "S.Get")},
    ),
    "rpc_client_streaming": (
        f"{M} service S {{ rpc Get(M) returns (M); }}",
        f"{M} service S {{ rpc Get(stream M) returns (M); }}",
        {(B, "RPC_SAME_CLIENT_STREAMING", "S.Get")},
    ),
    "rpc_idempotency": (
        f"{M} service S {{ rpc Get(M) returns (M); }}",
        f"{M} service S {{ rpc Get(M) returns (M) {{ option idempotency_level = IDEMPOTENT; }} }}",
        {(B, "RPC_SAME_IDEMPOTENCY_LEVEL", "S.Get")},
    ),
    "rpc_custom_option": (
        f"{M} service S {{ rpc Get(M) returns (M); }}",
        f"{M} service S {{ rpc Get(M) returns (M) {{ option (http) = {{ get: '/v1' }}; }} }}",
        set(),
    ),
    "service_deleted": (f"{M} service S {{ rpc Get(M) returns (M); }}", M,
                        {(B, "PACKAGE_SERVICE_NO_DELETE", "S")}),
    "service_added": (M, f"{M} service S {{ rpc Get(M) returns (M); }}",
                      {(A, "SERVICE_ADDED", "S")}),
    "go_package": (M, f'option go_package = "shop"; {M}', {(R, "FILE_SAME_GO_PACKAGE", "")}),
}  # fmt: skip
PROTO2: dict[str, tuple[str, str, set[tuple[str, str, str]]]] = {
    "required_added": (
        "message M { optional string a = 1; }",
        "message M { optional string a = 1; required string b = 2; }",
        {(B, "MESSAGE_SAME_REQUIRED_FIELDS", "M.b")},
    ),
    "optional_added": (
        "message M { optional string a = 1; }",
        "message M { optional string a = 1; optional string b = 2; }",
        {(A, "FIELD_ADDED", "M.b")},
    ),
    "required_deleted": (
        "message M { optional string a = 1; required string b = 2; }",
        'message M { optional string a = 1; reserved 2; reserved "b"; }',
        {(B, "MESSAGE_SAME_REQUIRED_FIELDS", "M.b"), (R, "FIELD_NO_DELETE", "M.b")},
    ),
    "default": (
        'message M { optional string a = 1 [default = "x"]; }',
        'message M { optional string a = 1 [default = "y"]; }',
        {(B, "FIELD_SAME_DEFAULT", "M.a")},
    ),
    "extension_range_deleted": (
        "message M { extensions 5 to 9; }", "message M { }",
        {(R, "EXTENSION_MESSAGE_NO_DELETE", "M")},
    ),
    "extension_added": (
        "message M { extensions 5 to 9; }",
        "message M { extensions 5 to 9; } extend M { optional string x = 5; }",
        {(A, "EXTENSION_ADDED", "x")},
    ),
    "extension_deleted": (
        "message M { extensions 5 to 9; } extend M { optional string x = 5; }",
        "message M { extensions 5 to 9; }",
        {(R, "PACKAGE_EXTENSION_NO_DELETE", "x")},
    ),
}  # fmt: skip


def _files(which: int) -> dict[str, str]:
    files = {}
    for syntax, cases in (("proto3", CASES), ("proto2", PROTO2)):
        for name, case in cases.items():
            files[f"{name}.proto"] = f'syntax = "{syntax}"; package {name};\n{case[which]}'
    return files


@pytest.fixture(scope="module")
def forward() -> set[tuple[str, str, str]]:
    return said(compared(_files(0), _files(1)))


@pytest.fixture(scope="module")
def back() -> set[tuple[str, str, str]]:
    return said(compared(_files(1), _files(0)))


def _of(findings: set[tuple[str, str, str]], name: str) -> set[tuple[str, str, str]]:
    return {
        (severity, rule, part.partition(".")[2])
        for severity, rule, part in findings
        if part.partition(".")[0] == name
    }


@pytest.mark.parametrize("name", [*CASES, *PROTO2])
def test_a_rule(name: str, forward: set[tuple[str, str, str]]) -> None:
    assert _of(forward, name) == {**CASES, **PROTO2}[name][2]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("field_deleted", "FIELD_ADDED"),
        ("enum_value_deleted", "ENUM_VALUE_ADDED"),
        ("message_deleted", "MESSAGE_ADDED"),
        ("enum_deleted", "ENUM_ADDED"),
        ("rpc_deleted", "RPC_ADDED"),
        ("service_deleted", "SERVICE_ADDED"),
        ("extension_deleted", "EXTENSION_ADDED"),
    ],
)
def test_what_breaks_one_way_is_additive_the_other_way(
    name: str, rule: str, back: set[tuple[str, str, str]]
) -> None:
    assert {(severity, found) for severity, found, _ in _of(back, name)} == {(A, rule)}


def test_order_comments_and_custom_options_change_nothing() -> None:
    base = _files(0)
    moved = {}
    for path, text in base.items():
        head, _, body = text.partition("\n")
        pieces = body.replace(" message ", "\nmessage ").replace(" service ", "\nservice ")
        turned = "\n// moved\n".join(reversed(pieces.split("\n")))
        moved[path] = f"/* first */ {head} option (team).name = 'x';\n{turned}"
    assert base != moved
    assert compared(base, moved) == ()


@pytest.mark.parametrize("number", [0, 1])
def test_findings_are_the_same_each_time(number: int) -> None:
    base, revision = _files(number), _files(1 - number)
    assert compared(base, revision) == compared(base, revision)
