"""What was scanned and what people decided, kept in one SQLite file."""

from relplan.store.log import Whose
from relplan.store.store import Store, open_store

__all__ = ["Store", "Whose", "open_store"]
