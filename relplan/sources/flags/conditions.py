"""Tells which code runs only where a condition came out one way.

It follows a condition outward through its syntax tree: through brackets, negations, ``and`` and
``or``, into the variable that it is given to, up to the ``if`` that decides by it. What it cannot
follow it leaves: that code counts as running anyhow.
"""

from collections.abc import Iterator
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


def lines_behind(node: "Node") -> Iterator[Lines]:
    """Yield the lines that run only where the expression *node* came out true."""
    yield from map(lines_of, _behind(node, _Knowledge(True, False), follow=True))


def lines_closed(node: "Node") -> Iterator[Lines]:
    """Yield the lines of what a decorator or an attribute stands on."""
    here: Node | None = node
    while here is not None and here.type not in ("decorator", "attribute_list"):
        here = here.parent
    if here is not None and here.parent is not None:
        yield lines_of(here.parent)


def _behind(node: "Node", known: _Knowledge, *, follow: bool) -> Iterator["Node"]:
    while (parent := node.parent) is not None:
        if parent.type in _DECISIONS:
            yield from _decided(parent, node, known)
            return
        if parent.type in _ASSIGNMENTS or parent.type == "expression_list":
            if follow and known == _Knowledge(True, False):
                yield from _by_variable(parent, node)
            return
        operator = _operator(parent)
        decides = known.if_true if operator in _AND else known.if_false
        if operator in _AND | _OR and decides and parent.named_children[0] == node:
            yield parent.named_children[-1]
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


def _decided(decision: "Node", condition: "Node", known: _Knowledge) -> Iterator["Node"]:
    """Yield what runs only where *decision* shows that it is so."""
    children = below(decision)
    if decision.type == "conditional_expression" and not decision.child_by_field_name("condition"):
        children = [children[1], children[0], *children[2:]]  # Python's: the value comes first
    elif decision.type.endswith("_modifier"):
        children = [children[1], children[0]]  # Ruby's: the body comes first
    if condition not in children:
        return
    place = children.index(condition)
    consequence, alternatives = children[place + 1 : place + 2], children[place + 2 :]
    if decision.type.startswith("unless"):
        known = _Knowledge(known.if_false, known.if_true)
    if known.if_true:
        yield from consequence
    if known.if_false:
        yield from alternatives
        if consequence and not alternatives and _leaves(consequence[0]):
            yield from _following(decision)


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


def _by_variable(parent: "Node", value: "Node") -> Iterator["Node"]:
    """Yield what runs only where the variable that *value* is given to is true."""
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
    for one in same:
        if one.start_byte > value.end_byte:
            yield from _behind(one, _Knowledge(True, False), follow=False)


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
