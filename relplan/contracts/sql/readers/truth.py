"""Conditions that are written out in a program, as ``if (false)``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from relplan.contracts.reading.trees import below, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_BRACKETS = frozenset(
    {"parenthesized_expression", "parenthesized_statements", "expression_statement"}
)
_UNARY = frozenset({"unary", "unary_expression", "prefix_unary_expression"})
_BINARY = frozenset({"binary", "binary_expression"})
_AND, _OR = frozenset({"&&", "and"}), frozenset({"||", "or"})
_DEEPEST = 20


def truth_of(node: "Node | None", literals: Mapping[str, bool], deep: int = 0) -> bool | None:
    """Return what a condition is that hangs on nothing; None: only running it tells.

    *literals* has what a language's own constants are, by their source.
    """
    if node is None or deep > _DEEPEST:
        return None
    if node.type in _BRACKETS:
        inner = below(node)
        return truth_of(inner[0], literals, deep + 1) if len(inner) == 1 else None
    if node.type in _UNARY:
        inner = below(node)
        negates = text_of(node)[:1] == "!" or text_of(node)[:4] == "not "
        truth = truth_of(inner[0], literals, deep + 1) if negates and len(inner) == 1 else None
        return None if truth is None else not truth
    if node.type in _BINARY:
        return _of_two(node, literals, deep + 1)
    return literals.get(text_of(node)) if node.named_child_count == 0 else None


def _of_two(node: "Node", literals: Mapping[str, bool], deep: int) -> bool | None:
    sign = text_of(node.child_by_field_name("operator"))
    if sign not in _AND | _OR:
        return None
    ends = sign in _OR  # the side that is so is the whole
    sides = [truth_of(node.child_by_field_name(name), literals, deep) for name in ("left", "right")]
    return ends if ends in sides else None if None in sides else not ends


def is_cut_short(node: "Node", literals: Mapping[str, bool]) -> bool:
    """Tell whether the right side of ``false && drop()``, or of the like, is never run."""
    sign = text_of(node.child_by_field_name("operator"))
    left = truth_of(node.child_by_field_name("left"), literals)
    return left is not None and sign in (_OR if left else _AND)
