"""Writes who takes which contract, what may surprise, and what could not be read."""

import json
from collections.abc import Iterable, Mapping, Sequence

from relplan.model.evidence import Evidence
from relplan.model.facts import Caution, MayBeDark, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.store.rows import Row, Rows
from relplan.store.saving.inserting import COLUMNS, evidence_row, insert_rows, next_number
from relplan.store.values import clean

_LATER = "a scan has read the commits and not compared them yet: `relplan scan` does"
_NO_EVIDENCE = Evidence("", "")


def save_takings(rows: Rows, takings: Iterable[Taking], services: set[str]) -> None:
    """Save *takings* in the place of what is stored of *services* as consumers."""
    kept = others(rows, "taking", services, 3)
    found = {
        (clean(taking.contract), clean(taking.consumer), taking.takes.value): taking
        for taking in takings
    }
    insert_rows(
        rows,
        "taking",
        [
            (*evidence_row(taking.evidence, *key), taking.confidence.value)
            for key, taking in sorted(found.items())
            if key not in kept
        ],
    )


def save_complete(rows: Rows, complete: Iterable[tuple[str, str]], services: set[str]) -> None:
    """Save of which (contract, consumer) all uses are known, for *services* as consumers."""
    kept = others(rows, "complete_use", services, 2)
    found = {(clean(contract), clean(consumer)) for contract, consumer in complete}
    insert_rows(rows, "complete_use", sorted(found - kept))


def caution_rows(cautions: Mapping[str, tuple[Caution, ...]]) -> dict[str, list[Row]]:
    """Return the rows of *cautions*, by change."""
    return {
        change: [
            (
                *evidence_row(caution.evidence, clean(change), position),
                clean(caution.contract),
                json.dumps([clean(part) for part in caution.parts]),
            )
            for position, caution in enumerate(found)
        ]
        for change, found in cautions.items()
    }


def flag_rows(dark: Mapping[str, tuple[MayBeDark, ...]]) -> dict[str, list[Row]]:
    """Return the rows of what may be *dark*, by change."""
    return {
        change: [
            (*evidence_row(evidence, clean(change), position), clean(flag), int(speaks_for))
            for position, (flag, speaks_for, evidence) in enumerate(
                (one.flag, speaks_for, evidence)
                for one in found
                for speaks_for, all_of_it in ((True, one.speaks_for), (False, one.speaks_against))
                for evidence in all_of_it
            )
        ]
        for change, found in dark.items()
    }


def save_prerequisites(
    rows: Rows, prerequisites: Iterable[Prerequisite], services: set[str]
) -> None:
    """Save which flags hold others up, in the place of what the files of *services* said."""
    for service in sorted(services):
        rows.run("DELETE FROM flag_prerequisite WHERE repository = ?", service)
    kept = {tuple(row) for row in rows.all("SELECT flag, needs FROM flag_prerequisite")}
    found = {(clean(one.flag), clean(one.needs)): one.evidence for one in prerequisites}
    insert_rows(
        rows,
        "flag_prerequisite",
        [evidence_row(seen, *key) for key, seen in sorted(found.items()) if key not in kept],
    )


class Replacing:
    """Puts what was found of changes in the place of what is stored of some services."""

    def __init__(self, rows: Rows, services: set[str]) -> None:
        """Replace what is stored of *services*, and of changes that are gone."""
        self._rows = rows
        self._services = services
        self._owners: dict[str, str] = dict(rows.all("SELECT id, service FROM change"))

    def insert(self, table: str, found: Mapping[str, Sequence[Row]]) -> None:
        """Insert the rows *found* by change; what is stored of other services stays."""
        stored = set(self._rows.column(f"SELECT DISTINCT change FROM {table}"))
        old = {
            change
            for change in stored
            if self._owners.get(change, "") in self._services or change not in self._owners
        }
        self._rows.run_many(f"DELETE FROM {table} WHERE change = ?", [(name,) for name in old])
        kept = stored - old
        new = [row for change, own in found.items() if clean(change) not in kept for row in own]
        insert_rows(self._rows, table, new)


def save_unread(rows: Rows, unread: Iterable[Unread]) -> None:
    """Save what could not be read this time, in the place of what could not be the last."""
    rows.run("DELETE FROM unread")
    _add_unread(rows, unread)


def begin_comparing(rows: Rows, services: Iterable[str]) -> None:
    """Let whoever plans before the contracts of *services* are compared take nothing for clear.

    That is while a scan is under way, and after one that was stopped; the next compares them.
    """
    rows.run("DELETE FROM detection")
    told = set(rows.column("SELECT service FROM unread WHERE reason = ?", _LATER))
    _add_unread(
        rows,
        [
            Unread("the newest commits", _LATER, name)
            for name in map(clean, services)
            if name not in told
        ],
    )


def _add_unread(rows: Rows, unread: Iterable[Unread]) -> None:
    insert_rows(
        rows,
        "unread",
        [
            (
                *evidence_row(one.evidence or _NO_EVIDENCE, number),
                clean(one.subject),
                clean(one.reason),
                clean(one.service),
                json.dumps([clean(change) for change in one.changes]),
                clean(one.contract),
            )
            for number, one in enumerate(unread, next_number(rows, "unread"))
        ],
    )


def others(rows: Rows, table: str, services: set[str], key: int) -> set[Row]:
    """Delete what is stored of *services* as consumers; return the keys of what is left.

    *key* is how many of the first columns make one.
    """
    consumers = rows.column(f"SELECT DISTINCT consumer FROM {table}")
    gone = [(name,) for name in consumers if name in services]
    rows.run_many(f"DELETE FROM {table} WHERE consumer = ?", gone)
    columns = ", ".join(COLUMNS[table][:key])
    return {tuple(row) for row in rows.all(f"SELECT {columns} FROM {table}")}
