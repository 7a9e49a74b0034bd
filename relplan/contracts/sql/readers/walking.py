"""Follows a program's syntax tree, statement by statement: what all languages have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, line_of, short
from relplan.contracts.reading.values import UNRESOLVED, differing
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.flow import Flow
from relplan.contracts.sql.readers.telling import not_understood, told_once
from relplan.contracts.sql.readers.truth import truth_of

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 120
"""Levels of a tree, and of functions that call each other."""
_STEPS = 3
"""That following one node costs."""


class Walker:
    """Follows the nodes of a tree in their order, and takes note of what they do."""

    nothing: frozenset[str] = frozenset()
    """The types of nodes that do nothing to a table where they stand."""
    literals: Mapping[str, bool] = {}
    """What conditions are that are written out, by their source."""

    def __init__(self, budget: Budget) -> None:
        """Pay for each node from *budget*."""
        self.scope: dict[str, Any] = {}
        self.found: list[Operation] = []
        self.budget = budget
        self.flow = Flow()
        self.how: dict[str, Callable[[Node], Any]] = {}
        """How each type of node is followed; of others, all that is below them is."""
        self._deep = 0
        self._waiting: dict[int, tuple[Callable[[], Any], dict[str, Any]]] = {}

    def wait(self, node: "Node", run: Callable[[], Any]) -> None:
        """Take note of a function that nobody has been seen to call yet."""
        self._waiting.setdefault(node.id, (run, dict(self.scope)))

    def ran(self, node: "Node") -> None:
        """Take note that a function is called."""
        self._waiting.pop(node.id, None)

    def finish(self) -> None:
        """Follow the functions that nobody was seen to call: somebody may."""
        while self._waiting:
            run, self.scope = self._waiting.pop(next(iter(self._waiting)))
            run()

    def follow(self, node: "Node") -> Any:
        """Return the value of an expression or a statement, having followed it."""
        self.budget.spend(_STEPS)
        if self._deep > _DEEPEST or node.type == "ERROR" or node.is_missing:
            self.not_followed(node)
            return UNRESOLVED
        how = self.how.get(node.type)
        if how is None and node.type in self.nothing:
            return None
        self._deep += 1
        value = how(node) if how is not None else self.rest(node)
        self._deep -= 1
        return value

    def body(self, nodes: "Sequence[Node]") -> Any:
        """Follow statements as far as they can be reached; the value is that of the last one."""
        value = None
        for node in nodes:
            if node.type == "labeled_statement":  # there may be a `goto` to it
                self.flow.goes_on = True
            if self.flow.goes_on:
                value = self.statement(node)
        return value

    def statement(self, node: "Node") -> Any:
        """Follow one statement of several; where it is simple, what is not known is told once."""
        start = len(self.found)
        value = self.follow(node)
        if self.is_simple(node):
            self.found[start:] = told_once(self.found[start:])
        return value

    def is_simple(self, node: "Node") -> bool:
        """Tell whether a statement holds no others that are to be told apart."""
        raise NotImplementedError

    def rest(self, node: "Node") -> Any:
        """Follow all that is below *node*, of which no more is known: it may go on behind it."""
        for child in below(node):
            self.follow(child)
            self.flow.goes_on = True
        return UNRESOLVED

    def ended(self, node: "Node") -> Any:
        """Follow what ends a function."""
        value = self.rest(node)
        self.flow.leave()
        return value

    def function_body(self, node: "Node") -> Any:
        """Follow the body of a function, or of a block: where that ends, its caller goes on."""
        outer, self.flow = self.flow, Flow()
        value = self.follow(node)
        self.flow = outer
        return value

    def truth(self, node: "Node | None") -> bool | None:
        """Return what a condition is that hangs on nothing, as ``false``; None: a run tells."""
        return truth_of(node, self.literals)

    def branches(self, ways: Sequence[Callable[[], Any]], *, may_pass: bool) -> list[Any]:
        """Follow each of several ways from the same start; return their values.

        *may_pass* says that possibly none of them is gone.
        """
        start = self.scope
        ends = [dict(start)] if may_pass else []
        self.budget.spend((len(ways) + 1) * len(start) // 4)

        def gone(way: Callable[[], Any]) -> Any:
            self.scope = dict(start)
            value = way()
            ends.append(self.scope)
            return value

        values = self.flow.either([partial(gone, way) for way in ways], may_pass=may_pass)
        self.scope = start
        start.update(differing(ends))
        return values

    def note(self, operation: Operation, node: "Node") -> None:
        """Take note of what is done."""
        self.found.append(replace(operation, line=line_of(node)))

    def code(self, node: "Node") -> None:
        """Take note of code that is not seen."""
        self.note(Operation(Action.RUN_CODE, text=short(node)), node)

    def not_followed(self, node: "Node") -> None:
        """Take note of what is not understood."""
        self.note(Operation(Action.UNKNOWN, text=not_understood(short(node))), node)
