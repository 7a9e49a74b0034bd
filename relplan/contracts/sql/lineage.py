"""What tables, columns and types were called before a change set, whatever it calls them."""

from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.schema import Schema, Table


class Lineage:
    """Follows the renaming of what was there before."""

    def __init__(self, schema: Schema) -> None:
        """Take the names of *schema* for the old ones; a table stays the same object."""
        self._tables = {id(table): (name, table) for name, table in schema.tables.items()}
        self._columns: dict[int, dict[str, str]] = {}
        self._now: dict[int, dict[str, str]] = {}
        self._types: dict[str, str] = {}

    def meet(self, schema: Schema, name: str) -> None:
        """Take a table for one that was there before."""
        table = schema.tables[name]
        self._tables[id(table)] = (name, table)

    def follow(self, schema: Schema, operation: Operation) -> None:
        """Follow an *operation* that is about to be applied to *schema*."""
        table, column = schema.tables.get(operation.table), operation.column
        if operation.action is Action.RENAME_COLUMN and table is not None and column is not None:
            names = self._columns.setdefault(id(table), {})
            first = names[operation.to] = names.pop(column.name, column.name)
            self._now.setdefault(id(table), {})[first] = operation.to
        elif operation.action is Action.RENAME_TYPE:
            self._types[operation.to] = self._types.pop(operation.table, operation.table)
        elif operation.action is Action.CREATE_TYPE:
            self._types[operation.table] = ""

    def table(self, table: Table | None) -> str:
        """Return what a table was called; empty: it is new, or not known."""
        return self._tables.get(id(table), ("", None))[0]

    def column(self, table: Table | None, name: str) -> str:
        """Return what the column was called that has a *name* now."""
        return self._columns.get(id(table), {}).get(name, name)

    def column_now(self, table: Table | None, old: str) -> str:
        """Return what the column is called now that was *old*."""
        return self._now.get(id(table), {}).get(old, old)

    def type(self, name: str) -> str:
        """Return what a type was called; empty: it is new."""
        return self._types.get(name, name)
