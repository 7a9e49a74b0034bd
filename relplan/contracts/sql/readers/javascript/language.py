"""Follows JavaScript and TypeScript: values, members, and how calls are written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, text_of, walk
from relplan.contracts.reading.values import HOLE, UNRESOLVED, bounded, joined
from relplan.contracts.sql.readers.braces import Braces, Call, Function
from relplan.contracts.sql.readers.javascript.things import DATABASE, New, Schema
from relplan.contracts.sql.readers.reader import History

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = ("arrow_function", "function_expression", "function", "generator_function")
PLAIN = frozenset(
    {
        "console", "Promise", "JSON", "Object", "Array", "Math", "Date", "String", "Number",
        "crypto", "path", "Boolean", "Symbol", "process", "logger", "Buffer", "Sequelize",
        "DataTypes", "uuid", "BigInt", "Set", "Map", "Error", "lodash", "_", "fs", "async",
    }
)  # fmt: skip
"""Objects and modules that know no table."""
_MODELS = frozenset({"Table", "TableColumn", "TableForeignKey", "TableIndex", "TableUnique",
                     "TableCheck"})  # fmt: skip


class JavaScriptFollower(Braces):
    """Follows statements; what is done with what a migration is given is for others to say."""

    nothing = frozenset(
        {"comment", "class_declaration", "import_statement", "type_annotation", "type_arguments",
         "interface_declaration", "type_alias_declaration", "regex", "empty_statement"}
    )  # fmt: skip

    literals: Mapping[str, bool] = {
        "true": True, "false": False, "null": False, "undefined": False, "0": False, "1": True,
    }  # fmt: skip

    def __init__(self, history: History) -> None:
        """Read a migration that stands in *history*."""
        super().__init__(history.budget)
        self.history = history
        self.how |= {
            **dict.fromkeys(_FUNCTIONS, self.function),
            "string": self._string, "template_string": self._string, "number": self._number,
            "true": self._constant, "false": self._constant, "null": self._constant,
            "undefined": self._constant, "array": self._array, "object": self._object,
            "member_expression": self._member, "call_expression": self._called,
            "new_expression": self._new, "function_declaration": self._function,
            "as_expression": self._first, "non_null_expression": self._first,
            "satisfies_expression": self._first,
        }  # fmt: skip

    def learn(self, root: "Node") -> None:
        """Take note of the functions and constants of a file."""
        for node in walk(root):
            name, value = _named_function(node)
            if name and value is not None:
                self.functions.setdefault(name, Function(value))
        for node in below(root):
            inner = node.child_by_field_name("declaration") if node.type == "export_statement" \
                else node  # fmt: skip
            if inner is not None and inner.type in ("lexical_declaration", "variable_declaration"):
                self.follow(inner)
        self.found.clear()

    def _string(self, node: "Node") -> Any:
        return joined(self._piece(child) for child in node.named_children)

    def _piece(self, node: "Node") -> Any:
        if node.type == "string_fragment":
            return text_of(node)
        if node.type == "escape_sequence":
            return {"\\n": "\n", "\\t": "\t", "\\r": "\r"}.get(text_of(node), text_of(node)[1:])
        inner = below(node)
        return self.follow(inner[0]) if inner else ""

    def _number(self, node: "Node") -> Any:
        digits = text_of(node).replace("_", "")
        return int(digits) if digits.isdecimal() and len(digits) < 19 else UNRESOLVED

    def _constant(self, node: "Node") -> Any:
        return {"true": True, "false": False}.get(text_of(node))

    def _array(self, node: "Node") -> Any:
        values: list[Any] = []
        for child in below(node):
            value = self.follow(below(child)[0] if child.type == "spread_element" else child)
            spread = child.type == "spread_element" and isinstance(value, tuple)
            values += value if spread else [value]
        return bounded(values)

    def _object(self, node: "Node") -> Any:
        found: dict[Any, Any] = {}
        for child in below(node):
            if child.type == "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and value is not None:
                    name = text_of(key) if key.type == "property_identifier" else self.follow(key)
                    made = self.follow(value)
                    found[name if isinstance(name, str | int) else HOLE] = made
            elif child.type == "spread_element":
                more = self.follow(below(child)[0])
                found.update(more if isinstance(more, dict) else {HOLE: UNRESOLVED})
            elif child.type == "shorthand_property_identifier":
                found[text_of(child)] = self._name(child)
        return found

    def _first(self, node: "Node") -> Any:
        return self.follow(below(node)[0])

    def _function(self, node: "Node") -> Any:
        self.functions[text_of(node.child_by_field_name("name"))] = Function(node)
        return None

    def _member(self, node: "Node") -> Any:
        inner = node.child_by_field_name("object")
        value = self.follow(inner) if inner is not None else UNRESOLVED
        name = text_of(node.child_by_field_name("property"))
        if value is DATABASE:
            known = {"schema": Schema(), "fn": UNRESOLVED, "client": UNRESOLVED}
            return known.get(name, DATABASE)
        if isinstance(value, dict):
            return value.get(name, UNRESOLVED)
        return UNRESOLVED

    def _new(self, node: "Node") -> Any:
        call = self._given(node)
        kind = text_of(node.child_by_field_name("constructor")).rpartition(".")[2]
        told = call.get(0)
        if kind in _MODELS and isinstance(told, dict):
            return New(kind, told)
        if any(value is DATABASE for value in call.given):
            self.code(node)
        self.follow_functions(call, [])
        return UNRESOLVED

    def _called(self, node: "Node") -> Any:
        function = node.child_by_field_name("function")
        call = Call(node, "")
        if function is not None and function.type == "member_expression":
            inner = function.child_by_field_name("object")
            call.receiver = self.follow(inner) if inner is not None else UNRESOLVED
            if inner is not None and text_of(inner) in PLAIN and call.receiver is UNRESOLVED:
                call.receiver = PLAIN
            call.name = text_of(function.child_by_field_name("property"))
        elif function is not None and function.type == "identifier":
            call.name = text_of(function)
        elif function is not None:
            call.receiver = self.follow(function)
        call.given = self._given(node).given
        bound = self._bound(function) if call.name == "bind" else ""
        if bound:  # what is called later, with these arguments
            call = replace(call, name=bound, given=call.given[1:], receiver=DATABASE)
        return self.called(call)

    def _bound(self, function: "Node | None") -> str:
        """Return the method of the database that ``db.runSql.bind`` is of; empty: it is of none."""
        inner = function.child_by_field_name("object") if function is not None else None
        owner = inner.child_by_field_name("object") if inner is not None else None
        is_ours = owner is not None and self.scope.get(text_of(owner)) is DATABASE
        return text_of(inner.child_by_field_name("property")) if is_ours and inner else ""

    def _given(self, node: "Node") -> Call:
        listed = node.child_by_field_name("arguments")
        call = Call(node, "")
        if listed is not None and listed.type == "template_string":
            call.given = [self.follow(listed)]
            return call
        for child in below(listed):
            value = self.follow(below(child)[0] if child.type == "spread_element" else child)
            spread = child.type == "spread_element" and isinstance(value, tuple)
            call.given += value if spread else [value]
        return call


def _named_function(node: "Node") -> tuple[str, "Node | None"]:
    """Return a function and the name by which it is known in its file, or exported."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if node.type in ("function_declaration", "method_definition"):
        return text_of(name), node
    if node.type == "assignment_expression":
        name, value = node.child_by_field_name("left"), node.child_by_field_name("right")
        name = name.child_by_field_name("property") if name is not None else None
    elif node.type == "pair":
        name = node.child_by_field_name("key")
    elif node.type != "variable_declarator":
        return "", None
    return (text_of(name), value) if value is not None and value.type in _FUNCTIONS else ("", None)
