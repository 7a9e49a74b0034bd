"""The documents that other programs read: their keys, their order, the same bytes each time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shop import Shop, environment

_PLAN = [
    "schema", "workspace", "environment", "scenario", "marks", "numbers", "production", "changes",
    "batches", "edges",
]  # fmt: skip
_NUMBERS = [
    "changes", "free", "shippable_now", "blocked", "uncertain", "questions", "cautions", "batches",
    "largest_batch", "waves",
]  # fmt: skip
_CHANGE = [
    "id", "service", "team", "title", "state", "status", "batch", "wave", "needs", "blockers",
    "questions", "cautions", "suggested", "prerequisites",
]  # fmt: skip
_BATCH = ["id", "wave", "changes", "services", "needs", "causes"]
_EDGE = ["from", "to", "kind", "coupling", "cause", "confidence", "evidence"]
_EVIDENCE = ["repository", "commit", "path", "line", "rule", "text"]


def document(shop: Shop, *words: str) -> dict[str, Any]:
    found = json.loads(shop.done(*words, "--json"))
    assert isinstance(found, dict)
    return found


def test_a_plans_keys_and_their_order(shop: Shop) -> None:
    shop.done("mark", "payments-api", "flagged")
    shop.done("mark", "payments-api", "versioned")
    plan = document(shop, "plan")
    assert list(plan) == _PLAN
    assert plan["schema"] == "relplan.plan/2"
    assert (plan["workspace"], plan["scenario"]) == ("shop", "main")
    assert plan["marks"] == [{"coupling": "payments-api", "mark": "versioned"}]
    assert list(plan["marks"][0]) == ["coupling", "mark"]
    assert list(plan["numbers"]) == _NUMBERS
    for keys, items in (
        (_CHANGE, plan["changes"]),
        (_BATCH, plan["batches"]),
        (_EDGE, plan["edges"]),
        (_EVIDENCE, [found for edge in plan["edges"] for found in edge["evidence"]]),
    ):
        assert items
        assert all(list(item) == keys for item in items)


def test_what_a_plan_says(shop: Shop) -> None:
    plan = document(shop, "plan")
    merged = shop.payments_main()
    assert plan["numbers"] == {
        "changes": 3, "free": 0, "shippable_now": 0, "blocked": 3, "uncertain": 0, "questions": 0,
        "cautions": 0, "batches": 1, "largest_batch": 3, "waves": 1,
    }  # fmt: skip
    orders, payments, web = plan["changes"]
    assert orders == {
        "id": "orders:pay-v2", "service": "orders", "team": "fulfilment",
        "title": "Ask for the new total", "state": "in-progress", "status": "blocked",
        "batch": "B0", "wave": 0, "needs": [merged],
        "blockers": ["missing:web/payments-api", "web:CHK-12-button"],
        "questions": [], "cautions": [], "suggested": [], "prerequisites": 0,
    }  # fmt: skip
    assert payments["needs"] == ["feature:CHK-12", "missing:web/payments-api", "orders:pay-v2"]
    assert payments["blockers"] == [
        "missing:web/payments-api",
        "orders:pay-v2",
        "web:CHK-12-button",
    ]
    assert web["needs"] == ["feature:CHK-12"]
    (batch,) = plan["batches"]
    assert batch["changes"] == ["orders:pay-v2", merged, "web:CHK-12-button"]
    assert batch["services"] == ["orders", "payments", "web"]
    assert sorted(batch["causes"]) == ["horizontal slicing", "tightly coupled architecture"]
    (broken,) = (edge for edge in plan["edges"] if edge["to"] == "missing:web/payments-api")
    assert broken == {
        "from": merged, "to": "missing:web/payments-api", "kind": "breaks",
        "coupling": "payments-api", "cause": "tightly coupled architecture",
        "confidence": "declared",
        "evidence": [{
            "repository": "payments",
            "commit": shop.repo("payments").git("rev-parse", "main"),
            "path": None, "line": 3, "rule": "trailer", "text": "Breaks: payments-api",
        }],
    }  # fmt: skip


def test_lists_are_sorted_and_batches_hold_changes_only(shop: Shop) -> None:
    for service in ("orders", "payments", "web"):
        shop.repo(service).branch("CHK-7", "v1").commit("CHK-7 Work\n\nDepends-On: I" + "0" * 40)
    shop.settings("passed = true", "passed = false")
    shop.done("scan")
    shop.done("change", "set", "web:CHK-7", "--state", "ready")
    plan = document(shop, "plan")
    ids = {change["id"] for change in plan["changes"]}
    assert {member for batch in plan["batches"] for member in batch["changes"]} == ids
    assert any("gate:e2e" in change["needs"] for change in plan["changes"])
    assert len({question for change in plan["changes"] for question in change["questions"]}) == 1
    for item in (*plan["changes"], *plan["batches"]):
        for key in ("needs", "blockers", "services"):
            assert item.get(key, []) == sorted(item.get(key, []))


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (
            "scan",
            [
                "schema",
                "changes",
                "environment",
                "baselines",
                "production",
                "read",
                "unchanged",
                "left_out",
                "failures",
                "notices",
            ],
        ),
        ("why orders:pay-v2", ["schema", "scenario", "why"]),
        ("check orders:pay-v2", ["schema", "shippable_alone", "verdict", "why"]),
        ("questions", ["schema", "questions", "bundles"]),
        ("answers", ["schema", "answers"]),
        ("log", ["schema", "entries", "without_subject"]),
        ("scenario list", ["schema", "scenarios"]),
        (
            "scenario diff main main",
            [
                "schema",
                "from",
                "to",
                "before",
                "after",
                "differences",
                "marks",
                "dismissals",
            ],
        ),
    ],
)
def test_every_report_has_json_with_a_schema(shop: Shop, words: str, keys: list[str]) -> None:
    answer = shop.relplan(*words.split(), "--json")
    assert list(json.loads(answer.out)) == keys
    assert answer.out.isascii()
    assert answer.err == ""


_RUN = """
import sys
from relplan.cli.main import run
sys.exit(any([run(words.split()) for words in sys.argv[1:]]))
"""


def test_the_same_bytes_in_every_process(shop: Shop) -> None:
    words = ("plan --json", "plan", "why orders:pay-v2")
    expected = "".join(shop.done(*one.split()) for one in words)
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _RUN, *words], cwd=shop.folder, capture_output=True, text=True,
            check=True, env=environment(PYTHONHASHSEED=seed),
        )  # fmt: skip
        assert done.stdout == expected


def test_a_scan_anew_changes_no_byte(shop: Shop, tmp_path: Path) -> None:
    before = shop.done("plan", "--json")
    shop.done("scan", "--full")
    assert shop.done("plan", "--json") == before
    shop.folder.rename(tmp_path / "elsewhere")
    moved = Shop(tmp_path / "elsewhere", shop._ask)
    assert moved.done("plan", "--json") == before
    moved.done("scan")
    assert moved.done("plan", "--json") == before
