"""The rows of the offers: what helps first, what changes nothing folded, never too wide."""

from dataclasses import replace

import pytest

from relplan.model.scenario import CouplingKind, Mark, Scenario
from relplan.planning.couplings import Coupling
from relplan.planning.offers import Gain, Offer, Ranked
from relplan.tui.presentation.glyphs import ASCII
from relplan.tui.presentation.offers import (
    IDLE,
    NO_PICTURE,
    NOTHING,
    Picture,
    Subject,
    detail_line,
    row_key,
    row_line,
    rows_of,
)
from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Role, plain

_KEYS = {"plan.versioned": "v", "plan.waived": "w", "plan.propose": "F5"}.__getitem__
_BATCH = Subject("orders + web", frozenset({"orders@1", "web@1"}), held_up=True)


def _offer(name: str = "payments-api", mark: Mark = Mark.VERSIONED, *, on: bool = False) -> Offer:
    kind = CouplingKind.GATE if mark is Mark.WAIVED else CouplingKind.CONTRACT
    return Offer(Coupling(name, kind, ("orders", "web"), 3, 2), mark, 4.0, on)


def _gain(before: int = 9, after: int = 4, freed: int = 3, elsewhere: int = 0) -> Gain:
    return Gain(before, after, freed, 0, elsewhere, 0)


def _texts(found: Ranked, subject: Subject = _BATCH, *, opened: bool = False) -> list[str]:
    gains = {_offer().trial: _gain(), ("privacy", Mark.WAIVED): _gain(9, 9, 0, 2)}
    picture = Picture(found, gains, subject)
    rows = rows_of(found, subject, _KEYS, opened=opened)
    return [plain(row_line(row, picture, opened, 40, ASCII, _KEYS)) for row in rows]


def test_what_helps_the_batch_in_hand_comes_first_then_what_helps_others() -> None:
    found = Ranked((), (_offer(),), (_offer("privacy", Mark.WAIVED),), (_offer("quiet"),), ())
    assert _texts(found) == [
        "for orders + web",
        " v payments-api                9>4 +3 4d",
        "for others",
        " w privacy                         +2 4d",
        "> 1 that change nothing now",
    ]


def test_what_changes_nothing_is_shown_where_it_is_opened() -> None:
    rows = rows_of(Ranked((), (), (), (_offer(),), ()), NOTHING, _KEYS, opened=True)
    assert [row_key(row) for row in rows] == [IDLE, "payments-api\0versioned"]


def test_marks_that_are_set_stand_above_all() -> None:
    assert _texts(Ranked((_offer(on=True),), (), (), (), ()))[0] == "set"


def test_where_no_mark_alone_helps_the_way_on_is_said() -> None:
    (line,) = _texts(Ranked((), (), (), (), ()))
    assert line == "no mark alone helps orders + web: F5 finds the fewest that do"


def test_what_is_free_needs_no_offer() -> None:
    subject = Subject("web@1", frozenset({"web@1"}))
    assert _texts(Ranked((), (), (), (), ()), subject) == ["web@1 is free already"]


def test_while_marks_are_tried_nothing_is_said_of_them() -> None:
    rows = rows_of(Ranked((), (), (), (), (_offer(),)), _BATCH, _KEYS, opened=False)
    assert [plain(row_line(row, NO_PICTURE, False, 40, ASCII, _KEYS)).split() for row in rows] == [
        ["1", "mark", "being", "tried"],
        ["v", "payments-api", "~"],
    ]


def test_until_the_figures_are_renewed_the_old_ones_stay_and_are_dim() -> None:
    old = Picture(
        Ranked((), (_offer(), _offer("gone")), (), (), ()),
        {_offer().trial: _gain()},
        _BATCH,
        renewed=False,
    )
    rows = old.rows([_offer()], _KEYS, opened=False)
    lines = [row_line(row, old, False, 40, ASCII, _KEYS) for row in rows]
    assert [plain(line) for line in lines] == [
        "for orders + web",
        " v payments-api                9>4 +3 4d",
    ]
    assert lines[0][0].role is Role.DIM
    assert {span.role for span in lines[1][-3:]} == {Role.DIM}


def test_what_was_said_of_the_plan_before_is_not_said_of_this_one() -> None:
    free = Subject("web@1", frozenset({"web@1"}))
    old = Picture(Ranked((), (), (), (), ()), {_offer().trial: _gain()}, free, renewed=False)
    (row,) = old.rows([], _KEYS, opened=False)
    assert plain(row_line(row, old, False, 40, ASCII, _KEYS)) == ASCII.ellipsis


def test_a_mark_that_was_just_set_is_shown_at_its_old_place() -> None:
    gains = {_offer().trial: _gain()}
    old = Picture(Ranked((), (_offer(),), (), (), ()), gains, _BATCH, renewed=False)
    _, row = old.rows([_offer(on=True)], _KEYS, opened=False)
    assert plain(row_line(row, old, False, 40, ASCII, _KEYS)).endswith(" versioned")


def test_a_mark_that_was_just_taken_off_stands_under_set_no_more() -> None:
    taken_off, stays = _offer(on=True), _offer("privacy", Mark.WAIVED, on=True)
    gains = {taken_off.trial: _gain(), stays.trial: _gain()}
    old = Picture(Ranked((taken_off, stays), (), (), (), ()), gains, renewed=False)
    rows = old.rows([_offer(), stays], _KEYS, opened=False)
    assert [plain(row_line(row, old, False, 40, ASCII, _KEYS)).split()[:2] for row in rows] == [
        ["set"],
        ["w", "privacy"],
        ["~"],
        ["v", "payments-api"],
    ]


@pytest.mark.parametrize("cells", [30, 32, 47, 60, 90])
def test_a_row_is_never_wider_than_the_pane(cells: int) -> None:
    offer = _offer("a-contract-with-quite-a-long-name-of-its-own")
    picture = replace(NO_PICTURE, gains={offer.trial: _gain(1200, 850, 340)})
    line = row_line(offer, picture, False, cells, ASCII, _KEYS)
    assert width(plain(line)) == cells


def test_the_line_below_says_all_in_words() -> None:
    line = plain(detail_line(_offer(), _gain(elsewhere=1), _BATCH, Scenario(), _KEYS))
    assert line == (
        "v: mark payments-api versioned; orders + web: 9 together, then 4; 3 of them free;"
        " 1 more free elsewhere; 4 days of work; contract of orders, web"
    )


def test_a_mark_that_is_set_is_offered_to_be_taken_off() -> None:
    scenario = Scenario(marks=frozenset({("payments-api", Mark.VERSIONED)}))
    line = plain(detail_line(_offer(on=True), _gain(4, 9, -3), _BATCH, scenario, _KEYS))
    assert line.startswith("v: take off payments-api versioned; orders + web: 4 together, then 9")
    assert "days" not in line
