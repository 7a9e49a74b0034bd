"""Follows the statements of Python in their order, as far as that can be done without running."""

import ast
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.values import UNRESOLVED, differing
from relplan.contracts.sql.readers.flow import Flow
from relplan.contracts.sql.readers.python.arguments import Given, bind_all, parameters
from relplan.contracts.sql.readers.python.things import Function, Module, Table
from relplan.contracts.sql.readers.python.truth import reached, truth_of
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
        self.flow = Flow()
        self._returned: list[list[Any]] = []
        self._running: list[ast.AST] = []
        self._how: dict[type[ast.stmt], Callable[[Any], None]] = {
            ast.Assign: self._assign, ast.AnnAssign: self._annotated, ast.AugAssign: self._added,
            ast.With: self._with, ast.AsyncWith: self._with, ast.If: self._if, ast.Try: self._try,
            ast.TryStar: self._try, ast.Match: self._match, ast.While: self._while,
            ast.For: self._for, ast.AsyncFor: self._for, ast.Return: self._return,
            ast.Raise: self._raise, ast.Import: self._import,
            ast.Break: lambda _: self.flow.stop(), ast.Continue: lambda _: self.flow.skip(),
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
        """Follow statements in their order, as far as they can be reached."""
        for node in body:
            if not self.flow.goes_on:
                return
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
        self.flow.goes_on = True  # some contexts end an error, such as `suppress`

    def _if(self, node: ast.If) -> None:
        self.follow(node.test)
        truth = truth_of(node.test)
        if truth is None:
            self.branches([node.body, node.orelse])
        else:
            self.statements(node.body if truth else node.orelse)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        self.statements([*node.body, *node.orelse])
        handlers = [handler.body for handler in node.handlers]
        self.branches(handlers, may_pass=self.flow.goes_on)
        self.flow.finally_(lambda: self.statements(node.finalbody))

    def _match(self, node: ast.Match) -> None:
        self.follow(node.subject)
        whole = any(_takes_all(case) for case in node.cases)
        self.branches([case.body for case in node.cases], may_pass=not whole)

    def _while(self, node: ast.While) -> None:
        self.follow(node.test)
        truth = truth_of(node.test)
        turns = [] if truth is False else [lambda: self.branches([node.body], may_pass=not truth)]
        self.flow.loop(turns, lambda: self.statements(node.orelse), endless=truth is True)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        values = self.follow(node.iter)
        # of a list that is empty, nobody saw how it is filled: none is written to go through it
        known = isinstance(values, tuple | dict) and 0 < len(values) <= _MOST_TURNS
        outer = self.names

        def turn(value: Any) -> None:
            self.budget.spend(len(outer) // 4)
            self.names = dict(self.names)  # what is made in one turn keeps what it knows
            bind(node.target, value, self.names)
            self.statements(node.body)

        def otherwise() -> None:
            outer.update(self.names)
            self.names = outer
            self.statements(node.orelse)

        turns = [partial(turn, value) for value in (values if known else (UNRESOLVED,))]
        self.flow.loop(turns, otherwise, sure=isinstance(node.iter, ast.List | ast.Tuple) and known)

    def _return(self, node: ast.Return) -> None:
        value = self.follow(node.value) if node.value is not None else None
        if self._returned:
            self._returned[-1].append(value)
        self.flow.leave()

    def _raise(self, node: ast.Raise) -> None:
        self._expressions(node)
        self.flow.leave()

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

    def branches(self, ways: Sequence[Iterable[ast.stmt]], *, may_pass: bool = False) -> None:
        """Follow each of several ways from the same start, of which one is gone.

        *may_pass* says that possibly none of them is.
        """
        self.names.update(differing(self.ends(ways, may_pass=may_pass)))

    def ends(self, ways: Sequence[Iterable[ast.stmt]], *, may_pass: bool) -> list[Names]:
        """Return what is known at the end of each way; what is known here stays."""
        start = self.names
        ends = [dict(start)] if may_pass else []
        self.budget.spend((len(ways) + 1) * len(start) // 4)

        def follow(way: Iterable[ast.stmt]) -> None:
            self.names = dict(start)
            self.statements(way)
            ends.append(self.names)

        self.flow.either([partial(follow, way) for way in ways], may_pass=may_pass)
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
        elif isinstance(node, ast.IfExp | ast.BoolOp):
            for part in reached(node):
                self.follow(part)
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
        bind_all(function.node.args, Given(call, first, self.names), inner)
        if again:
            inner.update(dict.fromkeys(parameters(function.node.args), UNRESOLVED))
        self.names = inner
        flow, self.flow = self.flow, Flow()
        self._running.append(function.node)
        self._returned.append([])
        if isinstance(function.node, ast.Lambda):
            self._returned[-1].append(self.follow(function.node.body))
        else:
            self.statements(function.node.body)
        returned = self._returned.pop()
        self._running.pop()
        self.names, self.flow = outer, flow
        return returned[0] if len(returned) == 1 else UNRESOLVED if returned else None


def _takes_all(case: ast.match_case) -> bool:
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, ast.MatchAs) and pattern.pattern is None
