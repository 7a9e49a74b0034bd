"""Follows PHP: values, names, and how calls are written."""

from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, text_of, walk
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.readers.braces import Call, Function
from relplan.contracts.sql.readers.php.things import THIS, Class
from relplan.contracts.sql.readers.php.values import PhpValues
from relplan.contracts.sql.readers.reader import History

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLS = ("member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression",
          "function_call_expression")  # fmt: skip
_OWN = frozenset({"self", "static", "parent"})
_NOTHING = frozenset(
    """comment class_declaration interface_declaration trait_declaration enum_declaration
    namespace_use_declaration namespace_definition php_tag text attribute_list declare_statement
    use_declaration global_declaration break_statement continue_statement empty_statement
    relative_scope named_type primitive_type optional_type union_type cast_type""".split()
)


class Php(PhpValues):
    """Follows names and calls; what a call does is for each framework's reader to say."""

    nothing = _NOTHING

    def __init__(self, history: History) -> None:
        """Read a migration that stands in *history*."""
        super().__init__(history)
        self.classes: set[str] = set()
        """The classes of the file."""
        self.how |= {
            **dict.fromkeys(_CALLS, self._call),
            **dict.fromkeys(("anonymous_function", "arrow_function"), self.function),
            **dict.fromkeys(("member_access_expression", "nullsafe_member_access_expression"),
                            self._member),
            "class_constant_access_expression": self._class_constant,
            "scoped_property_access_expression": self._static_property,
            "object_creation_expression": self._new, "function_definition": self._defined,
            "method_declaration": self._defined,
        }  # fmt: skip

    def made(self, call: Call) -> Any:
        """Return a new object of the class that *call* names."""
        raise NotImplementedError

    def property_of(self, owner: Any, name: str) -> Any:
        """Return a property of an object."""
        raise NotImplementedError

    def is_simple(self, node: "Node") -> bool:
        """Tell whether a statement is an expression."""
        return node.type in ("expression_statement", "return_statement", "echo_statement")

    def does_something(self, function: "Node") -> bool:
        """Tell whether a function is not empty, nor only refuses to run."""
        done = below(function.child_by_field_name("body"))
        return any(not _refuses(node) for node in done)

    def learn(self, root: "Node") -> None:
        """Take note of the methods, constants and properties of all classes of a file."""
        for node in walk(root):
            if node.type in ("method_declaration", "function_definition"):
                name = text_of(node.child_by_field_name("name"))
                self.functions.setdefault(name, Function(node))
            elif node.type == "const_element":
                self.scope[f"self::{text_of(below(node)[0])}"] = self.follow(below(node)[-1])
            elif node.type == "property_element":
                name = text_of(node.child_by_field_name("name"))
                default = node.child_by_field_name("default_value")
                value = self.follow(default) if default is not None else UNRESOLVED
                self.scope[f"$this->{name[1:]}"] = value
            elif node.type in ("class_declaration", "trait_declaration"):
                self.classes.add(text_of(node.child_by_field_name("name")))
        self.found.clear()
        if "__construct" in self.functions:
            self.run(self.functions["__construct"], [])

    def parameters(self, node: "Node") -> Any:
        """Yield what the parameters of a function are bound to."""
        for parameter in below(node.child_by_field_name("parameters")):
            yield parameter.child_by_field_name("name") or parameter

    def run(self, function: Function, given: list[Any]) -> Any:
        """Follow a function with these arguments; those that are left out have their defaults."""
        given = list(given)
        for parameter in below(function.node.child_by_field_name("parameters"))[len(given) :]:
            default = parameter.child_by_field_name("default_value")
            given.append(self.follow(default) if default is not None else UNRESOLVED)
        return super().run(function, given)

    def function(self, node: "Node") -> Function:
        """Return a function that is written where its value is wanted."""
        made = super().function(node)
        uses = next((one for one in below(node) if one.type == "anonymous_function_use_clause"),
                    None)  # fmt: skip
        for one in below(uses):
            if one.type == "by_ref":  # it may change it, whenever it is called
                self.scope[text_of(below(one)[0])] = UNRESOLVED
        return made

    def _defined(self, node: "Node") -> Any:
        return None

    def _member(self, node: "Node") -> Any:
        text = text_of(node).replace("?->", "->")
        if text in self.scope:
            return self.scope[text]
        owner = node.child_by_field_name("object")
        value = self.follow(owner) if owner is not None else UNRESOLVED
        return self.property_of(value, text_of(node.child_by_field_name("name")))

    def _static_property(self, node: "Node") -> Any:
        owner, name = (text_of(child) for child in below(node)[:2])
        is_own = owner in _OWN or owner in self.classes
        return self.scope.get(f"$this->{name[1:]}", UNRESOLVED) if is_own else UNRESOLVED

    def _class_constant(self, node: "Node") -> Any:
        owner, name = below(node)[:2]
        if text_of(name) == "class":
            return Class(last_of(text_of(owner)))
        is_own = text_of(owner) in _OWN or text_of(owner) in self.classes
        return self.scope.get(f"self::{text_of(name)}", UNRESOLVED) if is_own else UNRESOLVED

    # calls

    def _new(self, node: "Node") -> Any:
        first = below(node)[0] if below(node) else None
        if first is None or first.type == "anonymous_class":
            return UNRESOLVED
        listed = next((one for one in below(node) if one.type == "arguments"), None)
        call = self._given(Call(node, last_of(text_of(first))), listed)
        return self.made(call)

    def _call(self, node: "Node") -> Any:
        owner, scope = node.child_by_field_name("object"), node.child_by_field_name("scope")
        named = node.child_by_field_name("name") or node.child_by_field_name("function")
        call = Call(node, last_of(text_of(named)))
        if named is not None and named.type not in ("name", "qualified_name"):
            value = self.follow(named)
            call.name = value if isinstance(value, str) else ""
            call.receiver = value if isinstance(value, Function) else None
        if owner is not None:
            call.receiver = self.follow(owner)
        elif scope is not None:
            said = last_of(text_of(scope))
            variable = scope.type not in ("name", "qualified_name", "relative_scope")
            call.receiver = self.follow(scope) if variable else Class(said)
            if said in _OWN or (said in self.classes and call.name in self.functions):
                call.receiver = THIS
        return self.called(self._given(call, node.child_by_field_name("arguments")))

    def _given(self, call: Call, listed: "Node | None") -> Call:
        for one in below(listed):
            label = one.child_by_field_name("name")
            inner = below(one)
            value = self.follow(inner[-1]) if inner else UNRESOLVED
            if label is not None:
                call.words[text_of(label)] = value
            elif inner and inner[-1].type == "variadic_unpacking" and isinstance(value, tuple):
                call.given += value
            else:
                call.given.append(value)
        return call


def last_of(name: str) -> str:
    """Return the name of a class or function without its namespace."""
    return name.rpartition("\\")[2]


def _refuses(node: "Node") -> bool:
    return node.type == "throw_statement" or (
        node.type == "expression_statement"
        and any(child.type == "throw_expression" for child in below(node))
    )
