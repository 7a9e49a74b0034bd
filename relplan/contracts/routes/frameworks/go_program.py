"""Follows Go: constants, structs, and functions that are given what they work on."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.calls import BaseCall
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED, bounded
from relplan.contracts.routes.frameworks.following import (
    Foreign,
    Function,
    Thing,
)
from relplan.contracts.routes.frameworks.go_packages import (
    GoPackages,
    Package,
    Type,
    receiver_of,
)
from relplan.contracts.routes.frameworks.points import Table

if TYPE_CHECKING:
    from tree_sitter import Node

_VERB = re.compile(r"%[+#]?[sdvq]")


@dataclass(slots=True)
class Call(BaseCall):
    """A call."""

    callee: Any = UNRESOLVED


class GoProgram(GoPackages):
    """Follows the statements of functions."""

    blocks = frozenset({"block", "if_statement", "for_statement", "expression_case"})
    branches = frozenset(
        {"if_statement", "for_statement", "expression_switch_statement", "select_statement",
         "type_switch_statement"}
    )  # fmt: skip
    nothing = frozenset({"comment", "type_declaration", "import_declaration"})

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(files, table, budget)
        self.how |= {
            **dict.fromkeys(("expression_list", "literal_element", "parenthesized_expression",
                             "expression_statement"), self.first),
            **dict.fromkeys(("short_var_declaration", "assignment_statement"), self._assigned),
            **dict.fromkeys(("const_spec", "var_spec"), self._spec),
            **dict.fromkeys(("interpreted_string_literal", "raw_string_literal"), self._string),
            **dict.fromkeys(("unary_expression", "type_assertion_expression"), self.first),
            "identifier": self._name, "selector_expression": self._selector,
            "call_expression": self._call, "composite_literal": self._composite,
            "func_literal": self.function, "return_statement": self.returns,
            "binary_expression": self.joined_by_sign, "for_statement": self._for, "nil": self._nil,
            "type_conversion_expression": self.first,
        }  # fmt: skip

    # what a framework's reader says

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        raise NotImplementedError

    def of_type(self, name: str) -> Any:
        """Return what a value of a package's type is: ``github.com/go-chi/chi.Router``."""
        raise NotImplementedError

    # values

    def _nil(self, node: "Node") -> Any:
        return None

    def _string(self, node: "Node") -> Any:
        return "".join(text_of(child).replace('\\"', '"') for child in node.named_children)

    def _name(self, node: "Node") -> Any:
        return self.scope.get(text_of(node))

    def _selector(self, node: "Node") -> Any:
        value = self.follow(node.child_by_field_name("operand"))
        return self.field(value, text_of(node.child_by_field_name("field")))

    def field(self, value: Any, name: str) -> Any:
        """Return a field or a method of *value*."""
        if isinstance(value, Package):
            return self.packages[value.folder].names.get(
                name, self.types.get((value.folder, name), UNRESOLVED)
            )
        if isinstance(value, Foreign):
            return Foreign(f"{value.name}.{name}")
        return self._of_object(value, name) if isinstance(value, Thing) else UNRESOLVED

    def _of_object(self, value: Thing, name: str) -> Any:
        if name in value.fields:
            return value.fields[name]
        folder, _, kind = value.type.rpartition(":")
        method = self.methods.get((folder, kind), {}).get(name)
        if method is not None:
            return Function(method.node, method.scope, method.file, value)
        declared = self.declared.get((value.type, name))
        if declared is not None:
            value.fields[name] = self.value_of_type(declared, folder)
            return value.fields[name]
        return UNRESOLVED

    def value_of_type(self, node: "Node | None", folder: str) -> Any:
        """Return what is known of a value for its type alone."""
        if node is None:
            return UNRESOLVED
        if node.type == "pointer_type":
            return self.value_of_type(below(node)[0], folder)
        package, name = node.child_by_field_name("package"), node.child_by_field_name("name")
        if node.type == "qualified_type":
            known = self.scope.get(text_of(package))
            if isinstance(known, Foreign):
                return self.of_type(f"{known.name}.{text_of(name)}")
            folder = known.folder if isinstance(known, Package) else ""
            return self._object(folder, text_of(name)) if folder or known is not UNRESOLVED else (
                UNRESOLVED)  # fmt: skip
        return self._object(folder, text_of(node)) if node.type == "type_identifier" else UNRESOLVED

    def _object(self, folder: str, name: str) -> Any:
        """Return the object of a type: the one that was made, if it is only one."""
        made = self.made.get((folder, name), [])
        if len(made) == 1:
            return made[0]
        return Thing(type=f"{folder}:{name}") if (folder, name) in self.types else UNRESOLVED

    def _composite(self, node: "Node") -> Any:
        kind = node.child_by_field_name("type")
        body = node.child_by_field_name("body")
        if kind is not None and kind.type in ("slice_type", "array_type", "map_type",
                                              "implicit_length_array_type"):  # fmt: skip
            item = kind.child_by_field_name("element") or kind.child_by_field_name("value")
            return self._items(body, self._known_type(item))
        found = self._known_type(kind)
        if found is not None and found.item:
            return self._items(body, self.types.get((found.folder, found.item)))
        return self._struct(body, found)

    def _known_type(self, node: "Node | None") -> Type | None:
        if node is None:
            return None
        if node.type == "pointer_type":
            return self._known_type(below(node)[0])
        folder = posixpath.dirname(self.file)
        if node.type == "qualified_type":
            package = self.scope.get(text_of(node.child_by_field_name("package")))
            folder = package.folder if isinstance(package, Package) else "?"
            node = node.child_by_field_name("name") or node
        return self.types.get((folder, text_of(node)))

    def _items(self, body: "Node | None", item: Type | None) -> Any:
        values = []
        for child in below(body):
            inner = child.child_by_field_name("value") or child
            literal = below(inner)[0] if below(inner) else inner
            is_struct = literal.type == "literal_value"
            values.append(self._struct(literal, item) if is_struct else self.follow(literal))
        return bounded(values)

    def _struct(self, body: "Node | None", kind: Type | None) -> Thing:
        made = Thing(type=f"{kind.folder}:{kind.name}" if kind else "")
        for place, child in enumerate(below(body)):
            if child.type == "keyed_element":
                name = text_of(child.child_by_field_name("key"))
                made.fields[name] = self.follow(child.child_by_field_name("value"))
            else:
                value = self.follow(child)
                if kind is not None and place < len(kind.fields):
                    made.fields[kind.fields[place]] = value
        if kind is not None:
            self.made.setdefault((kind.folder, kind.name), []).append(made)
        return made

    # statements

    def _spec(self, node: "Node") -> Any:
        names = node.children_by_field_name("name")
        values = below(node.child_by_field_name("value"))
        kind = node.child_by_field_name("type")
        for place, name in enumerate(names):
            value = self.follow(values[place]) if place < len(values) else UNRESOLVED
            if not values and kind is not None:
                value = self.value_of_type(kind, posixpath.dirname(self.file))
            is_global = self.scope.outer in self.packages.values()
            scope = self.scope.outer if is_global and self.scope.outer else self.scope
            scope.names[text_of(name)] = value
        return None

    def _assigned(self, node: "Node") -> Any:
        left, right = (below(node.child_by_field_name(one)) for one in ("left", "right"))
        values = [self.follow(one) for one in right]
        declares = node.type == "short_var_declaration"
        added = "+" in text_of(node.child_by_field_name("operator"))
        for place, target in enumerate(left):
            value = values[place] if place < len(values) else UNRESOLVED
            if added:
                older = self.follow(target)
                value = self.concatenated(((older, target), (value, right[0])))
            if target.type == "identifier":
                again = declares and text_of(target) in self.scope.names
                self.set(text_of(target), value, declares=declares and not again)
            elif target.type == "selector_expression":
                owner = self.follow(target.child_by_field_name("operand"))
                if isinstance(owner, Thing):
                    owner.fields[text_of(target.child_by_field_name("field"))] = value
        return None

    def _for(self, node: "Node") -> Any:
        clause = next((one for one in below(node) if one.type == "range_clause"), None)
        if clause is None:
            return self.rest(node)
        names = below(clause.child_by_field_name("left"))
        values = self.follow(clause.child_by_field_name("right"))
        for value in self.turns(values):
            if len(names) > 1:
                self.set(text_of(names[1]), value, declares=True)
            self.follow(node.child_by_field_name("body"))
        return None

    def enter(self, function: Function, given: Sequence[Any]) -> None:
        """Give the parameters of a function, and what it is a method of, their values."""
        folder = posixpath.dirname(function.file)
        name, owner = receiver_of(function.node)
        if name:
            this = (
                function.this if isinstance(function.this, Thing) else self._object(folder, owner)
            )
            self.scope.names[name] = this
        place = 0
        for node in below(function.node.child_by_field_name("parameters")):
            kind = node.child_by_field_name("type")
            is_rest = node.type == "variadic_parameter_declaration"
            for one in node.children_by_field_name("name") or [node]:
                value: Any = given[place] if place < len(given) else UNRESOLVED
                if is_rest:
                    value = tuple(given[place:]) if given else UNRESOLVED
                elif value is UNRESOLVED:
                    value = self.value_of_type(kind, folder)
                place += 1
                if one is not node:
                    self.scope.names[text_of(one)] = value

    # calls

    def _call(self, node: "Node") -> Any:
        target = node.child_by_field_name("function")
        nodes = below(node.child_by_field_name("arguments"))
        given = self.spread(nodes, "variadic_argument")
        if target is None:
            return UNRESOLVED
        receiver, name = None, text_of(target)
        if target.type == "selector_expression":
            receiver = self.follow(target.child_by_field_name("operand"))
            name = text_of(target.child_by_field_name("field"))
            callee = self.field(receiver, name)
        else:
            callee = self.follow(target)
        if isinstance(callee, Foreign) and callee.name in ("fmt.Sprintf", "path.Join"):
            return self._text(callee.name, given, nodes)
        call = Call(node, name, receiver, given, callee=callee)
        if isinstance(callee, Function):
            value = self.run(callee, given)
            return self.called(call) if value is UNRESOLVED else value
        if name == "append" and isinstance(call.get(0), tuple):
            return bounded((*call.get(0), *given[1:]))
        if isinstance(callee, Type) or (receiver is None and name == "string"):
            return call.get(0)
        return self.called(call)

    def _text(self, name: str, given: list[Any], nodes: "list[Node]") -> Any:
        if not given or not isinstance(given[0], str):
            return UNRESOLVED
        if name == "path.Join":
            return "/".join(
                self.concatenated(((one, node),)) for one, node in zip(given, nodes, strict=False)
            )
        fixed, rest = _VERB.split(given[0]), list(zip(given[1:], nodes[1:], strict=False))
        if "%" in "".join(fixed) or len(rest) != len(fixed) - 1:
            return UNRESOLVED
        pieces: list[tuple[Any, Node]] = [(fixed[0], nodes[0])]
        for value, text in zip(rest, fixed[1:], strict=True):
            pieces += [value, (text, nodes[0])]
        return self.concatenated(pieces)
