"""Routes of FastAPI, Starlette and Flask: routers with a prefix, that are mounted on others."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.routes.frameworks.class_views import (
    VERBS,
    methods_of,
    methods_of_named,
    methods_of_view,
)
from relplan.contracts.routes.frameworks.mounted import ROOT, Mounted, Router, plain
from relplan.contracts.routes.frameworks.python import (
    Modules,
    Thing,
    argument,
    dotted,
    keyword,
    last_name,
    line_of,
    text_of,
)
from relplan.contracts.routes.paths import joined
from relplan.contracts.routes.route import Framework, Route, Served, Unclear

_WORDS = re.compile(
    rb"\b(?:FastAPI|APIRouter|include_router|Starlette|Flask|Blueprint|register_blueprint|add_url_rule"
    rb"|add_api_route|flask_restful|flask_restx|add_resource|add_namespace|[Rr]outer|blueprint)\b"
    rb"|\.(?:route|get|post|put|patch|delete)\(\s*f?[\"'](?:/|[\"'])"
    rb"|\b(?:app|router|api|bp)\.(?:route|get|post|put|patch|delete)\(|^\s*[A-Z][A-Z0-9_]*\s*(?::\s*str\s*)?=\s*f?[\"']/",
    re.MULTILINE,
)
_APPS = frozenset({"FastAPI", "Starlette", "Flask", "Quart", "OpenAPI"})
_ROUTERS = frozenset({"APIRouter", "Blueprint", "Namespace", "APIBlueprint", "Router"})
_APIS = frozenset({"Api"})
"""What adds resources to an application or a blueprint that it is given."""
_ANY_VERB = frozenset({"route", "api_route"})
_MOUNTS = frozenset({"include_router", "register_blueprint", "register_api", "add_namespace"})
_ADDS = frozenset({"add_url_rule", "add_api_route", "add_route"})
_OWN = frozenset({"mount", "isinstance", "hasattr", "len", "print", "repr", "str", "id", "type"})
_HARMLESS = re.compile(
    r"(?i)middleware|cors|static|limit|login|migrat|sqlalchemy|mail|cache|jwt|csrf|session|sentry|bcrypt"
    r"|instrument|tracing|telemetry|logg|compress|talisman|babel|marshmallow|uvicorn|hypercorn|gunicorn"
    r"|\bserve|\brun\b|mangum|TestClient|Depends|exception|error|\bdb\b|redis|mongo|celery|sockets?\b"
)
"""What does something else with an application than to register routes."""
_LISTS = frozenset({"append", "extend", "insert"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A registration at one router; None: its path, or its methods, are not known."""

    router: Thing | None
    methods: Sequence[str] | None
    path: str | None
    file: str
    line: int
    text: str


class Routers(Framework):
    """FastAPI, Starlette and Flask."""

    name = "fastapi-flask"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file has a word of theirs, or a constant that may be a path."""
        return path.endswith(".py") and _WORDS.search(content) is not None

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return the routes of all routers, below what they are mounted on."""
        return _Reading(Modules(files)).served()


class _Reading(Mounted):
    """One look at all modules."""

    def __init__(self, modules: Modules) -> None:
        super().__init__(modules)
        self._found: list[_Found] = []
        for walk in (self._made, self._registered):
            for path, module in modules.all.items():
                for node in module.nodes:
                    walk(node, path)

    def served(self) -> Served:
        """Return what was found."""
        routes: list[Route] = []
        unclear: list[Unclear] = []
        for one in self._found:
            for prefix in self.prefixes(one.router) if one.router else (None,):
                if prefix is None or one.path is None or one.methods is None:
                    known = joined(prefix or "", (one.path or "") if prefix is not None else "")
                    unclear.append(Unclear(one.file, one.line, one.text, known))
                    continue
                path = joined(prefix, plain(one.path))
                routes += (Route(method, path, one.file, one.line) for method in one.methods)
        return Served(tuple(routes), tuple(unclear))

    def _made(self, node: ast.AST, path: str) -> None:
        """Note a router that is made, and is given a name."""
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Call):
            return
        kind = last_name(node.value.func)
        if kind not in _APPS | _ROUTERS | _APIS:
            return
        given = keyword(node.value, "prefix", "url_prefix", "path")
        prefix = "" if given is None else self.modules.prefix(given, path)
        if kind == "Namespace" and given is None:
            name = self.modules.text(argument(node.value, 0), path)
            prefix = None if name is None else f"/{name}"
        for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
            thing = (path, dotted(target))
            self.routers[thing] = Router(kind in _APPS, prefix)
            if kind in _APIS:
                self._add_api(thing, node.value, path)
            self._listed(thing, keyword(node.value, "routes"), path)

    def _listed(self, thing: Thing, routes: ast.expr | None, path: str) -> None:
        """Note ``routes=[Route("/a", show), Mount("/b", routes=[…])]``."""
        if routes is None:
            return
        if isinstance(routes, ast.Name):  # a list that has a name
            known = [
                value for file, name in self.modules.things(routes, path) if file == path
                for value in self.modules.all[file].values.get(name, ())
            ]  # fmt: skip
            routes = known[0] if len(known) == 1 else routes
        for one in routes.elts if isinstance(routes, ast.List | ast.Tuple) else [routes]:
            kind = last_name(one.func) if isinstance(one, ast.Call) else ""
            if not isinstance(one, ast.Call) or kind not in ("Route", "APIRoute", "Mount"):
                if "ebSocket" not in kind:
                    self._note((thing,), None, ("",), one, path)
                continue
            said = self.modules.text(argument(one, 0, "path"), path)
            if kind != "Mount":
                self._note((thing,), self._methods(one, path, ("GET",)), (said,), one, path)
                continue
            below = (path, f"{thing[1]} {line_of(one)}:{one.col_offset}")
            self.routers[below] = Router(mounts=[(thing, said, False)])
            self._listed(below, keyword(one, "routes"), path)
            inner = argument(one, 1, "app")
            if inner is not None:
                self._mounted_at(one, (below,), (inner, "", False), path)

    def _add_api(self, thing: Thing, call: ast.Call, path: str) -> None:
        owner = argument(call, 0, "app")
        self.routers[thing].is_app = owner is None
        if owner is not None:
            for parent in self.named(owner, path) or (ROOT,):
                self.routers[thing].mounts.append((parent, "", False))

    def _registered(self, node: ast.AST, path: str) -> None:
        """Note what is registered at a router, or mounted on it."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call):
                    self._decorated(decorator, node, path)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Call):
            self._decorated(node.func, node, path)  # app.get("/orders")(show)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            self._called_on(node, node.func.attr, node.func.value, path)
        if isinstance(node, ast.Call):
            self._handed_on(node, path)

    def _called_on(self, call: ast.Call, name: str, owner: ast.expr, path: str) -> None:
        if name in _MOUNTS:
            self._mounted(call, owner, path)
        elif name in _ADDS:
            self._added(call, owner, path)
        elif name == "mount":
            self._sub_application(call, owner, path)
        elif name == "add_resource":
            self._resource(call, owner, path)
        elif name in _LISTS and last_name(owner) == "routes":
            for thing in self.of_its_routes(owner, path):
                self._listed(thing, argument(call, len(call.args) - 1), path)

    def _handed_on(self, call: ast.Call, path: str) -> None:
        """Note that what is not seen is given a router: it may register anything there."""
        said = ast.unparse(call.func)
        name = last_name(call.func)
        if name in _MOUNTS | _APPS | _ROUTERS | _APIS | _OWN or _HARMLESS.search(said[-60:]):
            return
        given = [*call.args, *(one.value for one in call.keywords)]
        listed = [
            inner
            for one in given
            for inner in (one.elts if isinstance(one, ast.List | ast.Tuple) else (one,))
        ]
        for one in listed:
            if isinstance(one, ast.Starred | ast.Call) or not dotted(one):
                continue
            for router in self.made_as(one, path):
                if not self.is_read(call.func, path):
                    self._note((router,), None, ("",), call, path)

    def _decorated(self, call: ast.Call, node: ast.AST, path: str) -> None:
        verb = last_name(call.func)
        if not isinstance(call.func, ast.Attribute) or verb not in VERBS | _ANY_VERB:
            return
        owner = call.func.value
        routers: Sequence[Thing | None] = self.named(owner, path)
        said = self.modules.text(argument(call, 0, "path", "rule"), path)
        is_given = dotted(owner) in self.modules.all[path].parameters and not call.args[1:]
        is_route = bool(routers) or (said.startswith("/") if said is not None else is_given)
        if not is_route:
            return
        methods = [verb.upper()] if verb in VERBS else self._methods(call, path, ("GET",))
        if isinstance(node, ast.ClassDef):
            methods = methods_of(node)
            paths = [self.modules.text(one, path) for one in call.args]
        else:
            paths = [said]
        self._note(routers or (None,), methods, paths, call, path)

    def _note(
        self,
        routers: Sequence[Thing | None],
        methods: Sequence[str] | None,
        paths: Sequence[str | None],
        node: ast.AST,
        file: str,
    ) -> None:
        for router in routers:
            for path in paths:
                place = (file, line_of(node), text_of(node))
                self._found.append(_Found(router, methods, path, *place))

    def _methods(
        self, call: ast.Call, path: str, usual: Sequence[str] | None
    ) -> Sequence[str] | None:
        given = keyword(call, "methods")
        if given is None:
            return usual
        known = self.modules.texts(given, path)
        return None if known is None else [one.upper() for one in known]

    def _mounted(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``app.include_router(router, prefix=…)``, and what Flask has for it."""
        child = argument(call, 0, "router", "blueprint", "ns")
        given = keyword(call, "prefix", "url_prefix", "path")
        below = "" if given is None else self.modules.prefix(given, path)
        instead = given is not None and last_name(call.func) != "include_router"
        self._mount(call, owner, (child, below, instead), path)

    def _sub_application(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``app.mount("/below", other)``."""
        child = argument(call, 1, "app")
        below = self.modules.text(argument(call, 0, "path"), path)
        if child is not None:
            self._mount(call, owner, (child, below, False), path)

    def _mount(
        self,
        call: ast.Call,
        owner: ast.expr,
        what: tuple[ast.expr | None, str | None, bool],
        path: str,
    ) -> None:
        self._mounted_at(call, self.named(owner, path), what, path)

    def _mounted_at(
        self,
        call: ast.Call,
        parents: Sequence[Thing],
        what: tuple[ast.expr | None, str | None, bool],
        path: str,
    ) -> None:
        child, below, instead = what
        children = self.named(child, path) if child is not None else ()
        is_other = isinstance(child, ast.Call) and _HARMLESS.search(last_name(child.func))
        for parent in parents:
            if not children and not is_other:
                self._note((parent,), None, (below or "",), call, path)
            for one in children:
                mount = (parent, below, instead)
                if one != parent and mount not in self.routers[one].mounts:
                    self.routers[one].mounts.append(mount)

    def _added(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``app.add_url_rule("/path", …, methods=[…])`` and ``add_api_route``."""
        said = self.modules.text(argument(call, 0, "rule", "path"), path)
        usual: Sequence[str] | None = ("GET",)
        view = keyword(call, "view_func") or argument(call, 2)
        if isinstance(view, ast.Call) and last_name(view.func) == "as_view":
            usual = methods_of_view(view.func, path, self.modules)
        methods = self._methods(call, path, usual)
        self._note(self.named(owner, path) or (None,), methods, (said,), call, path)

    def _resource(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``api.add_resource(Orders, "/orders", …)``."""
        if len(call.args) < 2 or not self.named(owner, path):
            return
        methods = methods_of_named(call.args[0], path, self.modules)
        paths = [self.modules.text(one, path) for one in call.args[1:]]
        self._note(self.named(owner, path), methods, paths, call, path)
