"""Follows what Python calls, in its own file and in others, and takes note of what that does."""

import ast
import builtins
import fnmatch
from dataclasses import replace
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.values import HOLE, UNRESOLVED
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.flow import Flow
from relplan.contracts.sql.readers.python.following import Follower
from relplan.contracts.sql.readers.python.modules import is_plain, knows_no_table, places_of
from relplan.contracts.sql.readers.python.source import argument, name_of, parsed, source_of
from relplan.contracts.sql.readers.python.things import (
    DATA,
    UNSEEN,
    BuiltIn,
    Function,
    Module,
    Table,
)
from relplan.contracts.sql.readers.python.values import CHANGING, Made, Names, change, value_of
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.statements import statements
from relplan.contracts.sql.readers.telling import not_understood, told_once

_EXECUTES = frozenset(
    {"execute", "exec_driver_sql", "executemany", "executescript", "exec", "scalar", "scalars"}
)
_FETCHES = frozenset({"scalar", "scalars"})
"""What runs a statement, or with no argument fetches what one has returned."""
_MOST_MODULES = 6
_EXECUTE_CODE = frozenset({"exec", "eval", "compile", "__import__"})
_TEXTS = frozenset({"text", "DDL", "f", "literal_column", "quoted_name", "dedent", "cleandoc"})


class Calls(Follower):
    """Follows what is called; each framework says what its own calls do."""

    runs: frozenset[str] = frozenset()
    """Methods by which other code, or other changes of a schema, are started."""
    changes: frozenset[str] = frozenset()
    """Methods of a session, or of a query, that change rows."""

    def __init__(self, path: str, history: History) -> None:
        """Read the migration at *path*, which stands in *history*."""
        super().__init__(history.budget)
        self.found: list[Operation] = []
        self._path = path
        self._history = history
        self._modules: dict[str, dict[Any, Any] | None] = {}
        self._through: list[Module] = []
        """The modules that only pass on what is called."""

    def not_followed(self, node: ast.AST) -> None:
        """Take note that something cannot be followed."""
        self.note(Operation(Action.UNKNOWN, text=not_understood(source_of(node))), node)

    def statement(self, node: ast.stmt) -> None:
        """Follow one statement; what is not known of it is told once."""
        start = len(self.found)
        super().statement(node)
        if not hasattr(node, "body"):
            self.found[start:] = told_once(self.found[start:])

    def note(self, operation: Operation, node: ast.AST) -> None:
        """Take note of what is done."""
        self.found.append(replace(operation, line=getattr(node, "lineno", 0)))

    def code(self, call: ast.Call) -> Any:
        """Take note of code that is not seen."""
        self.note(Operation(Action.RUN_CODE, text=source_of(call)), call)
        return UNRESOLVED

    def called(self, call: ast.Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        function = call.func
        if isinstance(function, ast.Attribute):
            owner = value_of(function.value, self.names)
            if not isinstance(owner, Module):
                return self.method(owner, function.attr, call)
        own = isinstance(function, ast.Name) and function.id not in self.names
        value = value_of(function, self.names)
        if own or isinstance(value, BuiltIn):
            name = value.name if isinstance(value, BuiltIn) else name_of(function)
            return self._built_in(name, call)
        if isinstance(value, Function):
            return self.run(value, call)
        if isinstance(value, Module):
            return self.of_module(value, call)
        return UNRESOLVED if isinstance(value, Table) else self._by_name(call)  # a row of it

    def decorated(self, function: Function, decorator: ast.expr) -> Function:
        """Return what a decorator makes of a function; itself where a library's leaves it as it is.

        Of one that is not seen, running the function tells.
        """
        wraps = value_of(decorator, self.names)
        if isinstance(wraps, Module):
            if is_plain(wraps.name):
                return function
            wraps = self.elsewhere(wraps)
        made = self.run(wraps, None, (function,)) if isinstance(wraps, Function) else None
        if isinstance(made, Function):
            return made
        return as_decorated(function, decorator, self.names)

    def _by_name(self, call: ast.Call) -> Any:
        """Follow what is looked up by its name, as for one database of several."""
        key = UNRESOLVED
        if isinstance(call.func, ast.Subscript) and _is_call_of(call.func.value, "globals"):
            key = value_of(call.func.slice, self.names)
        elif isinstance(call.func, ast.Call) and _is_call_of(call.func, "eval", "getattr"):
            key = value_of(call.func.args[-1] if call.func.args else None, self.names)
        elif isinstance(call.func, ast.Call):
            return UNRESOLVED  # what made it was told, unless it was harmless
        if not isinstance(key, str) or not key.replace(HOLE, ""):
            return self.code(call)
        named = [
            value
            for name, value in self.names.items()
            if isinstance(name, str) and isinstance(value, Function)
            and fnmatch.fnmatchcase(name, key.replace(HOLE, "*"))
        ]  # fmt: skip
        for function in named:
            self.run(function, call)
        return UNRESOLVED if named else self.code(call)

    def _built_in(self, name: str, call: ast.Call) -> Any:
        if name == "getattr":
            owner, member = (value_of(argument(call, place, ""), self.names) for place in (0, 1))
            has = hasattr(owner, "member") and isinstance(member, str) and HOLE not in member
            return owner.member(member) if has else UNRESOLVED
        if name in _EXECUTE_CODE:
            return UNRESOLVED if name == "eval" and self._is_looked_up(call) else self.code(call)
        if hasattr(builtins, name) or name[:1].isupper():
            self.follow_given(call)
            return value_of(call, self.names)
        return self.code(call)

    def _is_looked_up(self, call: ast.Call) -> bool:
        """Tell whether ``eval`` only names a function of this file."""
        text = value_of(argument(call, 0, ""), self.names)
        return isinstance(text, str) and text.replace(HOLE, "a").isidentifier()

    def follow_given(self, call: ast.Call) -> None:
        """Follow the functions that a call is given, which it may call."""
        for item in (*call.args, *(word.value for word in call.keywords)):
            value = value_of(item, self.names)
            if isinstance(value, Function):
                self._call_given(value, call)

    def _call_given(self, function: Function, call: ast.Call) -> None:
        items = value_of(argument(call, 1, ""), self.names) if name_of(call.func) == "map" else None
        for item in items if isinstance(items, tuple) else (UNRESOLVED,):
            self.run(function, None, (item,))

    def of_module(self, module: Module, call: ast.Call) -> Any:
        """Return the value of a call of what is imported, having followed it where it is seen."""
        owner, _, name = module.name.rpartition(".")
        if is_plain(module.name):
            self.follow_given(call)
            made = self.of_library(name, call)
            return DATA if made is UNRESOLVED and knows_no_table(module.name) else made
        if owner.rpartition(".")[2] == "session":
            return self.of_unknown(UNRESOLVED, name, call)
        known = self.elsewhere(module)
        if isinstance(known, Function):
            start = len(self.found)
            value = self.run(known, call)
            here = [replace(one, line=call.lineno) for one in self.found[start:]]
            self.found[start:] = here
            return value
        if isinstance(known, Module) and len(self._through) < _MOST_MODULES:
            self._through.append(module)
            value = self.of_module(known, call)
            self._through.pop()
            return value
        return self._of_unseen(module, known, call)

    def _of_unseen(self, module: Module, known: Any, call: ast.Call) -> Any:
        """Return the value of a call of what is imported, and is no function that is seen."""
        name = module.name.rpartition(".")[2]
        if name[:1].isupper():
            return UNSEEN if known is None else UNRESOLVED
        if known is DATA or self._is_inherited(module):
            return self.method(known, name, call)
        return self.code(call)

    def _is_inherited(self, module: Module) -> bool:
        """Tell whether a method is a library's that a class of this version is derived from."""
        owner, _, name = module.name.rpartition(".")
        known = self.elsewhere(Module(owner)) if owner else None
        while isinstance(known, Table):
            if not known.bases or name in known.members:
                return False
            plain = [isinstance(base, Module) and is_plain(base.name) for base in known.bases]
            if all(plain):
                return True
            known = known.bases[0] if len(known.bases) == 1 else None
        return False

    def elsewhere(self, module: Module) -> Any:
        """Return what another file of the version defines; None where it is not seen."""
        for ending, name in places_of(self._path, module):
            names = self._module(ending)
            first, *steps = name.split(".")
            if names is None or first not in names:
                continue
            value = names[first]
            for step in steps:
                if value is not DATA:
                    value = value.member(step) if hasattr(value, "member") else None
            return value
        return None

    def _module(self, ending: str) -> dict[Any, Any] | None:
        """Return what a module defines; None where it is not there."""
        if ending not in self._modules:
            self._modules[ending] = None
            found = next(self._history.ending_with(f"/{ending}"), None)
            if found is not None:
                self._modules[ending] = self._defined(*found)
        return self._modules[ending]

    def _defined(self, path: str, content: bytes) -> dict[Any, Any] | None:
        try:
            tree = parsed(path, content)
        except UnreadableError:
            return None
        outer, found, flow = self.names, self.found, self.flow
        self.names, self.found, self.flow = {}, [], Flow()
        self.statements(defining(tree))
        inner = self.names
        self.names, self.found, self.flow = outer, found, flow
        return inner

    def of_library(self, name: str, call: ast.Call) -> Any:
        """Return what a call to a library that touches no schema makes."""
        if name in _TEXTS:
            return value_of(argument(call, 0, "text"), self.names)
        if name == "partial" and call.args:
            return value_of(call.args[0], self.names)
        return Made(call, self.names) if name[:1].isupper() else UNRESOLVED

    # Methods

    def method(self, owner: Any, name: str, call: ast.Call) -> Any:
        """Return the value of a method's call, having followed it."""
        if isinstance(owner, Table) and isinstance(function := owner.member(name), Function):
            return self.run(function, call, (owner,))
        if isinstance(owner, str | tuple | dict):
            self.follow_given(call)
            value = value_of(call, self.names)
            if name in CHANGING and isinstance(owner, tuple | dict):
                change(call, self.names)
            return value
        if owner is DATA:
            self.follow_given(call)
            return DATA
        return self.of_unknown(owner, name, call)

    def of_unknown(self, owner: Any, name: str, call: ast.Call) -> Any:
        """Follow a method of what is not known further."""
        if name in _EXECUTES and not (name in _FETCHES and not call.args):
            return self.execute(call)
        if name in self.changes:
            self.note(Operation(Action.CHANGE_DATA, text=source_of(call)), call)
        elif name in self.runs or owner is UNSEEN:
            return self.code(call)
        self.follow_given(call)
        return UNRESOLVED

    def execute(self, call: ast.Call) -> Any:
        """Follow what runs SQL."""
        value = value_of(argument(call, 0, "sqltext"), self.names)
        dialect, source = self._history.dialect, source_of(call)
        self.found += statements(value, source, dialect, self.budget, call.lineno)
        return UNRESOLVED


def as_decorated(function: Function, decorator: ast.expr, names: Names) -> Function:
    """Return a function that a library's decorator leaves as it is; of another it is not known."""
    base = decorator.func if isinstance(decorator, ast.Call) else decorator
    while isinstance(base, ast.Attribute):
        base = base.value
    root = value_of(base, names)
    known = isinstance(root, Module) and is_plain(root.name)
    built_in = isinstance(base, ast.Name) and hasattr(builtins, base.id)
    return function if known or built_in else replace(function, unseen=decorator)


def defining(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements of a module that say what its names stand for."""
    kinds = (
        ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import,
        ast.ImportFrom, ast.If, ast.Try,
    )  # fmt: skip
    return [node for node in tree.body if isinstance(node, kinds)]


def _is_call_of(node: ast.expr, *names: str) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) in names
