"""Whatever is in two versions, and whatever goes wrong, the answer is findings."""

from collections.abc import Iterator, Sequence

import pytest

from relplan.contracts import compare
from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.contracts.registry import kind_called, kinds
from relplan.model.finding import Finding, Severity
from relplan.model.rule import Rule

ONE = Version({"a.yaml": b"1"}, ("a.yaml",))


class Failing:
    """A kind that fails in one way."""

    edition = 1
    rules: Sequence[Rule] = ()

    def __init__(self, error: Exception) -> None:
        self.error = error

    def compare(self, *_: object) -> Iterator[Finding]:
        yield Finding("first", Severity.ADDITIVE, "a", "a.yaml", 1, "found before")
        raise self.error


@pytest.mark.parametrize(
    ("error", "rule", "line"),
    [
        (UnreadableError("is no contract", "a.yaml", 3), "unreadable", 3),
        (BoundReachedError("takes too long", "a.yaml"), "bound-reached", 0),
        (RecursionError(), "bound-reached", 0),
        (MemoryError(), "bound-reached", 0),
        (IndexError("list index out of range"), "fault", 0),
    ],
)
def test_what_goes_wrong_is_unknown_and_has_a_place(error: Exception, rule: str, line: int) -> None:
    (found,) = compare(Failing(error), EMPTY, ONE, Options())  # type: ignore[arg-type]
    assert (found.rule, found.severity) == (rule, Severity.UNKNOWN)
    assert (found.path, found.line) == ("a.yaml", line)


@pytest.mark.parametrize("name", [kind.name for kind in kinds()])
def test_the_same_files_are_not_looked_at(name: str) -> None:
    kind = kind_called(name).analyzer
    assert kind is not None
    hostile = Version({"x": b"\xff\x00" * 10}, ("x",))
    assert compare(kind, hostile, hostile, Options()) == ()
