"""Follows the statements of Python in their order, as far as that can be done without running."""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.values import UNRESOLVED, differing
from relplan.contracts.sql.readers.python.things import BuiltIn, Function, Module, Table
from relplan.contracts.sql.readers.python.values import Names, bind, text_of, turns, value_of

_DEEPEST = 24
"""Functions that call each other."""
_MOST_TURNS = 200
"""Of a loop over constants."""
_STEPS = 3
"""That following a statement or a call costs."""
_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


class Follower:
    """Follows statements; what a call does is for others to say."""

    def __init__(self, budget: Budget) -> None:
        """Pay for each statement and call from *budget*."""
        self.names: Names = {}
        self.budget = budget
        self._returned: list[list[Any]] = []
        self._running: list[ast.AST] = []
        self._how: dict[type[ast.stmt], Callable[[Any], None]] = {
            ast.Assign: self._assign, ast.AnnAssign: self._annotated, ast.AugAssign: self._added,
            ast.With: self._with, ast.AsyncWith: self._with, ast.If: self._if, ast.Try: self._try,
            ast.Match: self._match, ast.While: self._while, ast.For: self._for,
            ast.AsyncFor: self._for, ast.Return: self._return, ast.Import: self._import,
            ast.FunctionDef: self._function, ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class, ast.ImportFrom: self._import_from,
        }  # fmt: skip

    def called(self, call: ast.Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def decorated(self, function: Function, decorator: ast.expr) -> Function:
        """Return what a decorator makes of a function."""
        raise NotImplementedError

    def not_followed(self, node: ast.AST) -> None:
        """Take note that something cannot be followed."""
        raise NotImplementedError

    # Statements

    def statements(self, body: Iterable[ast.stmt]) -> None:
        """Follow statements in their order."""
        for node in body:
            self.budget.spend(_STEPS)
            self.statement(node)

    def statement(self, node: ast.stmt) -> None:
        """Follow one statement."""
        self._how.get(type(node), self._expressions)(node)

    def _expressions(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.follow(child)

    def _assign(self, node: ast.Assign) -> None:
        value = self.follow(node.value)
        for target in node.targets:
            self._set(target, value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._set(node.target, self.follow(node.value))

    def _added(self, node: ast.AugAssign) -> None:
        whole = ast.BinOp(node.target, node.op, node.value)
        self.follow(node.value)
        self._set(node.target, value_of(whole, self.names))

    def _set(self, target: ast.expr, value: Any) -> None:
        bind(target, value, self.names)
        if isinstance(target, ast.Attribute | ast.Subscript):
            self._expressions(target)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            value = self.follow(item.context_expr)
            if item.optional_vars is not None:
                self._set(item.optional_vars, value)
        self.statements(node.body)

    def _if(self, node: ast.If) -> None:
        self.follow(node.test)
        self.branches([node.body, node.orelse])

    def _try(self, node: ast.Try) -> None:
        self.statements(node.body)
        self.branches([*(handler.body for handler in node.handlers), []])
        self.statements(node.orelse)
        self.statements(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self.follow(node.subject)
        self.branches([*(case.body for case in node.cases), []])

    def _while(self, node: ast.While) -> None:
        self.follow(node.test)
        self.branches([node.body, node.orelse])

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        values = self.follow(node.iter)
        known = isinstance(values, tuple | dict) and len(values) <= _MOST_TURNS
        outer = self.names
        for value in values if known else (UNRESOLVED,):
            self.budget.spend(len(outer) // 4)
            self.names = dict(self.names)  # what is made in one turn keeps what it knows
            bind(node.target, value, self.names)
            self.statements(node.body)
        outer.update(self.names)
        self.names = outer
        self.statements(node.orelse)

    def _return(self, node: ast.Return) -> None:
        value = self.follow(node.value) if node.value is not None else None
        if self._returned:
            self._returned[-1].append(value)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        function = Function(node, self.names)
        for decorator in reversed(node.decorator_list):
            self.follow(decorator)
            function = self.decorated(function, decorator)
        self.names[node.name] = function

    def _class(self, node: ast.ClassDef) -> None:
        members: dict[str, Any] = {}
        table = ""
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                members[part.name] = Function(part, self.names)
            elif isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
                members[part.targets[0].id] = value_of(part.value, self.names)
                if part.targets[0].id == "__tablename__":
                    table = text_of(part.value, self.names)
        bases = tuple(value_of(base, self.names) for base in node.bases)
        self.names[node.name] = Table(table, members, bases=bases)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            self.names[alias.asname or name] = Module(name)

    def _import_from(self, node: ast.ImportFrom) -> None:
        prefix = "." * node.level + (node.module or "")
        for alias in node.names:
            joint = "" if prefix.endswith(".") else "."
            self.names[alias.asname or alias.name] = Module(f"{prefix}{joint}{alias.name}")

    def branches(self, ways: Iterable[Iterable[ast.stmt]]) -> None:
        """Follow each of several ways from the same start, of which one is gone."""
        self.names.update(differing(self.ends(ways)))

    def ends(self, ways: Iterable[Iterable[ast.stmt]]) -> list[Names]:
        """Return what is known at the end of each way; what is known here stays."""
        start, ends = self.names, []
        for way in ways:
            self.budget.spend(len(start) // 4)
            self.names = dict(start)
            self.statements(way)
            ends.append(self.names)
        self.names = start
        return ends

    # Expressions

    def follow(self, node: ast.expr) -> Any:
        """Return the value of an expression, having followed the calls in it."""
        self.names.pop(node, None)  # of the turn before
        if isinstance(node, ast.Lambda):
            self.names[node] = Function(node, self.names)
        elif isinstance(node, _Comprehension):
            self.names[node] = self._comprehension(node)
        elif isinstance(node, ast.Call):
            self.names[node] = self._call(node)
        else:
            self._expressions(node)
        if isinstance(node, ast.NamedExpr):
            bind(node.target, value_of(node.value, self.names), self.names)
        return value_of(node, self.names)

    def _call(self, node: ast.Call) -> Any:
        self.budget.spend(_STEPS)
        if not isinstance(node.func, ast.Name):
            self.follow(node.func)
        for item in (*node.args, *(word.value for word in node.keywords)):
            self.follow(item.value if isinstance(item, ast.Starred) else item)
        return self.called(node)

    def _comprehension(self, node: _Comprehension) -> Any:
        for generator in node.generators:
            self.follow(generator.iter)
        each = turns(node.generators, self.names)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        outer, values, value = self.names, [], UNRESOLVED
        for names in each if each is not None else [self._unknown_turn(node)]:
            self.names = names
            for part in (*(test for one in node.generators for test in one.ifs), *parts):
                value = self.follow(part)
            values.append(value)
        self.names = outer
        return UNRESOLVED if each is None else tuple(values)

    def _unknown_turn(self, node: _Comprehension) -> Names:
        names = dict(self.names)
        for generator in node.generators:
            bind(generator.target, UNRESOLVED, names)
        return names

    # Functions

    def run(self, function: Function, call: ast.Call | None, first: tuple[Any, ...] = ()) -> Any:
        """Follow a function with the arguments of a call, behind those that come *first*."""
        again = self._running.count(function.node)
        if len(self._returned) >= _DEEPEST:
            self.not_followed(call if call is not None else function.node)
        if again > 1 or len(self._returned) >= _DEEPEST:
            return UNRESOLVED  # what it does, whatever it is given, was told
        if function.unseen is not None:
            self.not_followed(function.unseen)
        outer = self.names
        inner = dict(function.names)
        self._bind_all(function.node.args, call, first, inner)
        if again:
            inner.update(dict.fromkeys(_parameters(function.node.args), UNRESOLVED))
        self.names = inner
        self._running.append(function.node)
        self._returned.append([])
        if isinstance(function.node, ast.Lambda):
            self._returned[-1].append(self.follow(function.node.body))
        else:
            self.statements(function.node.body)
        returned = self._returned.pop()
        self._running.pop()
        self.names = outer
        return returned[0] if len(returned) == 1 else UNRESOLVED if returned else None

    def _bind_all(
        self, wanted: ast.arguments, call: ast.Call | None, first: tuple[Any, ...], inner: Names
    ) -> None:
        places = [*wanted.posonlyargs, *wanted.args]
        given, is_open = self._given(call)
        given = [*first, *given]
        behind = [None] * (len(places) - len(wanted.defaults))
        defaults = [*behind, *wanted.defaults, *wanted.kw_defaults]
        for one, default in zip([*places, *wanted.kwonlyargs], defaults, strict=True):
            known = default is not None and not is_open
            inner[one.arg] = value_of(default, inner) if known else UNRESOLVED
        inner.update(zip((one.arg for one in places), given, strict=False))
        for word in call.keywords if call is not None else ():
            value = self._argument(word.value)
            inner.update({word.arg: value} if word.arg else value if _is_words(value) else {})
        if wanted.vararg is not None:
            inner[wanted.vararg.arg] = tuple(given[len(places) :])

    def _argument(self, node: ast.expr) -> Any:
        """Return the value of an argument, which may be a function of Python's own."""
        own = (
            isinstance(node, ast.Name) and node.id not in self.names and hasattr(builtins, node.id)
        )
        return (
            BuiltIn(node.id) if own and isinstance(node, ast.Name) else value_of(node, self.names)
        )

    def _given(self, call: ast.Call | None) -> tuple[list[Any], bool]:
        """Return the arguments of a call by their places, and whether there are more."""
        given: list[Any] = []
        is_open = False
        for item in call.args if call is not None else ():
            value = self._argument(item.value if isinstance(item, ast.Starred) else item)
            if not isinstance(item, ast.Starred):
                given.append(value)
            elif isinstance(value, tuple):
                given += value
            else:
                is_open = True
        words = call.keywords if call is not None else ()
        unknown = [one for one in words if one.arg is None]
        return given, is_open or any(
            not _is_words(value_of(one.value, self.names)) for one in unknown
        )


def _parameters(wanted: ast.arguments) -> Iterator[str]:
    several = [one for one in (wanted.vararg, wanted.kwarg) if one is not None]
    for one in (*wanted.posonlyargs, *wanted.args, *wanted.kwonlyargs, *several):
        yield one.arg


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) for name in value)
