"""The schemas that there have been, and the way from one to the next."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from relplan.model.errors import StoreError
from relplan.store.rows import Rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011",
    "0012", "0013", "0014", "0015", "0016", "0017", "0018", "0019", "0020", "0021", "0022", "0023",
    "0024",
)  # fmt: skip
"""Every schema there has been, oldest first. Kept here because asking Alembic takes 0.3 s."""

HEAD = REVISIONS[-1]

_SIGNS = {"alembic_version", "decision", "log_step", "scenario"}
_SIGNS_NEEDED = 2
"""Tables that every schema has; with one of them lost, it is still a store, and damaged."""


def is_store(tables: Collection[str]) -> bool:
    """Tell whether a database with these *tables* is relplan's."""
    return len(_SIGNS.intersection(tables)) >= _SIGNS_NEEDED


def revision(rows: Rows, tables: Collection[str], place: object) -> str | None:
    """Return the schema of the store at *place*, which has these *tables*; None: there is no such.

    Raises StoreError where a newer relplan made it.
    """
    query = "SELECT version_num FROM alembic_version"
    found = next(iter(rows.column(query)), None) if "alembic_version" in tables else None
    if found in REVISIONS:
        return str(found)
    if re.fullmatch(r"\d{4}", str(found)) and str(found) > HEAD:
        raise StoreError(
            f"the store {place} was made by a newer relplan"
            f" (schema {found}, this one knows {HEAD})",
            "upgrade relplan",
        )
    return None


def migrate(connection: "Connection") -> None:
    """Bring the schema up to the newest, in the transaction of *connection*."""
    from alembic import command  # noqa: PLC0415 - a store is upgraded once; it takes 0.3 s to load
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "relplan.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
