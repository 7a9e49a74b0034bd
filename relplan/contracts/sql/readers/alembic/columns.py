"""Reads SQLAlchemy's columns, types and constraints."""

import ast

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.python.source import (
    argument,
    flag,
    keyword,
    name_of,
)
from relplan.contracts.sql.readers.python.values import Names, made, text_of, value_of

_TYPES = {
    "string": "varchar", "unicode": "varchar", "unicodetext": "text", "largebinary": "bytea",
    "integer": "int", "biginteger": "bigint", "smallinteger": "smallint", "numeric": "decimal",
    "autostring": "varchar",
}  # fmt: skip


def column_of(call: ast.Call, names: Names) -> Column | None:
    """Return the column that ``sa.Column(…)`` makes; None for other calls."""
    if name_of(call.func) != "Column" or not call.args:
        return None
    name = plain(text_of(call.args[0], names))
    if not name:
        return None
    primary = bool(flag(call, "primary_key", names))
    kinds = [Constraint.PRIMARY_KEY] if primary else []
    if flag(call, "unique", names):
        kinds.append(Constraint.UNIQUE)
    parts = [part for node in call.args[1:] if (part := made(node, names)[0]) is not None]
    if any(name_of(part.func) == "ForeignKey" for part in parts):
        kinds.append(Constraint.FOREIGN_KEY)
    filled_in = any(name_of(part.func) in ("Identity", "Computed", "Sequence") for part in parts)
    given = keyword(call, "server_default")
    default = given is not None and value_of(given, names) is not None
    type_ = type_of(call.args[1] if len(call.args) > 1 else keyword(call, "type_"), names)
    nullable = flag(call, "nullable", names)
    return Column(
        name, type_, not primary if nullable is None else nullable,
        default or filled_in or (primary and type_ in ("int", "bigint", "smallint")),
        tuple(kinds),
    )  # fmt: skip


def type_of(node: ast.expr | None, names: Names) -> str:
    """Return the name of a type such as ``sa.String(length=20)``; empty where there is none."""
    if node is None:
        return ""
    made_by, names = made(node, names)
    if made_by is None:
        name = name_of(node)
        value = names.get(name) if isinstance(node, ast.Name) else None
        return (
            "" if value is None and isinstance(node, ast.Name) and name.islower() else _named(name)
        )
    node = made_by
    name = name_of(node.func)
    if name[:1].islower():
        return ""  # what a function returns
    if name == "Enum":
        values = [value_of(item, names) for item in node.args]
        listed = ", ".join(f"'{value}'" for value in values if is_known(value))
        return f"enum({listed})" if listed and len(values) == listed.count("', '") + 1 else "enum"
    sizes = [value_of(item, names) for item in node.args]
    for word in ("length", "precision", "scale"):
        value = value_of(keyword(node, word), names)
        if isinstance(value, int) and not isinstance(value, bool):
            sizes.append(value)
    if name == "DateTime" and flag(node, "timezone", names):
        return "timestamptz"
    found = _named(name)
    whole = [str(size) for size in sizes if isinstance(size, int) and not isinstance(size, bool)]
    return f"{found}({','.join(whole)})" if whole and len(whole) == len(sizes) else found


def _named(name: str) -> str:
    return type_name(_TYPES.get(name.lower(), name.lower()))


_CONSTRAINTS = {
    "UniqueConstraint": Constraint.UNIQUE,
    "ForeignKeyConstraint": Constraint.FOREIGN_KEY,
    "CheckConstraint": Constraint.CHECK,
    "PrimaryKeyConstraint": Constraint.PRIMARY_KEY,
}


def constraint_of(table: str, call: ast.Call, names: Names) -> Operation | None:
    """Return the constraint that a part of ``create_table`` makes; None for other parts."""
    kind = _CONSTRAINTS.get(name_of(call.func))
    if kind is None:
        return None
    if kind is Constraint.FOREIGN_KEY:
        given = value_of(argument(call, 0, "columns"), names)
        listed = given if isinstance(given, tuple) else ()
    else:
        listed = tuple(value_of(item, names) for item in call.args)
    columns = tuple(Column(plain(item)) for item in listed if is_known(item))
    name = plain(text_of(keyword(call, "name"), names))
    if kind is Constraint.CHECK:
        columns = ()
    return Operation(Action.ADD_CONSTRAINT, table, name=name, constraint=kind, columns=columns)
