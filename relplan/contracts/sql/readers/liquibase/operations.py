"""What each of Liquibase's changes does."""

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from relplan.contracts.reading.lines import shortened
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.dialects import known
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.patterns import pattern
from relplan.contracts.sql.readers.liquibase.trees import Tag
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood
from relplan.contracts.sql.reading import read_sql


@dataclass(frozen=True, slots=True)
class LogFile:
    """The change log that a change stands in."""

    path: str
    history: History

    def sql(self, text: str) -> list[Operation]:
        """Return what SQL does."""
        return list(read_sql(text, self.history.dialect, self.history.budget))


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


def _create_table(log: LogFile, tag: Tag) -> list[Operation]:
    return [Operation(Action.CREATE_TABLE, _table(tag), columns=tuple(_columns(tag)))]


def _rename_table(log: LogFile, tag: Tag) -> list[Operation]:
    to = plain(tag.of("newTableName"))
    return [Operation(Action.RENAME_TABLE, _table(tag, "oldTableName"), to=to)]


def _add_column(log: LogFile, tag: Tag) -> list[Operation]:
    return [Operation(Action.ADD_COLUMN, _table(tag), column) for column in _columns(tag)]


def _drop_column(log: LogFile, tag: Tag) -> list[Operation]:
    names = [tag.of("columnName"), *(column.name for column in _columns(tag))]
    return [
        Operation(Action.DROP_COLUMN, _table(tag), Column(plain(name))) for name in names if name
    ]


def _rename_column(log: LogFile, tag: Tag) -> list[Operation]:
    old = Column(plain(tag.of("oldColumnName")))
    return [Operation(Action.RENAME_COLUMN, _table(tag), old, plain(tag.of("newColumnName")))]


def _alters(
    *, type_: bool = False, nullable: bool | None = None, default: bool | None = None
) -> "_Build":
    def build(log: LogFile, tag: Tag) -> list[Operation]:
        new = type_name(tag.of("newDataType")) if type_ else ""
        column = Column(plain(tag.of("columnName")), new, nullable, default)
        return [Operation(Action.ALTER_COLUMN, _table(tag), column)]

    return build


def _adds(kind: Constraint, names: str = "columnNames", table: str = "tableName") -> "_Build":
    def build(log: LogFile, tag: Tag) -> list[Operation]:
        return [
            Operation(
                Action.ADD_CONSTRAINT, _table(tag, table), constraint=kind,
                columns=_named(tag.of(names)), name=plain(tag.of("constraintName")),
            )
        ]  # fmt: skip

    return build


def _drops(kind: Constraint, table: str = "tableName") -> "_Build":
    def build(log: LogFile, tag: Tag) -> list[Operation]:
        name = plain(tag.of("constraintName"))
        return [Operation(Action.DROP_CONSTRAINT, _table(tag, table), name=name, constraint=kind)]

    return build


def _create_index(log: LogFile, tag: Tag) -> list[Operation]:
    return [
        Operation(
            Action.ADD_INDEX, _table(tag), name=plain(tag.of("indexName")), careful=True,
            columns=tuple(Column(column.name) for column in _columns(tag)),
            unique=tag.of("unique") == "true",
        )
    ]  # fmt: skip


def _drop_index(log: LogFile, tag: Tag) -> list[Operation]:
    name = plain(tag.of("indexName"))
    return [Operation(Action.DROP_INDEX, _table(tag), name=name, careful=True)]


def _on(action: Action, word: str = "tableName") -> "_Build":
    def build(log: LogFile, tag: Tag) -> list[Operation]:
        return [Operation(action, _table(tag, word))]

    return build


def _create_view(log: LogFile, tag: Tag) -> list[Operation]:
    replaces = tag.of("replaceIfExists") == "true"
    return [Operation(Action.CREATE_VIEW, _table(tag, "viewName"), careful=replaces)]


def _rename_view(log: LogFile, tag: Tag) -> list[Operation]:
    to = plain(tag.of("newViewName"))
    return [Operation(Action.RENAME_VIEW, _table(tag, "oldViewName"), to=to)]


def _sql(log: LogFile, tag: Tag) -> list[Operation]:
    inner = tag.child("sql")
    return log.sql(tag.of("sql") or (inner.text if inner else "") or tag.text)


def _sql_file(log: LogFile, tag: Tag) -> list[Operation]:
    """Leave a file that stands among those of the version to whoever reads SQL."""
    named = tag.of("path").removeprefix("classpath:").lstrip("/")
    near = normpath(join(dirname(log.path), named))
    there = [*log.history.ending_with(f"/{named}"), *log.history.ending_with(f"/{near}")]
    return [] if there and named.endswith(".sql") else _elsewhere(log, tag)


_OPTIONS = pattern(
    r"\s*+(?:(?:(?:ENGINE|ROW_FORMAT|AUTO_INCREMENT|(?:DEFAULT )?(?:CHARSET|CHARACTER SET|COLLATE)"
    r"|TABLESPACE|COMPRESS(?:ION)?|(?:INDEX )?IN)\b\s*+=?\s*+[\w\"']++|NOLOGGING\b"
    r"|ORGANIZATION INDEX\b|INITIALLY (?:DEFERRED|IMMEDIATE)\b|FIRST\b|AFTER [\w`\"]++"
    r"|[,;])\s*+)*+$"
)
"""What of a statement's end no reader or writer can tell."""


def _modify_sql(log: LogFile, tag: Tag) -> list[Operation]:
    """Read the statements that are put beside what a change does, or in place of a part of it.

    What is put elsewhere into its text may make something else of it.
    """
    databases = {known(name.strip()) for name in tag.of("dbms").split(",") if name.strip()}
    if databases and log.history.dialect and log.history.dialect not in databases:
        return []
    found: list[Operation] = []
    for one in tag.below:
        put = one.of("value") or one.of("with")
        parts = put.rpartition(";") if one.name == "prepend" else put.partition(";")[::-1]
        found += log.sql(parts[0])
        if any(_OPTIONS.match(text) is None for text in (parts[2], one.of("replace"))):
            said = " ".join(filter(None, (one.name, one.of("replace"), put)))
            found.append(Operation(Action.UNKNOWN, text=not_understood(shortened(said))))
    return found


def _elsewhere(log: LogFile, tag: Tag) -> list[Operation]:
    where = tag.of("path") or tag.of("class") or tag.name
    return [Operation(Action.UNKNOWN, text=f"'{where}' is run, which is not read here")]


def _modify_column(log: LogFile, tag: Tag) -> list[Operation]:
    """Read a change of Liquibase 1, which says the type of columns anew."""
    return [
        Operation(Action.ALTER_COLUMN, _table(tag), Column(column.name, column.type))
        for column in _columns(tag)
    ]


def _merge_columns(log: LogFile, tag: Tag) -> list[Operation]:
    table, final = _table(tag), plain(tag.of("finalColumnName"))
    names = [plain(tag.of(word)) for word in ("column1Name", "column2Name")]
    column = Column(final, type_name(tag.of("finalColumnType")), nullable=True)
    added = [Operation(Action.ADD_COLUMN, table, column)] if final not in names else []
    gone = [Operation(Action.DROP_COLUMN, table, Column(name)) for name in names if name != final]
    return [*added, *gone]


def _lookup_table(log: LogFile, tag: Tag) -> list[Operation]:
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


def _routine(log: LogFile, tag: Tag) -> list[Operation]:
    words = ("procedureName", "functionName", "packageName", "packageBodyName", "name")
    name = next((tag.of(word) for word in words if tag.of(word)), "")
    return [Operation(Action.REPLACE_ROUTINE, plain(name))]


def _rename_sequence(log: LogFile, tag: Tag) -> list[Operation]:
    to = plain(tag.of("newSequenceName"))
    return [Operation(Action.RENAME_SEQUENCE, _table(tag, "oldSequenceName"), to=to)]


def _trigger(action: Action) -> "_Build":
    def build(log: LogFile, tag: Tag) -> list[Operation]:
        return [Operation(action, _table(tag), name=plain(tag.of("triggerName")))]

    return build


def _drop_foreign_keys(log: LogFile, tag: Tag) -> list[Operation]:
    table = _table(tag, "baseTableName")
    return [Operation(Action.DROP_CONSTRAINT, table, constraint=Constraint.FOREIGN_KEY)]


_Build = Callable[[LogFile, Tag], list[Operation]]
CHANGES: dict[str, _Build] = {
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
    "enableTrigger": _trigger(Action.ADD_TRIGGER),
    "disableTrigger": _trigger(Action.ADD_TRIGGER),
    "createSequence": _on(Action.CREATE_SEQUENCE, "sequenceName"),
    "dropSequence": _on(Action.DROP_SEQUENCE, "sequenceName"),
    "renameSequence": _rename_sequence,
    "createSynonym": _on(Action.CREATE_VIEW, "synonymName"),
    "dropSynonym": _on(Action.DROP_VIEW, "synonymName"),
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
    "modifySql": _modify_sql,
    "customChange": _elsewhere,
    "executeCommand": _elsewhere,
}
