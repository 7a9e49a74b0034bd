"""An overlay is read as the plain copy of a table that it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.planning.overlay import Overlay

KEYS = st.integers(0, 12)
HELD = st.dictionaries(KEYS, st.integers(), max_size=12)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), KEYS, st.integers()),
        st.tuples(st.just("delete"), KEYS),
        st.tuples(st.just("copy")),
    ),
    max_size=20,
)


@given(HELD, STEPS)
def test_it_holds_what_a_plain_copy_holds(held: dict[int, int], steps: list[tuple]) -> None:
    before, plain = held.copy(), held.copy()
    overlay: Overlay[int, int] = Overlay(held)
    for step in steps:
        if step[0] == "set":
            overlay[step[1]] = plain[step[1]] = step[2]
        elif step[0] == "copy":
            below, copied = overlay, overlay.copy()
            overlay = Overlay(overlay)
            assert below.copy() == copied
        elif step[1] in plain:
            del overlay[step[1]], plain[step[1]]
        else:
            with pytest.raises(KeyError):
                del overlay[step[1]]
        assert same(overlay, plain)
    assert held == before


def same(overlay: Overlay[int, int], plain: dict[int, int]) -> bool:
    for key in range(13):
        assert (key in overlay) is (key in plain)
        assert overlay.get(key) == plain.get(key)
        assert overlay.get(key, 7) == plain.get(key, 7)
        if key in plain:
            assert overlay[key] == plain[key]
        else:
            with pytest.raises(KeyError):
                overlay[key]
    assert len(overlay) == len(plain)
    assert sorted(overlay) == sorted(plain)
    assert sorted(overlay.keys()) == sorted(plain.keys())
    assert sorted(overlay.items()) == sorted(plain.items())
    assert sorted(overlay.values()) == sorted(plain.values())
    return True


def test_many_differences_are_copied_for_good() -> None:
    held = dict.fromkeys(range(100), 0)
    overlay: Overlay[int, int] = Overlay(held)
    for key in range(50):
        overlay[key] = 1
    after: Overlay[int, int] = Overlay(overlay)
    below, own, gone = after.parts()
    assert (len(below), own, gone) == (100, {}, set())
    assert below is not held
