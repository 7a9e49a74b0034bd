"""Whatever is in two versions, and whatever goes wrong, the answer is findings."""

from collections.abc import Iterator

import pytest

from relplan.contracts import KINDS, compare, kind_of
from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.kind import EMPTY, Options, Version
from relplan.model.finding import Finding, Severity

ONE = Version({"a.yaml": b"1"}, ("a.yaml",))


class Failing:
    """A kind that fails in one way."""

    rules = 1

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


@pytest.mark.parametrize("name", KINDS)
def test_the_same_files_are_not_looked_at(name: str) -> None:
    kind = kind_of(name)  # type: ignore[arg-type]
    assert kind is not None
    hostile = Version({"x": b"\xff\x00" * 10}, ("x",))
    assert compare(kind, hostile, hostile, Options()) == ()
