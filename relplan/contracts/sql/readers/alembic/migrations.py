"""Reads Alembic's migrations: the calls in their ``upgrade``."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.alembic.columns import column_of, constraint_of, type_of
from relplan.contracts.sql.readers.python_source import (
    argument,
    constants,
    flag,
    keyword,
    name_of,
    owner_of,
    parsed,
    source_of,
    text_of,
    value_of,
)
from relplan.contracts.sql.reading import read_sql

_DEEPEST = 6
"""Functions of the same file that call each other."""
_MOST_TURNS = 100
"""Of a loop over constants."""
_ASKS = frozenset(
    {
        "get_bind", "get_context", "inspect", "get_columns", "get_indexes", "get_table_names",
        "has_table", "get_foreign_keys", "f", "batch_alter_table", "get_unique_constraints",
        "MetaData", "reflect", "info", "debug", "print", "warning", "format", "append", "get",
        "items", "values", "keys", "text", "getLogger", "autocommit_block", "begin_nested",
        "begin", "now", "join", "split", "upper", "lower", "strip", "set", "list", "dict", "len",
        "isinstance", "str", "int", "sorted", "range", "create_engine", "sessionmaker",
    }
)  # fmt: skip
"""Calls that only ask, or only make what another call is given."""
_CHECKS = ("has_", "_has_", "is_", "_is_", "get_", "_get_", "table_exists", "column_exists")


def read_alembic(path: str, content: bytes, dialect: str, budget: Budget) -> Migration:
    """Read a migration. Raises UnreadableError."""
    tree = parsed(path, content)
    budget.spend(len(content) // 100)
    names = constants(tree)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reader = _Reader(names, functions, dialect, budget)
    upgrade = functions.get("upgrade")
    found = list(reader.statements(upgrade.body, {}, 0)) if upgrade else []
    reversible = _does_something(functions.get("downgrade"))
    after = names.get("down_revision")
    return Migration(
        path,
        tuple(replace(operation, reversible=reversible) for operation in found),
        version=str(names.get("revision") or path),
        after=tuple(
            str(item) for item in (after if isinstance(after, tuple) else (after,)) if item
        ),
    )


def _does_something(function: ast.FunctionDef | None) -> bool:
    """Tell whether a downgrade is more than ``pass``, a docstring or an error."""
    return function is not None and any(
        not isinstance(node, ast.Pass | ast.Raise)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


class _Reader:
    """Walks statements in their order, into all branches and into functions of the same file."""

    def __init__(
        self,
        names: dict[str, Any],
        functions: dict[str, ast.FunctionDef],
        dialect: str,
        budget: Budget,
    ) -> None:
        self._names = names
        self._functions = functions
        self._dialect = dialect
        self._budget = budget

    def statements(
        self, body: Iterable[ast.stmt], batches: dict[str, str], deep: int
    ) -> Iterator[Operation]:
        """Yield what a list of statements does; *batches* says which table a name alters."""
        for node in body:
            self._budget.spend()
            if isinstance(node, ast.With):
                inner = {**batches, **self._batches(node)}
                yield from self.statements(node.body, inner, deep)
            elif isinstance(node, ast.For) and (turns := self._turns(node)):
                for names in turns:
                    self._names.update(names)
                    yield from self.statements(node.body, batches, deep)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            else:
                self._assigned(node)
                for call in _calls_outside_blocks(node):
                    yield from self._call(call, batches, deep)
                for block in _blocks(node):
                    yield from self.statements(block, batches, deep)

    def _turns(self, node: ast.For) -> list[dict[str, Any]]:
        """Return the names that each turn of a loop over constants gives; empty: not known."""
        values = value_of(node.iter, self._names)
        if not isinstance(values, tuple) or len(values) > _MOST_TURNS:
            return []
        if isinstance(node.target, ast.Name):
            return [{node.target.id: value} for value in values]
        names = [name_of(item) for item in getattr(node.target, "elts", ())]
        if all(isinstance(value, tuple) and len(value) == len(names) for value in values):
            return [dict(zip(names, value, strict=True)) for value in values]
        return []

    def _assigned(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            self._names[node.targets[0].id] = value_of(node.value, self._names)

    def _batches(self, node: ast.With) -> dict[str, str]:
        found = {}
        for item in node.items:
            call, name = item.context_expr, item.optional_vars
            if isinstance(call, ast.Call) and name_of(call.func) == "batch_alter_table":
                table = self._table(argument(call, 0, "table_name"), call)
                found[name.id if isinstance(name, ast.Name) else ""] = table
        return found

    def _table(self, node: ast.expr | None, call: ast.Call) -> str:
        table, schema = text_of(node, self._names), text_of(keyword(call, "schema"), self._names)
        return plain(f"{schema}.{table}" if schema else table)

    def _call(self, call: ast.Call, batches: dict[str, str], deep: int) -> Iterator[Operation]:
        name, owner = name_of(call.func), owner_of(call.func)
        if name in _CALLS and (owner in ("op", "operations") or owner in batches):
            yield from self._operation(name, call, batches.get(owner))
        elif name in self._functions and not owner:
            if name.startswith(_CHECKS):
                return
            if deep < _DEEPEST:
                self._bind(self._functions[name], call)
                yield from self.statements(self._functions[name].body, batches, deep + 1)
        elif name in ("execute", "exec_driver_sql"):
            yield from self._execute(call)
        elif owner == "op" and name not in _ASKS:
            yield self._unknown(call)
        elif self._may_change(name, owner):
            yield Operation(Action.RUN_CODE, text=source_of(call), line=call.lineno)

    def _bind(self, function: ast.FunctionDef, call: ast.Call) -> None:
        given = zip(function.args.args, call.args, strict=False)
        self._names.update({name.arg: value_of(value, self._names) for name, value in given})
        for word in call.keywords:
            if word.arg is not None:
                self._names[word.arg] = value_of(word.value, self._names)

    def _may_change(self, name: str, owner: str) -> bool:
        if name in ("create", "drop", "create_all", "drop_all", "add_all", "commit", "upgrade"):
            return bool(owner)
        return False

    def _operation(self, name: str, call: ast.Call, batch: str | None) -> Iterator[Operation]:
        if batch is not None:
            call = _with_table(name, call, batch)
        build, place = _CALLS[name]
        table = self._table(argument(call, place, _TABLE_WORDS.get(name, "table_name")), call)
        if not table and name == "bulk_insert":
            yield Operation(Action.CHANGE_DATA, text=source_of(call), line=call.lineno)
            return
        if not table and name != "drop_index":
            yield self._unknown(call)
            return
        found = build(table, call, self._names)
        if found is None:
            yield self._unknown(call)
            return
        for operation in found:
            yield replace(operation, line=call.lineno)

    def _execute(self, call: ast.Call) -> Iterator[Operation]:
        text = text_of(argument(call, 0, "sqltext"), self._names)
        if not text:
            yield Operation(Action.RUN_CODE, text=source_of(call), line=call.lineno)
            return
        for operation in read_sql(text, self._dialect, self._budget):
            yield replace(operation, line=call.lineno)

    def _unknown(self, call: ast.Call) -> Operation:
        text = f"'{source_of(call)}' is not understood"
        return Operation(Action.UNKNOWN, text=text, line=call.lineno)


def _with_table(name: str, call: ast.Call, table: str) -> ast.Call:
    """Return the call as it is outside ``batch_alter_table``, where it names the table."""
    place, given, words = _CALLS[name][1], list(call.args), list(call.keywords)
    if len(given) >= place:
        given.insert(place, ast.Constant(table))
    else:
        word = _TABLE_WORDS.get(name, "table_name")
        words.append(ast.keyword(word, ast.Constant(table)))
    return ast.copy_location(ast.Call(call.func, given, words), call)


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        if block := getattr(node, name, None):
            yield block
    for handler in getattr(node, "handlers", ()):
        yield handler.body


def _calls_outside_blocks(node: ast.stmt) -> Iterator[ast.Call]:
    """Yield the calls in a statement's own expressions, the outermost ones that matter first."""
    ahead: list[ast.AST] = [
        child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
    ]
    while ahead:
        here = ahead.pop(0)
        if isinstance(here, ast.Call):
            yield here
            if name_of(here.func) in _CALLS:
                continue
        if not isinstance(here, ast.Lambda):
            ahead += ast.iter_child_nodes(here)


_Names = dict[str, Any]
_Build = Callable[[str, ast.Call, _Names], "list[Operation] | None"]


def _columns(node: ast.expr | None, names: _Names) -> tuple[Column, ...] | None:
    value = value_of(node, names)
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        return None
    return tuple(Column(plain(item)) for item in value)


def _create_table(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    columns, later = [], []
    for part in call.args[1:]:
        if not isinstance(part, ast.Call):
            continue
        if (column := column_of(part, names)) is not None:
            columns.append(column)
        elif (found := constraint_of(table, part, names)) is not None:
            later.append(found)
    return [Operation(Action.CREATE_TABLE, table, columns=tuple(columns)), *later]


def _drop_table(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    return [Operation(Action.DROP_TABLE, table)]


def _rename_table(table: str, call: ast.Call, names: _Names) -> list[Operation] | None:
    to = plain(text_of(argument(call, 1, "new_table_name"), names))
    return [Operation(Action.RENAME_TABLE, table, to=to)] if to and table else None


def _add_column(table: str, call: ast.Call, names: _Names) -> list[Operation] | None:
    part = argument(call, 1, "column")
    column = column_of(part, names) if isinstance(part, ast.Call) else None
    return [Operation(Action.ADD_COLUMN, table, column)] if column is not None else None


def _drop_column(table: str, call: ast.Call, names: _Names) -> list[Operation] | None:
    name = plain(text_of(argument(call, 1, "column_name"), names))
    return [Operation(Action.DROP_COLUMN, table, Column(name))] if name else None


def _alter_column(table: str, call: ast.Call, names: _Names) -> list[Operation] | None:
    name = plain(text_of(argument(call, 1, "column_name"), names))
    if not name:
        return None
    default = keyword(call, "server_default")
    given = value_of(default, names)
    column = Column(
        name, type_of(keyword(call, "type_"), names), flag(call, "nullable", names),
        None if default is None else given not in (None, False),
    )  # fmt: skip
    before = Column(
        name, type_of(keyword(call, "existing_type"), names),
        flag(call, "existing_nullable", names),
    )  # fmt: skip
    found = []
    if column != Column(name):
        found = [Operation(Action.ALTER_COLUMN, table, column, columns=(before,))]
    elif keyword(call, "type_") is not None:
        return None
    to = plain(text_of(keyword(call, "new_column_name"), names))
    if to and to != name:
        found.append(Operation(Action.RENAME_COLUMN, table, Column(name), to))
    return found


def _adds(kind: Constraint, place: int, word: str) -> _Build:
    def build(table: str, call: ast.Call, names: _Names) -> list[Operation] | None:
        columns = _columns(argument(call, place, word), names) if word else ()
        name = plain(text_of(argument(call, 0, "constraint_name"), names))
        return [
            Operation(
                Action.ADD_CONSTRAINT, table, name=name, constraint=kind, columns=columns or ()
            )
        ]

    return build


def _drop_constraint(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    name = plain(text_of(argument(call, 0, "constraint_name"), names))
    kind = _KINDS.get(text_of(argument(call, 2, "type_"), names), Constraint.UNKNOWN)
    return [Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=kind)]


_KINDS = {
    "unique": Constraint.UNIQUE, "foreignkey": Constraint.FOREIGN_KEY,
    "check": Constraint.CHECK, "primary": Constraint.PRIMARY_KEY,
}  # fmt: skip


def _create_index(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    name = plain(text_of(argument(call, 0, "index_name"), names))
    columns = _columns(argument(call, 2, "columns"), names) or ()
    return [
        Operation(
            Action.ADD_INDEX, table, name=name, columns=columns,
            unique=bool(flag(call, "unique", names)),
            careful=True,
        )
    ]  # fmt: skip


def _drop_index(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    name = plain(text_of(argument(call, 0, "index_name"), names))
    return [Operation(Action.DROP_INDEX, table, name=name, careful=True)]


def _bulk_insert(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    return [Operation(Action.INSERT, table)]


def _comment(table: str, call: ast.Call, names: _Names) -> list[Operation]:
    return []


_CALLS: dict[str, tuple[_Build, int]] = {
    "create_table": (_create_table, 0),
    "drop_table": (_drop_table, 0),
    "rename_table": (_rename_table, 0),
    "add_column": (_add_column, 0),
    "drop_column": (_drop_column, 0),
    "alter_column": (_alter_column, 0),
    "create_unique_constraint": (_adds(Constraint.UNIQUE, 2, "columns"), 1),
    "create_foreign_key": (_adds(Constraint.FOREIGN_KEY, 3, "local_cols"), 1),
    "create_check_constraint": (_adds(Constraint.CHECK, 9, ""), 1),
    "create_primary_key": (_adds(Constraint.PRIMARY_KEY, 2, "columns"), 1),
    "create_exclude_constraint": (_adds(Constraint.EXCLUDE, 9, ""), 1),
    "drop_constraint": (_drop_constraint, 1),
    "create_index": (_create_index, 1),
    "drop_index": (_drop_index, 1),
    "bulk_insert": (_bulk_insert, 0),
    "create_table_comment": (_comment, 0),
    "drop_table_comment": (_comment, 0),
}
"""How each call is read, and which of its arguments names the table."""
_TABLE_WORDS = {"rename_table": "old_table_name", "create_foreign_key": "source_table"}
