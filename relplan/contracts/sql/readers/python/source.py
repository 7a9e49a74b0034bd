"""Reads Python files as syntax trees, never by running them."""

import ast
import warnings

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.reading.lines import shortened
from relplan.contracts.sql.readers.python.values import Names, value_of

_LARGEST = 2_000_000


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


def constants(tree: ast.Module) -> Names:
    """Return the values of the names that the module assigns once, where they are constant."""
    found: Names = {}
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


def flag(call: ast.Call, name: str, names: Names) -> bool | None:
    """Return a keyword argument that is True or False; None where it is neither."""
    value = value_of(keyword(call, name), names)
    return value if isinstance(value, bool) else None


def source_of(node: ast.AST) -> str:
    """Return an expression in one short line."""
    try:
        return shortened(ast.unparse(node))
    except (RecursionError, ValueError):
        return "an expression"
