"""What the calls of Rails' migration DSL do that are about views, types, routines and schemas."""

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.rails.things import Build, Call


def on(action: Action, *, careful: bool = False) -> Build:
    """Return what builds an *action* on what the first argument names."""

    def build(call: Call) -> list[Operation] | None:
        name = plain(call.text(0))
        is_careful = careful or call.words.get("if_exists") is True
        return [Operation(action, name, careful=is_careful)] if name else None

    return build


def rename_schema(call: Call) -> list[Operation] | None:
    """Return the other name of a schema."""
    old, new = plain(call.text(0)), plain(call.text(1))
    return [Operation(Action.RENAME_SCHEMA, old, to=new)] if old and new else None


def create_enum(call: Call) -> list[Operation] | None:
    """Return the type that ``create_enum`` makes."""
    values = call.given[1] if len(call.given) > 1 else None
    if not call.text(0) or not isinstance(values, tuple) or not all(map(is_known, values)):
        return None
    return [Operation(Action.CREATE_TYPE, plain(call.text(0)), values=values)]


def add_value(call: Call) -> list[Operation] | None:
    """Return the value that a type has from now on, too."""
    if not (call.text(0) and call.text(1)):
        return None
    return [Operation(Action.ADD_VALUE, plain(call.text(0)), to=call.text(1))]


def rename_value(call: Call) -> list[Operation] | None:
    """Return the other name of a type's value."""
    old, new = call.words.get("from"), call.words.get("to")
    if not call.text(0) or not is_known(old) or not is_known(new):
        return None
    name = plain(call.text(0))
    return [Operation(Action.RENAME_VALUE, name, name=str(old), to=str(new))]


def rename_enum(call: Call) -> list[Operation] | None:
    """Return the other name of a type."""
    new = call.text(1) or call.words.get("to")
    if not call.text(0) or not is_known(new):
        return None
    return [Operation(Action.RENAME_TYPE, plain(call.text(0)), to=plain(str(new)))]
