"""Reads setup.py from its syntax tree. Nothing of it is ever run."""

import ast
from typing import Any

from relplan.contracts.bounds import BoundReachedError, UnreadableError, decoded

_LARGEST = 200_000
"""Bytes: a tree takes a hundred times as much."""


class SetupCall:
    """The arguments of the call of ``setup`` whose values can be seen without running it."""

    def __init__(self, path: str, content: bytes) -> None:
        """Read *content*. Raises UnreadableError where it is no Python."""
        text = decoded(path, content, _LARGEST)
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 0
            raise UnreadableError("not valid Python", path, line) from None
        except (RecursionError, MemoryError):
            raise BoundReachedError("nested too deeply to be understood", path) from None
        self._names = _constants(tree)
        self._call = _setup_call(tree)

    def value(self, name: str) -> Any:
        """Return an argument's value; None where there is none, or it is computed."""
        return self._value(self._node(name))

    def line(self, name: str) -> int:
        """Return an argument's line; that of the call where there is none."""
        node = self._node(name) or self._call
        return node.lineno if node else 0

    def lines(self, name: str) -> dict[str, int]:
        """Return the lines of the texts in an argument."""
        node = self._node(name)
        if isinstance(node, ast.Name):
            node = self._names.get(node.id, node)
        return {
            item.value: item.lineno
            for item in (ast.walk(node) if node else ())
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        }

    def _node(self, name: str) -> ast.expr | None:
        keywords = self._call.keywords if self._call else []
        return next((keyword.value for keyword in keywords if keyword.arg == name), None)

    def _value(self, node: ast.expr | None, depth: int = 0) -> Any:
        """Return what a literal says; what is computed in it is left out."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and depth < 9:
            return self._value(self._names.get(node.id), depth + 1)
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return [self._value(item, depth + 1) for item in node.elts if depth < 9]
        if isinstance(node, ast.Dict):
            return {
                key.value: self._value(value, depth + 1)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and depth < 9
            }
        return None


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the names that the module's top binds, each once."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = node.value
    return found


def _setup_call(tree: ast.Module) -> ast.Call | None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name == "setup":
                return node
    return None
