"""Writes what runs where."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from sqlalchemy import Connection, delete

from relplan.model.deployment import Deployed
from relplan.model.evidence import Evidence
from relplan.store import running_tables, tables
from relplan.store.saving.change_rows import evidence_row, insert_rows
from relplan.store.values import clean

MARK = tables.core(running_tables.RunningMark)
RUNNING = tables.core(running_tables.Running)
EVIDENCE = tables.core(running_tables.RunningEvidence)
CONTAINED = tables.core(running_tables.Contained)
NOTICE = tables.core(running_tables.RunningNotice)

_EVIDENCE = tuple(field.name for field in fields(Evidence))
_NO_EVIDENCE = Evidence("", "")


def save_running(
    connection: Connection,
    deployed: Deployed,
    contained: Mapping[str, Iterable[str]],
    fingerprint: str,
) -> None:
    """Save what runs, and which changes each environment has, in the place of what is stored."""
    for table in (MARK, RUNNING, EVIDENCE, CONTAINED, NOTICE):
        connection.execute(delete(table))
    rows, shown = [], []
    for runs in deployed.runs:
        key = clean(runs.environment), clean(runs.service)
        rows.append((*key, clean(runs.revision), clean(runs.commit), runs.by.value))
        shown += [
            evidence_row(found, *key, position) for position, found in enumerate(runs.evidence)
        ]
    insert_rows(connection, running_tables.Running, rows)
    insert_rows(connection, running_tables.RunningEvidence, shown)
    has = {(clean(name), clean(change)) for name, ids in contained.items() for change in ids}
    insert_rows(connection, running_tables.Contained, sorted(has))
    notices = [
        (*evidence_row(notice.evidence or _NO_EVIDENCE, number), clean(name), clean(notice.text))
        for number, (name, notice) in enumerate(deployed.notices, 1)
    ]
    insert_rows(connection, running_tables.RunningNotice, notices)
    insert_rows(connection, running_tables.RunningMark, [(fingerprint,)])
