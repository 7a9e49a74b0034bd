"""``relplan plan --json``, as docs/json.md lays it out."""

import json
import os
import subprocess
import sys

from relplan.exports.json_parts import edge_document
from relplan.exports.plan.json import plan_document
from relplan.model.edge import Edge, EdgeKind
from relplan.model.evidence import Evidence
from relplan.model.question import QuestionKind, question_id
from tests.planning.world import (
    DETECTED,
    VERSIONED,
    contract,
    finding,
    merged,
    opened,
    planned,
    service,
    world,
)

SHA = "0a1b2c3d4e" * 4
TIP = "ffffffffff" * 4
SEEN = world(
    service("orders", "fulfilment"),
    service("payments", "money"),
    contract("payments-api", provider="payments", consumers=["orders", "web"]),
    merged(
        "payments",
        "0a1b2c3d4e",
        title="Drop the old total",
        breaks=finding("payments-api", confidence=DETECTED, line=12),
    ),
    opened("orders", "pay-v2", title="Pay anew", ready=True, commit=TIP, adapts="payments-api"),
    opened("shipping", "labels", commit=TIP, depends_on="I77"),
)

BROKEN = {
    "repository": "payments",
    "commit": SHA,
    "path": "api.yaml",
    "line": 12,
    "rule": "finding",
    "text": "breaks payments-api",
}
ADAPTED = {
    "repository": "orders",
    "commit": TIP,
    "path": None,
    "line": 3,
    "rule": "trailer",
    "text": "adapts payments-api",
}
TIGHT = {
    "coupling": "payments-api",
    "cause": "tightly coupled architecture",
    "confidence": "detected",
}
REFERENCE = question_id(QuestionKind.REFERENCE, ["I77"])
DOCUMENT = {
    "schema": "relplan.plan/2",
    "workspace": "webshop",
    "environment": "production",
    "scenario": "main",
    "marks": [],
    "numbers": {
        "changes": 3,
        "free": 0,
        "shippable_now": 0,
        "blocked": 2,
        "uncertain": 1,
        "questions": 1,
        "cautions": 0,
        "batches": 2,
        "largest_batch": 2,
        "waves": 1,
    },
    "production": [],
    "changes": [
        {
            "id": "orders:pay-v2",
            "service": "orders",
            "team": "fulfilment",
            "title": "Pay anew",
            "state": "ready",
            "status": "blocked",
            "batch": "B0",
            "wave": 0,
            "needs": ["payments@0a1b2c3d4e"],
            "blockers": ["missing:web/payments-api"],
            "questions": [],
            "cautions": [],
            "suggested": [],
            "prerequisites": 0,
        },
        {
            "id": "payments@0a1b2c3d4e",
            "service": "payments",
            "team": "money",
            "title": "Drop the old total",
            "state": "merged",
            "status": "blocked",
            "batch": "B0",
            "wave": 0,
            "needs": ["missing:web/payments-api", "orders:pay-v2"],
            "blockers": ["missing:web/payments-api"],
            "questions": [],
            "cautions": [],
            "suggested": [],
            "prerequisites": 0,
        },
        {
            "id": "shipping:labels",
            "service": "shipping",
            "team": "team shipping",
            "title": "shipping:labels",
            "state": "in-progress",
            "status": "uncertain",
            "batch": "B1",
            "wave": 0,
            "needs": [],
            "blockers": [],
            "questions": [REFERENCE],
            "cautions": [],
            "suggested": [],
            "prerequisites": 0,
        },
    ],
    "batches": [
        {
            "id": "B0",
            "wave": 0,
            "changes": ["orders:pay-v2", "payments@0a1b2c3d4e"],
            "services": ["orders", "payments"],
            "needs": [],
            "causes": ["tightly coupled architecture"],
        },
        {
            "id": "B1",
            "wave": 0,
            "changes": ["shipping:labels"],
            "services": ["shipping"],
            "needs": [],
            "causes": [],
        },
    ],
    "edges": [
        {
            "from": "orders:pay-v2",
            "to": "payments@0a1b2c3d4e",
            "kind": "requires",
            **TIGHT,
            "evidence": [ADAPTED, BROKEN],
        },
        {
            "from": "payments@0a1b2c3d4e",
            "to": "missing:web/payments-api",
            "kind": "breaks",
            **TIGHT,
            "evidence": [BROKEN],
        },
        {
            "from": "payments@0a1b2c3d4e",
            "to": "orders:pay-v2",
            "kind": "breaks",
            **TIGHT,
            "evidence": [BROKEN, ADAPTED],
        },
    ],
}


def test_the_whole_document_fields_in_their_order() -> None:
    """Compared as text, for the order of the fields is part of it."""
    assert json.dumps(plan_document(planned(SEEN)), indent=1) == json.dumps(DOCUMENT, indent=1)


def test_marks_are_told_sorted() -> None:
    names = "abcdefgh"
    marked = plan_document(planned(SEEN, **dict.fromkeys(reversed(names), VERSIONED)))
    assert marked["marks"] == [{"coupling": name, "mark": "versioned"} for name in names]


def test_a_mark_shows_in_the_numbers() -> None:
    marked = plan_document(planned(SEEN, payments_api=VERSIONED))
    assert (marked["numbers"]["free"], marked["numbers"]["waves"]) == (2, 2)


def test_needs_of_a_batch_are_ids_of_batches() -> None:
    marked = plan_document(planned(SEEN, payments_api=VERSIONED))
    assert [(batch["id"], batch["needs"]) for batch in marked["batches"]] == [
        ("B0", []),
        ("B1", []),
        ("B2", ["B0"]),
    ]


def test_a_plan_of_nothing() -> None:
    document = plan_document(planned(world()))
    assert (document["changes"], document["batches"], document["edges"]) == ([], [], [])
    assert set(document["numbers"].values()) == {0}


def test_what_does_not_apply_is_null() -> None:
    bare = Edge("web@1", "web@0", EdgeKind.TRUNK, evidence=(Evidence("trunk", "said"),))
    document = edge_document(bare)
    assert (document["coupling"], document["cause"]) == (None, None)
    (shown,) = document["evidence"]
    assert [shown[name] for name in ("repository", "commit", "path", "line")] == [None] * 4


_PRINT = """
import json
from relplan.exports.plan.json import plan_document
from tests.exports.plan.test_json import SEEN
from tests.planning.world import planned
print(json.dumps(plan_document(planned(SEEN))))
"""


def test_the_bytes_do_not_depend_on_the_process() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", _PRINT], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == json.dumps(plan_document(planned(SEEN))) + "\n"
