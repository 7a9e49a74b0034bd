"""Whole modules: imports, what is missing or broken in them, places, what a finding reaches."""

from pathlib import Path

from relplan.contracts import compare
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.contracts.protobuf.contract import ANALYZER
from relplan.model.finding import Finding, Severity, verdict
from tests.contracts.protobuf.modules import compared, said, version

MONEY = """syntax = "proto3";
package shop.money.v1;
message Money { int64 units = 1; string currency = 2; }
message Unused { string a = 1; }
"""
ORDERS = """syntax = "proto3";
package shop.v1;
import "shop/money/v1/money.proto";
import "google/protobuf/timestamp.proto";
import "google/api/annotations.proto";
import "validate/validate.proto";
import "google/type/latlng.proto";
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (Order) {
    option (google.api.http) = { get: "/v1/{id}" };
  }
  rpc Ping(PingRequest) returns (PingRequest);
}
message GetOrderRequest { string id = 1 [(validate.rules).string = { min_len: 1, in: ["a"] }]; }
message PingRequest { }
message Order {
  option (validate.ignored) = true;
  shop.money.v1.Money total = 1 [deprecated = true, (validate.rules).message.required = true];
  map<string, Item> items = 2;
  google.protobuf.Timestamp at = 3;
  google.type.LatLng place = 4;
  Status status = 5;
}
message Item { string name = 1; }
enum Status { STATUS_NONE = 0; STATUS_PAID = 1; }
"""
FILES = {"api/shop/money/v1/money.proto": MONEY, "api/shop/v1/orders.proto": ORDERS}


def one(findings: tuple[Finding, ...]) -> Finding:
    (found,) = findings
    return found


def changed(path: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[path]
    return {**FILES, path: FILES[path].replace(old, new)}


def test_a_module_whose_imports_are_partly_missing() -> None:
    after = changed("api/shop/money/v1/money.proto", "int64 units", "string units")
    found = one(compared(FILES, after))
    assert (found.rule, found.part) == (
        "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
        "shop.money.v1.Money.units",
    )
    assert (found.path, found.line) == ("api/shop/money/v1/money.proto", 3)
    assert found.touches == ("shop.v1.OrderService.GetOrder",)
    assert "http" not in found.text


def test_a_type_of_a_missing_file_is_known_by_its_name() -> None:
    after = changed("api/shop/v1/orders.proto", "google.type.LatLng place", "Item place")
    found = one(compared(FILES, after))
    assert (found.rule, found.part) == ("FIELD_WIRE_JSON_COMPATIBLE_TYPE", "shop.v1.Order.place")


def test_what_is_added_and_the_rpcs_that_reach_it() -> None:
    after = changed(
        "api/shop/v1/orders.proto", "STATUS_PAID = 1;", "STATUS_PAID = 1; STATUS_X = 2;"
    )
    after["api/shop/v1/orders.proto"] += "message Later {\n  string a = 1;\n}\n"
    added = {finding.rule: finding for finding in compared(FILES, after)}
    assert set(added) == {"ENUM_VALUE_ADDED", "MESSAGE_ADDED"}
    value, message = added["ENUM_VALUE_ADDED"], added["MESSAGE_ADDED"]
    assert (value.part, value.line) == ("shop.v1.Status.STATUS_X", 25)
    assert value.touches == ("shop.v1.OrderService.GetOrder",)
    assert (message.part, message.line, message.touches) == ("shop.v1.Later", 26, ())


def test_a_service_that_is_gone_touches_its_rpcs() -> None:
    text = ORDERS[: ORDERS.index("service")] + ORDERS[ORDERS.index("message GetOrderRequest") :]
    gone = compared(FILES, {**FILES, "api/shop/v1/orders.proto": text})
    found = one(gone)
    assert (found.severity, found.rule) == (Severity.BREAKING, "PACKAGE_SERVICE_NO_DELETE")
    assert found.part == "shop.v1.OrderService"
    assert found.touches == ("shop.v1.OrderService.GetOrder", "shop.v1.OrderService.Ping")


def test_only_what_the_contract_holds_counts_in_files_that_it_imports() -> None:
    text = MONEY.replace("string a = 1", "int64 a = 1").replace("string currency", "bytes currency")
    base = version(FILES, "api/shop/v1/orders.proto")
    after = {**FILES, "api/shop/money/v1/money.proto": text}
    revision = version(after, "api/shop/v1/orders.proto")
    found = one(compare(ANALYZER, base, revision, Options()))
    assert found.part == "shop.money.v1.Money.currency"


def test_files_may_move() -> None:
    moved = {path.replace("api/", "proto/public/"): text for path, text in FILES.items()}
    assert compared(FILES, moved) == ()


def test_a_package_that_moved_away_is_gone() -> None:
    after = changed(
        "api/shop/money/v1/money.proto", "package shop.money.v1", "package shop.money.v2"
    )
    after["api/shop/v1/orders.proto"] = ORDERS.replace("shop.money.v1.Money", "shop.money.v2.Money")
    found = said(compared(FILES, after))
    assert ("breaking", "FILE_SAME_PACKAGE", "shop.money.v1") in found
    assert ("breaking", "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "shop.v1.Order.total") in found


def test_a_package_of_services_that_got_another_name_touches_their_rpcs() -> None:
    after = changed("api/shop/v1/orders.proto", "package shop.v1", "package shop.v2")
    found = {finding.rule: finding for finding in compared(FILES, after)}
    for rule in ("FILE_SAME_PACKAGE", "PACKAGE_NO_DELETE"):
        assert found[rule].severity is Severity.BREAKING
        assert found[rule].part == "shop.v1"
        assert "shop.v1.OrderService.GetOrder" in found[rule].touches


def test_nothing_before_and_nothing_after() -> None:
    added = compare(ANALYZER, EMPTY, version(FILES), Options())
    assert {finding.severity for finding in added} == {Severity.ADDITIVE}
    assert "shop.v1.OrderService" in {finding.part for finding in added}
    removed = compare(ANALYZER, version(FILES), EMPTY, Options())
    assert verdict(removed) is Severity.BREAKING
    gone = {finding.part: finding for finding in removed}
    assert gone["shop.v1"].path == "api/shop/v1/orders.proto"
    assert gone["shop.v1"].touches == (
        "shop.v1.OrderService.GetOrder",
        "shop.v1.OrderService.Ping",
    )


def test_a_file_that_does_not_parse_is_unknown_and_the_rest_goes_on() -> None:
    after = changed("api/shop/v1/orders.proto", "string name = 1;", "int32 name = 1;")
    after["api/shop/v1/broken.proto"] = 'syntax = "proto3";\nmessage {\n}\n'
    found = {finding.rule: finding for finding in compared(FILES, after)}
    assert set(found) == {"unreadable", "FIELD_WIRE_JSON_COMPATIBLE_TYPE"}
    broken = found["unreadable"]
    assert (broken.severity, broken.path, broken.line) == (
        Severity.UNKNOWN,
        "api/shop/v1/broken.proto",
        2,
    )


def test_those_that_import_a_broken_file_go_on() -> None:
    after = changed("api/shop/money/v1/money.proto", "message Money {", "message Money { oops")
    after["api/shop/v1/orders.proto"] = ORDERS.replace("string name = 1;", "int32 name = 1;")
    found = {(finding.rule, finding.path) for finding in compared(FILES, after)}
    assert found == {
        ("unreadable", "api/shop/money/v1/money.proto"),
        ("FIELD_WIRE_JSON_COMPATIBLE_TYPE", "api/shop/v1/orders.proto"),
    }


HOSTILE = [
    b"\xff\xfe\x00", b'syntax = "proto3', b"/* never ends", b"message M {" * 5000, b"}",
    b"message N { string a = 1;", b"\0\0\0", b"message O { O O O O = 99999999999999999999; }",
    b"enum E { }", b'syntax = "proto9";', b"\0message P { }",
    b"option (x) = " + b"{ a: " * 5000 + b"}" * 5000 + b";", b"message Q { R r = 1; }",
]  # fmt: skip


def test_what_is_no_protobuf_is_unknown_with_its_place_and_the_rest_goes_on() -> None:
    hostile = {f"hostile/{number}.proto": content for number, content in enumerate(HOSTILE)}
    after = version(changed("api/shop/v1/orders.proto", "string name = 1;", "int32 name = 1;"))
    revision = Version({**after.files, **hostile}, (*after.roots, *hostile))
    found = compare(ANALYZER, version(FILES), revision, Options())
    unknown = {finding.path for finding in found if finding.severity is Severity.UNKNOWN}
    assert unknown == set(hostile)
    assert verdict(found) is Severity.BREAKING
    back = compare(ANALYZER, revision, version(FILES), Options())
    assert {finding.path for finding in back if finding.severity is Severity.UNKNOWN} == unknown


def test_paths_of_a_repository_are_never_paths_of_ours(tmp_path: Path) -> None:
    hostile = tmp_path / "escaped.proto"
    text = 'syntax = "proto3"; package p{}; message M {{ string a = 1; }}'
    paths = ["../" * 12 + str(hostile)[1:], str(hostile), "a\0b.proto", "x" * 4000 + ".proto"]
    before = {path: text.format(number) for number, path in enumerate(paths)}
    after = {path: text.replace("string", "int32") for path, text in before.items()}
    assert {finding.path for finding in compared(before, after)} == set(paths)
    assert not hostile.exists()


def test_only_well_known_types_are_there_without_their_files() -> None:
    text = 'syntax = "proto3"; package p; import "a/b.proto"; message M { a.B b = 1; a.B.C c = 2; }'
    assert compared({"m.proto": text}, {"m.proto": text + " "}) == ()


def test_a_copy_of_a_well_known_type_is_not_compared() -> None:
    text = 'syntax = "proto3"; package google.protobuf; message Timestamp { int64 seconds = 1; }'
    copy = "third_party/google/protobuf/timestamp.proto"
    assert compared(FILES, {**FILES, copy: text}) == ()


def test_an_import_that_only_the_build_can_find_means_the_file_that_declares_its_types() -> None:
    text = ORDERS.replace('"shop/money/v1/money.proto"', '"github.com/shop/money/v1/money.proto"')
    files = {**FILES, "api/shop/v1/orders.proto": text}
    after = {**files, "api/shop/money/v1/money.proto": MONEY.replace("int64 units", "bytes units")}
    assert one(compared(files, after)).touches == ("shop.v1.OrderService.GetOrder",)
