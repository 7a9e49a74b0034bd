"""Conditions of Python that are written out, as ``if False``, and what of them is ever run."""

import ast
from collections.abc import Iterator


def truth_of(node: ast.expr) -> bool | None:
    """Return what a condition is that hangs on nothing; None: only running it tells."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth_of(node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        ends = isinstance(node.op, ast.Or)  # the first part that is so is the whole
        parts = [truth_of(part) for part in node.values]
        return ends if ends in parts else None if None in parts else not ends
    return None


def ways_of(node: ast.IfExp) -> list[ast.expr]:
    """Return those of the two values of a choice that it may have."""
    truth = truth_of(node.test)
    return [node.body, node.orelse] if truth is None else [node.body if truth else node.orelse]


def reached(node: ast.IfExp | ast.BoolOp) -> Iterator[ast.expr]:
    """Yield the parts of an expression that may be run, in their order."""
    if isinstance(node, ast.IfExp):
        yield from (node.test, *ways_of(node))
        return
    for part in node.values:
        yield part
        if truth_of(part) is isinstance(node.op, ast.Or):
            return
