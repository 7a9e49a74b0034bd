"""What is kept of files that were read changes nothing, and costs what it cost first."""

import pytest

from relplan.contracts import compare
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Options
from relplan.contracts.protobuf import compiling
from relplan.contracts.protobuf.contract import ANALYZER
from relplan.contracts.protobuf.kept import Kept
from tests.contracts.protobuf.modules import compared, version

P2 = 'syntax = "proto2"; package shop;'
BASE = {
    "a.proto": f"{P2} enum Size {{ S = 1; L = 2; }}",
    "b.proto": f'{P2} import "a.proto"; message B {{ optional Size size = 1; }}',
    "c.proto": f"{P2} message C {{ optional string c = 1; message D {{ }} enum E {{ E1 = 1; }} }}",
    "d.proto": f"{P2} message F {{ extensions 5 to 9; }} service G {{ rpc H(F) returns (F); }}",
    "e.proto": f'{P2} import "d.proto"; extend F {{ optional string x = 5; }}',
    "f.proto": 'syntax = "proto3"; package other; message O { string o = 1; } service P { }',
}


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_SOURCES", Kept(1000))
    monkeypatch.setattr(compiling, "_FILES", Kept(1000))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.proto", f"{P2} enum Size {{ L = 2; S = 1; }}"),  # the default of B.size
        ("a.proto", f"{P2} enum Size {{ S = 1; }}"),
        ("b.proto", f"{P2} message B {{ }}"),
        ("c.proto", f"{P2} message C {{ optional string c = 1; message D {{ }} }}"),
        ("c.proto", f"{P2} message C {{ optional int32 c = 1; }}"),
        ("c.proto", ""),
        ("e.proto", ""),
        ("f.proto", ""),
        ("f.proto", 'syntax = "proto3"; package shop; message O { string o = 1; }'),
        ("f.proto", 'syntax = "proto3"; package other; message O { string o = 1; }'),
    ],
)
def test_a_module_that_is_known_in_part_is_compared_as_if_it_were_new(
    monkeypatch: pytest.MonkeyPatch, path: str, text: str
) -> None:
    revision = {**BASE, path: text}
    there, back = compared(BASE, revision), compared(revision, BASE)
    assert there
    forget(monkeypatch)
    fresh = compared(BASE, revision)
    forget(monkeypatch)
    assert (there, back) == (fresh, compared(revision, BASE))


def test_a_type_that_hides_another_is_seen_in_files_that_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = {
        "a.proto": 'syntax = "proto3"; package x; message T { }',
        "b.proto": 'syntax = "proto3"; package y; message U { }',
        "c.proto": 'syntax = "proto3"; package y; import "a.proto"; import "b.proto";'
        " message M { x.T t = 1; }",
    }
    hidden = 'syntax = "proto3"; package y; message U { } message x { message T { } }'
    found = compared(base, {**base, "b.proto": hidden})
    assert ("FIELD_WIRE_JSON_COMPATIBLE_TYPE", "y.M.t") in {(one.rule, one.part) for one in found}


def test_what_is_found_again_is_paid_again() -> None:
    costs = []
    for _ in range(2):
        budget = Budget()
        compare(ANALYZER, version(BASE), version({**BASE, "c.proto": ""}), Options(), budget)
        costs.append((budget.spent, budget.kept))
    assert costs[0] == costs[1]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Kept[str] = Kept(25)
    made: list[str] = []

    def ask(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key

        return kept.get(key, 10, make, Budget())

    for key in "abaca":
        assert ask(key) == key
    assert made == ["a", "b", "c"]
    ask("b")
    assert made == ["a", "b", "c", "b"]


def test_errors_are_kept_and_bounds_are_not() -> None:
    kept: Kept[str] = Kept(100)
    tried: list[type[UnreadableError]] = []

    def fail(how: type[UnreadableError]) -> str:
        tried.append(how)
        raise how("why")

    for how in (UnreadableError, BoundReachedError):
        for _ in range(2):
            with pytest.raises(how):
                kept.get(how, 1, lambda how=how: fail(how), Budget())  # type: ignore[misc]
    assert tried == [UnreadableError, BoundReachedError, BoundReachedError]
