"""Follows JavaScript and TypeScript: functions, classes and calls."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.calls import BaseCall
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED, bounded
from relplan.contracts.routes.frameworks.following import (
    DEEPEST,
    Foreign,
    Function,
    Scope,
    Thing,
)
from relplan.contracts.routes.frameworks.javascript_modules import CLASSES, WHOLE
from relplan.contracts.routes.frameworks.javascript_values import Values
from relplan.contracts.routes.frameworks.points import Table

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = (
    "arrow_function", "function_expression", "generator_function", "function_declaration",
    "generator_function_declaration", "method_definition",
)  # fmt: skip
_JOINS = frozenset({"path.join", "path.resolve", "path.posix.join", "join", "resolve"})


@dataclass(slots=True, eq=False)
class Class:
    """A class; its objects are made by following its fields and its constructor."""

    node: "Node"
    scope: Scope
    file: str

    @property
    def key(self) -> tuple[str, int]:
        """Where it is declared."""
        return self.file, self.node.start_byte


@dataclass(slots=True)
class Call(BaseCall):
    """A call, or a ``new``."""

    callee: Any = UNRESOLVED
    nodes: "Sequence[Node]" = ()
    """The arguments as they are written."""


class JavaScript(Values):
    """Follows the statements of all files."""

    blocks = frozenset({"statement_block"})
    branches = frozenset(
        {"if_statement", "switch_statement", "for_statement", "for_in_statement", "catch_clause",
         "while_statement", "ternary_expression", "do_statement"}
    )  # fmt: skip
    nothing = frozenset(
        {"comment", "type_annotation", "type_arguments", "interface_declaration", "regex_pattern",
         "type_alias_declaration", "empty_statement", "type_parameters", "ambient_declaration"}
    )  # fmt: skip

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(files, table, budget)
        self._classes: dict[tuple[str, int], Class] = {}
        self.how |= {
            **dict.fromkeys(_FUNCTIONS, self._function), **dict.fromkeys(CLASSES, self._class),
            **dict.fromkeys(("call_expression", "new_expression"), self._call),
            "return_statement": self.returns,
        }  # fmt: skip

    # what a framework's reader says

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def parameter(self, name: str, kind: str) -> Any:
        """Return what a parameter is that nobody was seen to give."""
        raise NotImplementedError

    # functions and classes

    def _function(self, node: "Node") -> Any:
        made = self.function(node, self.scope.get("this"))
        name = node.child_by_field_name("name")
        if name is not None and node.type != "method_definition":
            self.set(text_of(name), made, declares=True)
        return made

    def enter(self, function: Function, given: Sequence[Any]) -> None:
        """Give the parameters of a function their values."""
        self.scope.names["this"] = function.this
        single = function.node.child_by_field_name("parameter")
        parameters = function.node.child_by_field_name("parameters")
        listed = [single] if single is not None else below(parameters)
        for place, node in enumerate(listed):
            target = node.child_by_field_name("pattern") or node
            kind = text_of(node.child_by_field_name("type"))
            known = place < len(given)
            value = given[place] if known else self.parameter(text_of(target), kind)
            self.bind(target, value)
            accessible = any(child.type == "accessibility_modifier" for child in node.children)
            if accessible and isinstance(function.this, Thing):
                function.this.fields[text_of(target)] = value

    def _class(self, node: "Node") -> Any:
        made = Class(node, self.scope, self.file)
        name = text_of(node.child_by_field_name("name"))
        if name:
            self.set(name, made, declares=True)
        self._classes.setdefault(made.key, made)
        return made

    def finish(self) -> None:
        """Follow the classes and the functions that nobody was seen to use."""
        while self._classes or self._waiting:
            while self._classes:
                self.made(self._classes[next(iter(self._classes))], ())
            super().finish()

    def made(self, what: Class, given: Sequence[Any], into: Thing | None = None) -> Thing:
        """Return a new object of a class; *into* is the one of a class that extends it."""
        key = what.key
        self._classes.pop(key, None)
        this = into or Thing(type="object")
        if key in self._running or self._deep > DEEPEST:
            return this
        self._running.append(key)
        self._deep += 1
        scope = Scope(what.scope)
        scope.names["this"] = this
        with self.inside(scope, what.file):
            for child in below(what.node):
                if child.type == "class_heritage":
                    base = self.last(child)
                    if isinstance(base, Class):
                        self.made(base, given, this)
            self._members(what.node, this)
            constructor = this.fields.pop("constructor", None)
            if isinstance(constructor, Function):
                self.run(constructor, given)
        self._running.pop()
        self._deep -= 1
        return this

    def _members(self, node: "Node", this: Thing) -> None:
        fields = []
        for child in below(node.child_by_field_name("body")):
            name = text_of(child.child_by_field_name("name"))
            if child.type == "method_definition":
                this.fields[name] = self.function(child, this)
            elif child.type in ("public_field_definition", "field_definition"):
                name = name or text_of(child.child_by_field_name("property"))
                fields.append((name, child.child_by_field_name("value")))
        for name, value in fields:
            this.fields[name] = self.follow(value) if value is not None else UNRESOLVED

    # calls

    def _call(self, node: "Node") -> Any:
        target = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        nodes = below(node.child_by_field_name("arguments"))
        given = self.spread(nodes, "spread_element")
        if target is None:
            return UNRESOLVED
        receiver, name = None, text_of(target)
        if target.type == "member_expression":
            receiver = self.follow(target.child_by_field_name("object"))
            name = text_of(target.child_by_field_name("property"))
            callee = self.field(receiver, name)
        elif target.type == "subscript_expression":
            receiver = self.follow(target.child_by_field_name("object"))
            index = self.follow(target.child_by_field_name("index"))
            name = index if isinstance(index, str) else ""
            callee = self.field(receiver, name) if name else UNRESOLVED
        else:
            callee = self.follow(target)
        call = Call(node, name, receiver, given, callee=callee, nodes=nodes)
        if receiver is None and name in ("require", "import"):
            module = self.taken(call.get(0))
            return module.fields.get(WHOLE, module) if isinstance(module, Thing) else module
        if isinstance(callee, Class):
            return self.made(callee, given)
        if isinstance(callee, Function):
            return self.run(callee, given)
        if isinstance(callee, Foreign) and callee.name.removeprefix("node:") in _JOINS:
            known = all(isinstance(one, str) for one in given)
            return posixpath.normpath(posixpath.join(*given)) if known and given else UNRESOLVED
        listed = self._on_list(call, text_of(target))
        return self.called(call) if listed is None else listed

    def _on_list(self, call: Call, said: str) -> Any:
        """Return the value of a call on a list; None where it is none."""
        first = call.get(0)
        if said in ("Object.values", "Object.entries") and isinstance(first, Thing):
            return tuple(first.fields.values() if said == "Object.values" else first.fields.items())
        if isinstance(call.receiver, Function) and call.name in ("bind", "call", "apply"):
            return call.receiver if call.name == "bind" else self.run(call.receiver, call.given[1:])
        if not isinstance(call.receiver, tuple):
            return None
        if call.name in ("forEach", "map") and isinstance(first, Function):
            return tuple(self.run(first, (one,)) for one in self.turns(call.receiver))
        if call.name in ("concat", "flat"):
            added = call.name == "concat"
            kept, spread = (call.receiver, call.given) if added else ((), call.receiver)
            return bounded((*kept, *_spread(spread)))
        return UNRESOLVED


def _spread(values: Iterable[Any]) -> Iterator[Any]:
    """Yield *values*, and in the place of each list what is in it."""
    for value in values:
        yield from value if isinstance(value, tuple) else (value,)
