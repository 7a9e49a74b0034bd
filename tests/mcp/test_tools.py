"""What the tools answer, on the workspace that the tests of the command line know by heart."""

import json
from typing import Any

import pytest

from relplan.mcp.deciding import DECIDING
from relplan.mcp.reading import READING
from relplan.mcp.tool import Session
from relplan.model.errors import RelplanError
from tests.cli.shop import Shop

TOOLS = {tool.name: tool for tool in (*READING, *DECIDING)}
_OWN = ("provenance", "as_of", "left_out")


def call(shop: Shop, name: str, at: str = ".", **asked: Any) -> dict[str, Any]:
    session = Session(shop.folder / at, scenario="assistant")
    return TOOLS[name].call(session, asked, lambda: False)


def without_own(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in _OWN}


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("plan", {"edges": True}, ["plan"]),
        ("plan", {"edges": True, "marks": ["e2e=waived"]}, ["plan", "--mark", "e2e=waived"]),
        ("why", {"change": "orders:pay"}, ["why", "orders:pay"]),
        ("questions", {}, ["questions"]),
        ("questions", {"change": "web"}, ["questions", "web"]),
        ("propose", {"goal": "all-alone"}, ["propose", "all-alone"]),
        ("propose", {"goal": "batch", "about": "1"}, ["propose", "batch", "1"]),
    ],
)
def test_the_answer_is_the_json_of_the_command(
    shop: Shop, name: str, asked: dict[str, Any], words: list[str]
) -> None:
    found = call(shop, name, **asked)
    assert without_own(found) == json.loads(shop.relplan(*words, "--json").out)
    assert list(found) == ["schema", "provenance", "as_of", *TOOLS[name].fields, "left_out"]
    assert found["left_out"] == {}


def test_my_change_is_the_branch_that_is_checked_out(shop: Shop) -> None:
    shop.repo("orders").switch("pay-v2")
    (why,) = call(shop, "why", at="orders")["why"]
    assert why["change"] == "orders:pay-v2"
    assert call(shop, "why", folder="orders")["why"] == [why]
    assert call(shop, "propose", at="orders", goal="unblock")["goal"] == "unblock orders:pay-v2"


def test_changes_are_filtered_and_a_part_says_so(shop: Shop) -> None:
    found = call(shop, "plan", services=["web"])
    assert [change["id"] for change in found["changes"]] == ["web:CHK-12-button"]
    assert {runs["service"] for runs in found["production"]} == {"web"}
    whole = call(shop, "plan", edges=True)
    own = [edge for edge in whole["edges"] if "web:CHK-12-button" in (edge["from"], edge["to"])]
    assert found["left_out"] == {"edges": {"shown": 0, "of": len(own)}}
    assert call(shop, "plan", services=["web"], edges=True)["edges"] == own
    blocked = call(shop, "plan", statuses=["blocked"])["changes"]
    assert blocked == [one for one in whole["changes"] if one["status"] == "blocked"]
    second = call(shop, "plan", limit=1, offset=1)
    assert second["changes"] == whole["changes"][1:2]
    assert second["left_out"]["changes"] == {"shown": 1, "of": 3}
    (batch,) = call(shop, "plan", batch="web", limit=1)["batches"]
    assert "web:CHK-12-button" in batch["changes"]


@pytest.mark.parametrize(
    ("name", "asked", "line"),
    [
        ("plan", {"services": ["wbe"]}, "no service is called 'wbe'; did you mean 'web'?"),
        ("why", {"change": "nobody"}, "no change is called 'nobody'; see `relplan plan`"),
        ("mark", {"coupling": "e2e", "mark": "split"},
         "the gate 'e2e' cannot be marked 'split'; it can be waived"),
        ("answer", {"question": "zz", "answer": "yes", "reason": "so"},
         "no question is called 'zz'; see `relplan questions`"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line(
    shop: Shop, name: str, asked: dict[str, Any], line: str
) -> None:
    with pytest.raises(RelplanError) as failed:
        call(shop, name, **asked)
    assert str(failed.value) == line


def test_what_was_never_scanned_is_said(fresh: Shop) -> None:
    with pytest.raises(RelplanError, match="nothing has been scanned yet; run `relplan scan`"):
        call(fresh, "plan")


def test_an_answer_says_how_old_it_is(shop: Shop) -> None:
    shop.done("scan")
    assert call(shop, "why", change="web")["as_of"]["moved_since"] == []
    shop.repo("orders").branch("later").commit("Go on")
    age = call(shop, "why", change="web")["as_of"]
    assert (age["moved_since"], age["failed"]) == (["orders"], [])
    (shop.folder / "web").rename(shop.folder / "gone")
    assert shop.relplan("scan").code == 2
    age = call(shop, "why", change="web")["as_of"]
    assert age["moved_since"] == ["web"]
    (failed,) = age["failed"]
    assert failed.startswith("web: ")


def test_a_mark_is_made_in_the_assistants_scenario(shop: Shop) -> None:
    before = shop.done("plan", "--json")
    made = call(shop, "mark", coupling="payments-api", mark="versioned")
    assert (made["scenario"], made["decision"]["subject"]) == ("assistant", "payments-api")
    assert (made["before"]["blocked"], made["now"]["blocked"]) == (3, 2)
    assert shop.done("plan", "--json") == before
    marks = [{"coupling": "payments-api", "mark": "versioned"}]
    assert call(shop, "plan", scenario="assistant")["marks"] == marks
    assert call(shop, "mark", coupling="payments-api", mark="versioned")["decision"] is None
    assert call(shop, "mark", coupling="payments-api", mark=None)["now"] == made["before"]


def test_undo_takes_back_what_the_assistant_decided_and_nothing_else(shop: Shop) -> None:
    shop.done("mark", "e2e", "waived")
    assert call(shop, "undo")["decision"] is None
    call(shop, "mark", coupling="payments-api", mark="versioned")
    shop.done("scenario", "switch", "assistant")
    shop.done("mark", "CHK-12", "flagged")
    undone = call(shop, "undo")
    assert (undone["decision"]["subject"], undone["decision"]["undone"]) == ("payments-api", True)
    assert call(shop, "undo")["decision"] is None
    assert call(shop, "plan", scenario="assistant")["marks"] == [
        {"coupling": "CHK-12", "mark": "flagged"},
        {"coupling": "e2e", "mark": "waived"},
    ]


def test_the_log_says_that_an_assistant_decided(shop: Shop) -> None:
    shop.repo("orders").branch("later").commit("Go on\n\nDepends-On: web:gone")
    shop.done("scan")
    question = call(shop, "questions")["questions"][0]["id"]
    answered = call(shop, "answer", question=question, answer="no", reason="it only reads")
    shop.done("mark", "e2e", "waived")
    marked, said = json.loads(shop.done("log", "--json"))["entries"]
    assert said["who"] == f"{marked['who']}, by an assistant"
    assert {**said, "scenario": "main"} == answered["decision"]
    assert (said["value"], said["reason"]) == ("no", "it only reads")
