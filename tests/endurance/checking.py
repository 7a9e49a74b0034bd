"""What must hold of a store, whatever became of those who wrote into it."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from relplan.app import open_workbench
from relplan.exports.plan.json import plan_document
from relplan.model.decision import DecisionKind
from tests.endurance.deciding import FAULT, READY, SCAN, TICK, Said, in_words, said_of


class Ledger:
    """All that writers said they had done."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    def add(self, said: Iterable[Said]) -> None:
        self.said += said

    def __str__(self) -> str:
        counts = Counter(one.kind for one in self.said)
        return ", ".join(f"{counts[kind]} {kind}s" for kind in (*DecisionKind, TICK, SCAN))

    @property
    def faults(self) -> list[str]:
        return [one.value for one in self.said if one.kind == FAULT]

    def lost(self, folder: Path) -> list[str]:
        """Return what was said to be done and is not there, and what stands and nobody decided."""
        with open_workbench(folder) as bench:
            log = sorted(bench.log(), key=lambda entry: entry.number)
            standing = {(one.kind, one.subject): one.value for one in bench.store.decisions()}
            ticks = [(TICK, one.step, in_words(one)) for one in bench.store.ticks()]
        made = {said_of(entry) for entry in log}
        kept = [one for one in self.said if one.kind not in (READY, SCAN, FAULT)]
        there = made | {Said(*tick) for tick in ticks}
        newest = {
            (entry.decision.kind, entry.decision.subject): entry.decision.value
            for entry in log
            if not entry.undone
        }
        either = newest.keys() | standing.keys()
        differing = sorted(key for key in either if newest.get(key, "") != standing.get(key, ""))
        return [
            *(f"lost: {one}" for one in kept if one not in there),
            *(f"the log and what is in force differ: {key}" for key in differing),
        ]


def damage(folder: Path) -> list[str]:
    """Return what SQLite finds wrong with the store's file."""
    store = folder / ".relplan" / "relplan.db"
    with closing(sqlite3.connect(store)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        found += connection.execute("PRAGMA foreign_key_check").fetchall()
    return sorted({str(one) for one in found if one != ("ok",)})


def unlike_new(folder: Path) -> list[str]:
    """Return how the plan differs from the one that reading everything anew makes."""
    with open_workbench(folder) as bench:
        bench.scan()
        before = plan_document(bench.plan())
        bench.scan(full=True)
        after = plan_document(bench.plan())
    return [f"{key} differs from a scan of all" for key in after if before[key] != after[key]]
