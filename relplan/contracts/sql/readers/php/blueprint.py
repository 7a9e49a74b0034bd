"""What Laravel's Blueprint of a table does: the columns that it makes and changes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from relplan.contracts.reading.trees import line_of
from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.braces import Call
from relplan.contracts.sql.readers.php.commands import COMMANDS, QUIET, unique_of
from relplan.contracts.sql.readers.php.naming import plural, snake
from relplan.contracts.sql.readers.php.things import Class, ColumnDraft, KeyDraft, TableDraft

_WHOLE = {
    "tinyInteger": "tinyint", "smallInteger": "smallint", "mediumInteger": "mediumint",
    "integer": "int", "bigInteger": "bigint",
}  # fmt: skip
_TYPES = {
    **_WHOLE, "text": "text", "tinyText": "tinytext", "mediumText": "mediumtext",
    "longText": "longtext", "float": "float", "double": "double", "boolean": "boolean",
    "date": "date", "dateTime": "datetime", "dateTimeTz": "timestamptz", "time": "time",
    "timeTz": "timetz", "timestamp": "timestamp", "timestampTz": "timestamptz", "year": "year",
    "binary": "blob", "json": "json", "jsonb": "jsonb", "uuid": "uuid", "ulid": "char(26)",
    "ipAddress": "varchar(45)", "macAddress": "varchar(17)", "geometry": "geometry",
    "geography": "geography", "point": "point", "lineString": "linestring", "polygon": "polygon",
    "geometryCollection": "geometrycollection", "multiPoint": "multipoint", "vector": "vector",
    "multiLineString": "multilinestring", "multiPolygon": "multipolygon", "computed": "",
    "string": "varchar", "char": "char", "decimal": "decimal", "enum": "enum", "set": "set",
    "foreignUuid": "uuid", "foreignUlid": "char(26)", "foreignId": "ubigint",
    "unsignedDecimal": "decimal", "unsignedFloat": "float", "unsignedDouble": "double",
    "tsvector": "tsvector", "rawColumn": "",
    **{f"unsigned{name[0].upper()}{name[1:]}": f"u{kind}" for name, kind in _WHOLE.items()},
}  # fmt: skip
_INCREMENTS = {
    "id": "ubigint", "increments": "uint", "integerIncrements": "uint", "bigIncrements": "ubigint",
    "tinyIncrements": "utinyint", "smallIncrements": "usmallint", "mediumIncrements": "umediumint",
}  # fmt: skip
_MORPHS = {
    "morphs": "ubigint", "nullableMorphs": "ubigint", "numericMorphs": "ubigint",
    "nullableNumericMorphs": "ubigint", "uuidMorphs": "uuid", "nullableUuidMorphs": "uuid",
    "ulidMorphs": "char(26)", "nullableUlidMorphs": "char(26)",
}  # fmt: skip
_STAMPS = {
    "timestamps": "timestamp", "timestampsTz": "timestamptz", "nullableTimestamps": "timestamp",
    "datetimes": "datetime",
}  # fmt: skip
_SOFT = {
    "softDeletes": "timestamp", "softDeletesTz": "timestamptz", "softDeletesDatetime": "datetime",
}  # fmt: skip
_FILLED = frozenset(
    """useCurrent storedAs virtualAs generatedAs autoIncrement virtualAsJson storedAsJson
    startingValue from always""".split()
)
"""Calls by which the database fills in a column."""
_QUIETLY = frozenset(
    """after first comment charset collation collate index fulltext fullText spatialIndex invisible
    instant lock useCurrentOnUpdate persisted isGeometry srid cascadeOnDelete nullOnDelete
    restrictOnDelete noActionOnDelete cascadeOnUpdate restrictOnUpdate noActionOnUpdate
    nullOnUpdate onDelete onUpdate deferrable initiallyImmediate notValid algorithm language
    projection vectorIndex rawIndex set initially name indexed before integer string bigInteger
    text references""".split()
)
"""Calls that describe a column or a key further, which no reader or writer can tell, or nobody."""


def in_table(table: TableDraft, call: Call) -> ColumnDraft | KeyDraft | bool:
    """Follow a call on a table.

    Returns the column, key or index that is described further; else whether the call is known.
    """
    call.name = _WRITTEN.get(call.name.lower(), call.name)
    columns = _columns(table, call)
    if columns is not None:
        for column in columns:
            column.table, column.line = table, line_of(call.node)
            table.done.append(column)
        return columns[-1] if len(columns) == 1 else True
    build = COMMANDS.get(call.name)
    found = build(table.name, call) if build is not None else None
    table.done += [replace(one, line=line_of(call.node)) for one in found or ()]
    return KeyDraft(table, len(table.done) - 1) if found else found is not None or (
        call.name in QUIET
    )  # fmt: skip


def _columns(table: TableDraft, call: Call) -> list[ColumnDraft] | None:
    """Return the columns that a call makes; None: it makes none, or it is not known which."""
    name = call.name
    if name in _STAMPS:
        kind = _kind(table, _STAMPS[name])
        return [ColumnDraft(one, kind, nullable=True) for one in ("created_at", "updated_at")]
    if name in _SOFT:
        return _named(call, _kind(table, _SOFT[name]), "deleted_at", nullable=True)
    if name in _INCREMENTS:
        made = _named(call, _kind(table, _INCREMENTS[name]), "id" if name == "id" else "")
        for column in made or ():
            column.default = True
            column.kinds.append(Constraint.PRIMARY_KEY)
        return made
    if name in _TYPES:
        made = _named(call, _typed(table, call, _TYPES[name]), _INSTEAD.get(name, ""))
        for column in made or ():
            is_filled = name == "computed" or call.words.get("autoIncrement") is True
            column.default = True if is_filled else None
        return made
    build = _OTHERS.get(name)
    return build(table, call) if build is not None else None


_INSTEAD = {"ipAddress": "ip_address", "macAddress": "mac_address", "uuid": "uuid", "ulid": "ulid"}
"""What columns are called where nobody says it."""


def _named(
    call: Call, kind: str, instead: str, *, nullable: bool | None = None
) -> list[ColumnDraft] | None:
    value = call.get(0, "column")
    name = instead if value is UNRESOLVED and not (call.given or call.words) else call.text(
        0, "column"
    )  # fmt: skip
    return [ColumnDraft(plain(name), kind, nullable)] if name else None


def _kind(table: TableDraft, base: str) -> str:
    """Return a type as the database has it for which the table is."""
    is_mysql = table.dialect in ("mysql", "")
    if not is_mysql:
        base = base.removeprefix("u") if base.removeprefix("u") in _WHOLE.values() else base
        return "timestamp" if base == "datetime" and table.dialect == "postgres" else base
    return "char(36)" if base == "uuid" else "json" if base == "jsonb" else base


def _typed(table: TableDraft, call: Call, base: str) -> str:
    size = call.get(1, "length")
    if call.name == "rawColumn":
        return type_name(call.text(1, "definition"))
    if base in ("varchar", "char"):
        base = f"{base}({size if isinstance(size, int) else 255})"
    elif base == "decimal":
        total, places = call.get(1, "total"), call.get(2, "places")
        whole = total if isinstance(total, int) else 8
        base = f"decimal({whole},{places if isinstance(places, int) else 2})"
    elif base in ("enum", "set"):
        values = call.get(1, "allowed")
        listed = values if isinstance(values, tuple) else ()
        known = listed and all(map(is_known, listed))
        base = f"{base}({','.join(repr_of(one) for one in listed)})" if known else base
    if call.words.get("unsigned") is True and base in _WHOLE.values():
        base = f"u{base}"
    return type_name(_kind(table, base))


def repr_of(value: str) -> str:
    """Return a value of an enum as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def _morphs(table: TableDraft, call: Call) -> list[ColumnDraft] | None:
    name = plain(call.text(0, "name"))
    nullable = True if call.name.startswith("nullable") else None
    if not name:
        return None
    kind = _kind(table, _MORPHS[call.name])
    return [ColumnDraft(f"{name}_type", "varchar(255)", nullable),
            ColumnDraft(f"{name}_id", kind, nullable)]  # fmt: skip


def _for_model(table: TableDraft, call: Call) -> list[ColumnDraft] | None:
    """Return the column for the key of a model, as it is called by convention or here."""
    model, name = call.get(0, "model"), plain(call.text(1, "column"))
    if not name and (not isinstance(model, Class) or len(call.given) > 1):
        return None
    return [ColumnDraft(name or f"{snake(model.name)}_id", _kind(table, "ubigint"))]


def _added(table: TableDraft, call: Call) -> list[ColumnDraft] | None:
    kind, name = call.text(0, "type"), plain(call.text(1, "name"))
    return [ColumnDraft(name, type_name(_kind(table, _TYPES.get(kind, kind))))] if name else None


def _token(table: TableDraft, call: Call) -> list[ColumnDraft]:
    return [ColumnDraft("remember_token", "varchar(100)", nullable=True)]


_OTHERS: dict[str, Callable[[TableDraft, Call], list[ColumnDraft] | None]] = {
    **dict.fromkeys(_MORPHS, _morphs), "foreignIdFor": _for_model, "addColumn": _added,
    "rememberToken": _token,
}  # fmt: skip
_WRITTEN = {
    name.lower(): name
    for known in (_TYPES, _INCREMENTS, _STAMPS, _SOFT, _OTHERS, COMMANDS, QUIET) for name in known
}  # fmt: skip
"""The names of methods by themselves in small letters: PHP does not tell them apart."""


def modify(column: ColumnDraft, call: Call) -> bool:
    """Follow a call that describes a column further; tell whether it is known."""
    table = column.table or TableDraft("", creates=False)
    name, value = _MODIFIERS.get(call.name.lower(), call.name), call.get(0)
    is_said = value if isinstance(value, bool) else None if call.given or call.words else True
    if name == "nullable":
        said = call.words.get("value", is_said)
        column.nullable = said if isinstance(said, bool) else None
        column.unclear = column.nullable is None
    elif name == "default":
        column.default = call.get(0, "value") is not None
    elif name in _FILLED:
        column.default = True
    elif name in ("unsigned", "length", "type"):
        _retype(table, column, call)
    elif name == "change":
        column.alters = True
    elif name == "primary":
        column.kinds.append(Constraint.PRIMARY_KEY)
    elif name == "unique":
        if is_said is not False:
            made = unique_of(table.name, column.name, call.text(0, "indexName"))
            table.done.append(replace(made, line=line_of(call.node)))
    elif name in ("constrained", "references", "on"):
        _refer(column, call)
    else:
        return name in _QUIETLY
    return True


_MODIFIERS = {
    name.lower(): name
    for name in {"nullable", "default", "unsigned", "length", "type", "change", "primary", "unique",
                 "constrained", "references", "on"} | _FILLED | _QUIETLY
}  # fmt: skip


def _retype(table: TableDraft, column: ColumnDraft, call: Call) -> None:
    size = call.get(0)
    if call.name == "unsigned" and column.type in _WHOLE.values():
        column.type = _kind(table, f"u{column.type}")
    elif call.name == "length" and isinstance(size, int):
        column.type = type_name(f"{column.type.partition('(')[0]}({size})")
    elif call.name == "type":
        column.type = type_name(call.text(0))


def _refer(column: ColumnDraft, call: Call) -> None:
    if Constraint.FOREIGN_KEY not in column.kinds:
        column.kinds.append(Constraint.FOREIGN_KEY)
    if call.name == "constrained":
        said = call.get(0, "table")
        guess = plural(column.name.removesuffix("_id"))
        column.target = plain(call.text(0, "table")) or (
            guess if said in (None, UNRESOLVED) else ""
        )
    elif call.name == "on":
        column.target = plain(call.text(0, "table"))


def refer(key: KeyDraft, call: Call) -> bool:
    """Follow a call that describes a foreign key further; tell whether it is known."""
    made = key.table.done[key.place]
    if call.name == "on" and isinstance(made, Operation):
        key.table.done[key.place] = replace(made, target=plain(call.text(0, "table")))
    return call.name in ("on", "references") or call.name in _QUIETLY


def finished(table: TableDraft) -> Iterator[Operation]:
    """Yield what a table's draft comes to."""
    drafts = [one for one in table.done if isinstance(one, ColumnDraft)]
    if table.creates:
        columns = tuple(_column(draft) for draft in drafts if not draft.unclear)
        yield Operation(Action.CREATE_TABLE, table.name, columns=columns)
    for one in table.done:
        if isinstance(one, Operation):
            yield one
        elif one.unclear:
            text = f"whether {one.name} may be null is not understood"
            yield Operation(Action.UNKNOWN, table.name, text=text, line=one.line)
        elif one.alters:
            yield from _altered(table, one)
        elif not table.creates:
            yield Operation(Action.ADD_COLUMN, table.name, _column(one), line=one.line)


def _column(draft: ColumnDraft) -> Column:
    return Column(
        draft.name, draft.type, bool(draft.nullable), bool(draft.default),
        tuple(dict.fromkeys(draft.kinds)), target=draft.target,
    )  # fmt: skip


_FORGOTTEN = "if what is not said anew is lost, as from Laravel 11 on"


def _altered(table: TableDraft, draft: ColumnDraft) -> Iterator[Operation]:
    """Yield what a column is from now on; what is not said anew may stay, or be lost."""
    said = Column(draft.name, draft.type, draft.nullable, draft.default)
    yield Operation(Action.ALTER_COLUMN, table.name, said, line=draft.line, careful=True)
    if table.keeps or table.creates:
        return
    lost = Column(
        draft.name, "", False if draft.nullable is None else None,
        False if draft.default is None else None,
    )  # fmt: skip
    if lost.nullable is not None or lost.default is not None:
        yield Operation(Action.ALTER_COLUMN, table.name, lost, line=draft.line, perhaps=True,
                        text=_FORGOTTEN)  # fmt: skip
