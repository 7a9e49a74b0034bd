"""The notes of a release as Markdown, HTML and JSON, whatever is written in them."""

import json
from dataclasses import replace
from html.parser import HTMLParser

from relplan.exports.notes.html import notes_html
from relplan.exports.notes.json import notes_json
from relplan.exports.notes.markdown import notes_markdown
from relplan.model.evidence import Evidence
from relplan.model.notes import Contribution, Notes
from relplan.model.scan import Notice
from tests.exports.hostile import EVIL
from tests.planning.notes.noting import NOW, noted
from tests.planning.world import (
    FLAGGED,
    INFERRED,
    approval,
    contract,
    feature,
    finding,
    merged,
    opened,
    planned,
    service,
    takes,
    world,
)

PAGE = "https://forge.example/pay/pull/7)](javascript:x"


def hostile() -> Notes:
    """Return notes with all there can be in them, every free text of which is EVIL."""
    snapshot = world(
        service("pay", EVIL),
        service("web", EVIL),
        service("stock", "store"),
        contract("api", provider="pay", consumers=["web", "mobile"], uses={"mobile": ["GET /x"]}),
        contract("events", provider="pay", consumers=["web"]),
        feature(EVIL),
        approval("audit", "stock"),
        merged("pay", 1, title=EVIL, breaks=finding("api", EVIL, line=7), feature=EVIL,
               also_known_as=PAGE),
        merged("pay", 2, title=f"feat: {EVIL}", extends=finding("events", EVIL), flag=EVIL),
        merged("web", 1, title=EVIL, adapts="api", feature=EVIL),
        merged("stock", 1, title=EVIL),
        opened("web", "wish", title=EVIL, feature=EVIL, flag=EVIL),
    )  # fmt: skip
    snapshot = replace(
        snapshot,
        workspace=replace(snapshot.workspace, name=EVIL, issue_url="https://t.example/{key}"),
    )
    told = {"pay@1": Contribution(EVIL, (EVIL, "Ada"), (f"db/{EVIL}.sql",))}
    return noted(planned(snapshot, **{EVIL: FLAGGED}), told=told)


class _Tags(HTMLParser):
    """Collects which tags and attributes a page has, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str | None] = set()
        self.text = self.prose = ""
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._code = tag in ("code", "title", "style")
        self.links |= {value for name, value in attrs if name in ("href", "src", "onclick")}

    def handle_endtag(self, tag: str) -> None:
        self._code = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.prose += "" if self._code else data


def test_a_page_shows_what_is_written_and_is_no_other_than_ours() -> None:
    page = _Tags()
    page.feed(notes_html(hostile()))
    assert page.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "strong",
        "ul", "li", "code", "a", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert all(str(link).startswith("https://") for link in page.links)
    assert {str(link).split("/")[2] for link in page.links} == {"forge.example", "t.example"}
    assert "<script>alert(1)</script>" in page.text
    assert "@everyone" not in page.prose


def test_markdown_has_every_section_and_pings_nobody() -> None:
    text = notes_markdown(hostile())
    sections = [line for line in text.splitlines() if line.startswith("## ")]
    assert sections == [
        "## What breaks, and for whom", "## Migrations", "## Flags to flip", "## By service",
        "## By issue", "## What stays behind", "## Who contributed",
    ]  # fmt: skip
    assert "  - **mobile** is not: it uses only `GET /x`" in text
    assert "  - **web** adapts with `web@1`" in text
    assert "| `stock@1` |" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_says_all_of_it() -> None:
    found = json.loads(notes_json(hostile()))
    assert found["schema"] == "relplan.notes/1"
    assert found["at"] == "1972-09-27T00:00:00+00:00"
    pay = next(one for one in found["services"] if one["service"] == "pay")
    assert [change["kind"] for change in pay["changes"]] == [None, "feat"]
    assert pay["changes"][0]["authors"] == [EVIL, "Ada"]
    (broken,) = found["breaks"]
    assert {one["consumer"]: one["fate"] for one in broken["consumers"]} == {
        "mobile": "spared",
        "web": "adapted",
    }
    assert {one["why"] for one in found["left_out"]} == {"gated", "unfinished"}
    assert {one["source"] for one in found["flags"]} == {"dark", "mark"}


def test_what_several_services_share_stands_once() -> None:
    shared = merged("pay", "abcdef0123", title="feat!: no more cash", issue="CHK-1")
    other = replace(shared, id="web@abcdef0123", service="web")
    said = Evidence("breaking-change", "feat!: no more cash", "pay", shared.commit, line=1)
    found = noted(
        planned(world(shared, other, merged("web", 1, title="Alone"))),
        notices=[Notice("it breaks", said, change) for change in (shared.id, other.id)],
    )
    text = notes_markdown(found)
    assert text.count("feat!: no more cash") == 3  # what breaks, the services, the issue
    assert "2 changes of 2 services" in text
    assert "### Several services\n\n#### Features\n\n- feat!: no more cash" in text
    assert "(`abcdef0123` in pay and web)" in text
    assert "- Alone (`web@1`)\n\nAnd 1 that several services share: below." in text
    assert "- **CHK-1** pay and web: feat!: no more cash" in text


def test_nothing_that_goes_out_is_said_as_such() -> None:
    made = planned(world(opened("web", "wish")))
    text = notes_markdown(noted(made))
    assert "0 changes of 0 services; 1 stay behind." in text
    assert "## What stays behind" in text


def test_what_goes_out_together_has_its_date() -> None:
    found = replace(noted(planned(world(merged("web", 1)))), end=NOW + 3_600, unread=("web",))
    text = notes_markdown(found)
    assert "**1972-09-27 00:00 to 1972-09-27 01:00** (UTC): 1 change of 1 service." in text
    assert "The commits of web could not be read" in text


def migrations_of(*paths: str) -> list[str]:
    snapshot = world(service("pay"), merged("pay", 1))
    notes = noted(planned(snapshot), told={"pay@1": Contribution("", ("Ada",), paths)})
    _, found = notes_markdown(notes).split("## Migrations\n\n")
    return found.split("\n\n")[0].splitlines()


def test_many_migrations_of_one_change_are_one_line() -> None:
    paths = [f"db/v2/{name}.sql" for name in "abcdef"]
    assert migrations_of(*paths) == ["- pay: 6 files below `db/v2` (`pay@1`)"]
    assert migrations_of(*paths[:2]) == [
        "- pay: `db/v2/a.sql` (`pay@1`)", "- pay: `db/v2/b.sql` (`pay@1`)",
    ]  # fmt: skip


def test_what_no_rollback_brings_back_is_named_among_many() -> None:
    paths = [f"db/{name}.sql" for name in "abcdefg"]
    snapshot = world(service("pay"), merged("pay", 1))
    notes = noted(planned(snapshot), told={"pay@1": Contribution("", ("Ada",), tuple(paths))})
    drops = (Evidence("table-removed", "drops carts"),)
    one, *others = notes.migrations
    found = notes_markdown(replace(notes, migrations=(replace(one, drops=drops), *others)))
    assert "- pay: 6 files below `db` (`pay@1`)\n- pay: `db/a.sql`" in found
    assert "**No rollback brings back:** drops carts" in found


def test_questions_stand_in_words_below_what_they_hold_up() -> None:
    snapshot = world(
        contract("api", provider="pay", detected=["web"]),
        takes("web", "api", confidence=INFERRED),
        merged("pay", 1, breaks="api"),
    )
    found = noted(planned(snapshot))
    ((name, text),) = found.questions
    assert f"## What is asked\n\n- `{name}`: {text}\n" in notes_markdown(found)
    assert json.loads(notes_json(found))["questions"] == [{"question": name, "text": text}]
