"""Stores as earlier relplans left them."""

from collections.abc import Iterable
from contextlib import closing
from typing import Any

import pytest
from alembic import command

from relplan.model.store_place import StorePlace, StoreUrl
from relplan.store import schema
from relplan.store.database import Database
from relplan.store.postgresql.database import PostgresqlDatabase
from relplan.store.rows import rows_of
from relplan.store.sqlite.database import SqliteDatabase

Row = tuple[str, dict[str, Any]]
"""A table, and what one row of it holds."""


def make(place: StorePlace, revision: str, rows: Iterable[Row]) -> None:
    """Make a store with the schema *revision* that holds *rows*."""
    upgrade = command.upgrade
    with closing(_at(place)) as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, revision))
        with database.writing() as connection:
            schema.migrate(connection)
            write = rows_of(connection)
            for table, row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                places = ", ".join("?" for _ in row)
                write.run(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())  # noqa: S608


def _at(place: StorePlace) -> Database:
    if isinstance(place, StoreUrl):
        return PostgresqlDatabase(place)
    place.parent.mkdir(exist_ok=True)
    return SqliteDatabase(place)


def decided(revision: str) -> list[Row]:
    """Return a store's rows where people decided something of each sort that *revision* has."""
    bold: dict[str, Any] = {"number": 2, "name": "bold"}
    if revision < "0021":
        bold["current"] = False
    rows: list[Row] = [("scenario", bold)]
    for number, told in enumerate(
        (
            "mark k versioned ada main", "mark k flagged eve bold",
            "dismissal f1 dismissed ada main", "dismissal f1 dismissed eve bold",
            "dismissal f2 dismissed eve bold", "state web:a ready ada main",
            "mark k2 flagged ada main",
        ),
        1,
    ):  # fmt: skip
        rows += _step(number, *told.split())
    rows += [
        ("mark", {"scenario": 1, "coupling": "k", "decision": 1}),
        ("mark", {"scenario": 2, "coupling": "k", "decision": 2}),
        ("review_state", {"change": "web:a", "decision": 6}),
        ("log_turn", {"step": 7, "turn": 8, "undone": True, "who": "eve", "at": 20}),
    ]
    held = [(1, "f1", 3), (2, "f1", 4), (2, "f2", 5)]
    if revision >= "0013":
        rows += [("dismissal", {"fingerprint": f, "decision": d}) for _, f, d in held[1:]]
    else:
        names = ("scenario", "fingerprint", "decision")
        rows += [("dismissal", dict(zip(names, one, strict=True))) for one in held]
    if revision >= "0002":
        review = {"url": "https://forge/1", "merged": False, "commit": "c1", "merge_commit": ""}
        rows.append(("review", {**review, "change_id": "I1"}))
        subject = {"review": "https://forge/1", "service": "web", "change": "web:a"}
        rows.append(("review_subject", subject))
    if revision >= "0004":
        done = {"number": 1, "runbook": "r", "step": "s1", "outcome": "done", "who": "ada", "at": 7}
        failed = {
            "number": 2,
            "runbook": "r",
            "step": "s2",
            "outcome": "failed",
            "who": "eve",
            "at": 8,
        }
        rows += [("runbook_tick", done), ("runbook_tick", failed)]
    if revision >= "0010":
        rows += _step(8, "answer", "q1", "no", "ada", "main")
        rows.append(("answer", {"question": "q1", "decision": 8}))
    return rows


def _step(number: int, kind: str, subject: str, value: str, who: str, scenario: str) -> list[Row]:
    """Return the rows of a decision and of its step in the log; the mark on k2 was undone."""
    undone = subject == "k2"
    decision = {"kind": kind, "subject": subject, "value": value, "detail": "", "reason": "why"}
    step = {
        "scenario": 1 if scenario == "main" else 2,
        "decision": number,
        "standing": "undone" if undone else "applied",
        "turn": 10 if undone else number,
    }
    return [
        ("decision", {"number": number, **decision, "who": who, "at": number}),
        ("log_step", {"number": number, **step}),
    ]


def _evidence(rule: str, text: str, line: int) -> dict[str, Any]:
    stands = {"repository": "web", "commit": "d", "path": "", "line": line}
    return {"rule": rule, "text": text, **stands}


_ENDS = ("settings", "main", "main_commit", "baseline", "baseline_commit", "newest_merged")
_CHANGE = {"id": "web:a", "service": "web", "title": "A", "state": "in-progress", "commit": "d"}

SCANNED: list[Row] = [
    ("repository", {"path": "/r/web", "signature": "s", "scanned_at": 5}),
    ("service", {"name": "web", "repository": "/r/web", **dict.fromkeys(_ENDS, "a")}),
    ("change", {**_CHANGE, "number": 1, "date": 9, "author": "ada", "branch": "a", "after": ""}),
    ("alias", {"change": 1, "position": 0, "name": "I0"}),
    ("evidence", {"change": 1, "number": 0, **_evidence("trailer", "Breaks: k", 3)}),
    ("evidence", {"change": 1, "number": 1, **_evidence("trailer", "Flag: x", 4)}),
    (
        "effect",
        {"change": 1, "number": 0, "kind": "breaks", "contract": "k", "confidence": "declared"},
    ),
    ("effect_part", {"change": 1, "number": 0, "position": 0, "part": "GET /a"}),
    ("flag", {"change": 1, "number": 1}),
    ("notice", {"number": 1, "service": "web", "change": "web:a", "text": "Look here"}),
    ("notice_evidence", {"notice": 1, **_evidence("r", "t", 2)}),
]
"""What a scan found, in the columns that every schema has."""
