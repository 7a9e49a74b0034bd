"""Reads DROP statements, with all that they name."""

from collections.abc import Iterator

from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.patterns import NAME, between_commas, pattern

_DROP = pattern(
    r"DROP (TABLE|(?:MATERIALIZED |FOREIGN )?(?:VIEW|TABLE)|INDEX|SEQUENCE|FUNCTION|PROCEDURE|PROC"
    r"|ROUTINE|AGGREGATE|EVENT|TYPE|DOMAIN|SYNONYM|SCHEMA|DATABASE) (CONCURRENTLY )?"
    r"(IF EXISTS )?"
)
_ONE = pattern(rf"{NAME}(?:@{NAME})?")
_INDEX_OF = pattern(rf" ON (?:ONLY )?{NAME}")
_AFTERWARDS = pattern(r"\bIF EXISTS\b")
_ACTIONS = {
    "TABLE": Action.DROP_TABLE, "FOREIGN TABLE": Action.DROP_TABLE, "VIEW": Action.DROP_VIEW,
    "MATERIALIZED VIEW": Action.DROP_VIEW, "SYNONYM": Action.DROP_VIEW,
    "INDEX": Action.DROP_INDEX, "SEQUENCE": Action.DROP_SEQUENCE, "TYPE": Action.DROP_TYPE,
    "DOMAIN": Action.DROP_TYPE, "SCHEMA": Action.DROP_SCHEMA, "DATABASE": Action.DROP_DATABASE,
}  # fmt: skip


def drops_in(text: str) -> list[Operation] | None:
    """Return what a statement drops, one for each name; None where it is no such statement."""
    match = _DROP.match(text)
    if match is None:
        return None
    action = _ACTIONS.get(" ".join(match[1].upper().split()), Action.DROP_ROUTINE)
    rest = text[match.end() :]
    careful = match[3] is not None or _AFTERWARDS.search(rest) is not None
    if action is Action.DROP_INDEX:
        return list(_indexes(rest, concurrently=match[2] is not None)) or None
    names = [found[1] for item in between_commas(rest) if (found := _ONE.match(item))]
    return [Operation(action, plain(name), careful=careful) for name in names] or None


def _indexes(rest: str, *, concurrently: bool) -> Iterator[Operation]:
    for item in between_commas(rest):
        if found := _ONE.match(item):
            of = _INDEX_OF.match(item, found.end())
            table, name = (of[1], found[1]) if of else ("", found[1])
            if found[2]:  # CockroachDB: the table's name stands before the index
                table, name = found[1], found[2]
            yield Operation(
                Action.DROP_INDEX, plain(table), name=plain(name), careful=concurrently
            )  # fmt: skip
