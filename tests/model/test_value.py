"""A value is what a frozen dataclass with slots would be, but for the guard."""

import copy
import pickle
from dataclasses import dataclass, replace

import pytest

from relplan.model.value import value


@value(order=True)
class Place:
    """Where something stands."""

    file: str
    line: int = 0
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Plain:
    """The same, as dataclasses make it."""

    file: str
    line: int = 0
    seen: tuple[str, ...] = ()


@value()
class Other:
    """Of another class, with one field."""

    file: str

    def __repr__(self) -> str:
        return "shown by itself"


CASES = [("a",), ("a", 1), ("b",), ("a", 1, ("x",)), ("b", 2, ("x", "y"))]


def test_it_is_compared_ordered_hashed_and_shown_as_a_dataclass_is() -> None:
    for one in CASES:
        assert repr(Place(*one)) == repr(Plain(*one)).replace("Plain", "Place")
        assert hash(Place(*one)) == hash(Plain(*one))
        for other in CASES:
            ours, theirs = (Place(*one), Place(*other)), (Plain(*one), Plain(*other))
            assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
            assert (ours[0] < ours[1]) is (theirs[0] < theirs[1])
            assert (ours[0] <= ours[1]) is (theirs[0] <= theirs[1])
            assert (ours[0] > ours[1]) is (theirs[0] > theirs[1])
            assert (ours[0] >= ours[1]) is (theirs[0] >= theirs[1])


def test_values_of_two_classes_are_never_the_same() -> None:
    assert Place("a") != Other("a")
    assert Place("a") != Plain("a")
    with pytest.raises(TypeError):
        assert Place("a") < Plain("a")  # type: ignore[operator]


def test_fields_are_given_by_order_or_by_name_and_no_others() -> None:
    assert Place("a", seen=("x",)) == Place("a", 0, ("x",))
    assert replace(Place("a"), line=3) == Place(file="a", line=3)
    with pytest.raises(TypeError, match=r"Place\.__init__"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Place("a").column = 3  # type: ignore[attr-defined]


def test_what_the_class_says_itself_goes_first() -> None:
    assert repr(Other("a")) == "shown by itself"


def test_it_can_be_copied_and_matched() -> None:
    assert copy.deepcopy(Place("a", 1)) == pickle.loads(pickle.dumps(Place("a", 1)))  # noqa: S301
    match Place("a", 1):
        case Place(file, line):
            assert (file, line) == ("a", 1)
