"""Reads columns, their types and constraints from the syntax trees of their definitions."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlglot import exp

from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain


class NotUnderstoodError(Exception):
    """A tree has a shape that has no reader."""


def name_of(node: Any) -> str:
    """Return the name of a table, column or the like."""
    if isinstance(node, exp.Schema):
        node = node.this
    if isinstance(node, exp.Index):
        node = node.this
    if isinstance(node, exp.Table):
        return plain(".".join(part.name for part in node.parts))
    if isinstance(node, exp.Expression):
        return plain(node.name)
    raise NotUnderstoodError


def is_column(part: Any) -> bool:
    """Tell whether a part of CREATE TABLE is a column, and not Transact-SQL's INDEX i (a)."""
    if not isinstance(part, exp.ColumnDef) or not isinstance(part.this, exp.Identifier):
        return False
    type_ = part.args.get("kind")
    is_word = part.name.upper() == "INDEX" and not part.this.args.get("quoted")
    return not (is_word and type_ is not None and type_.this is exp.DType.USERDEFINED)


def column_of(definition: Any) -> Column:
    """Return the column that a definition makes."""
    text = type_of(definition.args.get("kind"))
    nullable: bool | None = True
    default = "serial" in text or text in ("rowversion", "timestamp_auto")
    kinds: list[Constraint] = []
    default_name = target = ""
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
            target = _target(kind)
        elif isinstance(kind, exp.CheckColumnConstraint):
            kinds.append(Constraint.CHECK)
    if "serial" in text:
        nullable = False
    return Column(
        plain(definition.name), text, nullable, default, tuple(kinds), default_name, target
    )


def _target(reference: Any) -> str:
    """Return the table that a ``REFERENCES`` names; empty where there is none."""
    table = reference.find(exp.Table) if reference is not None else None
    return plain(table.sql()) if table is not None else ""


def type_of(node: Any) -> str:
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


def constraints_in(table: str, part: Any) -> Iterator[Operation]:
    """Yield the constraints that a part of CREATE TABLE or of ADD names."""
    name = ""
    if isinstance(part, exp.AddConstraint):
        for below in part.expressions:
            yield from constraints_in(table, below)
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
                values=_deferrable(kind), target=_target(kind.args.get("reference")),
            )  # fmt: skip
    if isinstance(kind, exp.IndexColumnConstraint):
        return Operation(Action.ADD_INDEX, table, name=plain(kind.name))
    raise NotUnderstoodError


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
