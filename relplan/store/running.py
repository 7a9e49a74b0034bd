"""Reads what runs where."""

from relplan.model.deployment import Deployed
from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy, Production
from relplan.model.scan import Notice
from relplan.store.rows import EVIDENCE, Rows, grouped


def running_with(rows: Rows) -> str:
    """Return the fingerprint that what runs was saved with; empty: it never was."""
    return next(iter(rows.column("SELECT fingerprint FROM running_mark")), "")


def deployed(rows: Rows) -> Deployed:
    """Return what runs where, by environment and service, and what is not known."""
    evidence = grouped(
        ((name, service), Evidence(*found))
        for name, service, *found in rows.all(
            f"SELECT environment, service, {EVIDENCE} FROM running_evidence"
            " ORDER BY environment, service, position"
        )
    )
    runs = tuple(
        Production(service, revision, commit, KnownBy(by), evidence.get((name, service), ()), name)
        for name, service, revision, commit, by in rows.all(
            'SELECT environment, service, revision, "commit", known_by FROM running'
            " ORDER BY environment, service"
        )
    )
    notices = tuple(
        (name, Notice(text, Evidence(*found) if found[0] else None))
        for name, text, *found in rows.all(
            f"SELECT environment, notice, {EVIDENCE} FROM running_notice ORDER BY number"
        )
    )
    return Deployed(runs, notices)


def contained(rows: Rows, environment: str) -> frozenset[str]:
    """Return the changes that were read and that *environment* has."""
    query = "SELECT change FROM contained WHERE environment = ?"
    return frozenset(rows.column(query, environment))
