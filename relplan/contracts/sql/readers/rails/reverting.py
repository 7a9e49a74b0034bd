"""What Rails does instead where it reverts a call."""

from dataclasses import replace

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.readers.rails.things import Call

_PAIRS = (
    ("create_join_table", "drop_join_table"), ("add_columns", "remove_columns"),
    ("add_column", "remove_column"), ("add_index", "remove_index"),
    ("add_reference", "remove_reference"), ("add_belongs_to", "remove_belongs_to"),
    ("add_timestamps", "remove_timestamps"), ("add_foreign_key", "remove_foreign_key"),
    ("add_check_constraint", "remove_check_constraint"), ("create_enum", "drop_enum"),
    ("add_unique_constraint", "remove_unique_constraint"), ("create_table", "drop_table"),
    ("add_exclusion_constraint", "remove_exclusion_constraint"),
    ("create_schema", "drop_schema"), ("create_virtual_table", "drop_virtual_table"),
)  # fmt: skip
_OPPOSITES = {**dict(_PAIRS), **{last: first for first, last in _PAIRS}}
_SWAPPED = frozenset({"rename_table", "rename_enum"})


def reverted(call: Call) -> Call | None:
    """Return the call that undoes *call*; None where Rails knows none."""
    if call.name in _OPPOSITES:
        return replace(call, name=_OPPOSITES[call.name])
    given = call.given
    if call.name in _SWAPPED and len(given) == 2:
        return replace(call, given=[given[1], given[0]])
    if call.name == "rename_column" and len(given) == 3:
        return replace(call, given=[given[0], given[2], given[1]])
    if call.name in ("change_column_default", "rename_enum_value") and "to" in call.words:
        words = {**call.words, "from": call.words["to"], "to": call.words.get("from", UNRESOLVED)}
        return replace(call, words=words)
    if call.name == "change_column_null" and len(given) > 2 and isinstance(given[2], bool):
        return replace(call, given=[*given[:2], not given[2]])
    return None
