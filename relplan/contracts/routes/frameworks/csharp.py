"""Follows C#: constants, extension methods, and what methods are given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.reading.calls import BaseCall
from relplan.contracts.reading.trees import below, parsed, text_of
from relplan.contracts.reading.values import UNRESOLVED, bounded
from relplan.contracts.routes.frameworks.following import Follower, Function, Scope
from relplan.contracts.routes.frameworks.points import Place, Table

if TYPE_CHECKING:
    from tree_sitter import Node

_STRINGS = ("string_literal", "verbatim_string_literal", "raw_string_literal")
CLASSES = ("class_declaration", "record_declaration", "struct_declaration", "interface_declaration")


@dataclass(slots=True)
class Call(BaseCall):
    """A call."""

    said: str = ""
    """The receiver as it is written."""


class CSharp(Follower):
    """Follows the statements of programs, and the methods that they call."""

    blocks = frozenset({"block", "declaration_list"})
    branches = frozenset(
        {"if_statement", "switch_statement", "for_statement", "foreach_statement",
         "conditional_expression", "while_statement", "catch_clause"}
    )  # fmt: skip
    nothing = frozenset({"comment", "using_directive", "attribute_list", "enum_declaration"})

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(table, budget)
        self.files = files
        self.methods: dict[str, list[Function]] = {}
        """All methods, by their names."""
        self._constants: dict[str, list[tuple[str, Node]]] = {}
        self._evaluating: set[str] = set()
        self.how |= {
            **dict.fromkeys(_STRINGS, self._string), "interpolated_string_expression": self._filled,
            **dict.fromkeys(("lambda_expression", "anonymous_method_expression"), self.function),
            **dict.fromkeys(CLASSES, self._class),
            **dict.fromkeys(("method_declaration", "local_function_statement"), self._method),
            **dict.fromkeys(("expression_statement", "await_expression", "argument", "block",
                             "parenthesized_expression", "global_statement",
                             "collection_element", "expression_element",
                             "arrow_expression_clause"), self.last),
            "identifier": self._name, "member_access_expression": self._member,
            "invocation_expression": self._call, "binary_expression": self.joined_by_sign,
            "variable_declarator": self._declared, "assignment_expression": self._assigned,
            "return_statement": self.returns, "foreach_statement": self._each,
            "initializer_expression": self._items, "collection_expression": self._items,
            "implicit_array_creation_expression": self.last,
            "array_creation_expression": self.last,
        }  # fmt: skip

    # what a framework's reader says

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def of_type(self, name: str, function: Function) -> Any:
        """Return what a parameter of this type is, that nobody was seen to give."""
        raise NotImplementedError

    def named(self, name: str) -> Any:
        """Return what a name stands for that is declared nowhere."""
        return UNRESOLVED

    def declared_class(self, node: "Node") -> None:
        """Take note of a class."""

    # files

    def read(self) -> None:
        """Follow all files."""
        trees: list[tuple[str, Node]] = []
        for path, content in self.files.items():
            try:
                trees.append((path, parsed(path, content, "tree_sitter_c_sharp", self.budget)))
            except UnreadableError as error:
                self.table.unclear(Place(path, 1, error.what))
        for path, root in trees:
            with self.inside(Scope(), path):
                self._learn(root)
        for path, root in trees:
            with self.inside(Scope(), path):
                self.follow(root)
        self.finish()

    def _learn(self, root: "Node") -> None:
        """Take note of methods and constants, which may be used before they are met."""
        ahead: list[tuple[Node, str]] = [(root, "")]
        while ahead:
            node, owner = ahead.pop()
            self.budget.spend()
            name = text_of(node.child_by_field_name("name"))
            if node.type in ("method_declaration", "local_function_statement"):
                made = Function(node, Scope(), self.file)
                self.methods.setdefault(name, []).append(made)
                if node.type == "method_declaration":
                    continue
            elif node.type in CLASSES:
                owner = name
            elif node.type == "field_declaration":
                for one in _declarators(node):
                    known = f"{owner}.{text_of(one.child_by_field_name('name'))}"
                    self._constants.setdefault(known, []).append((self.file, one))
            if node.type not in ("block", "attribute_list", "property_declaration"):
                ahead += ((child, owner) for child in node.named_children)

    # values

    def _string(self, node: "Node") -> Any:
        parts = [text_of(one) for one in node.named_children if one.type.endswith("content")]
        if node.type == "verbatim_string_literal":
            return text_of(node)[2:-1].replace('""', '"')
        return "".join(parts)

    def _filled(self, node: "Node") -> Any:
        pieces: list[tuple[Any, Node]] = []
        for child in node.named_children:
            if child.type == "string_content":
                pieces.append((text_of(child), child))
            elif child.type == "interpolation":
                inner = [one for one in below(child) if one.type != "interpolation_brace"]
                pieces.append((self.follow(inner[0]) if inner else UNRESOLVED, child))
        return self.concatenated(pieces)

    def _name(self, node: "Node") -> Any:
        name = text_of(node)
        if self.scope.home(name) is not None:
            return self.scope.get(name)
        owner = self.scope.get("class of this")
        known = self.constant(f"{owner}.{name}") if isinstance(owner, str) else UNRESOLVED
        return self.named(name) if known is UNRESOLVED else known

    def constant(self, name: str) -> Any:
        """Return the value of a constant of a class, unless several classes differ in it."""
        found = self._constants.get(name, [])
        if len(found) != 1 or name in self._evaluating:
            return UNRESOLVED
        path, node = found[0]
        self._evaluating.add(name)
        with self.inside(Scope(), path):
            self.scope.names["class of this"] = name.partition(".")[0]
            value = self.follow(_value(node))
        self._evaluating.discard(name)
        return value

    def _member(self, node: "Node") -> Any:
        owner = node.child_by_field_name("expression")
        name = _plain(node.child_by_field_name("name"))
        said = text_of(owner).rpartition(".")[2]
        if said == "nameof":
            return name
        known = self.constant(f"{said}.{name}")
        if known is UNRESOLVED:
            self.follow(owner)
        return self.named(f"{said}.{name}") if known is UNRESOLVED else known

    def _items(self, node: "Node") -> Any:
        return bounded([self.follow(one) for one in below(node)])

    def _declared(self, node: "Node") -> Any:
        name, value = node.child_by_field_name("name"), _value(node)
        self.set(text_of(name), self.follow(value) if value is not None else None, declares=True)
        return None

    def _assigned(self, node: "Node") -> Any:
        left, value = (
            node.child_by_field_name("left"),
            self.follow(node.child_by_field_name("right")),
        )
        if left is not None and left.type == "identifier":
            self.set(text_of(left), value)
        return value

    def _each(self, node: "Node") -> Any:
        left, right, body = (node.child_by_field_name(name) for name in ("left", "right", "body"))
        for value in self.turns(self.follow(right)):
            self.set(text_of(left), value, declares=True)
            self.follow(body)
        return UNRESOLVED

    # classes, methods and calls

    def _class(self, node: "Node") -> Any:
        self.scope = Scope(self.scope)
        self.scope.names["class of this"] = text_of(node.child_by_field_name("name"))
        self.declared_class(node)
        return self.follow(node.child_by_field_name("body"))

    def _method(self, node: "Node") -> Any:
        made = self.function(node)
        for known in self.methods.get(text_of(node.child_by_field_name("name")), ()):
            if known.file == self.file and known.node.start_byte == node.start_byte:
                known.scope = self.scope
        return made

    def enter(self, function: Function, given: Sequence[Any]) -> None:
        """Give the parameters of a method their values."""
        listed = function.node.child_by_field_name("parameters")
        nodes = below(listed)
        if listed is not None and (not nodes or listed.type == "implicit_parameter"):
            nodes = [listed] if listed.type in ("identifier", "implicit_parameter") else []
        for place, node in enumerate(nodes):
            name = node.child_by_field_name("name") or node
            kind = text_of(node.child_by_field_name("type"))
            value = given[place] if place < len(given) else UNRESOLVED
            if value is UNRESOLVED:
                default = [one for one in below(node) if one.start_byte > name.end_byte]
                supposed = self.of_type(kind, function)
                is_given = place < len(given) or not given
                value = self.follow(default[0]) if default and not is_given else supposed
            self.scope.names[text_of(name)] = value

    def _call(self, node: "Node") -> Any:
        target = node.child_by_field_name("function")
        given = [self.follow(one) for one in below(node.child_by_field_name("arguments"))]
        if target is None:
            return UNRESOLVED
        receiver, said, name = None, "", _plain(target)
        if target.type == "member_access_expression":
            owner = target.child_by_field_name("expression")
            receiver, said = self.follow(owner), text_of(owner)
            name = _plain(target.child_by_field_name("name"))
        elif name == "nameof":
            return text_of(node)[7:-1].rpartition(".")[2]
        return self.called(Call(node, name, receiver, given, said=said[-60:]))

    def fitting(self, name: str, count: int, *, extends: bool) -> list[Function]:
        """Return the methods that a call with *count* arguments may mean."""
        return [
            one for one in self.methods.get(name, ())
            if extends == _extends(one.node) and _takes(one.node, count)
        ]  # fmt: skip


def _declarators(node: "Node") -> Iterator["Node"]:
    for child in below(node):
        if child.type == "variable_declaration":
            yield from (one for one in below(child) if one.type == "variable_declarator")


def _value(node: "Node") -> "Node | None":
    found = below(node)
    return found[-1] if len(found) > 1 else None


def _plain(node: "Node | None") -> str:
    """Return a name without what stands in angle brackets."""
    return text_of(node).partition("<")[0]


def _extends(node: "Node") -> bool:
    listed = below(node.child_by_field_name("parameters"))
    return bool(listed) and any(
        one.type == "modifier" and text_of(one) == "this" for one in below(listed[0])
    )


def _takes(node: "Node", count: int) -> bool:
    listed = below(node.child_by_field_name("parameters"))
    names = [one.child_by_field_name("name") for one in listed]
    needed = sum(
        name is not None and not any(part.start_byte > name.end_byte for part in below(one))
        for one, name in zip(listed, names, strict=True)
    )
    return needed <= count <= len(listed)
