"""What the calls of Rails' migration DSL do that are about indexes and constraints."""

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.checks import check_on
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.rails.columns import singular
from relplan.contracts.sql.readers.rails.things import Build, Call


def _indexed(call: Call) -> tuple[Column, ...] | None:
    value = call.given[1] if len(call.given) > 1 else call.words.get("column", ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        return None
    return tuple(Column(plain(item)) for item in value)


def add_index(call: Call) -> list[Operation] | None:
    """Return the index that ``add_index`` makes."""
    columns, name = _indexed(call), call.words.get("name")
    if not call.text(0):
        return None
    return [
        Operation(
            Action.ADD_INDEX, plain(call.text(0)), columns=columns or (),
            name=plain(name) if isinstance(name, str) else "",
            unique=call.words.get("unique") is True, careful=True,
            text=f"where {call.words['where']}" if call.words.get("where") is not None else "",
        )
    ]  # fmt: skip


def remove_index(call: Call) -> list[Operation] | None:
    """Return the index that ``remove_index`` drops."""
    columns, name = _indexed(call), call.words.get("name")
    if not call.text(0):
        return None
    return [
        Operation(
            Action.DROP_INDEX, plain(call.text(0)), columns=columns or (), careful=True,
            name=plain(name) if isinstance(name, str) else "", constraint=Constraint.UNIQUE,
        )
    ]  # fmt: skip


def adds(kind: Constraint) -> Build:
    """Return what builds a new constraint of a *kind*."""

    def build(call: Call) -> list[Operation] | None:
        if not call.text(0):
            return None
        columns: tuple[Column, ...] | None = ()
        if kind is Constraint.FOREIGN_KEY:
            column = call.words.get("column")
            if not isinstance(column, str) and call.text(1):
                column = f"{singular(call.text(1))}_id"
            columns = (Column(plain(column)),) if isinstance(column, str) else ()
        elif kind is Constraint.UNIQUE:
            columns = _indexed(call)
        name, index = call.words.get("name"), call.words.get("using_index")
        return [
            Operation(
                Action.ADD_CONSTRAINT, plain(call.text(0)), constraint=kind,
                columns=columns or (), name=plain(name) if isinstance(name, str) else "",
                careful=call.words.get("validate") is False,
                to=plain(index) if isinstance(index, str) else "",
            )
        ]  # fmt: skip

    return build


def drops(kind: Constraint) -> Build:
    """Return what builds that a constraint of a *kind* goes."""

    def build(call: Call) -> list[Operation] | None:
        if not call.text(0):
            return None
        made = adds(kind)(call) if kind is not Constraint.CHECK else None
        found = made[0] if made else Operation(Action.DROP_CONSTRAINT, plain(call.text(0)))
        name = call.words.get("name")
        return [
            Operation(
                Action.DROP_CONSTRAINT, found.table, constraint=kind, columns=found.columns,
                name=plain(name) if isinstance(name, str) else "",
            )
        ]  # fmt: skip

    return build


def add_check(call: Call) -> list[Operation] | None:
    """Return the constraint that ``add_check_constraint`` makes of a condition."""
    return _check(call, call.get(1)) if call.text(0) else None


def add_not_null(call: Call) -> list[Operation] | None:
    """Return the constraint by which online_migrations refuses NULL."""
    column = call.text(1)
    return _check(call, f'"{column}" IS NOT NULL') if call.text(0) and column else None


def add_text_limit(call: Call) -> list[Operation] | None:
    """Return the constraint by which online_migrations limits a text."""
    column, limit = call.text(1), call.get(2)
    if not call.text(0) or not column or not isinstance(limit, int):
        return None
    return _check(call, f'char_length("{column}") <= {limit}')


def _check(call: Call, condition: object) -> list[Operation]:
    name = call.words.get("name")
    named = plain(name) if is_known(name) else ""
    is_new = call.words.get("validate") is False
    return [check_on(plain(call.text(0)), named, condition, careful=is_new)]
