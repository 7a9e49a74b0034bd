"""Reads Django's migrations: the list of operations in their class.

Django fills in a ``default`` itself and leaves none in the database, so a writer other than the
application that owns the model has to give the column; ``db_default`` stays in the database.
"""

import ast
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from relplan.contracts.reading.values import UNRESOLVED, differing
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.django.listing import AppReader
from relplan.contracts.sql.readers.django.models import Models, app_of
from relplan.contracts.sql.readers.django.operations import OPERATIONS
from relplan.contracts.sql.readers.python.calls import as_decorated
from relplan.contracts.sql.readers.python.following import Follower
from relplan.contracts.sql.readers.python.source import name_of, parsed, source_of
from relplan.contracts.sql.readers.python.things import Function
from relplan.contracts.sql.readers.python.truth import ways_of
from relplan.contracts.sql.readers.python.values import Made, Names, bind, value_of
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood

_APPLYING = frozenset({"apply", "database_forwards", "mutate_state", "__init__"})
"""Methods by which a migration may do something else than its operations say."""


def read_django(path: str, content: bytes, history: History, models: Models) -> Migration:
    """Read a migration; *models* takes note of the models' tables. Raises UnreadableError."""
    tree = parsed(path, content)
    history.budget.spend(len(content) // 100)
    app = app_of(path)
    reader = AppReader(path, history, models, OPERATIONS)
    names: Names = {}
    operations: list[Operation] = []
    lists = _Lists(history.budget)
    classes = [node for node in tree.body if getattr(node, "name", "") == "Migration"]
    lists.statements(node for node in tree.body if node not in classes)
    for node in classes:
        if not isinstance(node, ast.ClassDef):
            continue
        lists.statements(node.body)
        names = lists.names
        operations += _listed(reader, node, names)
    operations += [
        Operation(Action.UNKNOWN, text=not_understood(source_of(part)), line=part.lineno)
        for part in tree.body
        if part not in classes and _is_about_operations(part)
    ]
    version = f"{app}.{PurePosixPath(path).stem}"
    after, replaces = (_versions(names.get(name)) for name in ("dependencies", "replaces"))
    return Migration(path, tuple(operations), version, after, replaces)


def _listed(reader: AppReader, node: ast.ClassDef, names: Names) -> list[Operation]:
    found = reader.listed(names["operations"]) if "operations" in names else []
    plain = [base for base in node.bases if name_of(base) != "Migration" or _is_other(base)]
    applies = [part for part in node.body if getattr(part, "name", "") in _APPLYING]
    for part in (*(plain if "operations" not in names else ()), *applies):
        source = getattr(part, "name", "") or source_of(part)
        text = not_understood(source)
        found.append(Operation(Action.UNKNOWN, text=text, line=part.lineno))
    return found


def _is_other(base: ast.expr) -> bool:
    """Tell whether a base class is another migration than Django's own class."""
    return isinstance(base, ast.Attribute) and name_of(base.value) != "migrations"


def _is_about_operations(statement: ast.stmt) -> bool:
    """Tell whether a statement beside the class names its list, to which it may add."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "operations"
        and isinstance(node.value, ast.Name)
        and node.value.id == "Migration"
        for node in ast.walk(statement)
    )


def _versions(value: Any) -> tuple[str, ...]:
    """Return the migrations that a list of pairs names, leaving out what is no such pair."""
    pairs = value if isinstance(value, tuple) else ()
    return tuple(
        f"{pair[0]}.{pair[1]}"
        for pair in pairs
        if isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
    )


class _Lists(Follower):
    """Follows how a list of operations is put together; a call is what it makes."""

    def called(self, call: ast.Call) -> Any:
        """Return what a call makes: an operation, or what a function of this file returns."""
        function = value_of(call.func, self.names) if isinstance(call.func, ast.Name) else None
        if isinstance(function, Function):
            return self.run(function, call)
        if isinstance(call.func, ast.Attribute) and self._grown(call.func, call):
            return None
        value = value_of(call, self.names)
        return Made(call, self.names) if value is UNRESOLVED else value

    def _grown(self, method: ast.Attribute, call: ast.Call) -> bool:
        """Take note of what is appended to a list."""
        before = value_of(method.value, self.names)
        if not isinstance(before, tuple) or method.attr not in ("append", "extend", "insert"):
            return False
        more = value_of(call.args[-1], self.names) if call.args else UNRESOLVED
        items = more if method.attr == "extend" and isinstance(more, tuple) else (more,)
        bind(method.value, (*before, *items), self.names)
        return True

    def decorated(self, function: Function, decorator: ast.expr) -> Function:
        """Return what a decorator makes of a function."""
        return as_decorated(function, decorator, self.names)

    def not_followed(self, node: ast.AST) -> None:
        """Leave it: its value is not known, which is said where it is listed."""

    def follow(self, node: ast.expr) -> Any:
        """Return the value of an expression; of two lists of which one is taken, both."""
        value = super().follow(node)
        if isinstance(node, ast.IfExp):
            ways = [value_of(way, self.names) for way in ways_of(node)]
            if all(isinstance(way, tuple) for way in ways):
                value = self.names[node] = _together(ways)
        return value

    def branches(self, ways: Sequence[Iterable[ast.stmt]], *, may_pass: bool = False) -> None:
        """Follow each way; of lists that differ, what stands in any of them counts."""
        ends = self.ends(ways, may_pass=may_pass)
        agreed = differing(ends)
        for name in agreed:
            values = [end.get(name) for end in ends]
            lists = [value for value in values if isinstance(value, tuple)]
            if agreed[name] is UNRESOLVED and lists and isinstance(name, str):
                agreed[name] = _together(lists)
        self.names.update(agreed)


def _together(lists: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return what stands in any of several lists, in the order in which it is met."""
    return tuple({id(item): item for items in lists for item in items}.values())
