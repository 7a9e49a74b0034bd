"""`relplan propose`: the cheapest marks for a goal, on three repositories.

payments broke payments-api and waits for web, which has not begun to adapt. orders adapts to it, so
the two go together; so do payments and web, which slice CHK-12. To version the contract costs 5
days, to flag it 7, to flag the feature 3.
"""

import json
from typing import Any

from tests.cli.shop import Answer, Shop

VERSIONED = {"coupling": "payments-api", "mark": "versioned", "effort_days": 5.0}
FLAGGED = {"coupling": "CHK-12", "mark": "flagged", "effort_days": 3.0}


def proposed(shop: Shop, *words: str, code: int = 0) -> dict[str, Any]:
    answer = shop.relplan("propose", *words, "--json")
    assert answer.code == code, answer.err
    found = json.loads(answer.out)
    assert isinstance(found, dict)
    return found


def marks(found: dict[str, Any]) -> dict[str, str]:
    return {mark["coupling"]: mark["mark"] for mark in found["marks"]}


def refused(answer: Answer, what: str) -> bool:
    return answer.code == 2 and answer.out == "" and what in answer.complaints[-1]


def test_the_document(shop: Shop) -> None:
    found = proposed(shop, "all-alone")
    keys = ["schema", "goal", "reached", "optimal", "bound", "effort_days", "marks", "in_the_way"]
    assert list(found) == [*keys, "runner_up"]
    assert (found["schema"], found["goal"]) == ("relplan.proposal/1", "all-alone")
    assert (found["reached"], found["optimal"]) == (True, True)
    assert (found["bound"], found["effort_days"]) == (8.0, 8.0)
    assert list(found["marks"][0])[:4] == ["coupling", "mark", "effort_days", "largest_batch_after"]
    assert [mark["largest_batch_after"] for mark in found["marks"]][-1] == 1
    assert marks(found) == {"payments-api": "versioned", "CHK-12": "flagged"}
    assert found["runner_up"]["effort_days"] == 10.0
    assert found["in_the_way"] == []


def test_the_same_question_has_the_same_answer(shop: Shop) -> None:
    assert shop.done("propose", "all-alone", "--json") == shop.done(
        "propose", "all-alone", "--json"
    )


def test_one_change_alone(shop: Shop) -> None:
    assert marks(proposed(shop, "alone", "web:")) == {"CHK-12": "flagged"}
    assert marks(proposed(shop, "alone", "orders:pay-v2")) == {"payments-api": "versioned"}


def test_one_change_free_of_blockers(shop: Shop) -> None:
    found = proposed(shop, "unblock", "payments@")
    assert marks(found) == {"payments-api": "versioned", "CHK-12": "flagged"}


def test_the_change_that_is_checked_out_here(shop: Shop) -> None:
    shop.repo("orders").switch("pay-v2")
    answer = shop.relplan("propose", "alone", "--json", at="orders")
    assert json.loads(answer.out)["goal"] == "alone orders:pay-v2"


def test_no_batch_above_two(shop: Shop) -> None:
    assert marks(proposed(shop, "batch", "2")) == {"CHK-12": "flagged"}


def test_what_may_not_be_marked(shop: Shop) -> None:
    found = proposed(shop, "batch", "2", "--forbid", "CHK-12")
    assert marks(found) == {"payments-api": "versioned"}
    assert found["effort_days"] == 5.0


def test_what_stands_costs_nothing(shop: Shop) -> None:
    assert marks(proposed(shop, "all-alone", "--keep", "payments-api=versioned")) == {
        "CHK-12": "flagged"
    }
    shop.done("mark", "payments-api", "versioned")
    assert marks(proposed(shop, "all-alone")) == {"CHK-12": "flagged"}
    assert len(marks(proposed(shop, "all-alone", "--anew"))) == 2


def test_more_than_the_effort_allows(shop: Shop) -> None:
    found = proposed(shop, "all-alone", "--max-effort", "4", code=1)
    assert (found["reached"], found["bound"]) == (False, 8.0)
    assert marks(found) == {"CHK-12": "flagged"}


def test_what_no_mark_takes_away(shop: Shop) -> None:
    shop.repo("payments").commit("Say more")
    shop.done("scan")
    newest = shop.payments_main()
    found = proposed(shop, "unblock", newest, "--forbid", "payments-api", "--forbid", "CHK", code=1)
    assert not found["reached"]
    kinds = {obstacle["kind"] for obstacle in found["in_the_way"]}
    assert "trunk" in kinds
    assert all(obstacle["remedy"].endswith(".") for obstacle in found["in_the_way"])


def test_in_words(shop: Shop) -> None:
    lines = shop.done("propose", "all-alone").splitlines()
    assert lines[0] == "all-alone"
    assert lines[1] == "reached with 2 marks, 8 days"
    assert lines[2] == "proven: no cheaper marks do it"
    assert lines[-1].startswith("runner-up, 10 days: ")
    assert shop.done("propose", "batch", "3").splitlines() == [
        "batch 3",
        "reached without any mark",
    ]


def test_to_take_it(shop: Shop) -> None:
    answer = shop.relplan("propose", "all-alone", "--accept")
    assert answer.code == 0
    assert answer.complaints[-1] == "made 2 marks in main"
    assert "largest of 1 change" in shop.done("plan")
    shop.done("undo")
    assert len(json.loads(shop.done("plan", "--json"))["marks"]) == 1


def test_what_makes_no_sense(shop: Shop) -> None:
    assert refused(shop.relplan("propose", "alone", "nobody"), "no change is called 'nobody'")
    assert refused(shop.relplan("propose", "batch"), "needs the number of changes")
    assert refused(shop.relplan("propose", "batch", "0"), "needs the number of changes")
    assert refused(shop.relplan("propose", "all-alone", "3"), "is about all changes")
    assert refused(shop.relplan("propose", "faster"), "'faster' is not one of")
    assert refused(shop.relplan("propose", "all-alone", "--keep", "CHK-12"), "names no mark")
    assert refused(shop.relplan("propose", "all-alone", "--max-effort", "-1"), "are no effort")
    assert refused(shop.relplan("propose", "all-alone", "--max-effort", "nan"), "are no effort")
    assert refused(shop.relplan("propose", "all-alone", "--accept", "--anew"), "leave out")
