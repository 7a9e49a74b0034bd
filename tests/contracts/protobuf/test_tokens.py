"""What is read of a file without compiling it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.protobuf.contract import ANALYZER
from relplan.contracts.protobuf.tokens import custom_options, tokens_of, without

TEXT = """// a comment with package x;
syntax = "proto3";
package shop.v1;
import public "shop/v1/item.proto";
import weak 'shop/v1/money.proto'; import "google/protobuf/any.proto";
/* service Hidden { rpc No(A) returns (B); } */
service Orders {
  option (x.y) = { message Inner { a: 1 } };
  rpc Get(GetRequest) returns (stream Order) { option (http) = { get: "/v1" }; }
  rpc Put(Order) returns (Order);
}
message Order {
  message Line { string message = 1; }
  enum Kind { NONE = 0; }
  string rpc = 1; string service = 2; Line package = 3;
}
"""


def test_surface() -> None:
    surface = ANALYZER.surface("a.proto", TEXT.encode())
    assert surface is not None
    assert surface.name == "shop.v1"
    assert surface.parts == {
        "shop.v1.Orders.Get": ("/shop.v1.Orders/Get", "Orders.Get", "Get"),
        "shop.v1.Orders.Put": ("/shop.v1.Orders/Put", "Orders.Put", "Put"),
        "shop.v1.Order": ("Order",),
        "shop.v1.Order.Line": ("Line",),
        "shop.v1.Order.Kind": ("Kind",),
    }


def test_references_are_the_imports_that_are_not_built_in() -> None:
    assert ANALYZER.references("a.proto", TEXT.encode()) == [
        "shop/v1/item.proto",
        "shop/v1/money.proto",
    ]


def test_a_file_that_declares_nothing_is_no_contract() -> None:
    assert ANALYZER.surface("a.proto", b'syntax = "proto3";') is None


@pytest.mark.parametrize(
    "text",
    ['import "a', "/* a", "message A {", "}", "( ]", "{" * 200, "\0message A {}", "// \0", "\x1c"],
)
def test_what_cannot_be_split_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableError):
        ANALYZER.surface("a.proto", text.encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("string a = 1 [(x) = 1];", "string a = 1;"),
        ("string a = 1 [(x) = 1, (y.z).w = {a: [1, 2]}];", "string a = 1;"),
        ("string a = 1 [deprecated = true, (x) = 1];", "string a = 1 [deprecated = true];"),
        ("string a = 1 [(x) = 1, deprecated = true];", "string a = 1 [deprecated = true];"),
        ("string a = 1 [(x) = 1, (y) = 2, json_name = 'b', (z) = 3, deprecated = true];",
         "string a = 1 [json_name = 'b', deprecated = true];"),
        ("option (x) = {a: '; }'}; option deprecated = true;", "option deprecated = true;"),
        ("[features.(pb.cpp).string_type = VIEW]", "[features.(pb.cpp).string_type = VIEW]"),
        ("extensions 4 to 9 [(x) = 1];", "extensions 4 to 9;"),
    ],
)  # fmt: skip
def test_custom_options_are_left_out(before: str, after: str) -> None:
    left = without(before, list(custom_options(tokens_of("a.proto", before))))
    assert [token.text for token in tokens_of("a.proto", left)] == [
        token.text for token in tokens_of("a.proto", after)
    ]


_PIECES = st.lists(
    st.sampled_from(["message", "A", "{", "}", "[", "]", "(", ")", "option", "=", ";", ",", "\n",
                     "import", '"a"', "rpc", "//x\n", "/*y*/", "package", "1", "'", '"', "/"]),
    max_size=40,
)  # fmt: skip


@given(_PIECES)
def test_no_text_crashes_it_and_lines_stay(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        surface = ANALYZER.surface("a.proto", text.encode())
    except UnreadableError:
        return
    assert surface is None or surface.name or surface.parts
    left = without(text, list(custom_options(tokens_of("a.proto", text))))
    assert left.count("\n") == text.count("\n")
    assert len(left) == len(text)
