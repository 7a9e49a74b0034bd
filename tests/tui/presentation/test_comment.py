"""What a pull request is told of its changes."""

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.planning.waiting_for import waiting_for
from relplan.tui.presentation.comment import comment, marker
from tests.exports.hostile import the_plan
from tests.planning.world import (
    INFERRED,
    contract,
    merged,
    opened,
    planned,
    takes,
    world,
)


def said(plan: Plan, *changes: str) -> str:
    return comment(plan, [why(plan, change) for change in changes])


def test_it_begins_with_the_line_that_it_is_known_by() -> None:
    plan = planned(world(merged("web", 1)))
    assert said(plan, "web@1").startswith("<!-- relplan:")
    assert said(plan, "web@1").partition("\n")[0] == marker("webshop") == marker("webshop")
    assert marker("--> <b>") != marker("webshop")
    assert marker("--> <b>").count("-->") == 1


def test_what_blocks_it_and_what_waits_for_it() -> None:
    plan = planned(
        world(
            contract("api", provider="pay", consumers=["web", "app"]),
            opened("pay", "v2", breaks="api", title="Totals", also_known_as="https://f.example/7"),
            opened("app", "v2", adapts="api", ready=True),
            opened("app", "more", stacked_on="app:v2", ready=True),
        )
    )
    text = said(plan, "pay:v2")
    assert "**`pay:v2` is blocked**: [Totals](https://f.example/7)" in text
    assert "- a missing adaptation: web has no pending change that adapts api" in text
    assert "  - `pay:v2` needs `missing:web/api`: breaks `api`" in text
    assert "- `app:v2` of team app: app:v2, tied by breaks `api`, requires `api`" in text
    assert "#### What waits for it\n\n- behind these 1 more change: `app:more`" in text
    waiting = waiting_for(plan, "app:v2")
    assert [edge.source for edge in waiting.direct] == ["app:more"]
    assert waiting.all == ("app:more",)


def test_what_is_asked_about_it() -> None:
    plan = planned(
        world(
            contract("api", provider="pay"),
            takes("web", "api", confidence=INFERRED),
            merged("pay", 1, breaks="api"),
            merged("pay", 2),
        )
    )
    text = said(plan, "pay@1", "pay@2")
    assert "**`pay@1` is uncertain**" in text
    (asked,) = [one.question.id for one in plan.questions]
    assert text.count(f"- `{asked}` Does web use api?") == 2
    assert "- `pay@2` of team pay: pay@2, by trunk" in text


def test_nothing_pending_and_what_could_not_be_read_are_said() -> None:
    plan = planned(world(merged("web", 1)))
    text = comment(plan, (), ["pay"])
    assert "Nothing of this branch is pending" in text
    assert "**Not certain:** pay could not be read" in text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


@pytest.mark.parametrize("html", [False, True])
def test_hostile_text_is_shown_and_does_nothing(html: bool) -> None:
    plan = the_plan()
    text = said(plan, *plan.changes)
    page = _Tags()
    page.feed(MarkdownIt("commonmark", {"html": html}).render(text))
    assert page.tags <= {"h3", "h4", "p", "strong", "ul", "li", "code"}
    assert text.count("<!--") == 1
    assert "\x1b" not in text
