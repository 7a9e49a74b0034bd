"""Whatever stands in a text, a Markdown reader shows it and does nothing else with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from relplan.exports.backlog.markdown import backlog_markdown
from relplan.exports.markdown_text import code, grid, inert, one_line, prose
from relplan.exports.plan.markdown import plan_markdown
from tests.exports.hostile import the_backlog, the_plan

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
SIGNS = st.text(
    alphabet=st.sampled_from("`*_[]()<>!#&|~$\\-+:.@0a1 \t\n\u200b/{}=\"'"), max_size=30
)
ANY = SIGNS | st.text(max_size=30)


def shown(markdown: str) -> str:
    """Return the text that a reader shows of one paragraph; anything but text is a failure."""
    tokens = READER.parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    for token in tokens[1].children or ():
        assert token.type in ("text", "text_special", "code_inline"), token
    return "".join(token.content for token in tokens[1].children or ())


def bare(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


@given(ANY)
def test_inert_text_is_shown_as_it_is(text: str) -> None:
    line = one_line(text)
    if bare(line):
        assert bare(shown(inert(text))) == bare(line)


@given(ANY)
def test_code_is_shown_as_it_is(text: str) -> None:
    if one_line(text).strip():
        assert shown(code(text)) == one_line(text)


@given(SIGNS, SIGNS)
def test_a_cell_of_a_table_stays_one_cell(one: str, other: str) -> None:
    tokens = READER.parse("\n".join(grid(("a", "b"), [(inert(one), inert(other))])))
    assert sum(token.type == "td_open" for token in tokens) == 2
    assert not [
        t for t in tokens for c in t.children or () if c.type in ("link_open", "html_inline")
    ]


def test_names_stay_as_they_are_written() -> None:
    for name in ("payments-api", "GET /orders/{id}", "orders@0a1b2c3d4e", "shop_v1.total", "a.b"):
        assert inert(name) == name
    assert inert("@team #12") == "@\u200bteam #\u200b12"


def test_prose_keeps_its_own_code() -> None:
    assert prose("Run `relplan plan --mark a_b=c`, then *wait*.") == (
        "Run `relplan plan --mark a_b=c`, then \\*wait\\*."
    )


@pytest.mark.parametrize("what", ["backlog", "plan"])
def test_a_document_holds_no_link_no_html_and_no_ping(what: str) -> None:
    document = backlog_markdown(the_backlog()) if what == "backlog" else plan_markdown(the_plan())
    assert "/C calc" in document
    for token in READER.parse(document):
        assert token.type != "html_block"
        for child in token.children or ():
            assert child.type not in ("link_open", "html_inline", "image"), child
            if child.type == "text":
                assert not re.search(r"(?<!\w)@\w", child.content)
    assert "\x1b" not in document
    assert "\u202e" not in document
