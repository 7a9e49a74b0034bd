"""Follows the expressions of Ruby: literals, names, operators and assignments."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, text_of, walk
from relplan.contracts.reading.values import UNRESOLVED, bounded, joined, same
from relplan.contracts.sql.readers.rails.methods import applied
from relplan.contracts.sql.readers.rails.things import CONNECTION, Call, Constant
from relplan.contracts.sql.readers.truth import is_cut_short
from relplan.contracts.sql.readers.walking import Walker

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TURNS = 200
"""Of a range."""
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\s": " ", "\\0": "", "\\e": ""}
_NOTHING = frozenset(
    {
        "comment", "heredoc_body", "retry", "redo", "uninterpreted", "alias", "undef",
        "empty_statement", "class", "module", "singleton_class",
    }
)  # fmt: skip
"""What does nothing to a table where it stands."""
_VARIABLES = frozenset(
    {"identifier", "instance_variable", "constant", "class_variable", "global_variable"}
)
_SEVERAL = frozenset(
    {"left_assignment_list", "destructured_parameter", "destructured_left_assignment"}
)


class Expressions(Walker):
    """Follows expressions in their order; calls are for others to follow."""

    nothing = _NOTHING
    literals: Mapping[str, bool] = {"true": True, "false": False, "nil": False}

    def __init__(self, root: "Node", budget: Budget) -> None:
        """Follow what stands below *root*."""
        super().__init__(budget)
        self._heredocs = dict(_heredocs(root))
        self.how = {
            **dict.fromkeys(("integer", "true", "false", "nil"), self._literal),
            **dict.fromkeys(
                ("simple_symbol", "hash_key_symbol", "bare_symbol_content"), self._symbol
            ),
            **dict.fromkeys(
                ("string", "delimited_symbol", "bare_string", "bare_symbol", "chained_string"),
                self._string,
            ),
            **dict.fromkeys(("array", "string_array", "symbol_array"), self._array),
            **dict.fromkeys(
                ("instance_variable", "class_variable", "global_variable"), self._variable
            ),
            **dict.fromkeys(("constant", "scope_resolution"), self._constant),
            **dict.fromkeys(("assignment", "operator_assignment"), self._assigned),
            "heredoc_beginning": self._heredoc, "hash": self._hash, "identifier": self._name,
            "binary": self._operated, "unary": self._unary, "element_reference": self._element,
            "range": self._range, "self": self._self,
            **dict.fromkeys(("super", "subshell"), self._unseen),
        }  # fmt: skip

    def finished(self, call: Call) -> Any:
        """Return the value of a call, having followed what it does."""
        raise NotImplementedError

    def _literal(self, node: "Node") -> Any:
        text = text_of(node)
        if node.type == "integer":
            digits = text.replace("_", "")
            return int(digits) if digits.isdecimal() and len(digits) < 19 else UNRESOLVED
        return {"true": True, "false": False, "nil": None}.get(text, UNRESOLVED)

    def _self(self, node: "Node") -> Any:
        return CONNECTION

    def _unseen(self, node: "Node") -> Any:
        self.not_followed(node)
        return UNRESOLVED

    def _symbol(self, node: "Node") -> Any:
        return text_of(node).removeprefix(":")

    def _string(self, node: "Node") -> Any:
        return joined(self._piece(child) for child in below(node))

    def _piece(self, node: "Node") -> Any:
        if node.type in ("string_content", "heredoc_content"):
            return text_of(node)
        if node.type == "escape_sequence":
            return _ESCAPES.get(text_of(node), text_of(node)[1:])
        if node.type == "heredoc_end":
            return ""
        value = self.body(below(node)) if node.type == "interpolation" else self.follow(node)
        return "" if value is None else value

    def _heredoc(self, node: "Node") -> Any:
        body = self._heredocs.get(node.id)
        return UNRESOLVED if body is None else self._string(body)

    def _array(self, node: "Node") -> Any:
        values: list[Any] = []
        for child in below(node):
            value = self.follow(child)
            is_many = child.type == "splat_argument" and isinstance(value, tuple)
            values += value if is_many else [value]
        return bounded(values)

    def _hash(self, node: "Node") -> Any:
        found: dict[Any, Any] = {}
        for child in below(node):
            if child.type == "pair":
                found.update([self.pair(child)])
            else:
                more = self.follow(child)
                if not isinstance(more, dict):
                    return UNRESOLVED
                found.update(more)
        return found

    def pair(self, node: "Node") -> tuple[Any, Any]:
        """Return the key and the value of what stands in a hash, or is given by name."""
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        name = self.follow(key) if key is not None else UNRESOLVED
        if value is None:  # `name:` alone stands for the variable of that name
            return name, self.scope.get(name, UNRESOLVED)
        return name if isinstance(name, str | int) else UNRESOLVED, self.follow(value)

    def _name(self, node: "Node") -> Any:
        name = text_of(node)
        if name in self.scope:
            return self.scope[name]
        return self.finished(Call(node, name))

    def _variable(self, node: "Node") -> Any:
        return self.scope.get(text_of(node), UNRESOLVED)

    def _constant(self, node: "Node") -> Any:
        name = text_of(node)
        return self.scope.get(name.rpartition("::")[2], Constant(name.removeprefix("::")))

    def _operated(self, node: "Node") -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        sign = text_of(node.child_by_field_name("operator"))
        if left is None or right is None:
            return self.rest(node)
        if sign in ("and", "or", "&&", "||"):
            first = self.follow(left)
            if is_cut_short(node, self.literals):
                return UNRESOLVED
            (value,) = self.branches([lambda: self.follow(right)], may_pass=True)
            return value if same(first, value) else UNRESOLVED
        one, other = self.follow(left), self.follow(right)
        value = applied(one, sign, [other])
        if sign == "<<" and left.type == "identifier":
            self.scope[text_of(left)] = value
        return value

    def _unary(self, node: "Node") -> Any:
        operand = node.child_by_field_name("operand")
        value = self.follow(operand) if operand is not None else UNRESOLVED
        if isinstance(value, str):  # `+'…'` is the same text, which may be changed
            return value if text_of(node).startswith("+") else UNRESOLVED
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return -value if is_number and text_of(node).startswith("-") else UNRESOLVED

    def _element(self, node: "Node") -> Any:
        value, *keys = [self.follow(child) for child in below(node)]
        return applied(value, "[]", keys)

    def _range(self, node: "Node") -> Any:
        ends = [node.child_by_field_name(name) for name in ("begin", "end")]
        first, last = (self.follow(end) if end is not None else UNRESOLVED for end in ends)
        if not isinstance(first, int) or not isinstance(last, int) or last - first > _MOST_TURNS:
            return UNRESOLVED
        return tuple(range(first, last + ("..." not in text_of(node))))

    def _assigned(self, node: "Node") -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.rest(node)
        value = self._array(right) if right.type.endswith("_list") else self.follow(right)
        if node.type == "operator_assignment":
            sign = text_of(node.child_by_field_name("operator")).removesuffix("=")
            before = self.scope.get(text_of(left), UNRESOLVED)
            value = applied(before, sign, [value]) if sign not in ("||", "&&") else UNRESOLVED
        self.bind(left, value)
        return value

    def bind(self, left: "Node", value: Any) -> None:
        """Give a variable, or several, their values; to set something of an object is a call."""
        if left.type in _VARIABLES:
            self.scope[text_of(left)] = value
        elif left.type in _SEVERAL:
            self._spread(below(left), value)
        elif left.type in ("rest_assignment", "splat_parameter"):
            self._spread(below(left), UNRESOLVED)
        elif left.type == "element_reference":
            self.rest(left)
        elif (receiver := left.child_by_field_name("receiver")) is not None:
            name = f"{text_of(left.child_by_field_name('method'))}="
            owner = self.follow(receiver)
            self.finished(Call(left, name, owner, [value], has_receiver=True))

    def _spread(self, names: "list[Node]", value: Any) -> None:
        fits = isinstance(value, tuple) and len(value) == len(names)
        for place, name in enumerate(names):
            self.bind(name, value[place] if fits else UNRESOLVED)


def _heredocs(root: "Node") -> Iterator[tuple[int, "Node"]]:
    """Yield where each heredoc is begun, and its body: they come in the same order."""
    begun, bodies = [], []
    for node in walk(root):
        if node.type == "heredoc_beginning":
            begun.append(node)
        elif node.type == "heredoc_body":
            bodies.append(node)
    begun.sort(key=lambda node: node.start_byte)
    bodies.sort(key=lambda node: node.start_byte)
    yield from zip((node.id for node in begun), bodies, strict=False)
