"""Classes of Python whose methods answer requests: Flask's views, and resources of its kind."""

import ast
from collections.abc import Iterator, Sequence

from relplan.contracts.routes.frameworks.python import Modules

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})


def methods_of_view(func: ast.expr, file: str, modules: Modules) -> Sequence[str] | None:
    """Return the methods of the class of ``Orders.as_view``; None: they are not known."""
    owner = func.value if isinstance(func, ast.Attribute) else func
    return methods_of_named(owner, file, modules)


def methods_of_named(node: ast.expr, file: str, modules: Modules) -> Sequence[str] | None:
    """Return the methods that the class answers which a name means; None: not known."""
    for path, name in modules.things(node, file):
        one = modules.all[path].classes.get(name)
        if one is not None:
            return methods_of(one)
    return None


def methods_of(node: ast.ClassDef) -> Sequence[str] | None:
    """Return the methods that a class answers; None: another class may have them."""
    return sorted(_verbs_of(node)) or None


def _verbs_of(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name in VERBS:
            yield one.name.upper()
