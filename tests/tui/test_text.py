"""Text of repositories in textual's widgets: shown as it stands, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from relplan.tui.presentation.safe import clean
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.text import STYLES, block, content, segments

HOSTILE = {
    "[/foo] close": "[/foo] close",
    "[WIP] x": "[WIP] x",
    "[bold]not bold[/bold]": "[bold]not bold[/bold]",
    "[@click=app.quit]quit[/]": "[@click=app.quit]quit[/]",
    "[$primary on red": "[$primary on red",
    "back\\slash \\[x] end\\": "back\\slash \\[x] end\\",
    "\x1b[31mred": "red",
    "user\u202etxt": "usertxt",
    ":smile: {0} %s $HOME": ":smile: {0} %s $HOME",
    "": "",
}

texts = st.text(st.one_of(st.characters(), st.sampled_from("[]/\\\x1b\u202e=@$世é\u0301")))
lines = st.lists(st.builds(Span, texts, st.sampled_from(Role)), max_size=5)


@pytest.mark.parametrize(("text", "shown"), HOSTILE.items())
def test_content_is_the_clean_text_without_markup(text: str, shown: str) -> None:
    made = content(text)
    assert made.plain == shown
    assert made.spans == []


def test_roles_become_the_themes_styles() -> None:
    made = content("a ", Span("b", Role.BLOCKED))
    assert made.plain == "a b"
    assert [(span.start, span.end, span.style) for span in made.spans if span.style] == [
        (2, 3, STYLES[Role.BLOCKED])
    ]


def test_a_block_is_lines() -> None:
    assert block([["one\ntwo"], [Span("three", Role.DIM)]]).plain == "one two\nthree"


@given(lines)
def test_content_never_raises_and_loses_nothing(line: list[Span]) -> None:
    assert content(*line).plain == "".join(clean(text) for text, _ in line)


@given(lines, st.integers(0, 30))
def test_a_line_is_cut_as_one(line: list[Span], limit: int) -> None:
    whole = content(*line).plain
    cut = content(*line, limit=limit).plain
    assert cell_len(cut) <= limit
    if cell_len(whole) <= limit:
        assert cut == whole
    elif limit:
        assert cut.endswith("…")
        assert whole.startswith(cut[:-1])
    drawn = segments(line, lambda _role: Style.null(), limit)
    assert "".join(segment.text for segment in drawn) == cut


def test_an_ellipsis_takes_the_place_of_what_does_not_fit() -> None:
    line = [Span("abc"), Span("def", Role.DIM), Span("ghi")]
    assert content(*line, limit=9).plain == "abcdefghi"
    assert content(*line, limit=6).plain == "abcde…"
    assert content(*line, limit=3, ellipsis="~").plain == "ab~"


class Gallery(App[None]):
    """Every kind of place that a commit's subject is shown in."""

    def __init__(self, subjects: list[Content]) -> None:
        super().__init__()
        self.subjects = subjects

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {f"role-{role}": "#ffffff" for role in Role}

    def compose(self) -> ComposeResult:
        for subject in self.subjects:
            static = Static(subject)
            static.border_title = subject
            static.border_subtitle = subject
            static.tooltip = subject
            static.styles.border = ("round", "white")
            yield static
        yield OptionList(*(Option(subject) for subject in self.subjects))


async def test_widgets_show_it_unaltered() -> None:
    app = Gallery([content(Span(text, Role.BLOCKED)) for text in HOSTILE])
    async with app.run_test(size=(60, 60)):
        statics = [str(static.content) for static in app.query(Static)]
        for shown in HOSTILE.values():
            assert shown in statics
        drawn = [static.border_subtitle for static in app.query(Static)]
        assert drawn == [subject.markup for subject in app.subjects]
        options = app.query_one(OptionList)
        assert [
            str(options.get_option_at_index(index).prompt) for index in range(len(HOSTILE))
        ] == (list(HOSTILE.values()))
