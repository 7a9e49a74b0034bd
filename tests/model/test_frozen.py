"""A class that is `frozen` is what a frozen dataclass with slots is, at less cost to import."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from relplan.model.frozen import frozen

_STDLIB: Any = dataclass(frozen=True, slots=True)
_ORDERED: Any = dataclass(frozen=True, slots=True, order=True)
_SAME: Any = dataclass(frozen=True, slots=True, eq=False)


def classes(plain: Any, ordered: Any, same: Any) -> dict[str, Any]:
    """Make the same classes by two decorators."""

    @plain
    class Place:
        """Where."""

        path: str
        line: int = 0
        seen: int = field(default=0, compare=False)
        notes: list[str] = field(default_factory=list, hash=False)

        def __post_init__(self) -> None:
            if self.line < 0:
                raise ValueError(self.line)

        @property
        def both(self) -> str:
            return f"{self.path}:{self.line}"

    @plain
    class Further(Place):
        more: "Place | None" = None
        line: int = 7

    @ordered
    class Version:
        number: int
        name: str = ""

    @plain
    class One:
        number: float

    @plain
    class Nothing:
        pass

    @plain
    class Own:
        number: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __repr__(self) -> str:
            return "own"

        def __hash__(self) -> int:
            return 1

    @same
    class Thing:
        number: int

    return {one.__name__: one for one in (Place, Further, Version, One, Nothing, Own, Thing)}


NAN = float("nan")
BOTH = (classes(_STDLIB, _ORDERED, _SAME), classes(frozen, frozen(order=True), frozen(eq=False)))


@frozen
class Kept:
    """One that can be found by its name, as pickle does."""

    number: int
    name: str = ""


def told(do: Callable[[dict[str, Any]], Any]) -> list[str]:
    """What is told of the classes by either decorator."""
    found = []
    for made in BOTH:
        try:
            found.append(repr(do(made)))
        except (TypeError, ValueError, FrozenInstanceError, AttributeError) as error:
            found.append(f"{type(error).__name__} {str(error).rpartition('.')[2]}")
    return found


ASKED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "shown": lambda c: [c["Place"]("a"), c["Further"]("a", 1, more=c["One"](1)), c["Nothing"]()],
    "fields": lambda c: [
        (f.name, f.type, f.compare) for one in c.values() for f in dataclasses.fields(one)
    ],
    "is a dataclass": lambda c: [dataclasses.is_dataclass(one) for one in c.values()],
    "equal": lambda c: [
        c["Place"]("a", seen=1) == c["Place"]("a", seen=2),
        c["Place"]("a") == c["Further"]("a", 0),
        c["Place"]("a") == c["Place"]("b"),
        c["One"](1) == c["Version"](1),
        c["Nothing"]() == c["Nothing"](),
        c["Own"](1) == c["Own"](2),
        c["Thing"](1) == c["Thing"](1),
    ],
    "not a number": lambda c: c["One"](NAN) == c["One"](NAN),
    "hash": lambda c: [
        hash(c["Place"]("a", notes=["b"])) == hash(c["Place"]("a", seen=3)),
        len({c["Version"](1), c["Version"](1)}),
        hash(c["Own"](2)),
        len({c["Thing"](1), c["Thing"](1)}),
    ],
    "order": lambda c: sorted([c["Version"](2), c["Version"](1, "b"), c["Version"](1)]),
    "order of two kinds": lambda c: c["Version"](2) < c["One"](1),
    "no order": lambda c: c["One"](2) < c["One"](1),
    "replace": lambda c: dataclasses.replace(c["Further"]("a"), path="b"),
    "replace what is not there": lambda c: dataclasses.replace(c["Further"]("a"), patch="b"),
    "as a dictionary": lambda c: dataclasses.asdict(c["Further"]("a", more=c["Place"]("b"))),
    "checked": lambda c: c["Place"]("a", -1),
    "checked below": lambda c: c["Further"]("a", -1),
    "missing": lambda c: c["Place"](),
    "too many": lambda c: c["Version"](1, "a", 2),
    "frozen": lambda c: setattr(c["Version"](1), "number", 2),
    "deleted": lambda c: delattr(c["Version"](1), "number"),
    "other attributes": lambda c: hasattr(c["Version"](1), "__dict__"),
    "lists of their own": lambda c: c["Place"]("a").notes is c["Place"]("a").notes,
    "matched": lambda c: [one.__match_args__ for one in c.values()],
    "signature": lambda c: [list(inspect.signature(one).parameters) for one in c.values()],
    "documented": lambda c: (c["Place"].__doc__, c["Place"]("a", 1).both),
    "copied": lambda c: copy.copy(c["Further"]("a", more=c["One"](2))),
    "below": lambda c: [
        type("Under", (c["Version"],), {})(1, "x"),
        [one.name for one in dataclasses.fields(type("Under", (c["Version"],), {}))],
        c["Version"](2).name,
    ],
    "by a dataclass": lambda c: _STDLIB(type("Under", (c["Version"],), {}))(1, "x"),
}


@pytest.mark.parametrize("what", ASKED)
def test_it_is_what_a_frozen_dataclass_is(what: str) -> None:
    theirs, ours = told(ASKED[what])
    assert ours == theirs


def test_one_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept(1, "a"))) == Kept(1, "a")  # noqa: S301


def test_one_below_another_makes_its_own_init() -> None:
    made = classes(frozen, frozen(order=True), frozen(eq=False))
    assert made["Place"]("a").line == 0
    assert made["Further"]("a").line == 7
