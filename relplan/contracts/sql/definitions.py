"""Reads, by patterns, the columns whose definition the SQL parser does not know."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.patterns import (
    HEAD,
    IF_EXISTS,
    NAME,
    ONE_NAME,
    between_commas,
    in_parentheses,
    pattern,
)

Parse = Callable[[str], "list[Operation] | None"]

_TABLE = pattern(rf"CREATE TABLE ({IF_EXISTS}){NAME}\s*(?=\()")
_ADDED = pattern(rf"ADD (?:COLUMN )?({IF_EXISTS})")
_NO_COLUMN = (
    r"(?:CHECK|CONSTRAINT|EXCLUDE|FOREIGN|FULLTEXT|INDEX|KEY|LIKE|PERIOD|PRIMARY|SPATIAL|UNIQUE)\b"
)
_TYPE = (
    r"[A-Za-z_][\w.]*+(?: (?:VARYING|PRECISION|LARGE OBJECT|UNSIGNED|FOR BIT DATA)\b)*"
    r"(?:\s*\([^()]*+\))?"
)
_TYPED = pattern(rf"(?!{_NO_COLUMN})({ONE_NAME}) ({_TYPE})")
_VALUE = r"(?:'[^']*+(?:''[^']*+)*+'|[-+]?[\d.]+|(?!NOT\b|NULL\b)[A-Za-z_][\w.]*(?:\s*\([^()]*\))?)"
_KEY = (Constraint.PRIMARY_KEY,)
_SAYS: tuple[tuple[str, Column], ...] = (
    (r"NOT NULL\b", Column("", nullable=False)),
    (r"NULL\b", Column("", nullable=True)),
    (r"(?:WITH )?DEFAULT (?:NULL\b|\(\s*NULL\s*\))", Column("", default=False)),
    (rf"(?:WITH )?DEFAULT(?: {_VALUE}|\s*\([^()]*\))", Column("", default=True)),
    (r"WITH DEFAULT\b", Column("", default=True)),
    (r"GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY(?:\s*\([^()]*\))?", Column("", default=True)),
    (r"AUTO_INCREMENT\b", Column("", default=True)),
    (r"PRIMARY KEY\b", Column("", nullable=False, constraints=_KEY)),
    (r"UNIQUE\b", Column("", constraints=(Constraint.UNIQUE,))),
    (r"(?:COMMENT '[^']*'|COLLATE [\w\"]+|CHARACTER SET \w+|SRID \d+|CCSID \w+)", Column("")),
    (r"(?:INLINE LENGTH \d+|(?:NOT )?LOGGED|(?:NOT )?COMPACT|IMPLICITLY HIDDEN)", Column("")),
)
_CLAUSES = tuple((pattern(rf"\s*{text}"), said) for text, said in _SAYS)
"""What may stand behind a column's type, and what it says of the column."""


def column_in(definition: str) -> Column | None:
    """Return the column that a definition makes; None where anything in it is not known."""
    found = _TYPED.match(definition)
    if found is None:
        return None
    type_ = type_name(" ".join(found[2].split()))
    column = Column(plain(found[1]), type_, nullable=True, default=False)
    place, end = found.end(), len(definition.rstrip())
    while place < end:
        clauses = ((clause.match(definition, place), said) for clause, said in _CLAUSES)
        match, said = next(((one, said) for one, said in clauses if one), (None, column))
        if match is None:
            return None
        column, place = _with(column, said), match.end()
    return column


def _with(column: Column, said: Column) -> Column:
    return replace(
        column,
        nullable=column.nullable if said.nullable is None else said.nullable,
        default=column.default if said.default is None else said.default,
        constraints=(*column.constraints, *said.constraints),
    )


def added_column(table: str, action: str) -> Operation | None:
    """Return the column that an action of ALTER TABLE adds; None where it is not known."""
    match = _ADDED.match(action)
    column = column_in(action[match.end() :]) if match else None
    if match is None or column is None:
        return None
    return Operation(Action.ADD_COLUMN, table, column, careful=bool(match[1]))


def table_in(text: str, parse: Parse) -> list[Operation] | None:
    """Return what a CREATE TABLE makes, part by part; None where one of its parts is not known."""
    match = _TABLE.match(text[:HEAD])
    inner = in_parentheses(text[match.end() :]) if match else None
    if match is None or inner is None:
        return None
    table = plain(match[2])
    columns: list[Column] = []
    further: list[Operation] = []
    for part in between_commas(inner):
        found = list(_part(part, parse))
        if not found:
            return None
        for made in found:
            columns += made.columns if made.action is Action.CREATE_TABLE else ()
            further += [] if made.action is Action.CREATE_TABLE else [replace(made, table=table)]
    careful = bool(match[1])
    made = Operation(Action.CREATE_TABLE, table, columns=tuple(columns), careful=careful)
    return [made, *further]


def _part(part: str, parse: Parse) -> Iterator[Operation]:
    found = parse(f"CREATE TABLE t ({part})")
    if found is not None:
        yield from found
    elif (column := column_in(part)) is not None:
        yield Operation(Action.CREATE_TABLE, columns=(column,))
