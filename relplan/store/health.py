"""Looks at a store without making or upgrading it."""

from dataclasses import dataclass

from relplan.model.store_place import StorePlace, StoreUrl
from relplan.store.schema import HEAD
from relplan.store.sqlite.health import FileLook, look_at

__all__ = ["HEAD", "FileLook", "StoreLook", "look_at_store"]


@dataclass(frozen=True, slots=True)
class StoreLook:
    """What was seen of a store."""

    kind: str
    schema: str
    """The step that it is at; empty: there is no store yet."""
    file: FileLook | None
    """None: there is none, or it is on a server."""


def look_at_store(place: StorePlace) -> StoreLook:
    """Look at the store in *place*. Raises StoreError where it cannot be used."""
    if isinstance(place, StoreUrl):
        from relplan.store.postgresql.opening import schema_at  # noqa: PLC0415 - psycopg is an extra

        return StoreLook("PostgreSQL", schema_at(place), None)
    found = look_at(place)
    return StoreLook("SQLite", found.schema if found else "", found)
