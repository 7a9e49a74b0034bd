"""What was scanned and what people decided, kept in one SQLite file, or on a PostgreSQL server."""

from relplan.store.log import Whose
from relplan.store.store import Store, copy_store, open_store

__all__ = ["Store", "Whose", "copy_store", "open_store"]
