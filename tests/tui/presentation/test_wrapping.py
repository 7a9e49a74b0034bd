"""Lines broken between words."""

import pytest

from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Role, Span, plain
from relplan.tui.presentation.wrapping import wrap


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
