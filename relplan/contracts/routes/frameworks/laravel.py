"""Laravel and Lumen: what their routes' files register, below what providers put before them."""

import posixpath
import re
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import Function, Thing
from relplan.contracts.routes.frameworks.laravel_resources import Resource, resources_of
from relplan.contracts.routes.frameworks.paths import Style
from relplan.contracts.routes.frameworks.php import Call, Php
from relplan.contracts.routes.frameworks.points import Point, Table, filled
from relplan.contracts.routes.route import Framework, Served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_SIGNS = re.compile(rb"\bRoute::|\$router->|withRouting|loadRoutesFrom|->router->")
_LOOKS = re.compile(r"\bRoute::|\$router\b|withRouting|loadRoutesFrom|->router\b|\$this->\w+\(")
_VERBS = {
    **{name: (name.upper(),) for name in "get post put patch delete options".split()},
    "any": ("",), "redirect": ("",), "permanentRedirect": ("",), "view": ("GET",),
    "inertia": ("GET",),
}  # fmt: skip
_ATTRIBUTES = frozenset(
    "middleware name as namespace controller domain where whereNumber whereAlpha whereUuid whereIn"
    " withoutMiddleware scopeBindings withoutScopedBindings can missing prefix attribute".split()
)
_NOTHING = frozenset(
    "pattern patterns model bind has current currentRouteName currentRouteAction getRoutes macro"
    " singularResourceParameters is input substituteBindings resourceVerbs getCurrentRoute"
    " pushMiddlewareToGroup prependMiddlewareToGroup matched middlewareGroup aliasMiddleware"
    " substituteImplicitBindings fallback currentRouteNamed getFacadeRoot hasMacro mixin".split()
)
_ROUTER = Point(is_root=True)
"""What ``Route::`` and ``$router`` stand for: which group that is, the reader knows."""


@dataclass(slots=True, eq=False)
class _Pending:
    """Attributes of routes that follow."""

    prefix: list[str | None] = field(default_factory=list)


class Laravel(Framework):
    """Laravel's and Lumen's routes."""

    name = "laravel"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file in PHP registers routes, or takes in files that do."""
        is_code = path.endswith(".php") and not path.endswith(".blade.php")
        return is_code and (_is_listed(path) or _SIGNS.search(content) is not None)

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what is registered, each below the groups that it stands in."""

        def follow(table: Table, budget: Budget) -> None:
            _Reader(files, table, budget).read()

        return filled(files, Style.BRACES, follow)


def _is_listed(path: str) -> bool:
    return "/routes/" in f"/{path}"


class _Reader(Php):
    """Takes note of what is registered."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        super().__init__(files, table, budget)
        self.root = self.point = Point(is_root=True)
        self.resources: list[Resource] = []

    def read(self) -> None:
        """Read what takes in others first, then the routes' files that nobody was seen to."""
        for path in self.files:
            if not _is_listed(path):
                self.include(path)
        self.finish()
        for path in self.files:
            if _is_listed(path) and path not in self.included:
                with self._at(Point()):
                    self.include(path)
        self.finish()
        for one in self.resources:
            one.tell(self.table)

    def looks_like_one(self, text: str) -> bool:
        """Tell whether code that is not understood may register a route."""
        return _LOOKS.search(text) is not None

    def of_name(self, name: str) -> Any:
        """Return the router, which goes by its name."""
        return _ROUTER if name in ("$router", "router") else UNRESOLVED

    def not_included(self, node: "Node") -> None:
        """Take note that a file is taken in of which nobody knows which it is."""
        if _is_listed(self.file):
            self._unclear(self.point, node)

    @contextmanager
    def _at(self, point: Point) -> "Iterator[None]":
        outer, self.point = self.point, point
        yield
        self.point = outer

    def _unclear(self, point: Point, node: "Node") -> None:
        self.table.add(point, "", None, self.place(node))

    # calls

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it registers."""
        if call.said == "Route" or call.receiver is _ROUTER:
            return self._on_router(_Pending(), call)
        if isinstance(call.receiver, _Pending):
            return self._on_router(call.receiver, call)
        if isinstance(call.receiver, Resource):
            call.receiver.narrow(call.name, call.given)
            return call.receiver
        if call.name == "withRouting":
            self._routing(call)
        elif call.name == "loadRoutesFrom":
            self._group_of(self.point, call.get(0), call.node)
        elif call.name == "routes" and call.receiver is None and call.said:
            self._unclear(self.point, call.node)  # ``Auth::routes()``
        elif call.said == "Volt" and call.name == "route":
            self._register(self.point, ("GET",), call.get(0), call.node)
        elif any(one is _ROUTER for one in (*call.given, *call.words.values())):
            self._unclear(self.point, call.node)  # who is given the router may register anything
        elif call.receiver is None and not call.said:
            return self._function(call)
        else:
            self._closures(call)
        return UNRESOLVED

    def _closures(self, call: Call) -> None:
        for one in (*call.given, *call.words.values()):
            if isinstance(one, Function):
                self.run(one, ())

    def _function(self, call: Call) -> Any:
        first = call.get(0)
        if call.name == "base_path":
            return first if call.given else "/"
        if call.name == "dirname" and isinstance(first, str):
            return posixpath.dirname(first)
        if call.name == "sprintf" and isinstance(first, str):
            parts = first.split("%s")
            if len(parts) == len(call.given) and all(isinstance(x, str) for x in call.given):
                return "".join(a + b for a, b in zip(parts, [*call.given[1:], ""], strict=True))
        if call.name == "app" and first == "router":
            return _ROUTER
        return UNRESOLVED

    def _on_router(self, pending: _Pending, call: Call) -> Any:
        point = self.point
        for prefix in pending.prefix:
            point = point.below(prefix)
        first = call.get(0)
        known = _CALLS.get(call.name)
        if call.name in _ATTRIBUTES:
            value = call.get(0, "prefix")
            added = [value if isinstance(value, str) else None] if call.name == "prefix" else []
            return _Pending([*pending.prefix, *added])
        if call.name in _VERBS:
            self._register(point, _VERBS[call.name], first, call.node)
        elif call.name == "match":
            methods = first if isinstance(first, tuple) else (first,)
            self._register(point, methods, call.get(1), call.node)
        elif known is not None:
            return known(self, point, call)
        elif call.name not in _NOTHING and not call.name.startswith("where"):
            self._unclear(point, call.node)
        return UNRESOLVED

    def _register(self, point: Point, methods: tuple[Any, ...], path: Any, node: "Node") -> None:
        for one in methods:
            method = one.upper() if isinstance(one, str) else None
            known = path if isinstance(path, str) else None
            self.table.add(point, method, known, self.place(node))

    def _group(self, point: Point, call: Call) -> Any:
        attributes, what = UNRESOLVED, call.get(0, "callback")
        if len(call.given) > 1:
            attributes, what = call.given[:2]
        if isinstance(attributes, Thing):
            prefix = attributes.fields.get("prefix", "")
            is_known = isinstance(prefix, str) and "" not in attributes.fields
            point = point.below(prefix if is_known else None)
        elif len(call.given) > 1 and attributes != ():
            point = point.below(None)
        self._group_of(point, what, call.node)
        return UNRESOLVED

    def _group_of(self, point: Point, what: Any, node: "Node") -> None:
        """Follow a function or a file below *point*."""
        with self._at(point):
            if isinstance(what, Function):
                self.run(what, (_ROUTER,))
            elif self.found(what):
                self.include(self.found(what))
            elif not isinstance(what, str):  # a file that registers nothing is not among ours
                self._unclear(point, node)

    def _routing(self, call: Call) -> None:
        words = call.words
        for name, prefix in (("web", ""), ("api", words.get("apiPrefix", "api"))):
            listed = words.get(name, ())
            for one in listed if isinstance(listed, tuple) else (listed,):
                known = prefix if isinstance(prefix, str) else None
                self._group_of(self.root.below(known), one, call.node)
        health = words.get("health")
        if isinstance(health, str):
            self._register(self.root, ("GET",), health, call.node)
        self._closures(call)

    # resources

    def _resources(self, point: Point, call: Call) -> Any:
        made = resources_of(call, point, self.place(call.node))
        self.resources += made
        return made[-1] if made else UNRESOLVED


_CALLS: dict[str, Callable[[_Reader, Point, Call], Any]] = {
    "group": _Reader._group,  # noqa: SLF001
    **dict.fromkeys(
        ("resource", "apiResource", "resources", "apiResources", "singleton", "apiSingleton"),
        _Reader._resources,  # noqa: SLF001
    ),
}
