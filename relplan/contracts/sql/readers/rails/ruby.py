"""Follows Ruby statements in their order, as far as that can be done without running them."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED, same
from relplan.contracts.sql.readers.rails.expressions import Expressions
from relplan.contracts.sql.readers.rails.things import Block, Call, Sent

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TURNS = 200
"""Of a loop over constants."""
_ENDS = frozenset({"raise", "fail", "abort", "exit"})
"""Calls that do not come back."""


class Follower(Expressions):
    """Follows statements; what a call does is for the migrations' reader to say."""

    def __init__(self, root: "Node", budget: Budget) -> None:
        """Follow what stands below *root*."""
        super().__init__(root, budget)
        self.methods: dict[str, Node] = {}
        self._blocks: list[Block | None] = []
        self.how |= {
            **dict.fromkeys(
                ("if", "unless", "elsif", "if_modifier", "unless_modifier", "conditional"),
                self._conditional,
            ),
            **dict.fromkeys(("case", "case_match"), self._case),
            **dict.fromkeys(
                ("body_statement", "begin", "block_body", "then", "else", "ensure", "do",
                 "parenthesized_statements"),
                self._block_body,
            ),
            **dict.fromkeys(("method", "singleton_method"), self._defines),
            **dict.fromkeys(("when", "in_clause", "rescue"), self._sequence),
            **dict.fromkeys(
                ("while", "until", "while_modifier", "until_modifier"), self._while
            ),
            "return": self.ended, "break": self._left, "next": self._left,
            "exception_variable": self._caught,
            "for": self._for, "call": self._called, "yield": self._yield, "lambda": self._lambda,
        }  # fmt: skip

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def _conditional(self, node: "Node") -> Any:
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.follow(condition)
        truth = self.truth(condition)
        if truth is not None and node.type.startswith("unless"):
            truth = not truth
        then = [] if truth is False else ["consequence", "body"]
        other = [] if truth is True else ["alternative"]
        parts = [
            part for name in (*then, *other) if (part := node.child_by_field_name(name)) is not None
        ]
        ways = [partial(self.follow, part) for part in parts]
        whole = truth is not None or node.child_by_field_name("alternative") is not None
        values = self.branches(ways, may_pass=not whole or not ways)
        agree = whole and all(same(value, values[0]) for value in values)
        return values[0] if agree and values else UNRESOLVED

    def _case(self, node: "Node") -> Any:
        value = node.child_by_field_name("value")
        parts = [child for child in below(node) if child != value]
        if value is not None:
            self.follow(value)
        self.branches(
            [partial(self.follow, part) for part in parts],
            may_pass=not any(part.type == "else" for part in parts),
        )
        return UNRESOLVED

    def _sequence(self, node: "Node") -> Any:
        return self.body(below(node))

    def _while(self, node: "Node") -> Any:
        condition, body = (node.child_by_field_name(name) for name in ("condition", "body"))
        if condition is not None:
            self.follow(condition)
        truth = self.truth(condition)
        if truth is not None and node.type.startswith("until"):
            truth = not truth
        sure = node.type.endswith("_modifier") and body is not None and body.type == "begin"
        runs = sure or truth is not False
        turns = [partial(self.follow, body)] if body is not None and runs else []
        self.flow.loop(turns, sure=sure, endless=truth is True)
        return UNRESOLVED

    def _left(self, node: "Node") -> Any:
        value = self.rest(node)
        if node.type == "break":
            self.flow.stop()
        else:
            self.flow.skip()
        return value

    def _block_body(self, node: "Node") -> Any:
        """Follow a body with what it does when an error is raised, which may or may not happen."""
        nodes = below(node)
        handlers = [child for child in nodes if child.type == "rescue"]
        value = self.body([child for child in nodes if child.type not in ("rescue", "ensure")])
        if handlers:
            ways = [partial(self.follow, way) for way in handlers]
            self.branches(ways, may_pass=self.flow.goes_on)
        for child in nodes:
            if child.type == "ensure":
                self.flow.finally_(partial(self.follow, child))
        return UNRESOLVED if handlers else value

    def _caught(self, node: "Node") -> Any:
        for name in below(node):
            self.bind(name, UNRESOLVED)
        return None

    def _for(self, node: "Node") -> Any:
        pattern, value = node.child_by_field_name("pattern"), node.child_by_field_name("value")
        body = node.child_by_field_name("body")
        values = self.body(below(value)) if value is not None else UNRESOLVED
        turns = (
            values
            if isinstance(values, tuple) and 0 < len(values) <= _MOST_TURNS
            else (UNRESOLVED,)
        )

        def follow(turn: Any) -> None:
            if pattern is not None:
                self.bind(pattern, turn)
            if body is not None:
                self.follow(body)

        self.flow.loop([partial(follow, turn) for turn in turns])
        return UNRESOLVED

    def _called(self, node: "Node") -> Any:
        receiver, method = (node.child_by_field_name(name) for name in ("receiver", "method"))
        name = text_of(method) if method is not None else "call"
        call = Call(node, name, has_receiver=receiver is not None)
        if receiver is not None:
            call.receiver = self.follow(receiver)
        self._arguments(call, node.child_by_field_name("arguments"))
        block = node.child_by_field_name("block")
        call.block = Block(block, self.scope) if block is not None else call.block
        return self.finished(call)

    def _arguments(self, call: Call, node: "Node | None") -> None:
        for child in below(node):
            if child.type == "pair":
                key, value = self.pair(child)
                call.words[str(key)] = value
                call.is_open |= key is UNRESOLVED
            elif child.type == "block_argument":
                value = self.body(below(child))
                if isinstance(value, str):
                    value = Sent(call.node, self.scope, value)
                call.block = value if isinstance(value, Block) else call.block
            elif child.type in ("splat_argument", "hash_splat_argument"):
                self._splat(call, self.body(below(child)))
            else:
                call.given.append(self.follow(child))

    def _splat(self, call: Call, value: Any) -> None:
        if isinstance(value, tuple):
            call.given += value
        elif isinstance(value, dict):
            call.words.update({str(key): item for key, item in value.items()})
        else:
            call.is_open = True

    def finished(self, call: Call) -> Any:
        """Return the value of a call, having followed what it does."""
        if isinstance(call.receiver, Block) and call.name in ("call", "()", "yield"):
            return self.run(call.receiver, call.given)
        value = self.called(call)
        if call.name in _ENDS and not call.has_receiver and call.name not in self.methods:
            self.flow.leave()
        return value

    def run(self, block: Block | None, given: list[Any] | None = None) -> Any:
        """Follow a block with these arguments; its parameters are not known where they are few."""
        if isinstance(block, Sent):
            receiver = given[0] if given else UNRESOLVED
            return self.finished(Call(block.node, block.name, receiver, has_receiver=True))
        if block is None:
            return UNRESOLVED
        self.ran(block.node)
        caller, self.scope = self.scope, block.scope
        parameters = block.node.child_by_field_name("parameters")
        body = block.node.child_by_field_name("body")
        if body is not None and body.type in ("block", "do_block"):  # of a lambda
            body = body.child_by_field_name("body")
        names = [name for name in below(parameters) if name.type != "block_parameter"]
        before = {text_of(name): self.scope.get(text_of(name), UNRESOLVED) for name in names}
        self._parameters(names, given or [])
        value = self.function_body(body) if body is not None else None
        self.scope.update(before)
        self.scope = caller
        return value

    def _parameters(self, names: "list[Node]", given: list[Any]) -> None:
        if len(names) > 1 and len(given) == 1 and isinstance(given[0], tuple):
            given = list(given[0])
        for place, name in enumerate(names):
            value = given[place] if place < len(given) else UNRESOLVED
            target = name.child_by_field_name("name") or name
            self.bind(target, value)
        if not names:
            self.scope.update(zip(("_1", "_2"), given, strict=False))
            if given:
                self.scope["it"] = given[0]

    def each(self, block: Block | None, turns: list[list[Any]] | None) -> list[Any]:
        """Follow a block for each turn of a loop, or once where the turns are not known."""
        if block is None:
            return []
        if not turns or len(turns) > _MOST_TURNS:  # an empty list is filled somewhere
            return [self.run(block)]
        return [self.run(block, turn) for turn in turns]

    def run_method(self, node: "Node", call: Call) -> Any:
        """Follow a method of this file with the arguments of a call."""
        parameters = below(node.child_by_field_name("parameters"))
        body = node.child_by_field_name("body")
        outer = self.scope
        self.scope = {name: value for name, value in outer.items() if not name[:1].islower()}
        places = iter(call.given)
        for parameter in parameters:
            self._parameter(parameter, places, call)
        self._blocks.append(call.block)
        value = self.function_body(body) if body is not None else None
        self._blocks.pop()
        outer.update((name, value) for name, value in self.scope.items() if name[:1] == "@")
        self.scope = outer
        return value

    def _parameter(self, node: "Node", places: Iterator[Any], call: Call) -> None:
        named = node.child_by_field_name("name")
        name = text_of(named if named is not None else node)
        default = node.child_by_field_name("value")
        if node.type == "keyword_parameter":
            given = name in call.words
            value = call.words.get(name, UNRESOLVED)
        elif node.type == "splat_parameter":
            given, value = True, tuple(places)
        elif node.type == "hash_splat_parameter":
            given, value = True, dict(call.words)
        elif node.type == "block_parameter":
            given, value = True, call.block
        else:
            value = next(places, UNRESOLVED)
            given = value is not UNRESOLVED
        if not given and default is not None and not call.is_open:
            value = self.follow(default)
        self.scope[name] = value

    def _yield(self, node: "Node") -> Any:
        given = [self.follow(child) for part in below(node) for child in below(part)]
        return self.run(self._blocks[-1], given) if self._blocks else UNRESOLVED

    def _lambda(self, node: "Node") -> Any:
        block = Block(node, self.scope)
        self.budget.spend(len(self.scope) // 4)
        self.wait(node, lambda: self.run(block))
        return block

    def _defines(self, node: "Node") -> Any:
        self.methods[text_of(node.child_by_field_name("name"))] = node
        return None
