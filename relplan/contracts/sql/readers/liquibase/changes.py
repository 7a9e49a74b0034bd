"""Reads the changes of Liquibase's change logs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from posixpath import dirname, join, normpath

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.liquibase.logs import filled, log_of, logs_in
from relplan.contracts.sql.readers.liquibase.trees import Tag, digest
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood
from relplan.contracts.sql.reading import read_sql
from relplan.contracts.sql.syntax import type_name


def read_liquibase(path: str, content: bytes, history: History) -> Migration:
    """Read a change log. Raises UnreadableError."""
    logs = history.notes("liquibase", lambda: logs_in(history))
    key = ("liquibase", path, content, tuple(logs.properties.items()))
    migration = history.once(key, lambda: _read(path, content, history, logs.properties))
    before = logs.before.get(path)
    return replace(migration, version=path, after=(before,) if before else ())


def _read(path: str, content: bytes, history: History, properties: Mapping[str, str]) -> Migration:
    history.budget.spend(len(content) // 40)
    log = history.once((path, content), lambda: log_of(path, content))
    if b"${" in content:
        log = filled(log, properties)
    reader = _Reader(path, history)
    return Migration(path, tuple(reader.log(log)), steps=tuple(_steps(log)))


def _steps(log: Tag) -> Iterator[tuple[str, str]]:
    for tag in log.below:
        is_repeated = "true" in (tag.of("runOnChange"), tag.of("runAlways"))
        if tag.name == "changeSet" and not is_repeated:
            yield f"{tag.of('author')}:{tag.of('id')}", digest(tag)


class _Reader:
    def __init__(self, path: str, history: History) -> None:
        self.path = path
        self.history = history

    def log(self, log: Tag) -> Iterator[Operation]:
        for tag in log.below:
            if tag.name == "changeSet":
                yield from self._change_set(tag)
            elif tag.name not in _OF_LOGS:
                text = not_understood(tag.name)
                yield Operation(Action.UNKNOWN, text=text, line=tag.line)

    def _change_set(self, change_set: Tag) -> Iterator[Operation]:
        listed = change_set.child("changes") or change_set
        back = change_set.child("rollback") is not None
        for tag in listed.below:
            for operation in self._change(tag):
                reversible = back or tag.name not in _ONE_WAY
                yield replace(operation, line=tag.line, reversible=reversible)

    def _change(self, tag: Tag) -> list[Operation]:
        self.history.budget.spend()
        if tag.name in _QUIET or tag.name in _OF_CHANGE_SETS:
            return []
        build = _CHANGES.get(tag.name)
        if build is None:
            return [Operation(Action.UNKNOWN, text=f"the change '{tag.name}' is not understood")]
        return build(self, tag)

    def sql(self, text: str) -> list[Operation]:
        """Return what SQL does."""
        return list(read_sql(text, self.history.dialect, self.history.budget))


_OF_LOGS = frozenset(
    {
        "preConditions", "property", "include", "includeAll", "changeLogId", "logicalFilePath",
        "objectQuotingStrategy", "contextFilter", "context", "removeChangeSetProperty", "comment",
    }
)  # fmt: skip
"""What stands beside the change sets of a log, and changes no table."""
_OF_CHANGE_SETS = frozenset(
    {
        "id", "author", "dbms", "context", "contextFilter", "labels", "runOnChange", "runAlways",
        "failOnError", "logicalFilePath", "objectQuotingStrategy", "runInTransaction", "onError",
        "runOrder", "created", "ignore", "runWith", "runWithSpoolFile",
    }
)  # fmt: skip
"""What YAML and JSON have among the changes, and XML has as attributes."""
_QUIET = frozenset(
    {
        "preConditions", "comment", "rollback", "validCheckSum", "tagDatabase", "createSequence",
        "dropSequence", "alterSequence", "setTableRemarks", "setColumnRemarks", "output",
        "renameSequence", "modifySql", "empty", "property", "stop", "createSynonym",
        "dropSynonym", "enableTrigger", "disableTrigger", "enableCheckConstraint",
    }
)  # fmt: skip
"""Changes that no reader or writer of a table can tell."""
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
    return reader.sql(tag.of("sql") or (inner.text if inner else "") or tag.text)


def _sql_file(reader: _Reader, tag: Tag) -> list[Operation]:
    """Leave a file that stands among those of the version to whoever reads SQL."""
    named = tag.of("path").removeprefix("classpath:").lstrip("/")
    near = normpath(join(dirname(reader.path), named))
    there = [*reader.history.ending_with(f"/{named}"), *reader.history.ending_with(f"/{near}")]
    return [] if there and named.endswith(".sql") else _elsewhere(reader, tag)


def _elsewhere(reader: _Reader, tag: Tag) -> list[Operation]:
    where = tag.of("path") or tag.of("class") or tag.name
    return [Operation(Action.UNKNOWN, text=f"'{where}' is run, which is not read here")]


def _modify_column(reader: _Reader, tag: Tag) -> list[Operation]:
    """Read a change of Liquibase 1, which says the type of columns anew."""
    return [
        Operation(Action.ALTER_COLUMN, _table(tag), Column(column.name, column.type))
        for column in _columns(tag)
    ]


def _merge_columns(reader: _Reader, tag: Tag) -> list[Operation]:
    table, final = _table(tag), plain(tag.of("finalColumnName"))
    names = [plain(tag.of(word)) for word in ("column1Name", "column2Name")]
    column = Column(final, type_name(tag.of("finalColumnType")), nullable=True)
    added = [Operation(Action.ADD_COLUMN, table, column)] if final not in names else []
    gone = [Operation(Action.DROP_COLUMN, table, Column(name)) for name in names if name != final]
    return [*added, *gone]


def _lookup_table(reader: _Reader, tag: Tag) -> list[Operation]:
    table = plain(tag.of("newTableName"))
    key = Column(
        plain(tag.of("newColumnName")), type_name(tag.of("newColumnDataType")), nullable=False,
        constraints=(Constraint.PRIMARY_KEY,),
    )  # fmt: skip
    return [
        Operation(Action.CREATE_TABLE, table, columns=(key,)),
        Operation(
            Action.ADD_CONSTRAINT, plain(tag.of("existingTableName")),
            constraint=Constraint.FOREIGN_KEY, columns=_named(tag.of("existingColumnName")),
            name=plain(tag.of("constraintName")),
        ),
    ]  # fmt: skip


def _routine(reader: _Reader, tag: Tag) -> list[Operation]:
    words = ("procedureName", "functionName", "packageName", "packageBodyName", "name")
    name = next((tag.of(word) for word in words if tag.of(word)), "")
    return [Operation(Action.REPLACE_ROUTINE, plain(name))]


def _trigger(action: Action) -> "_Build":
    def build(reader: _Reader, tag: Tag) -> list[Operation]:
        return [Operation(action, _table(tag), name=plain(tag.of("triggerName")))]

    return build


def _drop_foreign_keys(reader: _Reader, tag: Tag) -> list[Operation]:
    table = _table(tag, "baseTableName")
    return [Operation(Action.DROP_CONSTRAINT, table, constraint=Constraint.FOREIGN_KEY)]


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
    "createProcedure": _routine,
    "createFunction": _routine,
    "createPackage": _routine,
    "createPackageBody": _routine,
    "createTrigger": _trigger(Action.ADD_TRIGGER),
    "dropTrigger": _trigger(Action.DROP_TRIGGER),
    "dropFunction": _on(Action.DROP_ROUTINE, "functionName"),
    "dropPackage": _on(Action.DROP_ROUTINE, "packageName"),
    "dropAllForeignKeyConstraints": _drop_foreign_keys,
    "modifyColumn": _modify_column,
    "mergeColumns": _merge_columns,
    "addLookupTable": _lookup_table,
    "dropProcedure": _on(Action.DROP_ROUTINE, "procedureName"),
    "insert": _on(Action.INSERT),
    "loadData": _on(Action.INSERT),
    "loadUpdateData": _on(Action.CHANGE_ROWS),
    "update": _on(Action.CHANGE_ROWS),
    "delete": _on(Action.CHANGE_ROWS),
    "sql": _sql,
    "sqlFile": _sql_file,
    "customChange": _elsewhere,
    "executeCommand": _elsewhere,
}
