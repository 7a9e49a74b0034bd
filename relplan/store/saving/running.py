"""Writes what runs where."""

from collections.abc import Iterable, Mapping

from relplan.model.deployment import Deployed
from relplan.model.evidence import Evidence
from relplan.store.rows import Row, Rows
from relplan.store.saving.inserting import evidence_row, insert_rows
from relplan.store.values import clean

_TABLES = ("running_mark", "running", "running_evidence", "contained", "running_notice")
_NO_EVIDENCE = Evidence("", "")


def save_running(
    rows: Rows,
    deployed: Deployed,
    contained: Mapping[str, Iterable[str]],
    fingerprint: str,
) -> None:
    """Save what runs, and which changes each environment has, in the place of what is stored."""
    for table in _TABLES:
        rows.run(f"DELETE FROM {table}")
    running: list[Row] = []
    shown: list[Row] = []
    for runs in deployed.runs:
        key = clean(runs.environment), clean(runs.service)
        running.append((*key, clean(runs.revision), clean(runs.commit), runs.by.value))
        shown += [
            evidence_row(found, *key, position) for position, found in enumerate(runs.evidence)
        ]
    insert_rows(rows, "running", running)
    insert_rows(rows, "running_evidence", shown)
    has = {(clean(name), clean(change)) for name, ids in contained.items() for change in ids}
    insert_rows(rows, "contained", sorted(has))
    notices = [
        (*evidence_row(notice.evidence or _NO_EVIDENCE, number), clean(name), clean(notice.text))
        for number, (name, notice) in enumerate(deployed.notices, 1)
    ]
    insert_rows(rows, "running_notice", notices)
    insert_rows(rows, "running_mark", [(fingerprint,)])
