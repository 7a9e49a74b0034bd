"""Signs are one cell wide, unlike each other, and never stand without their word."""

import locale
import sys
from collections.abc import Iterator
from io import StringIO
from unicodedata import east_asian_width

import pytest
from rich.cells import cell_len

from relplan.model.change import State
from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.model.scenario import Mark
from relplan.tui.presentation.glyphs import ASCII, UNICODE, Glyphs, choose_glyphs
from relplan.tui.presentation.spans import Role, Span, plain

both = pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])


def signs(glyphs: Glyphs) -> Iterator[str]:
    for group in (glyphs.status, glyphs.state, glyphs.kind, glyphs.mark):
        yield from group.values()
    yield from (glyphs.unmarked, glyphs.folded, glyphs.unfolded, glyphs.becomes)
    yield from (glyphs.separator, glyphs.missing, glyphs.unknown, glyphs.stale)
    yield from (glyphs.suggested, glyphs.caution)


@both
def test_each_word_has_its_own_sign(glyphs: Glyphs) -> None:
    assert set(glyphs.status) == set(Status)
    assert set(glyphs.state) == set(State)
    assert set(glyphs.kind) == set(EdgeKind)
    assert set(glyphs.mark) == set(Mark)
    for group in (glyphs.status, glyphs.state, glyphs.kind, glyphs.mark):
        assert len(set(group.values())) == len(group.values())


@both
def test_signs_are_one_cell_wide_on_every_terminal(glyphs: Glyphs) -> None:
    for sign in signs(glyphs):
        assert cell_len(sign) == 1
        assert east_asian_width(sign) in ("N", "Na"), sign


def test_ascii_is_ascii() -> None:
    assert all(sign.isascii() for sign in (*signs(ASCII), ASCII.ellipsis))


@both
def test_a_label_is_a_sign_and_the_word(glyphs: Glyphs) -> None:
    assert glyphs.status_label(Status.LOCKSTEP).text == f"{glyphs.status[Status.LOCKSTEP]} lockstep"
    assert glyphs.state_label(State.IN_PROGRESS).text.endswith(" in-progress")
    assert glyphs.kind_label(EdgeKind.DEPENDS_ON).text.endswith(" depends-on")
    assert glyphs.mark_label(Mark.WAIVED).text.endswith(" waived")
    assert glyphs.mark_label(None).text.endswith(" unmarked")


def test_each_status_and_state_has_a_role_of_its_own() -> None:
    labels = [UNICODE.status_label(status) for status in Status]
    labels += [UNICODE.state_label(state) for state in State]
    assert len({label.role for label in labels}) == len(labels)


@pytest.mark.parametrize(
    ("ascii_only", "encodings", "expected"),
    [
        (False, ("utf-8", "UTF-8"), UNICODE),
        (False, ("utf8",), UNICODE),
        (True, ("utf-8",), ASCII),
        (False, ("utf-8", "ANSI_X3.4-1968"), ASCII),
        (False, ("iso-8859-15",), ASCII),
        (False, ("no such encoding",), ASCII),
    ],
)
def test_ascii_where_asked_or_needed(
    ascii_only: bool, encodings: tuple[str, ...], expected: Glyphs
) -> None:
    assert choose_glyphs(ascii_only=ascii_only, encodings=encodings) is expected


@pytest.mark.skipif(sys.platform == "win32", reason="the locale says nothing about its console")
def test_the_terminals_own_encoding_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", StringIO())
    monkeypatch.setattr(locale, "getencoding", lambda: "UTF-8")
    assert choose_glyphs(ascii_only=False) is UNICODE
    monkeypatch.setattr(locale, "getencoding", lambda: "ANSI_X3.4-1968")
    assert choose_glyphs(ascii_only=False) is ASCII


def test_plain_text_of_a_line() -> None:
    assert plain((Span("a "), Span("b", Role.DIM))) == "a b"
