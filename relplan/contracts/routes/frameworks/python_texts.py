"""Takes the texts of Python apart that are put together of others."""

import ast
from collections.abc import Iterator, Sequence
from string import Formatter


def pieces_of(node: ast.expr) -> Sequence[ast.expr] | None:
    """Return what a text is put together of, by ``+``, ``f"…"`` or ``format``; None: by none."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, ast.FormattedValue):
        return [node.value]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.left, node.right]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        form = node.func.value
        if node.func.attr == "format" and isinstance(form, ast.Constant):
            return _filled(str(form.value), node)
    return None


def _filled(form: str, call: ast.Call) -> Sequence[ast.expr] | None:
    try:
        return [*_pieces(form, call)]
    except (ValueError, LookupError):
        return None


def _pieces(form: str, call: ast.Call) -> Iterator[ast.expr]:
    given = {one.arg: one.value for one in call.keywords}
    for number, (text, name, _, _) in enumerate(Formatter().parse(form)):
        yield ast.Constant(text)
        if name is not None:
            is_counted = not name or name.isdigit()
            yield call.args[int(name or number)] if is_counted else given[name]
