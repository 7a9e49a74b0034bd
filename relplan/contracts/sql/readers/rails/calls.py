"""What each call of Rails' migration DSL does."""

from relplan.contracts.sql.operations import Action, Constraint, Operation, plain
from relplan.contracts.sql.readers.rails import constraints, objects, tables
from relplan.contracts.sql.readers.rails.columns import attached, texts
from relplan.contracts.sql.readers.rails.things import Build, Call


def _attachments(action: Action) -> Build:
    def build(call: Call) -> list[Operation] | None:
        names = texts(call, 1)
        if not call.text(0) or not names or len(names) != len(call.given) - 1:
            return None
        columns = [column for name in names for column in attached(name, call)]
        return [Operation(action, plain(call.text(0)), column) for column in columns]

    return build


def _nothing(call: Call) -> list[Operation]:
    return []


CALLS: dict[str, Build] = {
    "add_column": tables.add_column,
    "add_columns": tables.add_columns,
    "remove_column": tables.remove_column,
    "remove_columns": tables.remove_column,
    "rename_column": tables.rename_column,
    "change_column": tables.change_column,
    "change_column_null": tables.change_null,
    "change_column_default": tables.change_default,
    "create_table": tables.create_table,
    "create_virtual_table": tables.create_table,
    "drop_table": tables.drop_table,
    "drop_virtual_table": tables.drop_table,
    "create_join_table": tables.create_join_table,
    "drop_join_table": tables.drop_join_table,
    "rename_table": tables.rename_table,
    "add_index": constraints.add_index,
    "remove_index": constraints.remove_index,
    "add_reference": tables.add_reference,
    "add_belongs_to": tables.add_reference,
    "remove_reference": tables.remove_reference,
    "remove_belongs_to": tables.remove_reference,
    "add_timestamps": tables.timestamps,
    "remove_timestamps": tables.timestamps,
    "add_foreign_key": constraints.adds(Constraint.FOREIGN_KEY),
    "remove_foreign_key": constraints.drops(Constraint.FOREIGN_KEY),
    "add_check_constraint": constraints.add_check,
    "remove_check_constraint": constraints.drops(Constraint.CHECK),
    "add_unique_constraint": constraints.adds(Constraint.UNIQUE),
    "remove_unique_constraint": constraints.drops(Constraint.UNIQUE),
    "add_exclusion_constraint": constraints.adds(Constraint.EXCLUDE),
    "remove_exclusion_constraint": constraints.drops(Constraint.EXCLUDE),
    "create_enum": objects.create_enum,
    "drop_enum": objects.on(Action.DROP_TYPE),
    "rename_enum": objects.rename_enum,
    "add_enum_value": objects.add_value,
    "rename_enum_value": objects.rename_value,
    "add_attachment": _attachments(Action.ADD_COLUMN),
    "remove_attachment": _attachments(Action.DROP_COLUMN),
    "drop_attached_file": _attachments(Action.DROP_COLUMN),
    "create_schema": _nothing,
    "rename_schema": objects.rename_schema,
    "drop_schema": objects.on(Action.DROP_SCHEMA),
    "truncate": objects.on(Action.TRUNCATE),
    "add_column_with_default": tables.add_column,
    "add_reference_concurrently": tables.add_reference,
    "add_not_null_constraint": constraints.add_not_null,
    "remove_not_null_constraint": constraints.drops(Constraint.CHECK),
    "validate_not_null_constraint": _nothing,
    "add_text_limit_constraint": constraints.add_text_limit,
    "remove_text_limit_constraint": constraints.drops(Constraint.CHECK),
    "validate_text_limit_constraint": _nothing,
    "update_column_in_batches": objects.on(Action.CHANGE_ROWS),
    "create_view": objects.on(Action.CREATE_VIEW),
    "update_view": objects.on(Action.CREATE_VIEW, careful=True),
    "replace_view": objects.on(Action.CREATE_VIEW, careful=True),
    "drop_view": objects.on(Action.DROP_VIEW),
    "create_function": objects.on(Action.REPLACE_ROUTINE),
    "update_function": objects.on(Action.REPLACE_ROUTINE),
    "drop_function": objects.on(Action.DROP_ROUTINE),
}
"""The calls of Rails, and of the gems Scenic, Fx, Paperclip and online_migrations."""
TABLE_CALLS = {
    "index": "add_index", "remove": "remove_columns", "rename": "rename_column",
    "change": "change_column", "change_default": "change_column_default",
    "change_null": "change_column_null", "foreign_key": "add_foreign_key",
    "remove_index": "remove_index", "remove_references": "remove_reference",
    "remove_belongs_to": "remove_reference", "check_constraint": "add_check_constraint",
    "remove_timestamps": "remove_timestamps", "unique_constraint": "add_unique_constraint",
    "remove_foreign_key": "remove_foreign_key",
}  # fmt: skip
"""The calls on the table of a block, by the calls that name the table."""
