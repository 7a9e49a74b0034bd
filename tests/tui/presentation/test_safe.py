"""Whatever a repository holds, one printable line comes out."""

from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from relplan.tui.presentation.safe import clean, head, width

hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b[]\\Pm;0\x07\x9b\x9c\x9d\u202e\u2066\u200d\ufe0f\u0301\u20e3世🏳\ud800"
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Add a total to orders", "Add a total to orders"),
        ("[WIP] x", "[WIP] x"),
        ("[/foo] close", "[/foo] close"),
        ("[bold]C:\\new\\[x]", "[bold]C:\\new\\[x]"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP1$r\x1b\\dcs", "dcs"),
        ("\x1b]0;never ended", "0;never ended"),
        ("\x1bcreset", "reset"),
        ("\x1b(0graphics", "graphics"),
        ("a\tb\r\nc\u2028d\u2029e\x85f", "a b  c d e f"),
        ("a\x00b\x07c\x7fd\x9ee", "abcde"),
        ("user\u202etxt.exe\u2066\u200e\u200f\u061c", "usertxt.exe"),
        ("ze\u200bro\u2060\ufeff wi\u00addth", "zero width"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("fill\u3164er\u115f", "filler"),
        ("half \ud800 and \ue000 and \U0010ffff", "half \ufffd and \ufffd and \ufffd"),
        ("wide\u3000and\u00a0hard", "wide and hard"),
        ("Z" + "\u0301" * 50 + "a", "Z\u0301\u0301a"),
        ("\u0301first", "first"),
        ("grün 世界 Привет", "grün 世界 Привет"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (20, "Totals 世界 here"),
        (16, "Totals 世界 here"),
        (11, "Totals 世…"),
        (10, "Totals 世…"),
        (9, "Totals …"),
        (1, "…"),
        (0, ""),
    ],
)
def test_cutting_counts_cells(limit: int, shown: str) -> None:
    assert clean("Totals 世界 here", limit) == shown


def test_cutting_in_ascii_ends_in_ascii() -> None:
    assert clean("a long subject", 6, "~") == "a lon~"


@given(hostile)
@example("\x1b\x1b[[31mm")
@example("\x9b\x9d\x1b")
def test_nothing_but_printable_characters_comes_out(text: str) -> None:
    shown = clean(text)
    assert all(
        character == " " or not category(character).startswith(("C", "Z")) for character in shown
    )
    assert clean(shown) == shown
    assert width(shown) == cell_len(shown)


@given(hostile, st.integers(0, 40))
def test_the_limit_holds(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert cell_len(shown) <= limit
    assert clean(shown, limit) == shown
    whole = clean(text)
    assert shown == whole if width(whole) <= limit else whole.startswith(shown.rstrip("…"))


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf", "Zs"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.integers(0, 30))
def test_a_head_fits_and_is_a_beginning(text: str, room: int) -> None:
    kept = head(clean(text), room)
    assert clean(text).startswith(kept)
    assert width(kept) <= room


@pytest.mark.parametrize(
    "unit", ["\x1b]", "\x9d", "\x1b[0;", "\x1b[0 ", "\x1bP\x9c", "\u0301", "\u200b", "a", "世"]
)
def test_ten_million_characters_do_not_hold_up_a_row(unit: str) -> None:
    assert width(clean(unit * (10_000_000 // len(unit)), 80)) <= 80


@pytest.mark.parametrize("unit", ["\x1b]", "\x9d", "\x1b[0;", "\x1b[0 0", "\x1b]0\x9d"])
def test_time_grows_with_the_text_and_not_faster(unit: str) -> None:
    # Searching each opening through to the end would take minutes here, and hold the tests up.
    assert clean(unit * 200_000) == clean(clean(unit * 200_000))
