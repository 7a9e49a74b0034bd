"""Tells which code runs by how a condition came out.

It follows a condition outward through its syntax tree: through brackets, negations, ``and`` and
``or``, into the variable that it is given to, up to the ``if`` that decides by it. What it cannot
follow it leaves: that code counts as running anyhow.
"""

from collections.abc import Iterator
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from relplan.contracts.reading.trees import below, text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_SAME = frozenset(
    "parenthesized_expression await_expression parenthesized_statements non_null_expression"
    " as_expression argument await".split()
)
"""What has the value of the one thing in it."""
_EXITS = frozenset(
    "return_statement return_expression return raise_statement throw_statement throw_expression"
    " continue_statement break_statement next break jump_expression".split()
)
_BLOCKS = frozenset(
    "block statement_block compound_statement statement_list then body_statement"
    " expression_statement".split()
)
_FUNCTIONS = ("function", "method", "lambda", "func_literal", "constructor", "closure")
_DECISIONS = frozenset(
    "if_statement if_expression if elsif elif_clause unless if_modifier unless_modifier"
    " conditional_expression ternary_expression conditional".split()
)
_CONDITIONS, _SHOWN = frozenset({"condition", "when", "if"}), frozenset({"show", "then", "render"})
_ELSE_SHOWN = frozenset({"elseShow", "else", "fallback"})
"""What elements call the condition that they are given, and what they show by it."""
_MOST_VARIABLES = 3
"""Variables in a row through which an answer is followed."""
NOTHING = frozenset("null none nil undefined false identifier".split())
"""What does nothing, and is returned by what does nothing."""
ARGUMENTS = frozenset("argument_list arguments value_arguments attribute_argument_list".split())
"""What a call is given."""
_AND, _OR = frozenset({"&&", "and"}), frozenset({"||", "or"})
_ASSIGNMENTS = frozenset(
    "assignment assignment_expression variable_declarator var_spec property_declaration"
    " short_var_declaration assignment_statement".split()
)


class Lines(NamedTuple):
    """A run of lines, counted from 1, both ends in it."""

    first: int
    last: int

    @property
    def all(self) -> range:
        """Each of them."""
        return range(self.first, self.last + 1)


class _Knowledge(NamedTuple):
    """Whether what was asked for is so, by how an expression comes out; None: nothing follows."""

    if_true: bool | None
    if_false: bool | None


class Runs(Enum):
    """When a piece of code runs, by what was asked for."""

    ON = auto()
    """Only while it is so."""
    OFF = auto()
    """Where it is not so, or not only where it is."""
    ASKING = auto()
    """It runs to find that out, and does nothing else."""
    GUARD = auto()
    """It leaves at once where it is not so, and does nothing else."""


def decided_by(node: "Node", *, inverted: bool = False) -> Iterator[tuple["Node", Runs]]:
    """Yield the pieces of code that run by how the expression *node* came out, and when.

    What is asked for is so where it came out true; *inverted*: false.
    """
    known = _Knowledge(False, True) if inverted else _Knowledge(True, False)
    return _behind(node, known, _MOST_VARIABLES)


def _is_guard(decision: "Node") -> bool:
    parts = below(decision)
    return len(parts) == 2 and _leaves_at_once(parts[-1])


def _leaves_at_once(node: "Node") -> bool:
    inner = below(node)
    if node.type in _EXITS:
        return all(one.type in NOTHING for one in inner)
    return node.type in _BLOCKS and len(inner) == 1 and _leaves_at_once(inner[0])


def _behind(node: "Node", known: _Knowledge, variables: int) -> Iterator[tuple["Node", Runs]]:
    while (parent := node.parent) is not None:
        if parent.type in _DECISIONS:
            yield from _decided(parent, node, known)
            return
        if parent.type in _ASSIGNMENTS or parent.type == "expression_list":
            if variables:
                yield from _by_variable(parent, node, known, variables - 1)
            return
        if parent.type == "jsx_expression":
            yield from _by_attribute(parent, known)
            return
        operator = _operator(parent)
        decides = known.if_true if operator in _AND else known.if_false
        if operator in _AND | _OR and decides and parent.named_children[0] == node:
            yield parent.named_children[-1], Runs.ON
        outside = _of_outer(parent, node, operator, known)
        if outside is None:
            return
        node, known = parent, outside


def _of_outer(outer: "Node", node: "Node", operator: str, known: _Knowledge) -> _Knowledge | None:
    """Return what follows from *outer*, of which *known* follows from the *node* in it."""
    if operator in ("!", "not"):
        return _Knowledge(known.if_false, known.if_true)
    if operator in _AND:
        return known._replace(if_false=None)
    if operator in _OR:
        return known._replace(if_true=None)
    if operator in ("==", "===", "!=", "!=="):
        other = next((one for one in outer.named_children if one != node), node)
        said = text_of(other).lower()
        if said not in ("true", "false"):
            return None
        same = (said == "true") == operator.startswith("=")
        return known if same else _Knowledge(known.if_false, known.if_true)
    return known if outer.type in _SAME else None


def _operator(node: "Node") -> str:
    return next(
        (one.type for one in node.children if not one.is_named and one.type not in "()"), ""
    )


def _decided(
    decision: "Node", condition: "Node", known: _Knowledge
) -> Iterator[tuple["Node", Runs]]:
    """Yield what runs by how *decision* comes out."""
    children = below(decision)
    if decision.type == "conditional_expression" and not decision.child_by_field_name("condition"):
        children = [children[1], children[0], *children[2:]]  # Python's: the value comes first
    elif decision.type.endswith("_modifier"):
        children = [children[1], children[0]]  # Ruby's: the body comes first
    if condition not in children:
        return
    if _only_asks(condition):
        yield condition, Runs.ASKING
    place = children.index(condition)
    consequence, alternatives = children[place + 1 : place + 2], children[place + 2 :]
    if decision.type.startswith("unless"):
        known = _Knowledge(known.if_false, known.if_true)
    for branch, is_so in ((consequence, known.if_true), (alternatives, known.if_false)):
        yield from ((one, Runs.ON if is_so else Runs.OFF) for one in branch)
    if known.if_false and consequence and not alternatives and _leaves(consequence[0]):
        if _is_guard(decision):
            yield decision, Runs.GUARD
        yield from ((one, Runs.ON) for one in _following(decision))


def _only_asks(condition: "Node") -> bool:
    """Tell whether an expression gives no call anything but names, texts and numbers."""
    arguments = (one for one in walk(condition) if one.type in ARGUMENTS)
    return not any("call" in one.type for given in arguments for one in walk(given))


def _leaves(node: "Node") -> bool:
    """Tell whether nothing that stands behind *node* runs after it."""
    while True:
        if node.type in _EXITS or text_of(node).startswith(("raise ", "panic(", "throw ")):
            return True
        inner = below(node)
        if not inner or node.type not in _BLOCKS:
            return False
        node = inner[-1]


def _following(node: "Node") -> Iterator["Node"]:
    while (after := node.next_named_sibling) is not None:
        yield after
        node = after


def _by_attribute(value: "Node", known: _Knowledge) -> Iterator[tuple["Node", Runs]]:
    """Yield what an element shows only where the condition that it is given is true."""
    attribute = value.parent
    if attribute is None or attribute.type != "jsx_attribute" or attribute.parent is None:
        return
    if text_of(attribute.named_children[0]) not in _CONDITIONS:
        return
    for other in attribute.parent.named_children:
        if other.type == "jsx_attribute" and other != attribute:
            name = text_of(other.named_children[0])
            if name in _SHOWN | _ELSE_SHOWN:
                is_so = known.if_true if name in _SHOWN else known.if_false
                yield other, Runs.ON if is_so else Runs.OFF
    element = attribute.parent.parent
    if known.if_true and element is not None and element.type == "jsx_element":
        inside = (one for one in element.named_children if "ing_element" not in one.type)
        yield from ((one, Runs.ON) for one in inside)


def _by_variable(
    parent: "Node", value: "Node", known: _Knowledge, variables: int
) -> Iterator[tuple["Node", Runs]]:
    """Yield what runs only where the variable that *value* is given to comes out as it must."""
    while parent.type == "expression_list" and parent.parent is not None:
        value, parent = parent, parent.parent
    left = parent.child_by_field_name("left") or parent.child_by_field_name("name")
    target = left or (parent.named_children[0] if parent.named_children else None)
    if target is None or target == value:
        return
    while target.named_children and target.type in ("expression_list", "variable_declaration"):
        target = target.named_children[0]
    name, scope = text_of(target), _scope(parent)
    if "identifier" not in target.type and target.type != "variable_name":
        return
    same = [one for one in walk(scope) if one.type == target.type and text_of(one) == name]
    if any(one != target and _is_target(one) for one in same):
        return  # it may hold something else by then
    if _only_asks(value):
        yield parent, Runs.ASKING
    for one in same:
        if one.start_byte > value.end_byte:
            yield from _behind(one, known, variables)


def _is_target(node: "Node") -> bool:
    parent = node.parent
    while parent is not None and parent.type in ("expression_list", "variable_declaration"):
        node, parent = parent, parent.parent
    if parent is None or parent.type not in _ASSIGNMENTS:
        return False
    left = parent.child_by_field_name("left") or parent.child_by_field_name("name")
    return (left or parent.named_children[0]) == node


def _scope(node: "Node") -> "Node":
    while node.parent is not None and not node.type.startswith(_FUNCTIONS):
        node = node.parent
    return node


def lines_of(node: "Node") -> Lines:
    """Return the lines that *node* stands on."""
    return Lines(node.start_point[0] + 1, node.end_point[0] + 1)
