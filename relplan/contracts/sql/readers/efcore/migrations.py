"""Reads Entity Framework Core's migrations: the calls in their ``Up``."""

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, line_of, parsed, short, text_of, walk
from relplan.contracts.reading.values import UNRESOLVED, joined
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Column, Constraint, plain
from relplan.contracts.sql.readers.braces import Braces, Call, Function
from relplan.contracts.sql.readers.efcore.operations import (
    BUILDER,
    CALLS,
    CONSTRAINTS,
    QUIET,
    TABLE,
    column_of,
)
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.statements import statements

if TYPE_CHECKING:
    from tree_sitter import Node

_MEMBER = re.compile(r"\b\w+\.(\w+)")
_GRAMMAR = "tree_sitter_c_sharp"
_PLAIN = frozenset({"string", "String", "Path", "Console", "Guid", "DateTime", "Convert", "Math"})
"""Classes that know no table."""
_PURE = frozenset(
    {
        "Annotation", "OldAnnotation", "ToString", "Format", "Join", "Concat", "Replace", "Trim",
        "IsNullOrEmpty", "Split", "ToLower", "ToUpper", "Equals", "Select", "Where", "ToArray",
        "ToList", "Append", "AppendLine", "WriteLine", "Parse", "Combine", "NewGuid", "IsSqlServer",
        "IsSqlite", "IsNpgsql", "IsMySql", "Contains", "StartsWith", "EndsWith",
    }
)  # fmt: skip


def read_efcore(path: str, content: bytes, history: History) -> Migration:
    """Read a migration. Raises UnreadableError."""
    root = parsed(path, content, _GRAMMAR, history.budget)
    return _Reader(history).migration(path, root, ("Up", "Down"), [BUILDER])


class _Reader(Braces):
    """Takes note of what is called on a MigrationBuilder."""

    nothing = frozenset({"comment", "class_declaration", "preproc_region", "preproc_endregion"})
    literals: Mapping[str, bool] = {"true": True, "false": False}

    def __init__(self, history: History) -> None:
        super().__init__(history.budget)
        self._history = history
        self.constraints: list[tuple[Constraint, str, tuple[Column, ...]]] = []
        """Of the table that is being made."""
        self.how |= {
            "preproc_if": self._if, "preproc_elif": self._if, "preproc_else": self._sequence,
            "string_literal": self._string, "interpolated_string_expression": self._string,
            "verbatim_string_literal": self._verbatim, "raw_string_literal": self._string,
            "integer_literal": self._number, "boolean_literal": self._constant,
            "null_literal": self._constant, "lambda_expression": self.function,
            "local_function_statement": self._local, "invocation_expression": self._called,
            "initializer_expression": self._listed, "collection_expression": self._listed,
            "implicit_array_creation_expression": self._array,
            "array_creation_expression": self._array, "member_access_expression": self._member,
            "object_creation_expression": self._object,
            "anonymous_object_creation_expression": self._anonymous,
            "implicit_object_creation_expression": self._object,
        }  # fmt: skip

    def does_something(self, function: "Node") -> bool:
        """Tell whether a function is not empty, nor only refuses to run."""
        body = function.child_by_field_name("body")
        return body is not None and self.starts(body)

    def learn(self, root: "Node") -> None:
        """Take note of the methods and constants of all classes of a file."""
        for node in walk(root):
            if node.type == "method_declaration":
                name = text_of(node.child_by_field_name("name"))
                self.functions.setdefault(name, Function(node))
            elif node.type == "field_declaration":
                self.rest(node)

    def _if(self, node: "Node") -> Any:
        """Follow what is compiled under a condition, as ``#if DEBUG``, and what is where not."""
        condition, other = (node.child_by_field_name(name) for name in ("condition", "alternative"))
        inner = [child for child in below(node) if child not in (condition, other)]
        truth = self.truth(condition)
        ways = [partial(self.body, inner)] if truth is not False else []
        ways += [partial(self.follow, other)] if other is not None and truth is not True else []
        self.branches(ways, may_pass=not ways or (truth is None and other is None))
        return UNRESOLVED

    def _string(self, node: "Node") -> Any:
        return joined(self._piece(child) for child in node.named_children)

    def _piece(self, node: "Node") -> Any:
        if node.type in ("string_literal_content", "string_content", "raw_string_content"):
            return text_of(node).replace('""', '"')
        if node.type == "escape_sequence":
            return {"\\n": "\n", "\\t": "\t", "\\r": "\r"}.get(text_of(node), text_of(node)[1:])
        if node.type != "interpolation":
            return ""
        inner = [one for one in below(node) if one.type != "interpolation_brace"]
        return self.follow(inner[0]) if inner else UNRESOLVED

    def _verbatim(self, node: "Node") -> Any:
        return text_of(node)[2:-1].replace('""', '"')

    def _number(self, node: "Node") -> Any:
        digits = text_of(node).replace("_", "")
        return int(digits) if digits.isdecimal() and len(digits) < 19 else UNRESOLVED

    def _constant(self, node: "Node") -> Any:
        return {"true": True, "false": False}.get(text_of(node))

    def _listed(self, node: "Node") -> Any:
        return tuple(self.follow(child) for child in below(node))

    def _array(self, node: "Node") -> Any:
        made = [self.follow(child) for child in below(node)]
        return made[-1] if made and isinstance(made[-1], tuple) else UNRESOLVED

    def _member(self, node: "Node") -> Any:
        inner = node.child_by_field_name("expression")
        value = self.follow(inner) if inner is not None else UNRESOLVED
        name = text_of(node.child_by_field_name("name"))
        return UNRESOLVED if value is UNRESOLVED or value is BUILDER else (
            self.scope.get(name, UNRESOLVED)
        )  # fmt: skip

    def _object(self, node: "Node") -> Any:
        given = self._given(node)
        if BUILDER in given.given or BUILDER in given.words.values():
            self.code(node)
        self.follow_functions(given, [])
        return UNRESOLVED

    def _anonymous(self, node: "Node") -> Any:
        found: dict[str, Any] = {}
        name = ""
        for child in node.children:
            after = child.next_sibling
            if child.type == "identifier" and after is not None and after.type == "=":
                name = text_of(child)
            elif child.is_named and child.type != "comment":
                found[name or text_of(child)] = self.follow(child)
                name = ""
        return found

    def _local(self, node: "Node") -> Any:
        self.functions[text_of(node.child_by_field_name("name"))] = Function(node)
        return None

    def _called(self, node: "Node") -> Any:
        call = self._given(node)
        function = node.child_by_field_name("function")
        named = function
        if function is not None and function.type == "member_access_expression":
            inner = function.child_by_field_name("expression")
            call.receiver = self.follow(inner) if inner is not None else UNRESOLVED
            if inner is not None and text_of(inner) in _PLAIN:
                call.receiver = _PLAIN
            named = function.child_by_field_name("name")
        if named is not None and named.type == "generic_name":
            parts = below(named)
            call.type = text_of(parts[-1]).strip("<>").lower() if len(parts) > 1 else ""
            named = parts[0]
        call.name = text_of(named)
        return self.called(call)

    def _given(self, node: "Node") -> Call:
        call = Call(node, "")
        for argument in below(node.child_by_field_name("arguments")):
            name = argument.child_by_field_name("name")
            inner = below(argument)
            value = self.follow(inner[-1]) if inner else UNRESOLVED
            if name is not None:
                call.words[text_of(name)] = value
            else:
                call.given.append(value)
        return call

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        if call.receiver is BUILDER:
            return self._operation(call)
        if call.receiver is TABLE:
            return self._of_table(call)
        if isinstance(call.receiver, Column):
            return call.receiver  # an annotation
        return self._elsewhere(call)

    def _elsewhere(self, call: Call) -> Any:
        if call.name == "nameof":
            return text_of(call.node.child_by_field_name("arguments")).strip("()").split(".")[-1]
        if call.name in self.functions and call.receiver in (None, UNRESOLVED):
            return self.run(self.functions[call.name], [*call.given, *call.words.values()])
        if call.name == "OldAnnotation" and "Enum" in call.text(0):
            self.not_followed(call.node)  # an enum type of PostgreSQL gets other values
        if isinstance(call.receiver, str) or call.receiver is _PLAIN or call.name in _PURE:
            self.follow_functions(call, [])
            return call.receiver if call.name in ("Trim", "ToString") else UNRESOLVED
        self.code(call.node)
        self.follow_functions(call, [])
        return UNRESOLVED

    def _of_table(self, call: Call) -> Any:
        if call.name == "Column":
            return column_of("", call)
        if call.name not in CONSTRAINTS:
            self.not_followed(call.node)
            return UNRESOLVED
        columns = tuple(Column(name) for name in _named(call))
        kind = CONSTRAINTS[call.name]
        name = plain(call.text(0, "name"))
        self.constraints.append((kind, name, columns))
        return UNRESOLVED

    def columns_in(self, function: Any) -> dict[str, Column]:
        """Return the columns that a lambda makes, by the names that it gives them."""
        made = self.run(function, [TABLE]) if isinstance(function, Function) else None
        listed = made.items() if isinstance(made, dict) else ()
        return {name: column for name, column in listed if isinstance(column, Column)}

    def _operation(self, call: Call) -> Any:
        if call.name == "Sql":
            text, source = call.get(0, "sql"), short(call.node)
            line = line_of(call.node)
            self.found += statements(text, source, self._history.dialect, self.budget, line)
            return UNRESOLVED
        build = CALLS.get(call.name)
        found = build(self, call) if build is not None else None
        if found is None and call.name not in QUIET:
            self.not_followed(call.node)
        for operation in found or ():
            self.note(operation, call.node)
        return UNRESOLVED


def _named(call: Call) -> list[str]:
    """Return the columns that a lambda names: ``x => x.Id``, ``x => new { x.A, x.B }``."""
    given = [*call.given, *call.words.values()]
    lambdas = [value.node for value in given if isinstance(value, Function)]
    text = " ".join(text_of(node.child_by_field_name("body")) for node in lambdas)
    return [plain(name) for name in _MEMBER.findall(text)]
