"""Reads Python files as syntax trees, never by running them."""

import ast
import warnings
from typing import Any

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.sql.reading import shortened

_LARGEST = 2_000_000
UNRESOLVED: Any = object()
"""What an expression has for a value that only running it would tell."""


def parsed(path: str, content: bytes) -> ast.Module:
    """Return a file's syntax tree. Raises UnreadableError."""
    text = decoded(path, content, _LARGEST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in other people's strings
            return ast.parse(text)
    except SyntaxError as error:
        raise UnreadableError("not valid Python", path, error.lineno or 0) from None
    except (RecursionError, MemoryError):
        raise UnreadableError("nested too deeply to be understood", path) from None
    except ValueError:
        raise UnreadableError("not valid Python", path) from None


def constants(tree: ast.Module) -> dict[str, Any]:
    """Return the values of the names that the module assigns once, where they are constant."""
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        if isinstance(target, ast.Name):
            found[target.id] = value_of(value, found)
    return found


def value_of(node: ast.expr | None, names: dict[str, Any]) -> Any:
    """Return the value of a constant expression; UNRESOLVED where it is none."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id, UNRESOLVED)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        values = [value_of(item, names) for item in node.elts]
        return UNRESOLVED if any(value is UNRESOLVED for value in values) else tuple(values)
    made = UNRESOLVED
    if isinstance(node, ast.BinOp):
        made = _operated(node.op, value_of(node.left, names), value_of(node.right, names))
    elif isinstance(node, ast.JoinedStr):
        made = _joined([_piece(item, names) for item in node.values])
    elif isinstance(node, ast.Call):
        made = _called(node, names)
    elif isinstance(node, ast.Attribute) and node.attr == "noop":
        made = ""  # Django's RunSQL.noop
    return made


def _operated(operator: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(operator, ast.Add) and isinstance(left, str) and isinstance(right, str):
        return left + right
    return _formatted(left, right) if isinstance(operator, ast.Mod) else UNRESOLVED


def _called(call: ast.Call, names: dict[str, Any]) -> Any:
    name = name_of(call.func)
    if not call.args:
        return () if name in ("set", "list", "tuple") else UNRESOLVED
    return value_of(call.args[0], names) if name in _WRAPPERS else UNRESOLVED


def _formatted(text: Any, value: Any) -> Any:
    """Return what ``text % value`` is where only ``%s`` stands in the text."""
    values = value if isinstance(value, tuple) else (value,)
    if not isinstance(text, str) or not all(isinstance(item, str | int) for item in values):
        return UNRESOLVED
    if text.count("%") != text.count("%s") or text.count("%s") != len(values):
        return UNRESOLVED
    return text % values


def _piece(node: ast.expr, names: dict[str, Any]) -> Any:
    return value_of(node.value if isinstance(node, ast.FormattedValue) else node, names)


def _joined(pieces: list[Any]) -> Any:
    if all(isinstance(piece, str | int) for piece in pieces):
        return "".join(map(str, pieces))
    return UNRESOLVED


_WRAPPERS = frozenset({"text", "f", "dedent", "DDL", "table", "Table"})
"""Calls that stand for their first argument: ``sa.text("…")``, ``op.f("…")``, ``sa.table("…")``."""


def text_of(node: ast.expr | None, names: dict[str, Any]) -> str:
    """Return the text of a constant expression; empty where it is none."""
    value = value_of(node, names)
    return value if isinstance(value, str) else ""


def name_of(node: ast.expr) -> str:
    """Return the last name of a dotted one: ``create_table`` of ``op.create_table``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def owner_of(node: ast.expr) -> str:
    """Return the name before the last one: ``op`` of ``op.create_table``."""
    return name_of(node.value) if isinstance(node, ast.Attribute) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the value of a keyword argument."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """Return an argument by its place or its name."""
    if place < len(call.args):
        return call.args[place]
    return keyword(call, name)


def flag(call: ast.Call, name: str, names: dict[str, Any]) -> bool | None:
    """Return a keyword argument that is True or False; None where it is neither."""
    value = value_of(keyword(call, name), names)
    return value if isinstance(value, bool) else None


def source_of(node: ast.AST) -> str:
    """Return an expression in one short line."""
    try:
        return shortened(ast.unparse(node))
    except (RecursionError, ValueError):
        return "an expression"
