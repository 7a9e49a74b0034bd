"""What each scan writes, whether it found anything new or not: by statements alone."""

from collections.abc import Collection, Iterable

from relplan.model.change import State
from relplan.model.scan import WhyNot
from relplan.store.rows import Rows
from relplan.store.values import clean

_STALE = f"state != '{State.MERGED}' AND date > 0 AND date < ?"


def save_unchanged(rows: Rows, repositories: Iterable[str], at: int) -> None:
    """Save that nothing was new in *repositories* at *at*, in seconds since 1970."""
    for repository in map(clean, repositories):
        rows.run("DELETE FROM failure WHERE repository = ?", repository)
        rows.run("UPDATE repository SET scanned_at = ? WHERE path = ?", at, repository)


def others(rows: Rows, services: Collection[str]) -> tuple[set[str], set[str]]:
    """Return what is stored of other services than these: those read, and those that failed."""
    kept = set(map(clean, services))
    read = set(rows.column("SELECT name FROM service")) - kept
    failed = set(rows.column("SELECT service FROM failed_service")) - kept
    return read, failed


def has_empty(rows: Rows) -> bool:
    """Tell whether there is a repository in which no service is left."""
    return any(rows.first(f"SELECT 1 FROM {table} {without}") for table, without in _EMPTY)


_EMPTY = (
    ("repository", "WHERE path NOT IN (SELECT repository FROM service)"),
    ("failure", "WHERE repository NOT IN (SELECT repository FROM failed_service)"),
)


def forget(rows: Rows, read: Iterable[str], failed: Iterable[str]) -> None:
    """Forget services, and the repositories in which none is left."""
    for name in read:
        rows.run("DELETE FROM service WHERE name = ?", name)
    for name in failed:
        rows.run("DELETE FROM failed_service WHERE service = ?", name)
    for table, without in _EMPTY:
        rows.run(f"DELETE FROM {table} {without}")


def stale(rows: Rows, before: int, but_of: Collection[str]) -> list[tuple[int, str, str, str]]:
    """Return the number, id, service and branch of the open changes older than *before*.

    A date of 0 is one that cannot be told. Those of the services *but_of* stay, as all that is
    stored of what could not be read.
    """
    spared = set(map(clean, but_of))
    found = rows.all(f"SELECT number, id, service, branch FROM change WHERE {_STALE}", before)
    return [row for row in found if row[2] not in spared]


def leave_out(rows: Rows, changes: Iterable[tuple[int, str, str, str]]) -> None:
    """Leave out stale open changes, and delete the notices about them."""
    for number, id_, service, branch in changes:
        rows.run(
            "INSERT INTO left_out (service, branch, why, detail) VALUES (?, ?, ?, '') ON CONFLICT"
            " (service, branch) DO UPDATE SET why = excluded.why, detail = excluded.detail",
            service, branch, WhyNot.STALE.value,
        )  # fmt: skip
        rows.run("DELETE FROM notice WHERE change = ?", id_)
        rows.run("DELETE FROM change WHERE number = ?", number)
