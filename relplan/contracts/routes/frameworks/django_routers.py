"""Routers of Django REST framework: what is registered at them, and below what they stand."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from relplan.contracts.routes.frameworks.python import Modules, argument, dotted, last_name
from relplan.contracts.routes.paths import joined

GAP = "\2"
"""Stands in a regular expression for a piece that is not known."""
_ROUTERS = frozenset({"DefaultRouter", "SimpleRouter", "NestedDefaultRouter", "NestedSimpleRouter"})
"""Classes of Django REST framework, and of drf-nested-routers."""
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)[+*?]?|\((?!\?)(?:[^()]|\([^()]*\))*\)")
_AROUND = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
"""What only asks what stands around, as ``(?<!my-)orders``."""
_PLAIN = re.compile(r"[\w/{}.~@-]*")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Router:
    """One router."""

    file: str
    """Where it is made."""
    prefix: str | None
    """What stands before all that is registered at it; None: that is not known."""
    registered: Sequence[ast.Call]
    handed_on: Sequence[tuple[str, ast.Call]]
    """Calls, by file, that may register more at it, and are not read."""


class Routers:
    """The routers of one service."""

    def __init__(self, modules: Modules) -> None:
        """Look in *modules*."""
        self._modules = modules

    def named(self, node: ast.expr, here: str) -> Iterator[Router]:
        """Yield the routers that *node* means in the file *here*; none: it means something else."""
        for file, name in self._modules.things(node, here):
            for made in self._made(file, name):
                yield Router(
                    file,
                    self._before(made, file),
                    self._registered.get((file, name), ()),
                    self._handed_on.get((file, name), ()),
                )

    def _made(self, file: str, name: str) -> Sequence[ast.Call]:
        values = self._modules.all[file].values.get(name, ())
        found = [one for one in values if isinstance(one, ast.Call)]
        return [one for one in found if self._is_router(one.func, file)][:1]

    def _is_router(self, node: ast.expr, here: str, deep: int = 0) -> bool:
        """Tell whether a class is a router, or one of the program's own that is made of one."""
        if last_name(node) in _ROUTERS:
            return True
        bases = (
            (base, file)
            for file, name in (self._modules.things(node, here) if deep < _DEEPEST else ())
            if name in self._modules.all[file].classes
            for base in self._modules.all[file].classes[name].bases
        )
        return any(self._is_router(base, file, deep + 1) for base, file in bases)

    def _before(self, made: ast.Call, here: str, deep: int = 0) -> str | None:
        """Return below what a nested router is: one of the things of the router around it."""
        said = argument(made, 1, "parent_prefix")
        around = argument(made, 0, "parent_router")
        if said is None or around is None:
            return ""
        own = of_expression(self._modules.text(said, here, gap=GAP))
        parents = [
            self._before(one, file, deep + 1)
            for file, name in (self._modules.things(around, here) if deep < _DEEPEST else ())
            for one in self._made(file, name)
        ]
        if own is None or len(parents) != 1 or parents[0] is None:
            return None
        return joined(parents[0], own, "{lookup}")

    @cached_property
    def _handed_on(self) -> Mapping[tuple[str, str], Sequence[tuple[str, ast.Call]]]:
        """Calls that may register views at a router which they are given, by the router."""
        found: dict[tuple[str, str], list[tuple[str, ast.Call]]] = {}
        for path, node in self._calls():
            if last_name(node.func).endswith("Router") or self._is_router(node.func, path):
                continue  # it makes one that is nested in it
            given = [one for one in node.args if dotted(one)]
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            if isinstance(owner, ast.Attribute) and owner.attr == "registry":
                given = [owner.value]
            for one in given:
                for thing in self._modules.things(one, path):
                    found.setdefault(thing, []).append((path, node))
        return found

    @cached_property
    def _registered(self) -> Mapping[tuple[str, str], Sequence[ast.Call]]:
        found: dict[tuple[str, str], list[ast.Call]] = {}
        for path, node in self._calls():
            if not isinstance(node.func, ast.Attribute) or node.func.attr != "register":
                continue
            if argument(node, 1, "viewset") is not None:
                for thing in self._modules.things(node.func.value, path):
                    found.setdefault(thing, []).append(node)
        return found

    def _calls(self) -> Iterator[tuple[str, ast.Call]]:
        for path, module in self._modules.all.items():
            for node in module.nodes:
                if isinstance(node, ast.Call):
                    yield path, node


def of_expression(expression: str | None) -> str | None:
    """Return the path that a regular expression means; None: that is not understood."""
    if expression is None:
        return None
    text = expression.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("\\.", ".")
    text = _AROUND.sub("", text)
    found = _GROUP.sub(lambda match: f"{{{match[1] or 'any'}}}", text).replace("/?", "/")
    return found if _PLAIN.fullmatch(found) else None
