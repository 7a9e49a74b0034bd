"""Follows the calls of Rails' migration DSL."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import line_of, parsed, short, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.rails.calls import (
    CALLS,
    TABLE_CALLS,
)
from relplan.contracts.sql.readers.rails.classes import Class, classes_in, migration_among
from relplan.contracts.sql.readers.rails.columns import column_calls, table_of
from relplan.contracts.sql.readers.rails.methods import applied
from relplan.contracts.sql.readers.rails.models import (
    CHANGES,
    ENQUIRIES,
    QUERIES,
    QUIET,
    RUNS_SQL,
    WRAPPERS,
)
from relplan.contracts.sql.readers.rails.others import Others
from relplan.contracts.sql.readers.rails.reverting import reverted
from relplan.contracts.sql.readers.rails.tables import forced
from relplan.contracts.sql.readers.rails.things import (
    CONNECTION,
    DIRECTION,
    ROWS,
    Call,
    Constant,
    Instance,
    Table,
)
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.statements import statements
from relplan.contracts.sql.readers.telling import not_understood

if TYPE_CHECKING:
    from tree_sitter import Node

GRAMMAR = "tree_sitter_ruby"
_MOST_FILES = 100
_MOST_OTHERS = 6
"""Migrations that revert each other."""
_SENDS = frozenset({"send", "public_send", "__send__", "try", "try!"})
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Dsl(Others):
    """Takes note of what the calls of a migration do."""

    def __init__(self, root: "Node", classes: list[Class], history: History) -> None:
        """Follow what stands below *root*, which holds *classes*."""
        super().__init__(root, classes, history.budget)
        self._history = history
        self._others = 0
        self._files: dict[str, Others | None] = {}
        """The files of classes that were looked for, by the ends of their paths."""
        self._reverting = False
        self._migration = Class("")
        self._blocks_of: dict[str, Callable[[Call], Any]] = {
            "reversible": self._reversible, "up_only": self._only_up, "revert": self._revert,
            **dict.fromkeys(
                ("create_table", "change_table", "create_join_table", "drop_table",
                 "drop_join_table", "create_virtual_table"),
                self._table,
            ),
        }  # fmt: skip

    def use(self, migration: Class) -> None:
        """Take the constants and methods of a migration, and of what stands around it."""
        for owner in self.classes.values():
            if owner is migration or not owner.parent:
                self.methods.update(owner.methods)
                self.body(owner.assigned)
        self.methods.update(migration.methods)
        self.found.clear()
        self._migration = migration

    def applied(self, method: str, *, reverting: bool = False) -> list[Operation]:
        """Return what the migration does in one of its methods."""
        self._reverting = reverting
        node = self.methods.get(method)
        if node is not None:
            self.run_local(Call(node, method))
            self.finish()
        elif not self._migration.parent.startswith("ActiveRecord::Migration"):
            text = not_understood(f"class {self._migration.name} < {self._migration.parent}")
            self.found.append(Operation(Action.UNKNOWN, text=text, line=1))
        return self.found

    def is_simple(self, node: "Node") -> bool:
        """Tell whether a statement is a call, but for those whose block is what counts."""
        name = text_of(node.child_by_field_name("method")) if node.type == "call" else ""
        return node.type in ("call", "assignment", "element_reference") and name not in WRAPPERS

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        if call.name in _SENDS and call.text(0):
            call = replace(call, name=call.text(0), given=call.given[1:])
        receiver = call.receiver
        if not call.has_receiver or receiver is CONNECTION:
            return self.own(call)
        if isinstance(receiver, Table):
            return self._in_table(receiver, call)
        if receiver is DIRECTION:
            return self.run(call.block) if (call.name == "up") is not self._reverting else None
        if isinstance(receiver, Constant):
            return self.of_class(receiver.name, call)
        if isinstance(receiver, Instance):
            return self.of_instance(receiver, call)
        return self.of_value(receiver, call)

    def own(self, call: Call) -> Any:
        """Return the value of a call of the migration itself, having followed it."""
        name = call.name
        if name in self.methods:
            return self.run_local(call)
        if name in self._blocks_of and (call.block is not None or name == "revert"):
            return self._blocks_of[name](call)
        if name in CALLS:
            return self._operation(call)
        if name in RUNS_SQL:
            return self._sql(call)
        if self.in_model and (name in QUERIES or name in CHANGES):
            return self.of_value(ROWS, call)
        known = name in QUIET or name in ENQUIRIES or name in WRAPPERS or name.endswith("?")
        known |= name.endswith("=") and _is_own(call.node)
        if not known:
            self.not_followed(call.node)
        self.run(call.block)
        return self.told(call)

    def told(self, call: Call) -> Any:
        """Return what an enquiry or a call without effect is known to return."""
        if call.name in ("connection", "lease_connection"):
            return CONNECTION
        if call.name.startswith("quote") and len(call.given) == 1:
            return call.given[0]
        if call.name.startswith("sanitize_sql") and call.given:
            return call.given[0][0] if isinstance(call.given[0], tuple) else call.given[0]
        if call.name in ("lambda", "proc"):
            return call.block
        if call.name in ("format", "sprintf") and len(call.given) > 1:
            return applied(call.given[0], "%", [tuple(call.given[1:])])
        return UNRESOLVED

    def _only_up(self, call: Call) -> Any:
        return None if self._reverting else self.run(call.block)

    def _reversible(self, call: Call) -> Any:
        return self.run(call.block, [DIRECTION])

    def _table(self, call: Call) -> Any:
        undoes = self._reverting and call.name != "change_table"
        wanted = reverted(call) if undoes else call
        if wanted is not None and wanted.name.startswith("drop_"):
            return self._operation(call)
        table = table_of(wanted) if wanted is not None else None
        if table is None:
            self.not_followed(call.node)
            table = Table("", creates=True)
        for operation in forced(call, table.name) if table.creates and table.name else ():
            self.note(operation, call.node)
        self.run(call.block, [table])
        if table.name and table.creates:
            columns = tuple(table.columns)
            self.note(Operation(Action.CREATE_TABLE, table.name, columns=columns), call.node)
        self.found += table.further if table.name else ()
        return None

    def _revert(self, call: Call) -> Any:
        """Follow what is undone, the last of it first."""
        start = len(self.found)
        self._reverting = not self._reverting
        for value in call.given:
            self._other(value, call)
        self.run(call.block)
        self._reverting = not self._reverting
        self.found[start:] = reversed(self.found[start:])
        return None

    def _other(self, value: Any, call: Call) -> None:
        """Read the other migration that is reverted, in whichever file it stands."""
        name = value.name.rpartition("::")[2] if isinstance(value, Constant) else ""
        ending = f"_{underscored(name)}.rb"
        content = self._content_of(name, ending)
        if not name or content is None or self._others >= _MOST_OTHERS:
            self.not_followed(call.node)
            return
        root = parsed(ending, content, GRAMMAR, self.budget)
        classes = classes_in(root)
        migration = migration_among(classes)
        if migration is None:
            self.not_followed(call.node)
            return
        other = Dsl(root, classes, self._history)
        other._others = self._others + 1
        other.use(migration)
        down = "down" in migration.methods
        found = other.applied("down" if down else "change", reverting=not down)
        line = line_of(call.node)
        self.found += [replace(item, line=line) for item in found]

    def _content_of(self, name: str, ending: str) -> bytes | None:
        """Return the file of a migration by its name, or by the class that it defines."""
        named = next((one for _, one in self._history.ending_with(ending)), None)
        if named is not None or not name:
            return named
        defines = re.compile(rb"^\s*class\s+" + name.encode() + rb"\b", re.MULTILINE)
        files = self._history.ending_with(".rb")
        return next((one for _, one in files if defines.search(one)), None)

    def other_file(self, name: str) -> "Others | None":
        """Return what follows the file that Rails would load for a class."""
        ending = f"/{path_of(name)}"
        if ending not in self._files:
            self._files[ending] = None
            found = next(iter(self._history.ending_with(ending)), None)
            if found is not None and len(self._files) < _MOST_FILES:
                root = parsed(found[0], found[1], GRAMMAR, self.budget)
                other = Dsl(root, classes_in(root), self._history)
                other._files = self._files
                for owner in other.classes.values():
                    other.body(owner.assigned)
                other.found.clear()
                self._files[ending] = other
        return self._files[ending]

    def _operation(self, call: Call) -> Any:
        wanted = reverted(call) if self._reverting else call
        found = None
        if wanted is not None and not wanted.is_open:
            found = CALLS[wanted.name](wanted)
        if found is None:
            self.not_followed(call.node)
        for operation in found or ():
            self.note(operation, call.node)
        return None

    def _sql(self, call: Call) -> Any:
        text = call.given[0] if call.given else UNRESOLVED
        line = line_of(call.node)
        if self._reverting:
            self.not_followed(call.node)
        else:
            found = statements(text, short(call.node), self._history.dialect, self.budget, line)
            # A function that is called to ask something is taken to answer it, no more.
            asks = call.name.startswith("select_")
            self.found += [one for one in found if not asks or one.action is not Action.RUN_CODE]
        self.run(call.block)
        return UNRESOLVED

    def _in_table(self, table: Table, call: Call) -> Any:
        found: list[Operation] | None = None
        columns = None if call.is_open else column_calls(call)
        if call.name in ("comment", "name") or call.name.endswith("?"):
            return table.name if call.name == "name" else UNRESOLVED
        if columns is not None and table.creates:
            table.columns += columns
            return None
        if columns is not None:
            action = Action.DROP_COLUMN if self._reverting else Action.ADD_COLUMN
            found = [Operation(action, table.name, column) for column in columns]
        else:
            found = self._table_call(table, call)
        if found is None or not table.name:
            self.not_followed(call.node)
            return None
        line = line_of(call.node)
        table.further += [replace(operation, line=line) for operation in found]
        return None

    def _table_call(self, table: Table, call: Call) -> list[Operation] | None:
        name = TABLE_CALLS.get(call.name, "")
        named = replace(call, name=name, given=[table.name, *call.given])
        wanted = reverted(named) if self._reverting else named
        if wanted is None or wanted.is_open or wanted.name not in CALLS:
            return None
        return CALLS[wanted.name](wanted)


def _is_own(node: "Node") -> bool:
    """Tell whether something of the migration itself is set, not of its connection."""
    receiver = node.child_by_field_name("receiver")
    return receiver is not None and receiver.type == "self"


def underscored(name: str) -> str:
    """Return the name of a class as Rails has it in paths."""
    return _HUMPS.sub("_", name).lower()


def path_of(name: str) -> str:
    """Return the end of the path of the file in which Rails looks for a class."""
    return "/".join(map(underscored, name.split("::"))) + ".rb"
