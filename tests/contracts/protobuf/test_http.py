"""By which HTTP calls rpcs are reached, though google/api/annotations.proto is nowhere."""

import pytest

from relplan.contracts.protobuf.http import Binding, Http, http_of
from relplan.contracts.protobuf.tokens import tokens_of
from tests.contracts.protobuf.modules import compared, said

B, A, U = "breaking", "additive", "unknown"
FILE = """syntax = "proto3";
package p;
import "google/api/annotations.proto";
message M {{ string a = 1; }}
message N {{ M m = 1; }}
service S {{
  rpc Get(M) returns (M) {{ {} }}
  rpc Put(M) returns (N) {{ {} }}
}}
"""
GET = 'get: "/v1/m/{a}"'
CASES = {
    "variable renamed": (GET, 'get: "/v1/m/{b}"', set()),
    "variable spelled out": (GET, 'get: "/v1/m/{a=*}"', set()),
    "variable takes more": (GET, 'get: "/v1/{a=**}"', {(A, "RPC_HTTP_ADDED")}),
    "variable takes less": (
        'get: "/v1/{a=m/*}"',
        'get: "/v1/m/all"',
        {(B, "RPC_HTTP_NO_DELETE")},
    ),
    "method": (GET, 'post: "/v1/m/{a}"', {(B, "RPC_HTTP_NO_DELETE"), (A, "RPC_HTTP_ADDED")}),
    "path": (GET, 'get: "/v2/m/{a}"', {(B, "RPC_HTTP_NO_DELETE"), (A, "RPC_HTTP_ADDED")}),
    "verb": (GET, 'get: "/v1/m/{a}:all"', {(B, "RPC_HTTP_NO_DELETE"), (A, "RPC_HTTP_ADDED")}),
    "one more": (
        GET,
        f'{GET} additional_bindings {{ get: "/v2/m/{{a}}" }}',
        {(A, "RPC_HTTP_ADDED")},
    ),
    "one less": (
        f'{GET} additional_bindings: [{{ get: "/v2/m" }}, {{ get: "/v3/m" }}]',
        f'{GET}, additional_bindings: <get: "/v3/m">;',
        {(B, "RPC_HTTP_NO_DELETE")},
    ),
    "moved to the back": (
        GET,
        f'get: "/v2/m" additional_bindings {{ {GET} }}',
        {(A, "RPC_HTTP_ADDED")},
    ),
    "body": ('post: "/v1" body: "*"', 'post: "/v1" body: "a"', {(B, "RPC_HTTP_SAME_BODY")}),
    "response": (GET, f'{GET} response_body: "a"', {(B, "RPC_HTTP_SAME_RESPONSE_BODY")}),
    "custom": (
        'custom { kind: "HEAD" path: "/v1" }',
        'custom { kind: "HEAD" path: "/v2" }',
        {(B, "RPC_HTTP_NO_DELETE"), (A, "RPC_HTTP_ADDED")},
    ),
    "written otherwise": (GET, "get: '/v1' \"/m/{a}\"  /* as ever */", set()),
    "unreadable": (GET, "get: 1", {(U, "RPC_HTTP_UNREADABLE")}),
    "unreadable as ever": ("get: 1", "\n  get:  1", set()),
    "unreadable otherwise": ("get: 1", "get: 2", {(U, "RPC_HTTP_UNREADABLE")}),
}


def option(said: str) -> str:
    return f"option (google.api.http) = {{ {said} }};" if said else ""


@pytest.mark.parametrize("name", CASES)
def test_what_changes_for_callers(name: str) -> None:
    old, new, expected = CASES[name]
    base, revision = ({"api/p.proto": FILE.format(option(written), "")} for written in (old, new))
    assert said(compared(base, revision)) == {(*each, "p.S.Get") for each in expected}


def test_another_rpc_may_take_a_call_over_where_it_answers_alike() -> None:
    moved = FILE.format("", option(GET))
    base = {"api/p.proto": FILE.format(option(GET), "")}
    found = said(compared(base, {"api/p.proto": moved}))
    assert (B, "RPC_HTTP_NO_DELETE", "p.S.Get") in found
    alike = moved.replace("(N)", "(M)")
    base = {"api/p.proto": base["api/p.proto"].replace("(N)", "(M)")}
    assert said(compared(base, {"api/p.proto": alike})) == {(A, "RPC_HTTP_ADDED", "p.S.Put")}


def read(text: str) -> dict[str, Http]:
    return http_of(tokens_of("a.proto", text), "p")


def test_a_field_by_itself_says_the_same() -> None:
    text = 'service S { rpc A(M) returns (M) { option (.google.api.http).get = "/v1"; } }'
    assert read(text)["p.S.A"].bindings == (Binding("GET", "/v1"),)


def test_a_rule_over_several_options_is_unreadable_and_told_from_others() -> None:
    text = "service S {{ rpc A(M) returns (M) {{ {} option (google.api.http).body = '{}'; }} }}"
    get = "option (google.api.http).get = '/v1';"
    one, other = (read(text.format(get, body))["p.S.A"] for body in ("*", "m"))
    assert one.bindings is other.bindings is None
    assert one != other


def test_options_of_others_are_none_of_ours() -> None:
    text = 'service S { rpc A(M) returns (M) { option (shop.http) = { get: "/v1" }; } }'
    assert read(text) == {}


@pytest.mark.parametrize("value", ["<" * 5_000, "{ get: ", "{ get: { } }", "1", "{ 7: 'a' }"])
def test_what_is_no_rule_is_unreadable(value: str) -> None:
    text = "service S { rpc A(M) returns (M) { option (google.api.http) = X } }"
    tokens = tokens_of("a.proto", text)
    at = next(i for i, token in enumerate(tokens) if token.text == "X")
    words = value.replace("<", "< a ").split()
    within = [*tokens[:at], *(tokens[at]._replace(text=word) for word in words)]
    assert http_of(within, "p")["p.S.A"].bindings is None
