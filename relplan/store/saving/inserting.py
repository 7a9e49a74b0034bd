"""Inserts rows by statements alone, so that what a scan reads is saved without SQLAlchemy."""

from collections.abc import Sequence
from functools import cache

from relplan.model.evidence import Evidence
from relplan.store.rows import Row, Rows
from relplan.store.values import clean, fit

_STATED = "rule text repository commit path line"
COLUMNS = {
    table: tuple(f"{names} ".replace("EVIDENCE", _STATED).split())
    for table, names in {
        "repository": "path signature scanned_at",
        "failure": "repository message at",
        "failed_service": "repository position service",
        "service": "name repository settings main main_commit baseline baseline_commit"
        " newest_merged known_by since",
        "production_evidence": "service position EVIDENCE",
        "change": "number id service title state commit date author branch after line off"
        " cancelled adds_to",
        "stacked_on": "change position below",
        "alias": "change position name",
        "evidence": "change number EVIDENCE",
        "effect": "change number kind contract confidence",
        "effect_part": "change number position part",
        "feature_slice": "change number key confidence",
        "dependency": "change number ref",
        "flag": "change number",
        "reversal": "change number reverted commit agrees",
        "left_out": "service branch why detail",
        "notice": "number service change text",
        "notice_evidence": "notice EVIDENCE",
        "landed": "repository key value",
        "shipped": "ref",
        "review": "url merged commit merge_commit change_id closed landed target topic",
        "review_subject": "review service change",
        "review_dependency": "review position ref rule text line",
        "review_note": "review position text",
        "detection": "fingerprint",
        "detected_effect": "change position EVIDENCE kind contract confidence parts brings",
        "detected_use": "contract consumer part EVIDENCE confidence",
        "taking": "contract consumer takes EVIDENCE confidence",
        "complete_use": "contract consumer",
        "caution": "change position EVIDENCE contract parts",
        "flag_evidence": "change position EVIDENCE flag speaks_for",
        "flag_prerequisite": "flag needs EVIDENCE",
        "unread": "number EVIDENCE subject reason service changes contract",
        "detection_notice": "number EVIDENCE about notice",
        "reading": "key value scan",
        "past_release": "service position tag commit date known",
        "past_slice": "service release position key commit text line",
        "past_mark": "how state",
        "past_note": "number text",
        "past_held": "service tag commit date changes unread",
        "past_need": "service tag number source_service source_tag source_place source"
        " target_service target_tag target_place target kind coupling confidence given",
        "past_need_evidence": "service tag number position EVIDENCE",
        "running_mark": "fingerprint",
        "running": "environment service revision commit known_by",
        "running_evidence": "environment service position EVIDENCE",
        "contained": "environment change",
        "running_notice": "number EVIDENCE environment notice",
    }.items()
}
"""The columns of the tables into which many rows are written at once, as the models have them.

To load the models takes longer than to write what a scan of a year has read.
"""


def insert_rows(rows: Rows, table: str, values: Sequence[Row]) -> None:
    """Insert *values*, each in the order of the table's columns."""
    if values:
        rows.run_many(_insertion(table), values)


def put_row(rows: Rows, table: str, values: Row) -> None:
    """Insert a row, or change the one with its first column, which is the key, to have *values*.

    To put another one in its place would delete what hangs on it.
    """
    key, *others = COLUMNS[table]
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    rows.run(f'{_insertion(table)} ON CONFLICT ("{key}") DO UPDATE SET {changes}', *values)


@cache
def _insertion(table: str) -> str:
    columns = COLUMNS[table]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"


def next_number(rows: Rows, table: str) -> int:
    """Return the number that a new row of *table* gets: both databases number by no other way."""
    (last,) = rows.first(f"SELECT coalesce(max(number), 0) FROM {table}")
    return int(last) + 1


def evidence_row(evidence: Evidence, *key: int | str) -> Row:
    """Return the row of *evidence*, behind its key."""
    return (
        *key,
        clean(evidence.rule),
        clean(evidence.text),
        clean(evidence.repository),
        clean(evidence.commit),
        clean(evidence.path),
        fit(evidence.line),
    )
