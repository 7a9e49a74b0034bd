"""Reads Django's model fields as columns."""

import ast

from relplan.contracts.sql.operations import Column, Constraint, plain
from relplan.contracts.sql.readers.python.source import argument, flag, keyword, name_of
from relplan.contracts.sql.readers.python.values import Made, Names, text_of, value_of

_TYPES = {
    "CharField": "varchar", "TextField": "text", "IntegerField": "int", "AutoField": "int",
    "BigIntegerField": "bigint", "BigAutoField": "bigint", "SmallIntegerField": "smallint",
    "SmallAutoField": "smallint", "PositiveIntegerField": "int",
    "PositiveBigIntegerField": "bigint", "PositiveSmallIntegerField": "smallint",
    "BooleanField": "boolean", "NullBooleanField": "boolean", "DateTimeField": "timestamptz",
    "DateField": "date", "TimeField": "time", "DecimalField": "decimal", "FloatField": "double",
    "UUIDField": "uuid", "JSONField": "jsonb", "BinaryField": "bytea", "SlugField": "varchar",
    "URLField": "varchar", "EmailField": "varchar", "FileField": "varchar",
    "ImageField": "varchar", "FilePathField": "varchar", "GenericIPAddressField": "inet",
    "DurationField": "interval", "GeneratedField": "",
}  # fmt: skip
_LENGTHS = {
    "SlugField": 50, "URLField": 200, "EmailField": 254, "FileField": 100, "ImageField": 100,
    "FilePathField": 100,
}  # fmt: skip
_KEYS = ("ForeignKey", "OneToOneField")


def column_of(name: str, field: Made) -> Column | None:
    """Return the column of a field; None where it has none, or it is not known which."""
    made, names = field.call, field.names
    if not name or _is_open(made, names):
        return None
    kind = name_of(made.func)
    related = kind.endswith(_KEYS) or "ForeignKey" in kind or "OneToOne" in kind
    if kind.startswith("Generic") and kind in ("GenericForeignKey", "GenericRelation"):
        return None
    column = plain(text_of(keyword(made, "db_column"), names)) or plain(name)
    if related and keyword(made, "db_column") is None:
        column = f"{column}_id"
    primary = bool(flag(made, "primary_key", names))
    default = _is_given(keyword(made, "db_default"), names) or "AutoField" in kind
    return Column(
        column, "" if related else _type(kind, made, names),
        bool(flag(made, "null", names)) and not primary,
        default or kind == "GeneratedField", _constraints(kind, made, names, related=related),
    )  # fmt: skip


def _is_given(default: ast.expr | None, names: Names) -> bool:
    """Tell whether a default of the database is one: ``None`` is none, and ``Value(None)``."""
    if isinstance(default, ast.Call) and name_of(default.func) == "Value":
        default = argument(default, 0, "value")
    return default is not None and value_of(default, names) is not None


def _is_open(made: ast.Call, names: Names) -> bool:
    """Tell whether it is not known if the column may be left out."""
    null = keyword(made, "null")
    unknown = null is not None and not isinstance(value_of(null, names), bool)
    return unknown or any(
        word.arg is None and not isinstance(value_of(word.value, names), dict)
        for word in made.keywords
    )


def _constraints(
    kind: str, made: ast.Call, names: Names, *, related: bool
) -> tuple[Constraint, ...]:
    found = []
    if flag(made, "primary_key", names):
        found.append(Constraint.PRIMARY_KEY)
    if flag(made, "unique", names) or "OneToOne" in kind:
        found.append(Constraint.UNIQUE)
    if related and flag(made, "db_constraint", names) is not False:
        found.append(Constraint.FOREIGN_KEY)
    return tuple(found)


def _type(kind: str, made: ast.Call, names: Names) -> str:
    base = _TYPES.get(kind, kind.lower())
    if base == "varchar":
        length = value_of(keyword(made, "max_length"), names)
        if isinstance(length, int):
            return f"varchar({length})"
        default = _LENGTHS.get(kind)
        return f"varchar({default})" if default else base
    if base == "decimal":
        sizes = [value_of(keyword(made, word), names) for word in ("max_digits", "decimal_places")]
        if all(isinstance(size, int) for size in sizes):
            return f"decimal({sizes[0]},{sizes[1]})"
    return base


def many_to_many(table: str, name: str, field: Made) -> str | None:
    """Return the table that joins the two of a ManyToManyField; None for other fields.

    It is empty where the field goes ``through`` a model that has a table of its own.
    """
    made, names = field.call, field.names
    if not name_of(made.func).endswith("ManyToManyField"):
        return None
    if keyword(made, "through") is not None:
        return ""
    return plain(text_of(keyword(made, "db_table"), names)) or f"{table}_{plain(name)}"
