"""Reads the changes of Liquibase's change logs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.liquibase.trees import Tag, read_xml, read_yaml_or_json
from relplan.contracts.sql.reading import read_sql
from relplan.contracts.sql.syntax import type_name


def read_liquibase(path: str, content: bytes, dialect: str, budget: Budget) -> Migration:
    """Read a change log. Raises UnreadableError."""
    read = read_xml if path.endswith(".xml") else read_yaml_or_json
    budget.spend(len(content) // 40)
    log = read(path, content).child("databaseChangeLog")
    reader = _Reader(dialect, budget)
    operations = [] if log is None else list(reader.log(log))
    return Migration(path, tuple(operations))


def included(path: str, content: bytes) -> list[str]:
    """Return the files that a change log includes, as it names them. Raises UnreadableError."""
    read = read_xml if path.endswith(".xml") else read_yaml_or_json
    log = read(path, content).child("databaseChangeLog")
    tags = [] if log is None else [tag for tag in log.below if tag.name == "include"]
    return sorted({tag.of("file").removeprefix("classpath:") for tag in tags if tag.of("file")})


class _Reader:
    def __init__(self, dialect: str, budget: Budget) -> None:
        self.dialect = dialect
        self.budget = budget

    def log(self, log: Tag) -> Iterator[Operation]:
        for change_set in log.below:
            if change_set.name == "changeSet":
                listed = change_set.child("changes") or change_set
                back = change_set.child("rollback") is not None
                for tag in listed.below:
                    for operation in self._change(tag):
                        reversible = back or tag.name not in _ONE_WAY
                        yield replace(operation, line=tag.line, reversible=reversible)

    def _change(self, tag: Tag) -> list[Operation]:
        self.budget.spend()
        if tag.name in _QUIET or (tag.text and not tag.attributes and tag.name not in _CHANGES):
            return []
        build = _CHANGES.get(tag.name)
        if build is None:
            return [Operation(Action.UNKNOWN, text=f"the change '{tag.name}' is not understood")]
        return build(self, tag)


_QUIET = frozenset(
    {
        "preConditions", "comment", "rollback", "validCheckSum", "tagDatabase", "createSequence",
        "dropSequence", "alterSequence", "setTableRemarks", "setColumnRemarks", "output",
        "renameSequence", "modifySql", "empty", "ext", "property", "stop",
    }
)  # fmt: skip
_ONE_WAY = frozenset({"sql", "sqlFile", "delete", "update", "insert", "loadData", "customChange"})
"""The changes that Liquibase cannot undo by itself, besides those that lose data."""


def _table(tag: Tag, word: str = "tableName") -> str:
    schema = tag.of("baseTableSchemaName") or tag.of("schemaName")
    name = tag.of(word)
    return plain(f"{schema}.{name}" if schema and "$" not in schema else name)


def _columns(tag: Tag) -> list[Column]:
    listed = tag.child("columns") or tag
    return [_column(column) for column in listed.below if column.name == "column"]


def _column(tag: Tag) -> Column:
    limits = tag.child("constraints")
    limited = dict(limits.attributes) if limits else {}
    kinds = []
    if limited.get("primaryKey") == "true":
        kinds.append(Constraint.PRIMARY_KEY)
    if limited.get("unique") == "true":
        kinds.append(Constraint.UNIQUE)
    if limited.get("references") or limited.get("foreignKeyName"):
        kinds.append(Constraint.FOREIGN_KEY)
    default = any(name.startswith("defaultValue") for name in tag.attributes)
    nullable = limited.get("nullable") != "false" and Constraint.PRIMARY_KEY not in kinds
    return Column(
        plain(tag.of("name")), type_name(tag.of("type")), nullable,
        default or tag.of("autoIncrement") == "true", tuple(kinds),
    )  # fmt: skip


def _named(text: str) -> tuple[Column, ...]:
    return tuple(Column(plain(name)) for name in text.split(",") if name.strip())


def _create_table(reader: _Reader, tag: Tag) -> list[Operation]:
    return [Operation(Action.CREATE_TABLE, _table(tag), columns=tuple(_columns(tag)))]


def _rename_table(reader: _Reader, tag: Tag) -> list[Operation]:
    to = plain(tag.of("newTableName"))
    return [Operation(Action.RENAME_TABLE, _table(tag, "oldTableName"), to=to)]


def _add_column(reader: _Reader, tag: Tag) -> list[Operation]:
    return [Operation(Action.ADD_COLUMN, _table(tag), column) for column in _columns(tag)]


def _drop_column(reader: _Reader, tag: Tag) -> list[Operation]:
    names = [tag.of("columnName"), *(column.name for column in _columns(tag))]
    return [
        Operation(Action.DROP_COLUMN, _table(tag), Column(plain(name))) for name in names if name
    ]


def _rename_column(reader: _Reader, tag: Tag) -> list[Operation]:
    old = Column(plain(tag.of("oldColumnName")))
    return [Operation(Action.RENAME_COLUMN, _table(tag), old, plain(tag.of("newColumnName")))]


def _alters(
    *, type_: bool = False, nullable: bool | None = None, default: bool | None = None
) -> "_Build":
    def build(reader: _Reader, tag: Tag) -> list[Operation]:
        new = type_name(tag.of("newDataType")) if type_ else ""
        column = Column(plain(tag.of("columnName")), new, nullable, default)
        return [Operation(Action.ALTER_COLUMN, _table(tag), column)]

    return build


def _adds(kind: Constraint, names: str = "columnNames", table: str = "tableName") -> "_Build":
    def build(reader: _Reader, tag: Tag) -> list[Operation]:
        return [
            Operation(
                Action.ADD_CONSTRAINT, _table(tag, table), constraint=kind,
                columns=_named(tag.of(names)), name=plain(tag.of("constraintName")),
            )
        ]  # fmt: skip

    return build


def _drops(kind: Constraint, table: str = "tableName") -> "_Build":
    def build(reader: _Reader, tag: Tag) -> list[Operation]:
        name = plain(tag.of("constraintName"))
        return [Operation(Action.DROP_CONSTRAINT, _table(tag, table), name=name, constraint=kind)]

    return build


def _create_index(reader: _Reader, tag: Tag) -> list[Operation]:
    return [
        Operation(
            Action.ADD_INDEX, _table(tag), name=plain(tag.of("indexName")), careful=True,
            columns=tuple(Column(column.name) for column in _columns(tag)),
            unique=tag.of("unique") == "true",
        )
    ]  # fmt: skip


def _drop_index(reader: _Reader, tag: Tag) -> list[Operation]:
    name = plain(tag.of("indexName"))
    return [Operation(Action.DROP_INDEX, _table(tag), name=name, careful=True)]


def _on(action: Action, word: str = "tableName") -> "_Build":
    def build(reader: _Reader, tag: Tag) -> list[Operation]:
        return [Operation(action, _table(tag, word))]

    return build


def _create_view(reader: _Reader, tag: Tag) -> list[Operation]:
    replaces = tag.of("replaceIfExists") == "true"
    return [Operation(Action.CREATE_VIEW, _table(tag, "viewName"), careful=replaces)]


def _rename_view(reader: _Reader, tag: Tag) -> list[Operation]:
    to = plain(tag.of("newViewName"))
    return [Operation(Action.RENAME_VIEW, _table(tag, "oldViewName"), to=to)]


def _sql(reader: _Reader, tag: Tag) -> list[Operation]:
    inner = tag.child("sql")
    text = tag.of("sql") or (inner.text if inner else "") or tag.text
    return list(read_sql(text, reader.dialect, reader.budget))


def _elsewhere(reader: _Reader, tag: Tag) -> list[Operation]:
    where = tag.of("path") or tag.of("class") or tag.name
    return [Operation(Action.UNKNOWN, text=f"'{where}' is run, which is not read here")]


_Build = Callable[[_Reader, Tag], list[Operation]]
_CHANGES: dict[str, _Build] = {
    "createTable": _create_table,
    "dropTable": _on(Action.DROP_TABLE),
    "renameTable": _rename_table,
    "addColumn": _add_column,
    "dropColumn": _drop_column,
    "renameColumn": _rename_column,
    "modifyDataType": _alters(type_=True),
    "addNotNullConstraint": _alters(nullable=False),
    "dropNotNullConstraint": _alters(nullable=True),
    "addDefaultValue": _alters(default=True),
    "dropDefaultValue": _alters(default=False),
    "addAutoIncrement": _alters(default=True),
    "addUniqueConstraint": _adds(Constraint.UNIQUE),
    "addPrimaryKey": _adds(Constraint.PRIMARY_KEY),
    "addForeignKeyConstraint": _adds(Constraint.FOREIGN_KEY, "baseColumnNames", "baseTableName"),
    "addCheckConstraint": _adds(Constraint.CHECK),
    "dropUniqueConstraint": _drops(Constraint.UNIQUE),
    "dropPrimaryKey": _drops(Constraint.PRIMARY_KEY),
    "dropForeignKeyConstraint": _drops(Constraint.FOREIGN_KEY, "baseTableName"),
    "dropCheckConstraint": _drops(Constraint.CHECK),
    "createIndex": _create_index,
    "dropIndex": _drop_index,
    "createView": _create_view,
    "dropView": _on(Action.DROP_VIEW, "viewName"),
    "renameView": _rename_view,
    "createProcedure": _on(Action.REPLACE_ROUTINE, "procedureName"),
    "dropProcedure": _on(Action.DROP_ROUTINE, "procedureName"),
    "insert": _on(Action.INSERT),
    "loadData": _on(Action.INSERT),
    "loadUpdateData": _on(Action.CHANGE_ROWS),
    "update": _on(Action.CHANGE_ROWS),
    "delete": _on(Action.CHANGE_ROWS),
    "sql": _sql,
    "sqlFile": _elsewhere,
    "customChange": _elsewhere,
    "executeCommand": _elsewhere,
}
