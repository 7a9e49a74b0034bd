"""Lines broken between words."""

import pytest

from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Role, Span, plain
from relplan.tui.presentation.wrapping import fitting, wrap


def test_what_fits_stays_as_it_is() -> None:
    line = (Span("blocked by ", Role.BLOCKED), Span("the gate"))
    assert [plain(found) for found in wrap(line, 40)] == ["blocked by the gate"]


def test_it_breaks_between_words_and_keeps_the_roles() -> None:
    found = wrap((Span("one two ", Role.STRONG), Span("three four")), 10)
    assert [plain(line).rstrip() for line in found] == ["one two", "  three", "  four"]
    assert found[0][0].role is Role.STRONG


@pytest.mark.parametrize("text", ["a" * 100, "Größe " * 20, "汉字" * 30, "x " * 50, ""])
def test_no_line_is_wider_and_nothing_is_lost(text: str) -> None:
    found = wrap((Span(text),), 20)
    assert all(width(plain(line).rstrip()) <= 20 for line in found)
    assert "".join(plain(line).replace(" ", "") for line in found) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["answered yes: " + "why " * 60, "a" * 300, "汉字" * 90])
def test_what_came_of_it_is_in_sight_however_long_the_rest_is(text: str) -> None:
    said = fitting(text, ": free 1 ➔ 2", 40, 2)
    assert said.endswith("…: free 1 ➔ 2")
    lines = wrap((Span(said),), 40, 0)
    assert len(lines) == 2
    assert sum(width(plain(line)) for line in lines) > 60  # and no more is cut than must be
    assert text.startswith(said.partition("…")[0])


def test_what_fits_is_not_cut() -> None:
    assert (
        fitting("identity-api flagged", ": free 1 ➔ 2", 20, 2) == "identity-api flagged: free 1 ➔ 2"
    )
    assert fitting("identity-api flagged", ": free 1 ➔ 2", 20, 1, "~") == "identit~: free 1 ➔ 2"
