"""Reads, by patterns, the actions of an ALTER TABLE that the SQL parser does not know."""

import re
from collections.abc import Callable, Iterator

from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.patterns import (
    HEAD,
    IF_EXISTS,
    NAME,
    ONE_NAME,
    actions_in,
    between_commas,
    in_parentheses,
    pattern,
)

_ALTER_TABLE = pattern(
    rf"ALTER (?:FOREIGN )?TABLE {IF_EXISTS}(?:ONLY )?{NAME}(?:\s*\*)? ?(?:WITH (?:NO)?CHECK )?"
)
_LISTED = pattern(r"(ADD|MODIFY|DROP|SET UNUSED)(?: COLUMNS?)?(?=\s*\()")
_CONSTRAINT_FIRST = pattern(r"(?:CONSTRAINT|PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK|INDEX|KEY)\b")
_SAID_AGAIN = pattern(r"(?:COLUMN|CONSTRAINT) ")
_GOES_ON = pattern(r"(ADD|DROP (?:COLUMN|CONSTRAINT)) ")
_OPTION = (
    r"(?:ENGINE|AUTO_INCREMENT|COMMENT|ALGORITHM|LOCK|ROW_FORMAT|KEY_BLOCK_SIZE|STATS_\w+|CHARSET"
    r"|COLLATE)\s*(?:=|(?<=\s)['\w])|DEFAULT CHAR|CHARACTER SET|CONVERT TO|ORDER BY|OWNER TO|OF "
    r"|CLUSTER ON|REPLICA IDENTITY|FORCE$|FORCE ROW|NO (?:FORCE|INHERIT) |WITH(?:OUT)? "
)
_NOT_AGAIN = pattern(
    rf"(?:{_OPTION}|(?:ADD|ALTER|ATTACH|CHANGE|CHECK|DETACH|DISABLE|DROP|ENABLE|INHERIT|MODIFY"
    r"|RENAME|RESET|SET|VALIDATE)\b)"
)


def alter_table_parts(text: str) -> tuple[str, list[str]] | None:
    """Return the table and the actions of an ALTER TABLE; None where it is none."""
    match = _ALTER_TABLE.match(text[:HEAD])
    if match is None:
        return None
    return plain(match[1]), list(_each(text[match.end() :]))


def _each(text: str) -> Iterator[str]:
    """Yield the actions, each with its verb, where one verb stands for a list."""
    verb = ""
    for action in (one for listed in between_commas(text) for one in actions_in(listed)):
        listed = _LISTED.match(action)
        inner = in_parentheses(action[listed.end() :]) if listed else None
        if listed and inner is not None:
            for item in between_commas(inner):
                is_column = _CONSTRAINT_FIRST.match(item) is None
                yield f"{listed[1]} {'COLUMN ' if is_column else ''}{item}"
        elif verb.startswith("DROP") and _SAID_AGAIN.match(action):
            yield f"DROP {action}"
        elif verb and not _NOT_AGAIN.match(action):
            yield f"{verb} {action}"
        else:
            going_on = _GOES_ON.match(action)
            verb = going_on[1].upper() if going_on else ""
            yield action


_COLUMN = rf"ALTER (?:COLUMN )?{IF_EXISTS}({ONE_NAME}) "
_KINDS = r"(UNIQUE|FOREIGN KEY|CHECK|PRIMARY KEY|EXCLUDE)\b"
_QUIET_ACTION = pattern(
    r"(?:VALIDATE CONSTRAINT|OWNER TO|SET\s*\(|RESET\s*\(|REPLICA IDENTITY|CLUSTER ON|SET LOGGED"
    r"|SET UNLOGGED|SET TABLESPACE|SET WITHOUT|ENGINE\b|AUTO_INCREMENT\b|COMMENT\b|CONVERT TO"
    r"|DEFAULT CHAR|CHARACTER SET|CHARSET|COLLATE|ALGORITHM\b|LOCK\b|ROW_FORMAT\b|ORDER BY"
    r"|RENAME (?:CONSTRAINT|INDEX|KEY) |CHECK CONSTRAINT|ADD PARTITION"
    r"|SET ACCESS METHOD|OF |NOT OF\b|(?:ENABLE|DISABLE) KEYS|FORCE$|KEY_BLOCK_SIZE\b|STATS_\w+"
    r"|TABLESPACE\b|(?:MOVE|LOGGING|NOLOGGING|PARALLEL|NOPARALLEL|CACHE|NOCACHE|COMPRESS)\b"
    r"|(?:COALESCE|REORGANIZE|REBUILD|OPTIMIZE|ANALYZE|CHECK|REPAIR) PARTITION|PARTITION BY"
    r"|REMOVE PARTITIONING|REBUILD(?: WITH\b|$)"
    r"|(?:ADD|DROP|MATERIALIZE|CLEAR) PROJECTION|CONFIGURE ZONE"
    r"|SET LOCALITY|ALTER INDEX \S+ (?:NOT )?(?:VISIBLE|INVISIBLE)"
    rf"|{_COLUMN}(?:SET (?:STATISTICS|STORAGE|COMPRESSION|GENERATED|\(|INCREMENT|MAXVALUE)|RESET"
    r"|RESTART))"
)
_SET_NULLABLE = pattern(rf"{_COLUMN}(SET|DROP) NOT NULL")
_MAY_BE_NULL = pattern(rf"{_COLUMN}SET (NULL)$")
_SET_DEFAULT = pattern(rf"{_COLUMN}(SET|DROP|ADD) (?:DEFAULT|IDENTITY|GENERATED)\b")
_SET_TYPE = pattern(rf"{_COLUMN}(?:SET DATA )?TYPE (.+?)(?: USING .*| COLLATE .*)?$")
_DEFAULT_FOR = pattern(rf"ADD (?:CONSTRAINT ({ONE_NAME}) )?DEFAULT\b.+ FOR ({ONE_NAME})$")
_CONSTRAINT = pattern(rf"ADD (?:CONSTRAINT {IF_EXISTS}({ONE_NAME}) )?{_KINDS}")
_DROP_CONSTRAINT = pattern(
    rf"(?:DROP (?:CONSTRAINT|FOREIGN KEY|CHECK|UNIQUE)|NOCHECK CONSTRAINT) {IF_EXISTS}({ONE_NAME})"
)
_DEFERRABLE = pattern(rf"ALTER CONSTRAINT ({ONE_NAME})((?: (?!ENFORCED\b)[A-Z]+)+)$")
_ENFORCED = pattern(rf"ALTER (?:CHECK|CONSTRAINT) ({ONE_NAME}) (NOT )?ENFORCED$")
_USING_INDEX = pattern(rf"USING INDEX ({ONE_NAME})")
_NEVER_NULL = pattern(rf"\s*+\(\s*+\(?\s*+({ONE_NAME}) IS NOT NULL\s*+\)")
_NOT_VALID = pattern(r"NOT VALID|ENABLE NOVALIDATE")
_MOVED = pattern(rf"SET SCHEMA ({ONE_NAME})$")
_TRIGGER = pattern(rf"(?:ENABLE|DISABLE) (?:REPLICA |ALWAYS )?(?:TRIGGER|RULE) ({ONE_NAME})")
_ROW_SECURITY = pattern(r"(?:ENABLE|DISABLE|FORCE|NO FORCE) ROW LEVEL SECURITY$")
_ATTACHED = pattern(rf"(?:ATTACH PARTITION {IF_EXISTS}|INHERIT ){NAME}")
_DETACHED = pattern(rf"(?:DETACH PARTITION {IF_EXISTS}|NO INHERIT ){NAME}")
_ROWS_GONE = pattern(r"(?:DROP|TRUNCATE|EXCHANGE|DISCARD|IMPORT) PARTITION ")
_RENAMED = pattern(rf"RENAME (?:TO |AS )?{NAME}$")
_COLUMN_RENAMED = pattern(
    rf"(?:RENAME (?:COLUMN )?{IF_EXISTS}({ONE_NAME})|{_COLUMN}RENAME) TO ({ONE_NAME})$"
)
_COLUMN_DROPPED = pattern(
    rf"(DROP|SET UNUSED) (?:COLUMN )?({IF_EXISTS})({ONE_NAME})(?: CASCADE| RESTRICT)?$"
)
_INDEX_ADDED = pattern(rf"ADD (?:FULLTEXT |SPATIAL )?(?:INDEX|KEY)\b\s*({ONE_NAME})?")
_COLUMN_FIRST = re.compile(r"(?<!\s)\s++(?:FIRST|AFTER\s++\S++)$", re.IGNORECASE)


def without_place(action: str) -> str:
    """Return an action without MySQL's word on where the column stands."""
    return _COLUMN_FIRST.sub("", action)


def alter_action(table: str, action: str) -> list[Operation] | None:
    """Return what one action of an ALTER TABLE does; None where the patterns do not know."""
    if not action or _QUIET_ACTION.match(action):
        return []
    for known, build in _ACTIONS:
        if match := known.match(action):
            return [build(table, match)]
    return None


_MODIFIED = pattern(rf"MODIFY (?:COLUMN )?({ONE_NAME})(?P<rest>.*)$")
_NO_TYPE = pattern(
    r"\s*(?:$|DEFAULT\b|NULL\b|NOT NULL\b|CONSTRAINT\b|CHECK\b|UNIQUE\b|PRIMARY\b|REFERENCES\b"
    r"|ENABLE\b|DISABLE\b|(?:IN)?VISIBLE\b)"
)
_NULL = pattern(r"\b(NOT )?NULL\b")
_DEFAULT = pattern(r"\bDEFAULT (?:ON NULL )?(NULL\b)?")


def modified(table: str, action: str, dialect: str) -> tuple[Operation, str] | None:
    """Return what Oracle's MODIFY alters, but for the type, and the definition with that type.

    What it does not state stays as it was, unlike with MySQL. None: it is no such MODIFY.
    """
    match = _MODIFIED.match(action)
    if match is None:
        return None
    rest = match["rest"]
    has_type = _NO_TYPE.match(rest) is None
    if has_type and dialect != "oracle":
        return None
    null, default = _NULL.search(_DEFAULT.sub(" ", rest)), _DEFAULT.search(rest)
    column = Column(
        plain(match[1]), nullable=None if null is None else not null[1],
        default=None if default is None else not default[1],
    )  # fmt: skip
    return Operation(Action.ALTER_COLUMN, table, column), rest.strip() if has_type else ""


def _null(table: str, match: re.Match[str]) -> Operation:
    nullable = match[2].upper() != "SET"
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), nullable=nullable))


def _default(table: str, match: re.Match[str]) -> Operation:
    default = match[2].upper() != "DROP"
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), default=default))


def _type(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ALTER_COLUMN, table, Column(plain(match[1]), type_name(match[2])))


def _default_for(table: str, match: re.Match[str]) -> Operation:
    column = Column(plain(match[2]), default=True, default_name=plain(match[1] or ""))
    return Operation(Action.ALTER_COLUMN, table, column)


def _constraint(table: str, match: re.Match[str]) -> Operation:
    kind = Constraint(" ".join(match[2].lower().split()))
    rest = match.string[match.end() : match.end() + HEAD]
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


def _deferrable(table: str, match: re.Match[str]) -> Operation:
    words = match[2].upper().split()
    at_once = words[0] == "NOT" or words[-1] == "IMMEDIATE"
    return Operation(Action.ALTER_CONSTRAINT, table, name=plain(match[1]), careful=not at_once)


def _enforced(table: str, match: re.Match[str]) -> Operation:
    """Return that a constraint holds from now on, or does not, though it stays there."""
    action = Action.DROP_CONSTRAINT if match[2] else Action.ADD_CONSTRAINT
    return Operation(action, table, name=plain(match[1]), constraint=Constraint.CHECK)


def _moved(table: str, match: re.Match[str]) -> Operation:
    to = plain(f"{match[1]}.{table.rpartition('.')[2]}")
    return Operation(Action.RENAME_TABLE, table, to=to)


def _switched(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_TRIGGER, table, name=plain(match[1]))


def _secured(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.SECURE_ROWS, table, text=" ".join(match[0].lower().split()))


def _attached(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ATTACH_PARTITION, table, name=plain(match[1]))


def _detached(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.DETACH_PARTITION, table, name=plain(match[1]))


def _rows_gone(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.CHANGE_ROWS, table)


def _renamed(table: str, match: re.Match[str]) -> Operation:
    to, schema = plain(match[1]), table.rpartition(".")[0]
    to = f"{schema}.{to}" if schema and "." not in to else to
    return Operation(Action.RENAME_TABLE, table, to=to)


def _column_renamed(table: str, match: re.Match[str]) -> Operation:
    old = plain(match[1] or match[2])
    return Operation(Action.RENAME_COLUMN, table, Column(old), plain(match[3]))


def _column_dropped(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.DROP_COLUMN, table, Column(plain(match[3])), careful=bool(match[2]))


def _index_added(table: str, match: re.Match[str]) -> Operation:
    return Operation(Action.ADD_INDEX, table, name=plain(match[1] or ""))


_ACTIONS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Operation]], ...] = (
    (_SET_NULLABLE, _null), (_MAY_BE_NULL, _null), (_SET_DEFAULT, _default), (_SET_TYPE, _type),
    (_DEFAULT_FOR, _default_for), (_CONSTRAINT, _constraint), (_DEFERRABLE, _deferrable),
    (_ENFORCED, _enforced),
    (_DROP_CONSTRAINT, _drops_constraint), (_MOVED, _moved), (_TRIGGER, _switched),
    (_ROW_SECURITY, _secured), (_ATTACHED, _attached), (_DETACHED, _detached),
    (_ROWS_GONE, _rows_gone), (_COLUMN_RENAMED, _column_renamed), (_RENAMED, _renamed),
    (_INDEX_ADDED, _index_added), (_COLUMN_DROPPED, _column_dropped),
)  # fmt: skip
