"""Looks at a store on a server without making, upgrading or changing it."""

from contextlib import closing
from dataclasses import dataclass

from relplan.model.store_place import StoreUrl
from relplan.store.postgresql import connecting
from relplan.store.postgresql.database import PostgresqlDatabase
from relplan.store.postgresql.opening import revision_of


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What was seen of a database and of its server."""

    version: str
    """The server's."""
    schema: str
    """The step that it is at; empty: it has no tables yet."""
    decisions: int
    may_decide: bool
    """Whether this user may write to it; where there are no tables yet, make them."""
    is_scanned: bool
    """Whether somebody scans into it now."""


def look_at(url: StoreUrl) -> ServerLook:
    """Look at the database at *url*. Raises StoreError."""
    with closing(PostgresqlDatabase(url)) as database, database.reading() as rows:
        schema = revision_of(rows, url)
        version = str(rows.first("SHOW server_version")[0]).partition(" ")[0]
        if schema:
            (decisions,) = rows.first("SELECT count(*) FROM decision")
            right = "has_table_privilege('decision', 'INSERT')"
        else:
            decisions, right = 0, "has_schema_privilege(current_schema(), 'CREATE')"
        (may,) = rows.first(f"SELECT {right}")
        return ServerLook(
            version, schema, decisions, bool(may), bool(rows.all(connecting.WHO_SCANS))
        )
