"""Routes of FastAPI, Starlette and Flask: routers with a prefix, that are mounted on others."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
_APP_NAMES = frozenset({"app", "application", "api", "server", "flask_app", "fastapi_app"})
"""How the application is called where a function is given it."""
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_ANY_VERB = frozenset({"route", "api_route"})
_MOUNTS = frozenset({"include_router", "register_blueprint", "register_api", "add_namespace"})
_ADDS = frozenset({"add_url_rule", "add_api_route", "add_route"})
_ROOT: Thing = ("", "")
_VARIABLE = re.compile(r"<(?:(\w+)(?:\([^()]*\))?:)?(\w+)>|\{(\w+)(?::(\w+))?\}")
_DEEPEST = 8


@dataclass(slots=True)
class _Router:
    """One router or application, and on what it is mounted."""

    is_app: bool = False
    prefix: str | None = ""
    mounts: list[tuple[Thing, str | None, bool]] = field(default_factory=list)
    """On what, below what; and whether that takes the place of its own prefix."""


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


class _Reading:
    """One look at all modules."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._routers: dict[Thing, _Router] = {_ROOT: _Router(is_app=True)}
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
            for prefix in self._prefixes(one.router) if one.router else (None,):
                if prefix is None or one.path is None or one.methods is None:
                    known = joined(prefix or "", (one.path or "") if prefix is not None else "")
                    unclear.append(Unclear(one.file, one.line, one.text, known))
                    continue
                path = joined(prefix, _plain(one.path))
                routes += (Route(method, path, one.file, one.line) for method in one.methods)
        return Served(tuple(routes), tuple(unclear))

    def _prefixes(self, thing: Thing, deep: int = 0) -> Sequence[str | None]:
        """Return where the paths of a router begin, once for each place where it is mounted."""
        router = self._routers.get(thing)
        if router is None or deep > _DEEPEST:
            return (None,)
        if not router.mounts:
            return (router.prefix if router.is_app else None,)
        found: list[str | None] = []
        for parent, below, instead in router.mounts:
            own = "" if instead else router.prefix
            for start in self._prefixes(parent, deep + 1):
                known = [piece for piece in (start, below, own) if piece is not None]
                found.append(joined(*map(_plain, known)) if len(known) == 3 else None)
        return list(dict.fromkeys(found))

    def _made(self, node: ast.AST, path: str) -> None:
        """Note a router that is made, and is given a name."""
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Call):
            return
        kind = last_name(node.value.func)
        if kind not in _APPS | _ROUTERS | _APIS:
            return
        given = keyword(node.value, "prefix", "url_prefix", "path")
        prefix = "" if given is None else self._modules.text(given, path)
        if kind == "Namespace" and given is None:
            name = self._modules.text(argument(node.value, 0), path)
            prefix = None if name is None else f"/{name}"
        for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
            thing = (path, dotted(target))
            self._routers[thing] = _Router(kind in _APPS, prefix)
            if kind in _APIS:
                self._add_api(thing, node.value, path)

    def _add_api(self, thing: Thing, call: ast.Call, path: str) -> None:
        owner = argument(call, 0, "app")
        self._routers[thing].is_app = owner is None
        if owner is not None:
            for parent in self._named(owner, path) or (_ROOT,):
                self._routers[thing].mounts.append((parent, "", False))

    def _named(self, node: ast.AST, path: str) -> Sequence[Thing]:
        """Return the routers that a name means; a function's own ``app`` is the application."""
        found = [thing for thing in self._modules.things(node, path) if thing in self._routers]
        name = dotted(node)
        last = name.rpartition(".")[2]
        is_given = name in self._modules.all[path].parameters or name in ("current_app", "self.app")
        if not found and last in _APP_NAMES and (is_given or not self._is_known(name, path)):
            return (_ROOT,)
        return found

    def _is_known(self, name: str, path: str) -> bool:
        module = self._modules.all[path]
        return name in module.values and not any(
            isinstance(one, ast.Call) for one in module.values[name]
        )

    def _registered(self, node: ast.AST, path: str) -> None:
        """Note what is registered at a router, or mounted on it."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call):
                    self._decorated(decorator, node, path)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Call):
            self._decorated(node.func, node, path)  # app.get("/orders")(show)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, node.func.value
            if name in _MOUNTS:
                self._mounted(node, owner, path)
            elif name in _ADDS:
                self._added(node, owner, path)
            elif name == "mount":
                self._sub_application(node, owner, path)
            elif name == "add_resource":
                self._resource(node, owner, path)

    def _decorated(self, call: ast.Call, node: ast.AST, path: str) -> None:
        verb = last_name(call.func)
        if not isinstance(call.func, ast.Attribute) or verb not in _VERBS | _ANY_VERB:
            return
        owner = call.func.value
        routers: Sequence[Thing | None] = self._named(owner, path)
        said = self._modules.text(argument(call, 0, "path", "rule"), path)
        is_route = bool(routers) or (said is not None and said.startswith("/"))
        if not is_route:
            return
        methods = [verb.upper()] if verb in _VERBS else self._methods(call, path, ("GET",))
        if isinstance(node, ast.ClassDef):
            methods = _of_class(node)
            paths = [self._modules.text(one, path) for one in call.args]
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
        known = self._modules.texts(given, path)
        return None if known is None else [one.upper() for one in known]

    def _mounted(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``app.include_router(router, prefix=…)``, and what Flask has for it."""
        child = argument(call, 0, "router", "blueprint", "ns")
        given = keyword(call, "prefix", "url_prefix", "path")
        below = "" if given is None else self._modules.text(given, path)
        instead = given is not None and last_name(call.func) != "include_router"
        self._mount(call, owner, (child, below, instead), path)

    def _sub_application(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``app.mount("/below", other)``."""
        child = argument(call, 1, "app")
        if child is not None and self._named(child, path):
            below = self._modules.text(argument(call, 0, "path"), path)
            self._mount(call, owner, (child, below, False), path)

    def _mount(
        self,
        call: ast.Call,
        owner: ast.expr,
        what: tuple[ast.expr | None, str | None, bool],
        path: str,
    ) -> None:
        child, below, instead = what
        parents = self._named(owner, path)
        children = self._named(child, path) if child is not None else ()
        for parent in parents:
            if not children:
                self._note((parent,), None, (below or "",), call, path)
            for one in children:
                mount = (parent, below, instead)
                if one != parent and mount not in self._routers[one].mounts:
                    self._routers[one].mounts.append(mount)

    def _added(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``app.add_url_rule("/path", …, methods=[…])`` and ``add_api_route``."""
        said = self._modules.text(argument(call, 0, "rule", "path"), path)
        usual: Sequence[str] | None = ("GET",)
        view = keyword(call, "view_func") or argument(call, 2)
        if isinstance(view, ast.Call) and last_name(view.func) == "as_view":
            usual = self._of_view(view.func, path)
        methods = self._methods(call, path, usual)
        self._note(self._named(owner, path) or (None,), methods, (said,), call, path)

    def _of_view(self, func: ast.expr, path: str) -> Sequence[str] | None:
        owner = func.value if isinstance(func, ast.Attribute) else func
        return self._of_named_class(owner, path)

    def _of_named_class(self, node: ast.expr, path: str) -> Sequence[str] | None:
        for file, name in self._modules.things(node, path):
            one = self._modules.all[file].classes.get(name)
            if one is not None:
                return _of_class(one)
        return None

    def _resource(self, call: ast.Call, owner: ast.expr, path: str) -> None:
        """Note ``api.add_resource(Orders, "/orders", …)``."""
        if len(call.args) < 2 or not self._named(owner, path):
            return
        methods = self._of_named_class(call.args[0], path)
        paths = [self._modules.text(one, path) for one in call.args[1:]]
        self._note(self._named(owner, path), methods, paths, call, path)


def _of_class(node: ast.ClassDef) -> Sequence[str] | None:
    """Return the methods that a class answers; None: another class may have them."""
    return sorted(_verbs_of(node)) or None


def _verbs_of(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name in _VERBS:
            yield one.name.upper()


def _plain(path: str) -> str:
    """Return a path with its parameters as ``{name}``, whatever they must match."""

    def named(match: re.Match[str]) -> str:
        rest = "*" if "path" in (match[1], match[4]) else ""
        return f"{{{rest}{match[2] or match[3]}}}"

    return _VARIABLE.sub(named, path)
