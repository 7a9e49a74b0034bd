"""Follows PHP's statements: branches, loops, and what is left undone after an early return."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, line_of
from relplan.contracts.reading.values import UNRESOLVED, same
from relplan.contracts.sql.conditions import ALWAYS, PERHAPS, Condition, conditioned
from relplan.contracts.sql.dialects import known
from relplan.contracts.sql.operations import Operation
from relplan.contracts.sql.readers.braces import Braces, Function
from relplan.contracts.sql.readers.php.things import ASKED, DRIVER
from relplan.contracts.sql.readers.reader import History

if TYPE_CHECKING:
    from tree_sitter import Node

_GUARDED = Condition(guarded=True)
_LEAVES = frozenset(
    {"return_statement", "continue_statement", "break_statement", "throw_expression"}
)
_EQUALS = {"===": True, "==": True, "!==": False, "!=": False, "<>": False}


class PhpFlow(Braces):
    """Follows statements under their conditions; expressions are for others to follow."""

    def __init__(self, history: History) -> None:
        """Read a migration that stands in *history*."""
        super().__init__(history.budget)
        self.history = history
        self._under = ALWAYS
        self._met: dict[int, Any] = {}
        """What the conditions of branches are known to be, by the node of the branch."""
        self._results: list[list[Any]] = []
        self.how |= {
            **dict.fromkeys(("if_statement", "else_if_clause"), self._if),
            **dict.fromkeys(("compound_statement", "colon_block", "program", "else_clause",
                             "switch_block"), self._sequence),
            **dict.fromkeys(("for_statement", "while_statement", "do_statement"), self._loop),
            "return_statement": self._return, "conditional_expression": self._ternary,
            "foreach_statement": self._foreach, "try_statement": self._try,
            "switch_statement": self._cases, "match_expression": self._cases,
        }  # fmt: skip

    def key_and_value(self, target: "Node", key: Any, value: Any) -> None:
        """Give the variables of a loop their values."""
        names = below(target) if target.type == "pair" else [target]
        self.bind(names[-1], value)
        if len(names) > 1:
            self.bind(names[0], key)

    # what is done, and under which conditions

    def take(self, operations: "Iterator[Operation] | Sequence[Operation]") -> None:
        """Take note of what is done; its lines are known."""
        self.found += [conditioned(one, self._under) for one in operations]

    def note(self, operation: Operation, node: "Node") -> None:
        """Take note of what is done."""
        self.take([replace(operation, line=line_of(node))])

    @contextmanager
    def beneath(self, condition: Condition) -> Iterator[None]:
        """Follow what is done only under a condition."""
        outer, self._under = self._under, self._under + condition
        yield
        self._under = outer

    def body(self, nodes: "Sequence[Node]") -> Any:
        """Follow statements up to the one after which nothing runs."""
        outer, value = self._under, None
        for node in nodes:
            value = self.statement(node)
            if node.type in _LEAVES or _throws(node):
                break
            if node.type == "if_statement" and _leaves(node):
                met = self._met.get(node.id, UNRESOLVED)
                if met is True:
                    break
                self._under += ALWAYS if met is False else _condition(met)
        self._under = outer
        return value

    def run(self, function: Function, given: list[Any]) -> Any:
        """Follow a function; its value is what all its returns agree in."""
        self._results.append([])
        value = super().run(function, given)
        returned = self._results.pop()
        if not returned:
            return value if function.node.type == "arrow_function" else None
        return returned[0] if all(same(one, returned[0]) for one in returned) else (
            ASKED if any(one is ASKED for one in returned) else UNRESOLVED
        )  # fmt: skip

    def _return(self, node: "Node") -> Any:
        value = self._last(node) if below(node) else None
        if self._results:
            self._results[-1].append(value)
        return value

    # branches

    def holds(self, node: "Node | None") -> Any:
        """Return whether a condition holds: True, False, ASKED, or what is not known."""
        value = self.follow(node) if node is not None else UNRESOLVED
        return value if isinstance(value, bool) or value is ASKED else UNRESOLVED

    def _if(self, node: "Node") -> Any:
        met = self._met[node.id] = self.holds(node.child_by_field_name("condition"))
        bodies = node.children_by_field_name("body")
        others = node.children_by_field_name("alternative")
        ways = []
        if met is not False:
            ways.append(partial(self._way, bodies, met))
        if met is not True:
            ways += [partial(self._way, [other], met) for other in others]
        self.branches(ways, may_pass=not (met is True or (others and _is_whole(others))))
        return UNRESOLVED

    def _way(self, nodes: "Sequence[Node]", met: Any) -> Any:
        with self.beneath(ALWAYS if isinstance(met, bool) else _condition(met)):
            return self.body(nodes)

    def _ternary(self, node: "Node") -> Any:
        condition = node.child_by_field_name("condition")
        met = self.holds(condition)
        parts = [node.child_by_field_name(name) for name in ("body", "alternative")]
        first, second = (condition if part is None else part for part in parts)
        if isinstance(met, bool):
            chosen = first if met else second
            return self.follow(chosen) if chosen is not None else UNRESOLVED
        ways = [partial(self._way, [part], met) for part in (first, second) if part is not None]
        values = self.branches(ways, may_pass=False)
        return values[0] if all(same(one, values[0]) for one in values) else UNRESOLVED

    def _cases(self, node: "Node") -> Any:
        subject = node.child_by_field_name("condition")
        value = self.follow(subject) if subject is not None else UNRESOLVED
        arms = below(node.child_by_field_name("body"))
        ways = []
        for arm in arms:
            met = self._matches(arm, value)
            if met is False:
                continue
            said = arm.child_by_field_name("return_expression")
            skipped = [
                arm.child_by_field_name(name) for name in ("value", "conditional_expressions")
            ]
            nodes = (
                [said] if said is not None else [one for one in below(arm) if one not in skipped]
            )
            ways.append(partial(self._way, nodes, met))
        values = self.branches(ways, may_pass=not any("default" in arm.type for arm in arms))
        return values[0] if values and all(same(one, values[0]) for one in values) else UNRESOLVED

    def _matches(self, arm: "Node", value: Any) -> Any:
        said = arm.child_by_field_name("value")
        listed = arm.child_by_field_name("conditional_expressions")
        wanted = [said] if said is not None else below(listed)
        found = [self.equal(value, self.follow(one)) for one in wanted]
        if not found or any(isinstance(one, bool) is False for one in found):
            return UNRESOLVED
        return any(found)

    def equal(self, one: Any, other: Any) -> Any:
        """Return whether two values are equal, as far as that is known."""
        if other is DRIVER:
            one, other = other, one
        if one is DRIVER and isinstance(other, str):
            return self._is_driver(other)
        if ASKED in (one, other):
            return ASKED
        plain = (str, int, bool, type(None))
        if isinstance(one, plain) and isinstance(other, plain):
            return type(one) is type(other) and one == other
        return UNRESOLVED

    def _is_driver(self, name: str) -> Any:
        dialect = self.history.dialect
        if not dialect:
            return UNRESOLVED
        if known(name) != dialect:
            return False
        return UNRESOLVED if name in ("mariadb", "cockroach") else True

    def compared(self, one: Any, sign: str, other: Any) -> Any:
        """Return the value of a comparison, or of what connects two conditions."""
        if sign in _EQUALS:
            value = self.equal(one, other)
            return value is _EQUALS[sign] if isinstance(value, bool) else value
        if sign in ("&&", "and"):
            return _both(one, other, decides=False)
        if sign in ("||", "or"):
            return _both(one, other, decides=True)
        return ASKED if ASKED in (one, other) else UNRESOLVED

    # loops, and what may fail

    def _loop(self, node: "Node") -> Any:
        self.body(below(node))
        return UNRESOLVED

    def _foreach(self, node: "Node") -> Any:
        body = node.child_by_field_name("body")
        values, target = [one for one in below(node) if one != body][:2]
        for key, value in self.pairs(self.follow(values)):
            self.key_and_value(target, key, value)
            if body is not None:
                self.follow(body)
        return UNRESOLVED

    def pairs(self, values: Any) -> list[tuple[Any, Any]]:
        """Return the keys and items of an array; what is not known where it may be filled yet."""
        if isinstance(values, dict) and values:
            return list(zip(values, self.turns(tuple(values.values())), strict=False))
        if isinstance(values, tuple) and values:
            return list(enumerate(self.turns(values)))
        item = ASKED if values is ASKED else UNRESOLVED
        return [(item, item)]

    def _try(self, node: "Node") -> Any:
        for child in below(node):
            inner = child.child_by_field_name("body")
            if child.type == "catch_clause":
                self.branches([partial(self._way, [inner], UNRESOLVED)] if inner else [],
                              may_pass=True)  # fmt: skip
            else:
                self.follow(inner if inner is not None else child)
        return UNRESOLVED


def _condition(met: Any) -> Condition:
    return _GUARDED if met is ASKED else PERHAPS


def _both(one: Any, other: Any, *, decides: bool) -> Any:
    """Return what two conditions come to, of which one that is *decides* is enough."""
    if one is decides or other is decides:
        return decides
    rest = [value for value in (one, other) if value is not (not decides)]
    if not rest:
        return not decides
    return ASKED if all(value is ASKED for value in rest) else UNRESOLVED


def _is_whole(others: "Sequence[Node]") -> bool:
    return any(other.type == "else_clause" for other in others)


def _throws(node: "Node") -> bool:
    return node.type == "expression_statement" and any(
        child.type == "throw_expression" for child in below(node)
    )


def _leaves(node: "Node") -> bool:
    """Tell whether nothing behind a condition runs where it holds."""
    body = node.child_by_field_name("body")
    if body is None or node.child_by_field_name("alternative") is not None:
        return False
    inner = below(body)[-1:] if body.type in ("compound_statement", "colon_block") else [body]
    return any(one.type in _LEAVES or _throws(one) for one in inner)
