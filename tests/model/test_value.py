"""Values that many are made of."""

import pytest

from relplan.model.value import value


@value(order=True)
class _Point:
    x: int
    y: int = 0


def test_values_of_the_same_fields_are_the_same() -> None:
    assert _Point(1) == _Point(1, 0) != _Point(1, 1)
    assert len({_Point(1), _Point(1, 0), _Point(1, 1)}) == 2


def test_they_sort_by_their_fields_where_they_have_an_order() -> None:
    assert sorted([_Point(2), _Point(1, 1), _Point(1)]) == [_Point(1), _Point(1, 1), _Point(2)]

    @value()
    class _Name:
        text: str

    with pytest.raises(TypeError):
        sorted([_Name("b"), _Name("a")])  # type: ignore[type-var]


def test_they_have_no_room_for_more() -> None:
    with pytest.raises(AttributeError):
        _Point(1).z = 1  # type: ignore[attr-defined]
