"""Reads operations from the syntax trees of statements that define tables, indexes and views."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it does not know, we say ourselves

LARGEST = 100_000
"""Characters of one statement that are worth a parser's time."""


def operations_in(text: str, dialect: str) -> list[Operation] | None:
    """Return what a statement does; None where that is not understood."""
    if len(text) > LARGEST:
        return None
    try:
        trees = sqlglot.parse(text, dialect=dialect or None)
    except (SqlglotError, RecursionError, ValueError, AttributeError, TypeError, IndexError):
        return None
    if len(trees) != 1 or trees[0] is None:
        return None
    read = _READERS.get(type(trees[0]))
    if read is None:
        return None
    try:
        found = list(read(trees[0]))
    except _NotUnderstoodError:
        return None
    return list(map(_stated, found)) if dialect == "tsql" else found


def _stated(found: Operation) -> Operation:
    """Return what Transact-SQL's ALTER COLUMN does, which states all of a column but its default.

    Where it does not say NOT NULL, the column may be NULL from then on.
    """
    column = found.column
    if found.action is not Action.ALTER_COLUMN or column is None or not column.type:
        return found
    return replace(
        found, column=replace(column, nullable=column.nullable is not False), careful=True
    )


class _NotUnderstoodError(Exception):
    """A tree has a shape that has no reader."""


def _name(node: Any) -> str:
    """Return the name of a table, column or the like."""
    if isinstance(node, exp.Schema):
        node = node.this
    if isinstance(node, exp.Index):
        node = node.this
    if isinstance(node, exp.Table):
        return plain(".".join(part.name for part in node.parts))
    if isinstance(node, exp.Expression):
        return plain(node.name)
    raise _NotUnderstoodError


def _create(tree: Any) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "").upper()
    if kind == "TABLE":
        yield from _create_table(tree)
    elif kind == "INDEX":
        yield _create_index(tree)
    elif kind == "VIEW":
        names = [found.name for found in _view_columns(tree)]
        yield Operation(
            Action.CREATE_VIEW, _name(tree.this), careful=bool(tree.args.get("replace")),
            columns=tuple(Column(plain(name)) for name in names if name), to=_all_of(tree),
            text=tree.expression.sql()[:4_000] if tree.expression else "",
        )  # fmt: skip
    elif kind == "TYPE":
        values = [item.name for item in tree.expression.expressions] if tree.expression else []
        yield Operation(Action.CREATE_TYPE, _name(tree.this), values=tuple(values))
    elif kind in ("FUNCTION", "PROCEDURE"):
        yield Operation(Action.REPLACE_ROUTINE, _name(tree.this.this))
    elif kind not in ("SCHEMA", "DATABASE", "SEQUENCE"):
        raise _NotUnderstoodError


def _view_columns(tree: Any) -> list[Any]:
    """Return what names the columns of a view; nothing where a star or an expression hides one."""
    if isinstance(tree.this, exp.Schema):
        return list(tree.this.expressions)
    query = tree.expression
    found = list(query.selects) if isinstance(query, exp.Query) else []
    named = all(item.alias_or_name and not item.is_star for item in found)
    return [exp.to_identifier(item.alias_or_name) for item in found] if named else []


def _all_of(tree: Any) -> str:
    """Return the table of which a view shows rows as they are, in all or some columns; or empty."""
    query = tree.expression
    source = query.args.get("from_") if isinstance(query, exp.Select) else None
    if source is None or not isinstance(source.this, exp.Table):
        return ""
    plainly = not any(query.args.get(part) for part in ("joins", "group", "distinct", "having"))
    simple = all(isinstance(item.unalias(), exp.Column | exp.Star) for item in query.selects)
    return _name(source.this) if plainly and simple else ""


def _create_table(tree: Any) -> Iterator[Operation]:
    properties = tree.args.get("properties")
    if properties is not None and properties.find(exp.TemporaryProperty):
        return
    table = _name(tree.this)
    parts = tree.this.expressions if isinstance(tree.this, exp.Schema) else []
    columns = [_column(part) for part in parts if _is_column(part)]
    if not parts and isinstance(tree.expression, exp.Query):
        columns = [Column(plain(item.name)) for item in _view_columns(tree)]
    later = [
        found
        for part in parts
        if not isinstance(part, exp.ColumnDef | exp.Identifier)
        for found in _constraints(table, part)
    ]
    yield Operation(
        Action.CREATE_TABLE, table, columns=tuple(columns), careful=bool(tree.args.get("exists"))
    )
    yield from later


def _is_column(part: Any) -> bool:
    """Tell whether a part of CREATE TABLE is a column, and not Transact-SQL's INDEX i (a)."""
    if not isinstance(part, exp.ColumnDef) or not isinstance(part.this, exp.Identifier):
        return False
    type_ = part.args.get("kind")
    is_word = part.name.upper() == "INDEX" and not part.this.args.get("quoted")
    return not (is_word and type_ is not None and type_.this is exp.DType.USERDEFINED)


def _column(definition: Any) -> Column:
    text = _type(definition.args.get("kind"))
    nullable: bool | None = True
    default = "serial" in text or text in ("rowversion", "timestamp_auto")
    kinds: list[Constraint] = []
    default_name = ""
    for part in definition.args.get("constraints") or ():
        kind = part.kind if isinstance(part, exp.ColumnConstraint) else part
        if isinstance(kind, exp.NotNullColumnConstraint):
            nullable = bool(kind.args.get("allow_null"))
        elif isinstance(kind, exp.PrimaryKeyColumnConstraint):
            nullable = False
            kinds.append(Constraint.PRIMARY_KEY)
        elif isinstance(kind, exp.DefaultColumnConstraint):
            default = not isinstance(kind.this, exp.Null)
            default_name = plain(part.name) if part is not kind else ""
        elif isinstance(kind, _FILLED_IN):
            default = True
        elif isinstance(kind, exp.UniqueColumnConstraint):
            kinds.append(Constraint.UNIQUE)
        elif isinstance(kind, exp.Reference):
            kinds.append(Constraint.FOREIGN_KEY)
        elif isinstance(kind, exp.CheckColumnConstraint):
            kinds.append(Constraint.CHECK)
    if "serial" in text:
        nullable = False
    return Column(plain(definition.name), text, nullable, default, tuple(kinds), default_name)


def _type(node: Any) -> str:
    """Return the name of a type; MySQL's texts by their own names, which say how much they hold."""
    if node is None:
        return ""
    return node.this.name.lower() if node.this in _SIZED else type_name(node.sql())


_SIZED = frozenset(
    {
        exp.DType.TINYTEXT, exp.DType.MEDIUMTEXT, exp.DType.LONGTEXT, exp.DType.TINYBLOB,
        exp.DType.BLOB, exp.DType.MEDIUMBLOB, exp.DType.LONGBLOB,
    }
)  # fmt: skip
_FILLED_IN = (
    exp.AutoIncrementColumnConstraint, exp.GeneratedAsIdentityColumnConstraint,
    exp.GeneratedAsRowColumnConstraint, exp.ComputedColumnConstraint,
)  # fmt: skip


_TYPE_NAMES = {
    "character varying": "varchar", "nvarchar": "varchar", "varchar2": "varchar",
    "character": "char", "nchar": "char", "integer": "int", "int4": "int", "int8": "bigint",
    "int2": "smallint", "numeric": "decimal", "bool": "boolean", "double precision": "double",
    "float8": "double", "float4": "float", "real": "float", "timestamp with time zone":
    "timestamptz", "timestamp without time zone": "timestamp", "string": "varchar", "bpchar":
    "char", "uuid": "uuid", "bit varying": "varbit", "time with time zone": "timetz",
    "time without time zone": "time",
}  # fmt: skip


def type_name(text: str) -> str:
    """Return a type's name, one for all dialects where they have several."""
    base, bracket, rest = text.lower().strip().partition("(")
    sizes, closing, behind = rest.partition(")")
    words = behind.split() if behind[:1] == " " else []  # as in `timestamp(3) with time zone`
    base = " ".join((base.strip(), *words))
    ending = "" if words else behind
    return _TYPE_NAMES.get(base, base) + bracket + sizes.replace(" ", "") + closing + ending.strip()


def _constraints(table: str, part: Any) -> Iterator[Operation]:
    """Yield the constraints that a part of CREATE TABLE or of ADD names."""
    name = ""
    if isinstance(part, exp.AddConstraint):
        for below in part.expressions:
            yield from _constraints(table, below)
        return
    inner = [part]
    if isinstance(part, exp.Constraint):
        name, inner = plain(part.name), list(part.expressions)
    listed = next((node for node in inner if isinstance(node, _LISTS)), None)
    for kind in inner:
        if isinstance(kind, (*_LISTS, exp.Properties, exp.OnProperty)):
            continue
        found = _constraint(table, name, kind)
        if listed is not None and not found.columns:
            found = replace(found, columns=tuple(Column(plain(one)) for one in _listed(listed)))
        yield found


def _constraint(table: str, name: str, kind: Any) -> Operation:
    for known, means in _CONSTRAINTS.items():
        if isinstance(kind, known):
            if isinstance(kind.this, exp.Schema) and not name and kind.this.this:
                name = plain(kind.this.name)
            if means is Constraint.CHECK:
                found = [node.name for node in kind.find_all(exp.Column)]
            else:
                found = _constrained(kind)
            columns = tuple(Column(plain(item)) for item in dict.fromkeys(found))
            return Operation(
                Action.ADD_CONSTRAINT, table, name=name, constraint=means, columns=columns,
                text=kind.sql()[:1_000] if means is Constraint.CHECK else "",
                values=_deferrable(kind),
            )  # fmt: skip
    if isinstance(kind, exp.IndexColumnConstraint):
        return Operation(Action.ADD_INDEX, table, name=plain(kind.name))
    raise _NotUnderstoodError


_CONSTRAINTS: dict[type[Any], Constraint] = {
    exp.UniqueColumnConstraint: Constraint.UNIQUE,
    exp.ForeignKey: Constraint.FOREIGN_KEY,
    exp.CheckColumnConstraint: Constraint.CHECK,
    exp.PrimaryKey: Constraint.PRIMARY_KEY,
    exp.PrimaryKeyColumnConstraint: Constraint.PRIMARY_KEY,
    exp.ExcludeColumnConstraint: Constraint.EXCLUDE,
}


def _deferrable(kind: Any) -> tuple[str, ...]:
    holders = (kind, kind.args.get("reference"))
    options = " ".join(
        str(option).upper() for one in holders if one for option in one.args.get("options") or ()
    )
    is_so = "DEFERRABLE" in options and "NOT DEFERRABLE" not in options
    return ("deferrable",) if is_so else ()


_LISTS = (exp.ClusteredColumnConstraint, exp.NonClusteredColumnConstraint)
"""What holds the columns of a constraint in Transact-SQL, behind its kind."""


def _listed(holder: Any) -> list[str]:
    return [node.name for item in holder.this for node in [item.find(exp.Column)] if node]


def _constrained(kind: Any) -> list[str]:
    if isinstance(kind.this, _LISTS):
        return _listed(kind.this)
    holder = kind.this if isinstance(kind.this, exp.Schema) else kind
    return [node.name for node in holder.expressions if node.name]


def _create_index(tree: Any) -> Operation:
    index = tree.this
    if not isinstance(index, exp.Index) or not index.args.get("table"):
        raise _NotUnderstoodError
    params = index.args.get("params")
    listed = (params.args.get("columns") if params is not None else None) or ()
    columns = [node.name for item in listed for node in [item.find(exp.Column)] if node is not None]
    is_whole = params is None or not (
        params.args.get("where") or any(item.find(exp.Func, exp.Binary) for item in listed)
    )
    return Operation(
        Action.ADD_INDEX, _name(index.args["table"]), name=plain(index.name),
        unique=bool(tree.args.get("unique")), careful=bool(tree.args.get("concurrently")),
        columns=tuple(Column(plain(name)) for name in columns),
        text="" if params is None or is_whole else params.sql()[:1_000],
    )  # fmt: skip


def _drop(tree: Any) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "").upper()
    action = _DROPPED.get(kind)
    if kind in ("SEQUENCE", "EXTENSION"):
        return
    if action is None:
        raise _NotUnderstoodError
    for dropped in tree.args.get("tables") or ():
        careful = bool(tree.args.get("exists"))
        if action is Action.DROP_INDEX:
            on = tree.find(exp.OnProperty)
            table = _name(on.this) if on is not None else ""
            careful = bool(tree.args.get("concurrently"))
            yield Operation(action, table, name=_name(dropped), careful=careful)
        elif action is Action.DROP_TRIGGER:
            yield Operation(action, name=_name(dropped))
        else:
            yield Operation(action, _name(dropped), careful=careful)


_DROPPED = {
    "TABLE": Action.DROP_TABLE, "VIEW": Action.DROP_VIEW, "MATERIALIZED VIEW": Action.DROP_VIEW,
    "INDEX": Action.DROP_INDEX, "TYPE": Action.DROP_TYPE, "SCHEMA": Action.DROP_SCHEMA,
    "DATABASE": Action.DROP_DATABASE, "FUNCTION": Action.DROP_ROUTINE,
    "PROCEDURE": Action.DROP_ROUTINE, "TRIGGER": Action.DROP_TRIGGER,
}  # fmt: skip


def _alter(tree: Any) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "TABLE").upper()
    table = _name(tree.this)
    if any(isinstance(option, exp.ToTableProperty) for option in tree.args.get("options") or ()):
        raise _NotUnderstoodError  # RENAME a TO b was taken for RENAME TO a
    for action in tree.args.get("actions") or ():
        if kind == "VIEW":
            if not isinstance(action, exp.AlterRename):
                raise _NotUnderstoodError
            yield Operation(Action.RENAME_VIEW, table, to=_renamed(table, action))
            continue
        read = next((read for type_, read in _ACTIONS.items() if isinstance(action, type_)), None)
        if read is None or kind != "TABLE":
            raise _NotUnderstoodError
        for found in read(table, action):
            yield replace(found, careful=True) if tree.args.get("not_valid") else found
    if not tree.args.get("actions"):
        raise _NotUnderstoodError


def _renamed(table: str, action: Any) -> str:
    """Return the new name, in the schema of the old one where it names none."""
    to = _name(action.this)
    schema = table.rpartition(".")[0]
    return f"{schema}.{to}" if schema and "." not in to else to


def _rename_table(table: str, action: Any) -> Iterator[Operation]:
    yield Operation(Action.RENAME_TABLE, table, to=_renamed(table, action))


def _rename_column(table: str, action: Any) -> Iterator[Operation]:
    to = plain(action.args["to"].name)
    yield Operation(Action.RENAME_COLUMN, table, Column(plain(action.this.name)), to)


def _add_column(table: str, action: Any) -> Iterator[Operation]:
    yield Operation(
        Action.ADD_COLUMN, table, _column(action), careful=bool(action.args.get("exists"))
    )


def _alter_column(table: str, action: Any) -> Iterator[Operation]:
    nullable = action.args.get("allow_null")
    default: bool | None = None
    if action.args.get("default") is not None:
        default = True
    elif action.args.get("drop") and nullable is None:
        default = False
    column = Column(plain(action.this.name), _type(action.args.get("dtype")), nullable, default)
    if column == Column(column.name):
        raise _NotUnderstoodError
    yield Operation(Action.ALTER_COLUMN, table, column)


def _modify_column(table: str, action: Any) -> Iterator[Operation]:
    column = _column(action.this)
    old = action.args.get("rename_from")
    if old is not None and plain(old.name) != column.name:
        yield Operation(Action.RENAME_COLUMN, table, Column(plain(old.name)), column.name)
    yield Operation(Action.ALTER_COLUMN, table, column, careful=True)


def _drop_part(table: str, action: Any) -> Iterator[Operation]:
    kind = str(action.args.get("kind") or "COLUMN").upper()
    for dropped in action.args.get("tables") or ():
        name = plain(dropped.name)
        if kind == "COLUMN":
            careful = bool(action.args.get("exists"))
            yield Operation(Action.DROP_COLUMN, table, Column(name), careful=careful)
        elif kind in ("INDEX", "KEY"):
            yield Operation(Action.DROP_INDEX, table, name=name, careful=True)
        elif kind in ("CONSTRAINT", "FOREIGN KEY", "CHECK"):
            constraint = Constraint("" if kind == "CONSTRAINT" else kind.lower())
            yield Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=constraint)
        else:
            raise _NotUnderstoodError


def _drop_primary_key(table: str, action: Any) -> Iterator[Operation]:
    yield Operation(Action.DROP_CONSTRAINT, table, constraint=Constraint.PRIMARY_KEY)


_ACTIONS: dict[type[Any], Callable[[str, Any], Iterator[Operation]]] = {
    exp.ColumnDef: _add_column,
    exp.AlterRename: _rename_table,
    exp.RenameColumn: _rename_column,
    exp.AlterColumn: _alter_column,
    exp.ModifyColumn: _modify_column,
    exp.AddConstraint: _constraints,
    exp.DropPrimaryKey: _drop_primary_key,
    exp.Drop: _drop_part,
}
_READERS: dict[type[Any], Callable[[Any], Iterator[Operation]]] = {
    exp.Create: _create, exp.Alter: _alter, exp.Drop: _drop,
}  # fmt: skip
