"""Follows programs in languages with braces: what C# and JavaScript have in common."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.calls import BaseCall
from relplan.contracts.reading.trees import below, first_fault, line_of, short, text_of
from relplan.contracts.reading.values import UNRESOLVED, joined
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.telling import not_understood
from relplan.contracts.sql.readers.truth import is_cut_short
from relplan.contracts.sql.readers.walking import Walker

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TURNS = 200
"""Of a loop over constants."""
_MOST_CALLS = 8
"""Functions that call each other."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function, a method or a lambda."""

    node: "Node"


@dataclass(slots=True)
class Call(BaseCall):
    """A call in a language with braces."""

    type: str = ""
    """What stands in angle brackets."""


class Braces(Walker):
    """Follows statements; what a call does is for each framework's reader to say."""

    def __init__(self, budget: Budget) -> None:
        """Pay for each node from *budget*."""
        super().__init__(budget)
        self.functions: dict[str, Function] = {}
        self._running: list[Function] = []
        self.how |= {
            "identifier": self._name, "if_statement": self._conditional,
            "conditional_expression": self._conditional, "ternary_expression": self._conditional,
            "binary_expression": self._operated, "parenthesized_expression": self._last,
            "assignment_expression": self._assigned, "variable_declarator": self._declared,
            "switch_statement": self._switch, "switch_expression": self._switch,
            "foreach_statement": self._each, "for_in_statement": self._each,
            "return_statement": self._returned, "throw_statement": self.ended,
            "break_statement": self._jumped, "continue_statement": self._jumped,
            "goto_statement": self._jumped, "try_statement": self._try,
            **dict.fromkeys(("while_statement", "do_statement", "for_statement"), self._loop),
            **dict.fromkeys(
                ("block", "statement_block", "program", "else_clause", "catch_clause",
                 "finally_clause", "expression_statement", "await_expression", "switch_case",
                 "switch_default", "switch_section", "using_statement", "lock_statement",
                 "global_statement"),
                self._sequence,
            ),
        }  # fmt: skip

    def learn(self, root: "Node") -> None:
        """Take note of the functions and constants of a file."""
        raise NotImplementedError

    def does_something(self, function: "Node") -> bool:
        """Tell whether a function is not empty, nor only refuses to run."""
        raise NotImplementedError

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def migration(
        self, path: str, root: "Node", names: tuple[str, str], given: list[Any]
    ) -> Migration:
        """Return what the first of *names*, called with *given*, does; the second takes it back."""
        self.learn(root)
        up, down = map(self.functions.get, names)
        if up is None:
            text = not_understood(names[0])
            self.found.append(Operation(Action.UNKNOWN, text=text, line=1))
        else:
            self.run(up, given)
            self.finish()
        if root.has_error and not any(one.action is Action.UNKNOWN for one in self.found):
            broken = first_fault(root)
            text = not_understood(short(broken))
            self.found.append(Operation(Action.UNKNOWN, text=text, line=line_of(broken)))
        back = down is not None and self.does_something(down.node)
        return Migration(path, tuple(replace(one, reversible=back) for one in self.found))

    def starts(self, body: "Node") -> bool:
        """Tell whether the statements of a function do not end, or refuse, at their start."""
        first = next(iter(below(body)), None)
        ends = first is not None and first.type == "return_statement" and not below(first)
        return first is not None and first.type != "throw_statement" and not ends

    def is_simple(self, node: "Node") -> bool:
        """Tell whether a statement is an expression or a declaration."""
        return node.type in (
            "expression_statement", "local_declaration_statement", "lexical_declaration",
            "return_statement", "variable_declaration",
        )  # fmt: skip

    def _sequence(self, node: "Node") -> Any:
        return self.body(below(node))

    def _returned(self, node: "Node") -> Any:
        value = self._sequence(node)
        self.flow.leave()
        return value

    def _jumped(self, node: "Node") -> Any:
        if node.type == "goto_statement" or below(node):  # it names where to
            self.flow.jump()
        elif node.type == "break_statement":
            self.flow.stop()
        else:
            self.flow.skip()
        return UNRESOLVED

    def _try(self, node: "Node") -> Any:
        body, *others = below(node)
        self.follow(body)
        caught = [partial(self.follow, one) for one in others if one.type == "catch_clause"]
        self.branches(caught, may_pass=self.flow.goes_on)
        for one in others:
            if one.type == "finally_clause":
                self.flow.finally_(partial(self.follow, one))
        return UNRESOLVED

    def _loop(self, node: "Node") -> Any:
        condition, body = (node.child_by_field_name(name) for name in ("condition", "body"))
        for child in below(node):
            if child != body:
                self.follow(child)
        sure = node.type == "do_statement"
        has_none = condition is None or condition.type == "empty_statement"
        truth = True if has_none else self.truth(condition)
        runs = body is not None and (sure or truth is not False)
        turns = [partial(self.follow, body)] if body is not None and runs else []
        self.flow.loop(turns, sure=sure, endless=truth is True)
        return UNRESOLVED

    def _last(self, node: "Node") -> Any:
        value = UNRESOLVED
        for child in below(node):
            value = self.follow(child)
        return value

    def _name(self, node: "Node") -> Any:
        name = text_of(node)
        return self.scope[name] if name in self.scope else self.functions.get(name, UNRESOLVED)

    def _operated(self, node: "Node") -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.rest(node)
        one = self.follow(left)
        other = UNRESOLVED if is_cut_short(node, self.literals) else self.follow(right)
        is_sum = text_of(node.child_by_field_name("operator")) == "+"
        return joined([one, other]) if is_sum and isinstance(one, str) else UNRESOLVED

    def _assigned(self, node: "Node") -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.rest(node)
        value = self.follow(right)
        self.bind(left, value)
        return value

    def _declared(self, node: "Node") -> Any:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None:
            return self.rest(node)
        if value is None:  # C# has it as the last child
            value = next((one for one in reversed(below(node)) if one != name), None)
        self.bind(name, self.follow(value) if value is not None else UNRESOLVED)
        return None

    def bind(self, target: "Node", value: Any) -> None:
        """Give a variable, or several, their values."""
        if target.type in ("identifier", "implicit_parameter"):
            self.scope[text_of(target)] = value
        elif target.type == "array_pattern":
            names = below(target)
            fits = isinstance(value, tuple) and len(value) >= len(names)
            for place, name in enumerate(names):
                self.bind(name, value[place] if fits else UNRESOLVED)
        elif target.type == "object_pattern":
            known = value if isinstance(value, dict) else {}
            for name in below(target):
                self.scope[text_of(name)] = known.get(text_of(name), UNRESOLVED)
        else:
            self.rest(target)

    def _conditional(self, node: "Node") -> Any:
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.follow(condition)
        truth = self.truth(condition)
        then = [] if truth is False else ["consequence"]
        other = [] if truth is True else ["alternative"]
        parts = [
            part for name in (*then, *other) if (part := node.child_by_field_name(name)) is not None
        ]
        ways = [partial(self.follow, part) for part in parts]
        self.branches(ways, may_pass=len(parts) < 2 if truth is None else not parts)
        return UNRESOLVED

    def _switch(self, node: "Node") -> Any:
        parts = [part for child in below(node) for part in below(child)]
        ways = [partial(self.follow, part) for part in parts]
        self.flow.switch(lambda: self.branches(ways, may_pass=True))
        return UNRESOLVED

    def _each(self, node: "Node") -> Any:
        left, right, body = (node.child_by_field_name(name) for name in ("left", "right", "body"))
        values = self.follow(right) if right is not None else UNRESOLVED

        def turn(value: Any) -> None:
            if left is not None:
                self.bind(left, value)
            if body is not None:
                self.follow(body)

        self.flow.loop([partial(turn, value) for value in self.turns(values)])
        return UNRESOLVED

    def turns(self, values: Any) -> tuple[Any, ...]:
        """Return the items of a list; one that is not known where they are not.

        Of an empty one, too: nobody goes through a list that is not filled somewhere.
        """
        known = isinstance(values, tuple) and 0 < len(values) <= _MOST_TURNS
        return values if known else (UNRESOLVED,)

    def run(self, function: Function, given: list[Any]) -> Any:
        """Follow a function with these arguments."""
        if function in self._running or len(self._running) >= _MOST_CALLS:
            self.not_followed(function.node)
            return UNRESOLVED
        self.ran(function.node)
        self._running.append(function)
        outer = self.scope
        self.scope = dict(outer)
        for place, name in enumerate(self.parameters(function.node)):
            self.bind(name, given[place] if place < len(given) else UNRESOLVED)
        body = function.node.child_by_field_name("body")
        value = self.function_body(body) if body is not None else UNRESOLVED
        self.scope = outer
        self._running.pop()
        return value

    def function(self, node: "Node") -> Function:
        """Return a function that is written where its value is wanted."""
        function = Function(node)
        self.budget.spend(len(self.scope) // 4)
        self.wait(node, lambda: self.run(function, []))
        return function

    def parameters(self, node: "Node") -> "Iterator[Node]":
        """Yield what the parameters of a function are bound to."""
        single = node.child_by_field_name("parameter")
        if single is not None:
            yield single
        listed = node.child_by_field_name("parameters")
        if listed is not None and not listed.named_children:  # C#: one, without parentheses
            yield listed
        for parameter in below(listed):
            parts = (parameter.child_by_field_name(name) for name in ("pattern", "name"))
            yield next((part for part in parts if part is not None), parameter)

    def follow_functions(self, call: Call, given: list[Any]) -> None:
        """Follow the functions that a call is given, as if it called them with *given*."""
        ahead = [*call.given, *call.words.values()]
        while ahead:
            value = ahead.pop()
            ahead += value if isinstance(value, tuple) else ()
            if isinstance(value, Function):
                self.run(value, given)
