"""The header's bars: what goes out in lock-step shrinks, what is free grows."""

import pytest

from relplan.tui.presentation.glyphs import ASCII
from relplan.tui.presentation.safe import width
from relplan.tui.presentation.shares import Shares, bar_lines, between
from relplan.tui.presentation.spans import Role, plain

_BEFORE = Shares((9.0,), 0.0, 0.0)
_AFTER = Shares((3.0,), 0.0, 6.0)


def _bars(unmarked: Shares, now: Shares, cells: int = 60) -> list[str]:
    return [plain(line) for line in bar_lines(unmarked, now, cells, ASCII)]


def test_a_plan_without_marks_is_one_bar() -> None:
    assert _bars(_AFTER, _AFTER, 40) == ["#### 3 ##### ......... 6 free .........."]


def test_marks_put_a_bar_below_that_of_the_plan_without_them() -> None:
    before, now = _bars(_BEFORE, _AFTER)
    assert before.startswith("no marks ####")
    assert " 9 " in before
    assert now.startswith("now      ###")
    assert " 3 " in now
    assert " 6 free " in now


def test_a_bar_is_as_wide_as_there_is_room() -> None:
    for cells in (40, 79, 118):
        assert {width(line) for line in _bars(_BEFORE, _AFTER, cells)} == {cells}


def test_a_batch_of_twice_as_many_changes_is_twice_as_wide() -> None:
    (line,) = bar_lines(shares := Shares((40.0, 20.0), 0.0, 0.0), shares, 122, ASCII)
    large, _, small, *_ = (width(span.text) for span in line)
    assert large / small == pytest.approx(2, abs=0.1)


def test_many_small_batches_share_a_block() -> None:
    (line,) = _bars(many := Shares((9.0, *(2.0,) * 300), 4.0, 5.0), many, 80)
    assert "batches" in line
    assert width(line) == 80


def test_what_is_free_has_another_sign_and_another_role_than_what_is_tied() -> None:
    (line,) = bar_lines(_AFTER, _AFTER, 60, ASCII)
    assert [span.role for span in line if span.text.strip()] == [Role.LOCKSTEP, Role.INDEPENDENT]
    assert {span.text[0] for span in line if span.text.strip()} == {"#", "."}


def test_that_nothing_is_free_is_said() -> None:
    (line,) = _bars(_BEFORE, _BEFORE)
    assert line.endswith(" 0 free")


def test_nothing_pending_and_no_room_are_no_bar() -> None:
    nothing = Shares((), 0.0, 0.0)
    assert _bars(nothing, nothing) == []
    assert _bars(_BEFORE, _AFTER, 20) == []


def test_on_the_way_from_one_plan_to_another_no_change_is_lost() -> None:
    way = between(_BEFORE, _AFTER, 0.5)
    assert way == Shares((6.0,), 0.0, 3.0)
    assert way.total == _BEFORE.total == _AFTER.total
    assert between(Shares((7.0,), 1.0, 0.0), Shares((3.0, 2.0), 1.0, 2.0), 1.0).batches == (3, 2)
