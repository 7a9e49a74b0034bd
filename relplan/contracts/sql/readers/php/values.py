"""Follows PHP's expressions: literals, arrays, operators and assignments."""

from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import HOLE, LARGEST, UNRESOLVED, bounded, joined
from relplan.contracts.sql.readers.php.flow import PhpFlow
from relplan.contracts.sql.readers.php.things import ASKED, THIS
from relplan.contracts.sql.readers.reader import History

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


class PhpValues(PhpFlow):
    """Follows expressions; names and calls are for others to follow."""

    def __init__(self, history: History) -> None:
        """Read a migration that stands in *history*."""
        super().__init__(history)
        self.how |= {
            **dict.fromkeys(("string", "encapsed_string", "heredoc", "heredoc_body"), self._string),
            **dict.fromkeys(("parenthesized_expression", "expression_statement", "by_ref",
                             "error_suppression_expression", "variadic_unpacking"), self._last),
            "nowdoc": self._nowdoc, "integer": self._number, "boolean": self._constant,
            "null": self._constant, "variable_name": self._name, "name": self._word,
            "qualified_name": self._word, "array_creation_expression": self._array,
            "subscript_expression": self._element, "unary_op_expression": self._unary,
            "binary_expression": self._binary, "assignment_expression": self._assigned,
            "augmented_assignment_expression": self._augmented, "cast_expression": self._cast,
        }  # fmt: skip

    def _string(self, node: "Node") -> Any:
        if node.type == "heredoc":
            value = node.child_by_field_name("value")
            return self._string(value) if value is not None else ""
        return joined(self._piece(child) for child in node.named_children)

    def _piece(self, node: "Node") -> Any:
        if node.type in ("string_content", "nowdoc_string"):
            return text_of(node)
        if node.type == "escape_sequence":
            return _ESCAPES.get(text_of(node), text_of(node)[1:])
        value = self.follow(node)
        return "" if value is None else value

    def _nowdoc(self, node: "Node") -> Any:
        lines = [text_of(child) for child in below(node.child_by_field_name("value"))]
        return "\n".join(lines)

    def _number(self, node: "Node") -> Any:
        digits = text_of(node).replace("_", "")
        return int(digits) if digits.isdecimal() and len(digits) < 19 else UNRESOLVED

    def _constant(self, node: "Node") -> Any:
        return {"true": True, "false": False}.get(text_of(node).lower())

    def _word(self, node: "Node") -> Any:
        return self.scope.get(f"self::{text_of(node)}", UNRESOLVED)

    def _name(self, node: "Node") -> Any:
        name = text_of(node)
        return self.scope.get(name, THIS if name == "$this" else UNRESOLVED)

    def _array(self, node: "Node") -> Any:
        found: dict[Any, Any] = {}
        is_list = True
        for child in below(node):
            inner = below(child)
            if not inner:
                continue
            value = self.follow(inner[-1])
            if len(inner) > 1:
                key = self.follow(inner[0])
                is_list = False
                found[key if isinstance(key, str | int) else HOLE] = value
            elif inner[0].type == "variadic_unpacking":
                is_list = is_list and isinstance(value, tuple)
                found.update(_unpacked(value, len(found)))
            else:
                found[len(found)] = value
        return bounded(list(found.values())) if is_list else found

    def _element(self, node: "Node") -> Any:
        parts = [self.follow(child) for child in below(node)]
        if len(parts) != 2:
            return UNRESOLVED
        value, key = parts
        if isinstance(value, dict):
            return value.get(key, UNRESOLVED) if isinstance(key, str | int) else UNRESOLVED
        if isinstance(value, tuple) and isinstance(key, int) and key < len(value):
            return value[key]
        return ASKED if value is ASKED else UNRESOLVED

    def _unary(self, node: "Node") -> Any:
        value = self._last(node)
        sign = text_of(node)[:1]
        if sign == "!":
            return not value if isinstance(value, bool) else ASKED if value is ASKED else UNRESOLVED
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return -value if sign == "-" and is_number else UNRESOLVED

    def _cast(self, node: "Node") -> Any:
        value = node.child_by_field_name("value")
        found = self.follow(value) if value is not None else UNRESOLVED
        return found if isinstance(found, str) or found is ASKED else UNRESOLVED

    def _binary(self, node: "Node") -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        sign = text_of(node.child_by_field_name("operator")).lower()
        if left is None or right is None:
            return self.rest(node)
        one = self.follow(left)
        if sign in ("&&", "and", "||", "or", "??"):
            if one is (sign in ("||", "or")) and sign != "??":
                return one  # the other is not looked at
            met = UNRESOLVED if one is not ASKED else ASKED
            (other,) = self.branches([lambda: self._way([right], met)], may_pass=True)
            is_or_else = sign == "??"
            return UNRESOLVED if is_or_else else self.compared(one, sign, _as_condition(other))
        other = self.follow(right)
        if sign == ".":
            return joined([one, other])
        return self.compared(one, sign, other)

    def _augmented(self, node: "Node") -> Any:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return self.rest(node)
        value = self.follow(right)
        is_dot = text_of(node.child_by_field_name("operator")) == ".="
        joint = joined([self.follow(left), value]) if is_dot else UNRESOLVED
        self.bind(left, joint)
        return joint

    def bind(self, target: "Node", value: Any) -> None:
        """Give a variable, a property, or several, their values."""
        if target.type in ("by_ref", "variadic_placeholder"):
            target = below(target)[0] if below(target) else target
        if target.type == "variable_name":
            self.scope[text_of(target)] = value
        elif target.type == "member_access_expression":
            self.scope[text_of(target)] = value
            owner = target.child_by_field_name("object")
            if owner is not None and owner.type != "variable_name":
                self.follow(owner)
        elif target.type in ("list_literal", "array_creation_expression"):
            names = [below(one)[-1] if one.type == "array_element_initializer" else one
                     for one in below(target)]  # fmt: skip
            fits = isinstance(value, tuple) and len(value) >= len(names)
            for place, name in enumerate(names):
                self.bind(name, value[place] if fits else UNRESOLVED)
        elif target.type == "subscript_expression":
            self._put(target, value)
        else:
            self.rest(target)

    def _put(self, target: "Node", value: Any) -> None:
        """Put a value into an array; what is added under a key that is not known is not kept."""
        owner, *keys = below(target)
        name, before = text_of(owner), self.follow(owner)
        key = self.follow(keys[0]) if keys else None
        if isinstance(before, tuple) and not keys and len(before) < LARGEST // 100:
            self.scope[name] = (*before, value)
        elif isinstance(before, dict | tuple) and isinstance(key, str):
            known = before if isinstance(before, dict) else dict(enumerate(before))
            self.scope[name] = {**known, key: value}
        elif owner.type in ("variable_name", "member_access_expression"):
            self.scope[name] = UNRESOLVED


def _unpacked(value: Any, start: int) -> dict[Any, Any]:
    if isinstance(value, dict):
        return value
    items = value if isinstance(value, tuple) else (UNRESOLVED,)
    return {start + place: item for place, item in enumerate(items)}


def _as_condition(value: Any) -> Any:
    return value if isinstance(value, bool) or value is ASKED else UNRESOLVED
