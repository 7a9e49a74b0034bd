"""What Laravel's Blueprint does besides making columns: it drops, renames, and adds indexes."""

from collections.abc import Callable
from typing import Any

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.braces import Call
from relplan.contracts.sql.readers.php.naming import index_name, snake
from relplan.contracts.sql.readers.php.things import Class

Build = Callable[[str, Call], "list[Operation] | None"]
"""Returns what a call on a table does; None where that is not understood."""


def _listed(value: Any) -> tuple[str, ...] | None:
    """Return the columns that are named, alone or in an array; None where one is not known."""
    names = value if isinstance(value, tuple) else (value,)
    return tuple(plain(name) for name in names) if all(map(is_known, names)) else None


def _dropped(table: str, names: "tuple[str, ...] | list[str]") -> list[Operation]:
    return [Operation(Action.DROP_COLUMN, table, Column(name)) for name in names]


def _drop_columns(table: str, call: Call) -> list[Operation] | None:
    given = [*call.given, *call.words.values()]
    each = [value if isinstance(value, tuple) else (value,) for value in given]
    names = _listed(tuple(one for values in each for one in values))
    return _dropped(table, names) if names else None


def _drop_these(*names: str) -> Build:
    """Return what drops columns of known names, or the one that is named instead."""

    def build(table: str, call: Call) -> list[Operation] | None:
        if len(names) > 1 or not call.given:
            return _dropped(table, names)
        return _dropped(table, [plain(call.text(0))]) if call.text(0) else None

    return build


def _drop_morphs(table: str, call: Call) -> list[Operation] | None:
    name = plain(call.text(0, "name"))
    return _dropped(table, [f"{name}_type", f"{name}_id"]) if name else None


def _key_of(call: Call) -> str:
    """Return the column of a foreign key: it is named, or that of a model by convention."""
    if not call.name.endswith("For"):
        return plain(call.text(0, "column"))
    model, said = call.get(0, "model"), call.text(1, "column")
    return plain(said) or (f"{snake(model.name)}_id" if isinstance(model, Class) else "")


def _drop_key(*, column: bool) -> Build:
    """Return what drops a foreign key, and with it its *column*, or not."""

    def build(table: str, call: Call) -> list[Operation] | None:
        name = _key_of(call)
        if not name:
            return None
        key = Operation(
            Action.DROP_CONSTRAINT, table, constraint=Constraint.FOREIGN_KEY,
            name=index_name(table, [name], "foreign"), columns=(Column(name),),
        )  # fmt: skip
        return [key, *(_dropped(table, [name]) if column else ())]

    return build


def _rename_column(table: str, call: Call) -> list[Operation] | None:
    old, new = plain(call.text(0, "from")), plain(call.text(1, "to"))
    return [Operation(Action.RENAME_COLUMN, table, Column(old), new)] if old and new else None


def _on_table(action: Action, *, careful: bool = False) -> Build:
    def build(table: str, call: Call) -> list[Operation] | None:
        to = plain(call.text(0, "to"))
        if action is Action.RENAME_TABLE and not to:
            return None
        return [Operation(action, table, to=to, careful=careful)]

    return build


def unique_of(table: str, column: str, name: str) -> Operation:
    """Return the unique index of a column."""
    return Operation(
        Action.ADD_CONSTRAINT, table, constraint=Constraint.UNIQUE, columns=(Column(column),),
        name=plain(name) or index_name(table, [column], "unique"),
    )  # fmt: skip


_KINDS = {"unique": Constraint.UNIQUE, "primary": Constraint.PRIMARY_KEY,
          "foreign": Constraint.FOREIGN_KEY}  # fmt: skip


def _adds(kind: str) -> Build:
    def build(table: str, call: Call) -> list[Operation] | None:
        names = _listed(call.get(0, "columns"))
        if names is None:
            return None
        said = plain(call.text(1, "name"))
        name = "" if kind == "primary" else said or index_name(table, names, kind)
        columns = tuple(map(Column, names))
        return [
            Operation(
                Action.ADD_CONSTRAINT, table, name=name, constraint=_KINDS[kind], columns=columns
            )
        ]

    return build


def _drops(kind: str) -> Build:
    """Return what drops a constraint by its name, or by the columns in an array."""

    def build(table: str, call: Call) -> list[Operation]:
        value = call.get(0)
        names = _listed(value) if isinstance(value, tuple) else None
        name = index_name(table, names, kind) if names else plain(call.text(0))
        columns = tuple(map(Column, names or ()))
        is_key = kind == "primary"
        return [
            Operation(
                Action.DROP_CONSTRAINT, table, name="" if is_key else name, columns=columns,
                constraint=_KINDS[kind],
            )
        ]  # fmt: skip

    return build


def _index(table: str, call: Call) -> list[Operation]:
    names = _listed(call.get(0, "columns")) or ()
    name = plain(call.text(1, "name"))
    if not name and names:
        name = index_name(table, names, call.name.lower())
    return [Operation(Action.ADD_INDEX, table, name=name, columns=tuple(map(Column, names)))]


def _drop_index(table: str, call: Call) -> list[Operation]:
    value = call.get(0)
    names = _listed(value) if isinstance(value, tuple) else None
    kind = call.name.removeprefix("drop").lower()
    name = index_name(table, names, kind) if names else plain(call.text(0))
    return [Operation(Action.DROP_INDEX, table, name=name, careful=True)]


COMMANDS: dict[str, Build] = {
    "dropColumn": _drop_columns, "dropColumns": _drop_columns, "removeColumn": _drop_columns,
    "dropTimestamps": _drop_these("created_at", "updated_at"),
    "dropTimestampsTz": _drop_these("created_at", "updated_at"),
    "dropDatetimes": _drop_these("created_at", "updated_at"),
    "dropSoftDeletes": _drop_these("deleted_at"),
    "dropSoftDeletesTz": _drop_these("deleted_at"),
    "dropSoftDeletesDatetime": _drop_these("deleted_at"),
    "dropRememberToken": _drop_these("remember_token"),
    "dropMorphs": _drop_morphs,
    "dropConstrainedForeignId": _drop_key(column=True),
    "dropConstrainedForeignIdFor": _drop_key(column=True),
    "dropForeignIdFor": _drop_key(column=False),
    "renameColumn": _rename_column,
    "drop": _on_table(Action.DROP_TABLE),
    "dropIfExists": _on_table(Action.DROP_TABLE, careful=True),
    "rename": _on_table(Action.RENAME_TABLE),
    "unique": _adds("unique"), "primary": _adds("primary"), "foreign": _adds("foreign"),
    "dropUnique": _drops("unique"), "dropPrimary": _drops("primary"),
    "dropForeign": _drops("foreign"),
    "index": _index, "fullText": _index, "fulltext": _index, "spatialIndex": _index,
    "rawIndex": _index, "vectorIndex": _index,
    "dropIndex": _drop_index, "dropFullText": _drop_index, "dropFulltext": _drop_index,
    "dropSpatialIndex": _drop_index,
}  # fmt: skip
"""What a table is told of more than one column, or of what it has."""
QUIET = frozenset(
    """engine charset collation comment temporary renameIndex innoDb storedAs getTable hasColumn
    getColumns getPrefix getConnection""".split()
)
"""Calls on a table that no reader or writer of it can tell."""
