"""Lines that have the words that a person typed."""

from relplan.tui.presentation.searching import Section, having
from relplan.tui.presentation.spans import Line, Span


def line(text: str) -> tuple[str, Line]:
    return (text, (Span(text[:3]), Span(text[3:])))


SECTIONS = (
    Section("In the plan", [line("Undo a mark"), line("Mark a gate")]),
    Section("Marks", [line("versioned")]),
)


def found(text: str) -> dict[str, list[str]]:
    return {one.title: [key for key, _ in one.lines] for one in having(SECTIONS, text)}


def test_without_words_all_is_shown() -> None:
    assert found(" ") == {"In the plan": ["Undo a mark", "Mark a gate"], "Marks": ["versioned"]}


def test_all_words_must_be_there_in_either_case_and_any_order() -> None:
    assert found("MARK undo") == {"In the plan": ["Undo a mark"]}


def test_words_of_the_heading_count_for_each_line() -> None:
    assert found("plan gate") == {"In the plan": ["Mark a gate"]}
    assert found("marks") == {"Marks": ["versioned"]}


def test_nothing_is_found() -> None:
    assert found("nowhere") == {}
