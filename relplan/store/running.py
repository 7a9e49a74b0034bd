"""Writes and reads what runs where."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields

from sqlalchemy import Connection, delete, select

from relplan.model.deployment import Deployed
from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy, Production
from relplan.model.scan import Notice
from relplan.store import running_tables, tables
from relplan.store.change_rows import evidence_row, insert_rows
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


def running_with(connection: Connection) -> str:
    """Return the fingerprint that what runs was saved with; empty: it never was."""
    return connection.execute(select(MARK.c.fingerprint)).scalar() or ""


def deployed(connection: Connection) -> Deployed:
    """Return what runs where, by environment and service, and what is not known."""
    evidence: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    columns = [EVIDENCE.c[name] for name in _EVIDENCE]
    query = select(EVIDENCE.c.environment, EVIDENCE.c.service, *columns)
    for name, service, *found in connection.execute(query.order_by(*EVIDENCE.primary_key)):
        evidence[name, service].append(Evidence(*found))
    query = select(RUNNING).order_by(*RUNNING.primary_key)
    runs = tuple(
        Production(service, revision, commit, KnownBy(by), tuple(evidence[name, service]), name)
        for name, service, revision, commit, by in connection.execute(query)
    )
    columns = [NOTICE.c[name] for name in _EVIDENCE]
    rows = connection.execute(
        select(NOTICE.c.environment, NOTICE.c.notice, *columns).order_by(NOTICE.c.number)
    )
    notices = tuple(
        (name, Notice(text, Evidence(*found) if found[0] else None)) for name, text, *found in rows
    )
    return Deployed(runs, notices)


def contained(connection: Connection, environment: str) -> frozenset[str]:
    """Return the changes that were read and that *environment* has."""
    query = select(CONTAINED.c.change).where(CONTAINED.c.environment == environment)
    return frozenset(connection.execute(query).scalars())
