"""What conditions in scripts ask: whether a step is still to be done, or something else."""

import re
from dataclasses import dataclass, replace

from relplan.contracts.sql.operations import Action, Operation

_ASKS_FOR_SCHEMA = re.compile(
    r"\b(?:information_schema|sys(?:\s*\.|tables\b|columns\b|indexes\b|objects\b)|pg_\w+"
    r"|(?:all|user|dba)_(?:tables|tab_col\w+|cons\w+|ind\w+|objects|sequences|triggers|views|types)"
    r"|object_id|col_length|columnproperty|indexproperty|type_id|schema_id|objectproperty"
    r"|index_?exists|to_reg\w+|database_principal_id|sqlite_master"
    r"|\w*migrations?_?history|schema_migrations|flyway_schema_history)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """Under what a statement of a script runs."""

    guarded: bool = False
    """Only where it is still to be done, as with IF EXISTS."""
    perhaps: bool = False
    """That is not read."""

    @property
    def is_any(self) -> bool:
        """Tell whether there is a condition at all."""
        return self.guarded or self.perhaps

    def __add__(self, inner: "Condition") -> "Condition":
        """Return under what a statement runs that stands in both."""
        return Condition(self.guarded or inner.guarded, self.perhaps or inner.perhaps)


ALWAYS = Condition()
PERHAPS = Condition(perhaps=True)


def condition(text: str, names: frozenset[str] = frozenset()) -> Condition:
    """Return what a condition asks; *names* are variables that hold something of the schema."""
    known = names and not names.isdisjoint(re.findall(r"@?\w+", text.lower()))
    return Condition(guarded=True) if known or asks_for_schema(text) else PERHAPS


def asks_for_schema(text: str) -> bool:
    """Tell whether a query or condition asks the database what its schema is."""
    return _ASKS_FOR_SCHEMA.search(text) is not None


_IF_IT_IS = frozenset(
    {
        Action.CREATE_TABLE, Action.DROP_TABLE, Action.ADD_COLUMN, Action.DROP_COLUMN,
        Action.DROP_VIEW, Action.DROP_ROUTINE, Action.DROP_TYPE, Action.DROP_SEQUENCE,
        Action.DROP_SCHEMA, Action.RENAME_TABLE, Action.RENAME_COLUMN,
    }
)  # fmt: skip
"""What may be done only where it is not done yet."""


def conditioned(operation: Operation, under: Condition) -> Operation:
    """Return an operation as what it is that is done only under a condition."""
    if under.guarded and operation.action in _IF_IT_IS:
        operation = replace(operation, careful=True)
    return replace(operation, perhaps=True) if under.perhaps else operation
