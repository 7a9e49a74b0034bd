"""The values of JavaScript and TypeScript: texts, lists, objects, and the names that they have."""

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED, bounded
from relplan.contracts.routes.frameworks.following import Thing
from relplan.contracts.routes.frameworks.javascript_modules import WHOLE, Modules
from relplan.contracts.routes.frameworks.points import Table

if TYPE_CHECKING:
    from tree_sitter import Node


class Values(Modules):
    """Follows what makes values, and what gives them names."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(files, table, budget)
        self.how |= {
            **dict.fromkeys(
                ("as_expression", "non_null_expression", "satisfies_expression"), self.first),
            **dict.fromkeys(("identifier", "this", "shorthand_property_identifier"), self._name),
            **dict.fromkeys(("parenthesized_expression", "await_expression",
                             "expression_statement", "sequence_expression"), self.last),
            "string": self._string, "template_string": self._string, "array": self._array,
            "object": self._object, "member_expression": self._member, "pair": self._pair,
            "subscript_expression": self._subscript, "binary_expression": self.joined_by_sign,
            "variable_declarator": self._declared, "assignment_expression": self._assigned,
            "for_in_statement": self._each,
            "enum_declaration": self._enum, "number": self._number,
        }  # fmt: skip

    def _name(self, node: "Node") -> Any:
        return self.scope.get(text_of(node))

    def first(self, node: "Node") -> Any:
        """Follow no more than the first of what is below *node*, which is its value."""
        inner = below(node)
        return self.follow(inner[0]) if inner else UNRESOLVED

    def _number(self, node: "Node") -> Any:
        return UNRESOLVED

    def _string(self, node: "Node") -> Any:
        pieces: list[tuple[Any, Node]] = []
        for child in node.named_children:
            if child.type == "string_fragment":
                pieces.append((text_of(child), child))
            elif child.type == "escape_sequence":
                pieces.append((text_of(child)[1:], child))
            else:
                pieces.append((self.first(child), child))
        return self.concatenated(pieces)

    def _array(self, node: "Node") -> Any:
        return bounded(self.spread(below(node), "spread_element"))

    def _object(self, node: "Node") -> Any:
        made = Thing()
        for child in below(node):
            if child.type == "pair":
                name, value = self._pair(child)
                made.fields[name] = value
            elif child.type == "shorthand_property_identifier":
                made.fields[text_of(child)] = self._name(child)
            elif child.type == "method_definition":
                made.fields[text_of(child.child_by_field_name("name"))] = self.follow(child)
            elif child.type == "spread_element":
                more = self.first(child)
                made.fields.update(more.fields if isinstance(more, Thing) else {})
        return made

    def _pair(self, node: "Node") -> tuple[str, Any]:
        key = node.child_by_field_name("key")
        value = self.follow(node.child_by_field_name("value"))
        plain = key is not None and key.type in ("property_identifier", "number")
        name = text_of(key) if plain else self.follow(key)
        return name if isinstance(name, str) else "", value

    def _member(self, node: "Node") -> Any:
        if text_of(node) == "import.meta.dirname":
            return posixpath.dirname(self.file)
        value = self.follow(node.child_by_field_name("object"))
        return self.field(value, text_of(node.child_by_field_name("property")))

    def _subscript(self, node: "Node") -> Any:
        value = self.follow(node.child_by_field_name("object"))
        index = self.follow(node.child_by_field_name("index"))
        return self.field(value, index) if isinstance(index, str) else UNRESOLVED

    def _enum(self, node: "Node") -> Any:
        made = Thing()
        for child in below(node.child_by_field_name("body")):
            if child.type == "enum_assignment":
                name = text_of(child.child_by_field_name("name"))
                made.fields[name] = self.follow(child.child_by_field_name("value"))
        self.set(text_of(node.child_by_field_name("name")), made, declares=True)
        return made

    def _declared(self, node: "Node") -> Any:
        target = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        self.bind(target, self.follow(value) if value is not None else None)
        return None

    def bind(self, target: "Node | None", value: Any, *, declares: bool = True) -> None:
        """Give a variable, a field, or several of them, their values."""
        if target is None:
            return
        if target.type == "identifier":
            self.set(text_of(target), value, declares=declares)
        elif target.type == "object_pattern":
            for child in below(target):
                key = child.child_by_field_name("key") or child.child_by_field_name("left") or child
                inner = child.child_by_field_name("value") or key
                found = self.offered(value, text_of(key))
                name = text_of(inner)
                self.set(name, found, declares=declares)
        elif target.type == "array_pattern":
            for place, child in enumerate(below(target)):
                known = isinstance(value, tuple) and place < len(value)
                self.bind(child, value[place] if known else UNRESOLVED, declares=declares)
        elif target.type == "member_expression":
            name = text_of(target.child_by_field_name("property"))
            owner = self.follow(target.child_by_field_name("object"))
            if isinstance(owner, Thing):
                is_whole = owner.type == "module of a file" and name == "exports"
                module = owner.fields.get("exports") if is_whole else None
                if isinstance(module, Thing):
                    module.fields[WHOLE] = value
                else:
                    owner.fields[name] = value

    def _assigned(self, node: "Node") -> Any:
        value = self.follow(node.child_by_field_name("right"))
        self.bind(node.child_by_field_name("left"), value, declares=False)
        return value

    def _each(self, node: "Node") -> Any:
        left, right, body = (node.child_by_field_name(name) for name in ("left", "right", "body"))
        is_of = any(child.type == "of" for child in node.children)
        for value in self.turns(self.follow(right) if is_of else UNRESOLVED):
            self.bind(left, value)
            self.follow(body)
        return UNRESOLVED
