"""Reads, by patterns, the statements that the SQL parser takes for opaque or is too slow for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from relplan.contracts.sql.drops import drops_in
from relplan.contracts.sql.operations import Action, Column, Operation, plain
from relplan.contracts.sql.patterns import (
    HEAD,
    IF_EXISTS,
    NAME,
    ONE_NAME,
    between_commas,
    pattern,
)
from relplan.contracts.sql.quiet import QUIET

_Build = Callable[[re.Match[str]], Operation | None]
_Rows = tuple[tuple[str, str, _Build], ...]
"""The words that a statement may begin with, what it looks like, and what it is."""
_Table = Mapping[str, Sequence[tuple[re.Pattern[str], _Build]]]


def _table(*rows: tuple[str, str, _Build]) -> _Table:
    table: dict[str, list[tuple[re.Pattern[str], _Build]]] = {}
    for verbs, text, build in rows:
        for verb in verbs.split():
            table.setdefault(verb, []).append((pattern(text), build))
    return table


def _nothing(_: re.Match[str]) -> None:
    return None


def _on(action: Action, *, careful: bool = False) -> _Build:
    def build(match: re.Match[str]) -> Operation:
        return Operation(action, plain(match[1] or ""), careful=careful)

    return build


def _renames(action: Action) -> _Build:
    def build(match: re.Match[str]) -> Operation:
        old, to = plain(match[1]), plain(match[2])
        schema = old.rpartition(".")[0]
        return Operation(action, old, to=f"{schema}.{to}" if schema and "." not in to else to)

    return build


def _moves(action: Action) -> _Build:
    def build(match: re.Match[str]) -> Operation:
        table = plain(match[1])
        return Operation(action, table, to=plain(f"{match[2]}.{table.rpartition('.')[2]}"))

    return build


def _names(action: Action) -> _Build:
    """Return what builds an operation on a table (second) by something with a name (first)."""

    def build(match: re.Match[str]) -> Operation:
        return Operation(action, plain(match[2] or ""), name=plain(match[1]))

    return build


def _says(action: Action) -> _Build:
    """Return what builds an operation that shows the beginning of the statement."""

    def build(match: re.Match[str]) -> Operation:
        return Operation(action, plain(match[1]), text=" ".join(match[0].split()))

    return build


def _transferred(match: re.Match[str]) -> Operation:
    table = plain(match[2])
    return Operation(Action.RENAME_TABLE, table, to=plain(f"{match[1]}.{table.rpartition('.')[2]}"))


def _adds_value(match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_VALUE, plain(match[1]), to=match[2])


def _renames_value(match: re.Match[str]) -> Operation:
    return Operation(Action.RENAME_VALUE, plain(match[1]), name=match[2], to=match[3])


def _renames_column(match: re.Match[str]) -> Operation:
    return Operation(
        Action.RENAME_COLUMN, plain(match[1]), Column(plain(match[2])), plain(match[3])
    )


def _routine(match: re.Match[str]) -> Operation:
    return Operation(Action.REPLACE_ROUTINE, plain(match[2]), careful=bool(match[1]))


_SOURCE = pattern(rf"\bFROM {NAME}")
_ALIAS = pattern(rf"\b(?:FROM|JOIN) {NAME} (?:AS )?(?P<alias>{ONE_NAME})")


def _inserts(match: re.Match[str]) -> Operation:
    source = _SOURCE.search(match.string, match.end())
    return Operation(Action.INSERT, plain(match[1]), to=plain(source[1]) if source else "")


def _changes(match: re.Match[str]) -> Operation:
    """Return that rows change, of the table that an alias before FROM stands for."""
    name = plain(match[1])
    aliases = _ALIAS.finditer(match.string, match.end()) if "." not in name else ()
    meant = next((plain(one[1]) for one in aliases if plain(one["alias"]) == name), name)
    return Operation(Action.CHANGE_ROWS, meant)


def _index(match: re.Match[str]) -> Operation:
    return Operation(
        Action.ADD_INDEX, plain(match[4]), name=plain(match[3] or ""), unique=bool(match[1]),
        careful=bool(match[2]),
    )  # fmt: skip


def _truncated(head: str, found: re.Match[str]) -> Iterator[Operation]:
    listed = list(between_commas(head[found.end() :]))
    careful = _CASCADE.search(listed[-1]) is None
    for item in listed:
        if one := _TRUNCATED.match(item):
            yield Operation(Action.TRUNCATE, plain(one[1]), careful=careful)


def _sp_rename(match: re.Match[str]) -> Operation | None:
    old, new, kind = match[1], plain(match[2]), (match[3] or "OBJECT").upper()
    if kind == "OBJECT" and old.lower().startswith(("dbo.", "[dbo].")) and old.count(".") == 2:
        kind = "COLUMN"  # as SQL Server guesses, too
    if kind == "COLUMN":
        table, _, column = old.rpartition(".")
        return Operation(Action.RENAME_COLUMN, plain(table), Column(plain(column)), new)
    if kind in ("OBJECT", "TABLE"):
        return Operation(Action.RENAME_TABLE, plain(old), to=new)
    return Operation(Action.RENAME_TYPE, plain(old), to=new) if kind == "USERDATATYPE" else None


def _code(match: re.Match[str]) -> Operation:
    return Operation(Action.RUN_CODE, text=match[0].split("(")[0].strip())


_OR_REPLACE = (
    r"CREATE (OR REPLACE |OR ALTER )?(?:(?:NON)?EDITIONABLE |DEFINER\s*=\s*\S+ |AGGREGATE )?"
)
_OR_REPLACE_TRIGGER = _OR_REPLACE.replace("(OR", "(?:OR") + "(?:CONSTRAINT )?TRIGGER "
_SP_RENAME = (
    r"EXEC(?:UTE)? (?:\w+\.){0,2}sp_rename (?:@objname\s*=\s*)?N?'([^']+)'\s*,\s*"
    r"(?:@newname\s*=\s*)?N?'([^']+)'(?:\s*,\s*(?:@objtype\s*=\s*)?N?'(\w+)')?"
)
_INDEX = (
    r"CREATE (UNIQUE )?(?:(?:NON)?CLUSTERED |FULLTEXT |SPATIAL |INVERTED |BITMAP |COLUMNSTORE )*"
    rf"INDEX (CONCURRENTLY )?{IF_EXISTS}(?!ON\b){NAME}? ?ON (?:ONLY )?{NAME}"
)
_NO_TABLE = (
    r"(?:ALL|SCHEMA|SEQUENCE|DATABASE|TYPE|DOMAIN|FUNCTION|PROCEDURE|ROUTINE|LANGUAGE|FOREIGN|LARGE"
    r"|TABLESPACE|PARAMETER)\b"
)
_OF_TABLE = rf" .{{0,300}}? ON (?:TABLE |OBJECT\s*::\s*)?(?!{_NO_TABLE}){NAME}(?!\s*::)"
_DATA: _Rows = (
    ("INSERT REPLACE", rf"(?:INSERT|REPLACE)(?: IGNORE| OR \w+)? (?:INTO )?{NAME}", _inserts),
    ("COPY", rf"COPY {NAME}", _on(Action.INSERT)),
    ("LOAD", rf"LOAD DATA [^;]{{0,300}}? INTO TABLE {NAME}", _on(Action.INSERT)),
    ("BULK", rf"BULK INSERT {NAME}", _on(Action.INSERT)),
    ("UPDATE", rf"UPDATE (?:OR \w+ |ONLY |IGNORE |TOP\s*\([^()]*\) )?{NAME}", _changes),
    ("DELETE", rf"DELETE (?:TOP\s*\([^()]*\) )?(?:FROM )?(?:ONLY )?{NAME}", _changes),
    ("MERGE", rf"MERGE (?:INTO )?{NAME}", _on(Action.CHANGE_ROWS)),
    ("WITH", rf"WITH .{{0,3000}}?\b(?:UPDATE|DELETE FROM) {NAME}", _changes),
    ("WITH", rf"WITH .{{0,3000}}?\bINSERT INTO {NAME}", _inserts),
    ("SELECT", rf"SELECT \S.{{0,3000}}? INTO (?!OUTFILE|DUMPFILE){NAME} FROM\b",
     _on(Action.CREATE_TABLE)),
)  # fmt: skip
_RIGHTS: _Rows = (
    ("GRANT", rf"GRANT{_OF_TABLE}", _on(Action.GRANT)),
    ("GRANT", r"GRANT ()", _on(Action.GRANT)),
    ("REVOKE DENY", rf"(?:REVOKE|DENY){_OF_TABLE}", _on(Action.REVOKE)),
    ("REVOKE DENY", r"(?:REVOKE|DENY) ()", _on(Action.REVOKE)),
    ("ALTER", r"ALTER DEFAULT PRIVILEGES .{0,300}?GRANT ()", _on(Action.GRANT)),
    ("ALTER", r"ALTER DEFAULT PRIVILEGES .{0,300}?REVOKE ()", _on(Action.REVOKE)),
    ("CREATE ALTER", rf"(?:CREATE|ALTER) POLICY {ONE_NAME} ON {NAME}", _says(Action.SECURE_ROWS)),
    ("DROP", rf"DROP POLICY {IF_EXISTS}{ONE_NAME} ON {NAME}", _says(Action.SECURE_ROWS)),
)
_TYPES: _Rows = (
    ("CREATE", rf"CREATE SEQUENCE {IF_EXISTS}{NAME}", _on(Action.CREATE_SEQUENCE)),
    ("ALTER", rf"ALTER SEQUENCE {IF_EXISTS}{NAME} RENAME TO {NAME}",
     _renames(Action.RENAME_SEQUENCE)),
    ("ALTER", rf"ALTER SEQUENCE {IF_EXISTS}{NAME} SET SCHEMA {NAME}",
     _moves(Action.RENAME_SEQUENCE)),
    ("ALTER", r"ALTER SEQUENCE ", _nothing),
    ("CREATE", rf"CREATE DOMAIN {NAME}", _on(Action.CREATE_TYPE)),
    ("ALTER", rf"ALTER DOMAIN {NAME} (?:ADD|SET NOT NULL|DROP DEFAULT)\b",
     _says(Action.NARROW_DOMAIN)),
    ("ALTER", rf"ALTER DOMAIN {NAME} (?:DROP|SET DEFAULT)\b", _says(Action.WIDEN_DOMAIN)),
    ("ALTER", rf"ALTER (?:TYPE|DOMAIN) {NAME} RENAME TO {NAME}", _renames(Action.RENAME_TYPE)),
    ("ALTER", rf"ALTER (?:TYPE|DOMAIN) {NAME} SET SCHEMA {NAME}", _moves(Action.RENAME_TYPE)),
    ("ALTER", rf"ALTER DOMAIN {NAME} (?:VALIDATE|RENAME CONSTRAINT)\b", _nothing),
    ("ALTER", rf"ALTER TYPE {NAME} ADD VALUE {IF_EXISTS}'([^']*)'", _adds_value),
    ("ALTER", rf"ALTER TYPE {NAME} RENAME VALUE '([^']*)' TO '([^']*)'", _renames_value),
    ("ALTER", rf"ALTER TYPE {NAME} (?:ADD|DROP|ALTER|RENAME) ATTRIBUTE ",
     _says(Action.CHANGE_TYPE)),
    ("ALTER", rf"ALTER TYPE {NAME} SET\s*\(", _nothing),
)  # fmt: skip
_ROUTINE = r"(?:FUNCTION|PROCEDURE|PROC|ROUTINE|AGGREGATE)"
_SIGNED = rf"ALTER {_ROUTINE} {NAME}\s*(?:\([^;]{{0,500}}?\) )?"
_NEW_ROUTINE = (
    rf"{_OR_REPLACE}(?:FUNCTION|PROCEDURE|PROC|EVENT|PACKAGE(?: BODY)?)"
    rf"(?: {IF_EXISTS}|(?=\[)){NAME}"
)
_CODE: _Rows = (
    ("EXEC EXECUTE", _SP_RENAME, _sp_rename),
    ("SELECT PERFORM", r"(?:SELECT|PERFORM) (?:\w+\.)?\w+\s*\(", _code),
    ("SELECT VALUES WITH TABLE", r"(?:SELECT|VALUES|WITH|TABLE)\b", _nothing),
    ("CALL EXEC EXECUTE", r"(?:CALL|EXEC|EXECUTE) [@\w.\[\]]+", _code),
    ("CREATE", _NEW_ROUTINE, _routine),
    ("CREATE", rf"CREATE AGGREGATE {NAME}", _on(Action.REPLACE_ROUTINE)),
    ("CREATE", rf"{_OR_REPLACE_TRIGGER}{IF_EXISTS}{NAME} .{{0,500}}?\bON {NAME}",
     _names(Action.ADD_TRIGGER)),
    ("CREATE ALTER", rf"(?:CREATE|ALTER) EVENT TRIGGER {NAME}",
     _on(Action.REPLACE_ROUTINE, careful=True)),
    ("ALTER", rf"ALTER TRIGGER {NAME} ON {NAME} (?!RENAME\b|DEPENDS\b)",
     _names(Action.ADD_TRIGGER)),
    ("ALTER", rf"ALTER TRIGGER {NAME} (?:ON|RENAME|DEPENDS|ENABLE|DISABLE|COMPILE)\b", _nothing),
    ("ENABLE DISABLE", rf"(?:ENABLE|DISABLE) TRIGGER {NAME} ON {NAME}",
     _names(Action.ADD_TRIGGER)),
    ("CREATE", rf"CREATE (?:OR REPLACE )?RULE {NAME} AS ON \w+ TO {NAME}",
     _names(Action.ADD_TRIGGER)),
    ("DROP", rf"DROP (?:EVENT TRIGGER|TRIGGER|RULE) {IF_EXISTS}{NAME}(?: ON {NAME})?",
     _names(Action.DROP_TRIGGER)),
    ("ALTER", rf"{_SIGNED}RENAME TO {NAME}", _renames(Action.RENAME_ROUTINE)),
    ("ALTER", rf"{_SIGNED}SET SCHEMA {NAME}", _moves(Action.RENAME_ROUTINE)),
    ("ALTER", rf"ALTER {_ROUTINE} {NAME}", _on(Action.REPLACE_ROUTINE, careful=True)),
)  # fmt: skip
_COLUMN_RENAMED = (
    rf"ALTER TABLE {IF_EXISTS}(?:ONLY )?{NAME} RENAME"
    rf" (?!(?:COLUMN|CONSTRAINT|INDEX|KEY|TO|AS)\b)({ONE_NAME}) TO ({ONE_NAME})$"
)
_OBJECT_DROPPED = (
    r"DROP (?:EXTENSION|ROLE|USER|GROUP|COLLATION|TEXT SEARCH|PUBLICATION|OPERATOR|CAST|SERVER"
    r"|LANGUAGE|FOREIGN DATA|PACKAGE|ASSEMBLY|LOGIN)()\b"
)
_VIEW = rf"ALTER (?:MATERIALIZED )?VIEW {IF_EXISTS}{NAME}"
_OBJECTS: _Rows = (
    ("CREATE", rf"CREATE (?:SCHEMA|DATABASE) {IF_EXISTS}(?:AUTHORIZATION )?{NAME}",
     _on(Action.CREATE_SCHEMA)),
    ("ALTER", rf"ALTER SCHEMA {NAME} RENAME TO {NAME}", _renames(Action.RENAME_SCHEMA)),
    ("ALTER", rf"ALTER SCHEMA {NAME} TRANSFER (?:OBJECT\s*::\s*)?{NAME}", _transferred),
    ("ALTER", rf"{_VIEW} RENAME TO {NAME}", _renames(Action.RENAME_VIEW)),
    ("ALTER", rf"{_VIEW} SET SCHEMA {NAME}", _moves(Action.RENAME_VIEW)),
    ("ALTER", rf"{_VIEW} RENAME (?:COLUMN )?({ONE_NAME}) TO ({ONE_NAME})", _renames_column),
    ("ALTER", rf"{_VIEW} (?:SET|RESET|ALTER|CLUSTER|NO|DEPENDS)\b", _nothing),
    ("ALTER", _COLUMN_RENAMED, _renames_column),
    ("RENAME", rf"RENAME (?!TABLE\b|USER\b){NAME} TO {NAME}$", _renames(Action.RENAME_TABLE)),
    ("CREATE", rf"CREATE VIRTUAL TABLE {IF_EXISTS}{NAME}", _on(Action.CREATE_TABLE)),
    ("CREATE", rf"CREATE TABLE {IF_EXISTS}{NAME} PARTITION OF", _on(Action.CREATE_TABLE)),
    ("CREATE", rf"CREATE (?:OR REPLACE )?(?:PUBLIC )?SYNONYM {NAME}", _on(Action.CREATE_VIEW)),
    ("DROP", _OBJECT_DROPPED, _says(Action.DROP_OBJECT)),
    ("ALTER", r"ALTER PUBLICATION \S+ DROP()\b", _says(Action.DROP_OBJECT)),
)  # fmt: skip
_QUIET = pattern(QUIET)
_ALWAYS = _table(*_DATA, *_RIGHTS, *_TYPES, *_CODE, *_OBJECTS)
_OTHERWISE = _table(
    ("CREATE", rf"CREATE (?:UNLOGGED |FOREIGN |EXTERNAL |GLOBAL )?TABLE {IF_EXISTS}{NAME}",
     _on(Action.CREATE_TABLE)),
    ("CREATE", _INDEX, _index),
    ("CREATE", rf"CREATE OR (?:REPLACE|ALTER) (?:(?:NO )?FORCE )?(?:\w+ )?VIEW {NAME}",
     _on(Action.CREATE_VIEW, careful=True)),
    ("CREATE", rf"CREATE (?:MATERIALIZED |RECURSIVE )?VIEW {IF_EXISTS}{NAME}",
     _on(Action.CREATE_VIEW)),
    ("CREATE", rf"CREATE (?:OR REPLACE )?TYPE {NAME}", _on(Action.CREATE_TYPE)),
)  # fmt: skip
_RENAME_TABLES = pattern(rf"RENAME TABLES? {NAME} TO {NAME}")
_RENAME_NEXT = pattern(rf"\s*,\s*{NAME} TO {NAME}")
_TRUNCATE = pattern(r"TRUNCATE (?:TABLES? )?")
_TRUNCATED = pattern(rf"(?:ONLY )?{NAME}")
_CASCADE = pattern(r"\bCASCADE\b")


def first_look(text: str) -> list[Operation] | None:
    """Return what a statement does where its beginning says all; None where it does not."""
    head = text[:HEAD]
    if _QUIET.match(head):
        return []
    if found := _RENAME_TABLES.match(head):
        return list(_renamed_tables(head, found))
    if found := _TRUNCATE.match(head):
        return list(_truncated(head, found)) or None
    found_at_once = _matched(_ALWAYS, head)
    return drops_in(text) if found_at_once is None else found_at_once


def last_look(text: str) -> list[Operation] | None:
    """Return what can be told of a statement that the parser does not understand."""
    return _matched(_OTHERWISE, text[:HEAD])


_VERB = re.compile(r"[A-Za-z]++")


def _matched(table: _Table, head: str) -> list[Operation] | None:
    verb = _VERB.match(head)
    for known, build in table.get(verb[0].upper(), ()) if verb else ():
        if match := known.match(head):
            operation = build(match)
            return [] if operation is None else [operation]
    return None


def _renamed_tables(head: str, found: re.Match[str] | None) -> Iterator[Operation]:
    while found is not None:
        yield Operation(Action.RENAME_TABLE, plain(found[1]), to=plain(found[2]))
        found = _RENAME_NEXT.match(head, found.end())
