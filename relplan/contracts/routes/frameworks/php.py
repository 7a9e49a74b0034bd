"""Follows PHP: values, closures, methods of classes, and files that take in others."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.reading.calls import BaseCall
from relplan.contracts.reading.trees import below, parsed, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import DEEPEST, Follower, Function, Scope, Thing
from relplan.contracts.routes.frameworks.points import Place, Table

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TIMES = 20
"""That one file is taken in."""
_CLASS = "class of this"


@dataclass(slots=True)
class Call(BaseCall):
    """A call of a function, a method, or a method of a class."""

    said: str = ""
    """The class, or the variable, as it is written, without its namespace."""


class Php(Follower):
    """Follows the statements of files."""

    blocks = frozenset({"compound_statement"})
    joins = "."
    branches = frozenset(
        "if_statement switch_statement foreach_statement catch_clause while_statement"
        " for_statement conditional_expression".split()
    )
    nothing = frozenset({"comment", "namespace_use_declaration", "interface_declaration",
                         "php_tag", "attribute_list"})  # fmt: skip

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(table, budget)
        self.files = files
        self.included: dict[str, int] = {}
        self._constants: dict[str, Any] = {}
        self._methods: dict[tuple[str, str], Function] = {}
        self.how |= {
            **dict.fromkeys(("anonymous_function", "arrow_function"), self._closure),
            **dict.fromkeys(("member_call_expression", "nullsafe_member_call_expression",
                             "scoped_call_expression", "function_call_expression"), self._call),
            **dict.fromkeys(("require_expression", "require_once_expression", "include_expression",
                             "include_once_expression"), self._include),
            **dict.fromkeys(("string", "encapsed_string"), self._string),
            **dict.fromkeys(("expression_statement", "parenthesized_expression"), self.last),
            "class_declaration": self._class, "method_declaration": self._method,
            "function_definition": self._method, "const_element": self._constant,
            "variable_name": self._variable, "array_creation_expression": self._array,
            "binary_expression": self.joined_by_sign, "assignment_expression": self._assigned,
            "class_constant_access_expression": self._class_constant, "name": self._name,
            "return_statement": self.returns, "foreach_statement": self._each,
            "member_access_expression": self._member,
        }  # fmt: skip

    # what a framework's reader says

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def of_name(self, name: str) -> Any:
        """Return what a variable or a field is of which no more is known."""
        return UNRESOLVED

    # files

    def include(self, path: str) -> Any:
        """Follow a file where another one takes it in."""
        times = self.included[path] = self.included.get(path, 0) + 1
        if times > _MOST_TIMES or self._deep > DEEPEST:
            self.table.unclear(Place(path, 1, "it is taken in too often"))
            return UNRESOLVED
        try:
            root = parsed(path, self.files[path], "tree_sitter_php", self.budget, "language_php")
        except UnreadableError as error:
            self.table.unclear(Place(path, error.line or 1, error.what))
            return UNRESOLVED
        self._deep += 10
        with self.inside(Scope(self.scope), path):
            value = self.rest(root)
        self._deep -= 10
        return value

    def found(self, path: Any) -> str:
        """Return the file that a path means, from wherever it is; empty where none is known."""
        if not isinstance(path, str) or not path:
            return ""
        path = posixpath.normpath(path).lstrip("/")
        near = [one for one in self.files if one == path or one.endswith(f"/{path}")]
        return path if path in near else near[0] if len(near) == 1 else ""

    def _include(self, node: "Node") -> Any:
        value = self.last(node)
        path = self.found(value)
        if path:
            return self.include(path)
        if not isinstance(value, str):
            self.not_included(node)
        return UNRESOLVED

    def not_included(self, node: "Node") -> None:
        """Take note that a file is taken in of which nobody knows which it is."""

    # values

    def _string(self, node: "Node") -> Any:
        pieces: list[tuple[Any, Node]] = []
        for child in below(node):
            if child.type == "string_content":
                pieces.append((text_of(child), child))
            elif child.type == "escape_sequence":
                pieces.append((text_of(child)[1:], child))
            else:
                pieces.append((self.follow(child), child))
        return self.concatenated(pieces)

    def _name(self, node: "Node") -> Any:
        name = text_of(node)
        if name == "__DIR__":
            return f"/{posixpath.dirname(self.file)}"
        return self.scope.get(name)

    def _variable(self, node: "Node") -> Any:
        name = text_of(node)
        known = self.scope.get(name)
        return self.of_name(name) if known is UNRESOLVED else known

    def _member(self, node: "Node") -> Any:
        self.follow(node.child_by_field_name("object"))
        return self.of_name(text_of(node.child_by_field_name("name")))

    def _class_constant(self, node: "Node") -> Any:
        owner, name = (text_of(child) for child in below(node)[:2])
        if owner in ("self", "static"):
            owner = str(self.scope.get(_CLASS))
        return self._constants.get(f"{_last(owner)}::{name}", UNRESOLVED)

    def _constant(self, node: "Node") -> Any:
        name, value = below(node)[0], self.follow(below(node)[-1])
        owner = self.scope.get(_CLASS)
        if isinstance(owner, str):
            self._constants[f"{owner}::{text_of(name)}"] = value
        else:
            self.set(text_of(name), value, declares=True)
        return None

    def _array(self, node: "Node") -> Any:
        named, values = Thing(), []
        for child in below(node):
            inner = below(child)
            if child.type == "array_element_initializer" and len(inner) > 1:
                key, value = self.follow(inner[0]), self.follow(inner[-1])
                named.fields[key if isinstance(key, str) else ""] = value
            elif inner:
                values.append(self.follow(inner[0]))
        return named if named.fields else tuple(values)

    def _assigned(self, node: "Node") -> Any:
        value = self.follow(node.child_by_field_name("right"))
        left = node.child_by_field_name("left")
        if left is not None and left.type == "variable_name":
            self.set(text_of(left), value)
        return value

    def _each(self, node: "Node") -> Any:
        body = node.child_by_field_name("body")
        values, target = [one for one in below(node) if one != body][:2]
        known = self.follow(values)
        pairs: list[tuple[Any, Any]] = [(None, one) for one in self.turns(known)]
        if isinstance(known, Thing):
            pairs = list(known.fields.items())[:100]
        for key, value in pairs:
            names = below(target) if target.type == "pair" else [target]
            self.set(text_of(names[-1]), value, declares=True)
            if len(names) > 1:
                self.set(text_of(names[0]), UNRESOLVED if key is None else key, declares=True)
            self.follow(body)
        return UNRESOLVED

    # functions, classes and calls

    def _closure(self, node: "Node") -> Any:
        return Function(node, self.scope, self.file)

    def _class(self, node: "Node") -> Any:
        self.scope = Scope(self.scope)
        self.scope.names[_CLASS] = text_of(node.child_by_field_name("name"))
        return self.follow(node.child_by_field_name("body"))

    def _method(self, node: "Node") -> Any:
        owner = self.scope.get(_CLASS)
        made = self.function(node)
        name = text_of(node.child_by_field_name("name"))
        self._methods[owner if isinstance(owner, str) else "", name] = made
        return made

    def enter(self, function: Function, given: Sequence[Any]) -> None:
        """Give the parameters of a function their values."""
        for place, node in enumerate(below(function.node.child_by_field_name("parameters"))):
            value = given[place] if place < len(given) else UNRESOLVED
            default = node.child_by_field_name("default_value")
            if place >= len(given) and given and default is not None:
                value = self.follow(default)
            name = text_of(node.child_by_field_name("name"))
            self.scope.names[name] = self.of_name(name) if value is UNRESOLVED else value

    def _call(self, node: "Node") -> Any:
        target = node.child_by_field_name("object")
        scope = node.child_by_field_name("scope")
        name = text_of(node.child_by_field_name("name") or node.child_by_field_name("function"))
        receiver = self.follow(target) if target is not None else None
        owner = target if target is not None else scope
        call = Call(node, _last(name), receiver, said=_last(text_of(owner)[-200:]))
        for one in below(node.child_by_field_name("arguments")):
            label = one.child_by_field_name("name")
            value = self.follow(below(one)[-1]) if below(one) else UNRESOLVED
            if label is not None:
                call.words[text_of(label)] = value
            else:
                call.given.append(value)
        owned = call.said
        if owned in ("self", "static", "$this"):
            owned = str(self.scope.get(_CLASS))
        method = self._methods.get((owned if owner is not None else "", call.name))
        return self.called(call) if method is None else self.run(method, call.given)


def _last(name: str) -> str:
    return name.rpartition("\\")[2]
