"""Reads, by patterns, the statements that the SQL parser takes for opaque or is too slow for."""

import re
from collections.abc import Callable, Iterator

from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.syntax import type_name

ONE_NAME = r"(?:[A-Za-z_][\w$]*|\"[^\"\n]+\"|`[^`\n]+`|\[[^\]\n]+\])"
NAME = rf"({ONE_NAME}(?:\s?\.\s?{ONE_NAME}){{0,2}})"
IF_EXISTS = r"(?:IF\s++(?:NOT\s++)?EXISTS\s++)?"
_HEAD = 4_000
"""Characters of a statement that the patterns see."""

_Build = Callable[[re.Match[str]], Operation | None]


def _pattern(text: str) -> re.Pattern[str]:
    """Compile *text*, where a blank means all that are there: never fewer to try again."""
    blanks = re.sub(r" (?!\?)", r"\\s++", text).replace(" ", r"\s+")
    return re.compile(blanks, re.IGNORECASE | re.DOTALL)


def _nothing(_: re.Match[str]) -> None:
    return None


def _on(action: Action, *, careful: bool = False) -> _Build:
    def build(match: re.Match[str]) -> Operation:
        return Operation(action, plain(match[1]), careful=careful)

    return build


def _renames(action: Action) -> _Build:
    def build(match: re.Match[str]) -> Operation:
        return Operation(action, plain(match[1]), to=plain(match[2]))

    return build


def _moves(action: Action) -> _Build:
    def build(match: re.Match[str]) -> Operation:
        table = plain(match[1])
        return Operation(action, table, to=plain(f"{match[2]}.{table.rpartition('.')[2]}"))

    return build


def _adds_value(match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_VALUE, plain(match[1]), to=match[2])


def _renames_value(match: re.Match[str]) -> Operation:
    return Operation(Action.RENAME_VALUE, plain(match[1]), name=match[2], to=match[3])


def _routine(match: re.Match[str]) -> Operation:
    return Operation(Action.REPLACE_ROUTINE, plain(match[2]), careful=bool(match[1]))


def _trigger(match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_TRIGGER, plain(match[2]), name=plain(match[1]))


def _drops_trigger(match: re.Match[str]) -> Operation:
    return Operation(Action.DROP_TRIGGER, plain(match[2] or ""), name=plain(match[1]))


def _index(match: re.Match[str]) -> Operation:
    return Operation(
        Action.ADD_INDEX, plain(match[4]), name=plain(match[3] or ""), unique=bool(match[1]),
        careful=bool(match[2]),
    )  # fmt: skip


def _truncates(match: re.Match[str]) -> Operation:
    rest = match.string[match.end() : match.end() + 500]
    cascade = re.search(r"\bcascade\b", rest, re.IGNORECASE)
    return Operation(Action.TRUNCATE, plain(match[1]), careful=cascade is None)


def _sp_rename(match: re.Match[str]) -> Operation | None:
    old, new, kind = match[1], plain(match[2]), (match[3] or "OBJECT").upper()
    if kind == "COLUMN":
        table, _, column = old.rpartition(".")
        return Operation(Action.RENAME_COLUMN, plain(table), Column(plain(column)), new)
    if kind == "OBJECT":
        return Operation(Action.RENAME_TABLE, plain(old), to=new)
    return None


def _code(match: re.Match[str]) -> Operation:
    return Operation(Action.RUN_CODE, text=match[0].split("(")[0].strip())


_QUIET = (
    r"(?:SET|BEGIN|COMMIT|ROLLBACK|END|START TRANSACTION|SAVEPOINT|RELEASE|COMMENT ON|USE|PRAGMA"
    r"|ANALYZE|VACUUM|REINDEX|SHOW|PRINT|LOCK|UNLOCK|CLUSTER|REFRESH|RESET|CHECKPOINT|DEALLOCATE"
    r"|DECLARE|EXPLAIN|OPTIMIZE|ABORT"
    r"|(?:CREATE|ALTER|DROP) (?:EXTENSION|SEQUENCE|ROLE|USER|STATISTICS|COLLATION|TEXT SEARCH"
    r"|TABLESPACE|PUBLICATION|FULLTEXT CATALOG)"
    r"|CREATE (?:SCHEMA|DATABASE|DOMAIN|AGGREGATE|OPERATOR|CAST|TEMP|TEMPORARY)"
    r"|ALTER (?:INDEX|EXTENSION|AGGREGATE|EVENT TRIGGER|LARGE OBJECT|LANGUAGE)"
    r"|ALTER (?:TYPE|VIEW|MATERIALIZED VIEW|FUNCTION|PROCEDURE|SCHEMA|DATABASE|DOMAIN)"
    r" [^;']{0,300}?\bOWNER TO|ALTER DATABASE \S+ (?:SET|CHARACTER|COLLATE|DEFAULT))\b"
)
_ANSWERS = r"(?:count|sum|min|max|avg|coalesce|now|exists|distinct|cast|string_agg|array_agg)"
"""Functions that do nothing but answer."""
_OR_REPLACE = r"CREATE (OR REPLACE |OR ALTER )?(?:DEFINER\s*=\s*\S+ )?"
_OR_REPLACE_TRIGGER = _OR_REPLACE.replace("(OR", "(?:OR") + "(?:CONSTRAINT )?TRIGGER "
_SP_RENAME = (
    r"EXEC(?:UTE)? (?:\w+\.){0,2}sp_rename (?:@objname\s*=\s*)?N?'([^']+)'\s*,\s*"
    r"(?:@newname\s*=\s*)?N?'([^']+)'(?:\s*,\s*(?:@objtype\s*=\s*)?N?'(\w+)')?"
)
_INDEX = (
    rf"CREATE (UNIQUE )?(?:CLUSTERED |NONCLUSTERED |FULLTEXT |SPATIAL )?INDEX "
    rf"(CONCURRENTLY )?{IF_EXISTS}(?!ON\b){NAME}? ?ON (?:ONLY )?{NAME}"
)
_ALWAYS: tuple[tuple[re.Pattern[str], _Build], ...] = tuple(
    (_pattern(text), build)
    for text, build in (
        (_QUIET, _nothing),
        (rf"(?:INSERT|REPLACE)(?: IGNORE| OR \w+)? (?:INTO )?{NAME}", _on(Action.INSERT)),
        (rf"COPY {NAME}", _on(Action.INSERT)),
        (rf"LOAD DATA [^;]{{0,300}}? INTO TABLE {NAME}", _on(Action.INSERT)),
        (rf"UPDATE (?:OR \w+ |ONLY |IGNORE )?{NAME}", _on(Action.CHANGE_ROWS)),
        (rf"DELETE (?:FROM )?(?:ONLY )?{NAME}", _on(Action.CHANGE_ROWS)),
        (rf"MERGE (?:INTO )?{NAME}", _on(Action.CHANGE_ROWS)),
        (rf"WITH .{{0,3000}}?\b(?:UPDATE|DELETE FROM) {NAME}", _on(Action.CHANGE_ROWS)),
        (rf"WITH .{{0,3000}}?\bINSERT INTO {NAME}", _on(Action.INSERT)),
        (rf"TRUNCATE (?:TABLE )?(?:ONLY )?{NAME}", _truncates),
        (rf"GRANT .{{0,300}}? ON (?:TABLE )?{NAME}", _on(Action.GRANT)),
        (rf"REVOKE .{{0,300}}? ON (?:TABLE )?{NAME}", _on(Action.REVOKE)),
        (r"GRANT ()", _on(Action.GRANT)),
        (r"REVOKE ()", _on(Action.REVOKE)),
        (r"ALTER DEFAULT PRIVILEGES .{0,300}?GRANT ()", _on(Action.GRANT)),
        (r"ALTER DEFAULT PRIVILEGES .{0,300}?REVOKE ()", _on(Action.REVOKE)),
        (r"SELECT [^;]{0,40}?\b(?:setval|set_config|nextval|version)\s*\(", _nothing),
        (rf"(?:SELECT|PERFORM) (?!{_ANSWERS}\b)(?:\w+\.)?\w+\s*\(", _code),
        (r"(?:SELECT|VALUES|WITH|TABLE)\b", _nothing),
        (
            rf"{_OR_REPLACE}(?:FUNCTION|PROCEDURE|PROC|EVENT) {IF_EXISTS}{NAME}",
            _routine,
        ),
        (
            rf"{_OR_REPLACE_TRIGGER}{IF_EXISTS}{NAME} .{{0,500}}?\bON {NAME}",
            _trigger,
        ),
        (rf"DROP TRIGGER {IF_EXISTS}{NAME}(?: ON {NAME})?", _drops_trigger),
        (rf"(?:ALTER|CREATE) EVENT TRIGGER {NAME}", _on(Action.REPLACE_ROUTINE, careful=True)),
        (rf"DROP (?:FUNCTION|PROCEDURE|PROC|EVENT) {IF_EXISTS}{NAME}", _on(Action.DROP_ROUTINE)),
        (rf"DROP DATABASE {IF_EXISTS}{NAME}", _on(Action.DROP_DATABASE)),
        (rf"DROP SCHEMA {IF_EXISTS}{NAME}", _on(Action.DROP_SCHEMA)),
        (_SP_RENAME, _sp_rename),
        (r"EXEC(?:UTE)? (?:\w+\.){0,2}sp_(?:add|update)extendedproperty\b", _nothing),
        (r"(?:CALL|EXEC|EXECUTE) [\w.\[\]]+", _code),
        (rf"ALTER TYPE {NAME} ADD VALUE {IF_EXISTS}'([^']*)'", _adds_value),
        (rf"ALTER TYPE {NAME} RENAME VALUE '([^']*)' TO '([^']*)'", _renames_value),
        (rf"ALTER TYPE {NAME} RENAME TO {NAME}", _renames(Action.RENAME_TYPE)),
        (rf"ALTER SCHEMA {NAME} RENAME TO {NAME}", _renames(Action.RENAME_SCHEMA)),
        (rf"ALTER (?:MATERIALIZED )?VIEW {IF_EXISTS}{NAME} RENAME TO {NAME}",
         _renames(Action.RENAME_VIEW)),
        (rf"ALTER (?:MATERIALIZED )?VIEW {IF_EXISTS}{NAME} SET SCHEMA {NAME}",
         _moves(Action.RENAME_VIEW)),
        (rf"ALTER (?:FUNCTION|PROCEDURE|PROC|VIEW) {NAME}",
         _on(Action.REPLACE_ROUTINE, careful=True)),
        (rf"CREATE VIRTUAL TABLE {IF_EXISTS}{NAME}", _on(Action.CREATE_TABLE)),
        (rf"CREATE TABLE {IF_EXISTS}{NAME} PARTITION OF", _on(Action.CREATE_TABLE)),
    )
)  # fmt: skip
_OTHERWISE: tuple[tuple[re.Pattern[str], _Build], ...] = tuple(
    (_pattern(text), build)
    for text, build in (
        (rf"CREATE (?:UNLOGGED |FOREIGN |EXTERNAL )?TABLE {IF_EXISTS}{NAME}",
         _on(Action.CREATE_TABLE)),
        (_INDEX, _index),
        (rf"CREATE OR (?:REPLACE|ALTER) (?:\w+ )?VIEW {NAME}",
         _on(Action.CREATE_VIEW, careful=True)),
        (rf"CREATE (?:MATERIALIZED |RECURSIVE )?VIEW {IF_EXISTS}{NAME}", _on(Action.CREATE_VIEW)),
    )
)  # fmt: skip
_RENAME_TABLES = _pattern(rf"RENAME TABLE {NAME} TO {NAME}")
_RENAME_NEXT = _pattern(rf"\s*,\s*{NAME} TO {NAME}")
_DROP_MANY = _pattern(rf"DROP (TABLE|(?:MATERIALIZED )?VIEW) {IF_EXISTS}")
_ALTER_TABLE = _pattern(
    rf"ALTER (?:FOREIGN )?TABLE {IF_EXISTS}(?:ONLY )?{NAME} ?(?:WITH (?:NO)?CHECK )?"
)


def first_look(text: str) -> list[Operation] | None:
    """Return what a statement does where its beginning says all; None where it does not."""
    head = text[:_HEAD]
    if found := _RENAME_TABLES.match(head):
        return list(_renamed_tables(head, found))
    return _matched(_ALWAYS, head)


def last_look(text: str) -> list[Operation] | None:
    """Return what can be told of a statement that the parser does not understand."""
    return _matched(_OTHERWISE, text[:_HEAD])


def _matched(
    table: tuple[tuple[re.Pattern[str], _Build], ...], head: str
) -> list[Operation] | None:
    for pattern, build in table:
        if match := pattern.match(head):
            operation = build(match)
            return [] if operation is None else [operation]
    return None


def _renamed_tables(head: str, found: re.Match[str] | None) -> Iterator[Operation]:
    while found is not None:
        yield Operation(Action.RENAME_TABLE, plain(found[1]), to=plain(found[2]))
        found = _RENAME_NEXT.match(head, found.end())


def alter_table_parts(text: str) -> tuple[str, list[str]] | None:
    """Return the table and the actions of an ALTER TABLE; None where it is none."""
    match = _ALTER_TABLE.match(text[:_HEAD])
    if match is None:
        return None
    return plain(match[1]), list(_between_commas(text[match.end() :]))


_COMMAS = re.compile(r"'[^']*+'?+|\"[^\"]*+\"?+|`[^`]*+`?+|[(),]")


def _between_commas(text: str) -> Iterator[str]:
    depth = start = 0
    for match in _COMMAS.finditer(text):
        depth += (match[0] == "(") - (match[0] == ")")
        if match[0] == "," and depth == 0:
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()


_COLUMN = rf"ALTER (?:COLUMN )?{IF_EXISTS}({ONE_NAME}) "
_KINDS = r"(UNIQUE|FOREIGN KEY|CHECK|PRIMARY KEY|EXCLUDE)\b"
_QUIET_ACTION = _pattern(
    r"(?:VALIDATE CONSTRAINT|OWNER TO|SET\s*\(|RESET\s*\(|REPLICA IDENTITY|CLUSTER ON|SET LOGGED"
    r"|SET UNLOGGED|SET TABLESPACE|SET WITHOUT|ENGINE\b|AUTO_INCREMENT\b|COMMENT\b|CONVERT TO"
    r"|DEFAULT CHAR|CHARACTER SET|CHARSET|COLLATE|ALGORITHM\b|LOCK\b|ROW_FORMAT\b|ORDER BY"
    r"|RENAME (?:CONSTRAINT|INDEX|KEY) |CHECK CONSTRAINT|ATTACH PARTITION|ADD PARTITION"
    rf"|{_COLUMN}(?:SET (?:STATISTICS|STORAGE|COMPRESSION|GENERATED|\(|INCREMENT|MAXVALUE)|RESET"
    r"|RESTART))"
)
_SET_NULLABLE = _pattern(rf"{_COLUMN}(SET|DROP) NOT NULL")
_SET_DEFAULT = _pattern(rf"{_COLUMN}(SET|DROP|ADD) (?:DEFAULT|IDENTITY|GENERATED)\b")
_SET_TYPE = _pattern(rf"{_COLUMN}(?:SET DATA )?TYPE (.+?)(?: USING .*| COLLATE .*)?$")
_DEFAULT_FOR = _pattern(rf"ADD (?:CONSTRAINT {ONE_NAME} )?DEFAULT .+ FOR ({ONE_NAME})$")
_CONSTRAINT = _pattern(rf"ADD (?:CONSTRAINT {IF_EXISTS}({ONE_NAME}) )?{_KINDS}")
_DROP_CONSTRAINT = _pattern(rf"DROP (?:CONSTRAINT|FOREIGN KEY|CHECK) {IF_EXISTS}({ONE_NAME})")
_USING_INDEX = _pattern(rf"USING INDEX ({ONE_NAME})")
_NEVER_NULL = _pattern(rf"\s*+\(\s*+\(?\s*+({ONE_NAME}) IS NOT NULL\s*+\)")
_NOT_VALID = _pattern(r"NOT VALID")
_MOVED = _pattern(rf"SET SCHEMA ({ONE_NAME})$")
_TRIGGER = _pattern(rf"(?:ENABLE|DISABLE) (?:REPLICA |ALWAYS )?TRIGGER ({ONE_NAME})")
_RENAMED = _pattern(rf"RENAME (?:TO |AS )?{NAME}$")
_COLUMN_RENAMED = _pattern(rf"RENAME (?:COLUMN )?({ONE_NAME}) TO ({ONE_NAME})$")
_COLUMN_DROPPED = _pattern(rf"DROP (?:COLUMN )?{IF_EXISTS}({ONE_NAME})(?: CASCADE| RESTRICT)?$")
_INDEX_ADDED = _pattern(rf"ADD (?:FULLTEXT |SPATIAL )?(?:INDEX|KEY)\b\s*({ONE_NAME})?")
_COLUMN_ADDED = _pattern(rf"ADD (?:COLUMN )?{IF_EXISTS}({ONE_NAME}) ")
_COLUMN_FIRST = re.compile(r"(?<!\s)\s++(?:FIRST|AFTER\s++\S++)$", re.IGNORECASE)


def without_place(action: str) -> str:
    """Return an action without MySQL's word on where the column stands."""
    return _COLUMN_FIRST.sub("", action)


def alter_action(table: str, action: str) -> list[Operation] | None:
    """Return what one action of an ALTER TABLE does; None where the patterns do not know."""
    if not action or _QUIET_ACTION.match(action):
        return []
    for pattern, build in _ACTIONS:
        if match := pattern.match(action):
            return [build(table, match)]
    return None


def _null(table: str, match: re.Match[str]) -> Operation:
    nullable = match[2].upper() == "DROP"
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), nullable=nullable))


def _default(table: str, match: re.Match[str]) -> Operation:
    default = match[2].upper() != "DROP"
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), default=default))


def _type(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), type_name(match[2])))


def _default_for(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), default=True))


def _constraint(table: str, match: re.Match[str]) -> Operation:
    kind = Constraint(" ".join(match[2].lower().split()))
    rest = match.string[match.end() : match.end() + _HEAD]
    index = _USING_INDEX.search(rest)
    listed = re.match(r"\s*\(([^()]*)\)", rest) if kind is not Constraint.CHECK else None
    names = [plain(name) for name in listed[1].split(",")] if listed else []
    filled = _NEVER_NULL.match(rest) if kind is Constraint.CHECK else None
    return Operation(
        Action.ADD_CONSTRAINT, table, name=plain(match[1] or ""), constraint=kind,
        to=plain(index[1]) if index else "", columns=tuple(Column(name) for name in names),
        careful=_NOT_VALID.search(rest) is not None,
        text=f"CHECK (NOT {plain(filled[1])} IS NULL)" if filled else "",
    )  # fmt: skip


def _drops_constraint(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.DROP_CONSTRAINT, table, name=plain(match[1]))


def _moved(table: str, match: re.Match[str]) -> Operation:
    to = plain(f"{match[1]}.{table.rpartition('.')[2]}")
    return Operation(Action.RENAME_TABLE, table, to=to)


def _switched(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_TRIGGER, table, name=plain(match[1]))


def _renamed(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.RENAME_TABLE, table, to=plain(match[1]))


def _column_renamed(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.RENAME_COLUMN, table, Column(plain(match[1])), plain(match[2]))


def _column_dropped(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.DROP_COLUMN, table, Column(plain(match[1])))


def _index_added(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_INDEX, table, name=plain(match[1] or ""))


_ACTIONS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Operation]], ...] = (
    (_SET_NULLABLE, _null), (_SET_DEFAULT, _default), (_SET_TYPE, _type),
    (_DEFAULT_FOR, _default_for), (_CONSTRAINT, _constraint),
    (_DROP_CONSTRAINT, _drops_constraint), (_MOVED, _moved), (_TRIGGER, _switched),
    (_COLUMN_RENAMED, _column_renamed), (_RENAMED, _renamed),
    (_INDEX_ADDED, _index_added), (_COLUMN_DROPPED, _column_dropped),
)  # fmt: skip
