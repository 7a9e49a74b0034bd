"""Looks at a store without making or upgrading it."""

from typing import TYPE_CHECKING, Union

from relplan.model.store_place import StorePlace, StoreUrl
from relplan.store.schema import HEAD
from relplan.store.sqlite.health import FileLook, look_at

if TYPE_CHECKING:
    from relplan.store.postgresql.health import ServerLook

StoreLook = Union[FileLook, "ServerLook"]

__all__ = ["HEAD", "FileLook", "StoreLook", "kind_of", "look_at_store"]


def kind_of(place: StorePlace) -> str:
    """Return the name of what the store in *place* is kept by."""
    return "PostgreSQL" if isinstance(place, StoreUrl) else "SQLite"


def look_at_store(place: StorePlace) -> StoreLook | None:
    """Look at the store in *place*; None: there is no file. Raises StoreError."""
    if not isinstance(place, StoreUrl):
        return look_at(place)
    from relplan.store.postgresql import health  # noqa: PLC0415 - psycopg is an extra

    return health.look_at(place)
