"""Express, Koa's router, Fastify, Hapi and what is built like them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.express_plugins import Plugins
from relplan.contracts.routes.frameworks.following import Foreign, Function, Thing
from relplan.contracts.routes.frameworks.javascript import Call
from relplan.contracts.routes.frameworks.javascript_modules import ENDINGS, hands_on
from relplan.contracts.routes.frameworks.paths import Style, hole
from relplan.contracts.routes.frameworks.points import Point, Table, filled
from relplan.contracts.routes.paths import unknown
from relplan.contracts.routes.route import Framework, Served

_NAMES = re.compile(rb"express|fastify|\bkoa|hapi|restify|polka|hono")
_SIGNS = re.compile(
    rb"\b[rR]outers?\.|\.route\(|\.(?:get|post|put|delete|patch|all|use)\(\s*[\[\"'`]\s*[\"'`]?/"
)
_OBJECTS = re.compile(
    rb"\bmethod[\"']?\s{0,4}:\s{0,4}\[?\s{0,4}[\"'`](?:get|post|put|patch|delete|\*)[\"'`]",
    re.IGNORECASE,
)
"""In routes that are objects, as those of Hapi: another file registers them."""
_METHODS = {
    **{name: name.upper() for name in "get post put delete patch head options".split()},
    "del": "DELETE", "opts": "OPTIONS", "all": "",
}  # fmt: skip
_APPLICATIONS = frozenset(
    {"express", "koa", "fastify", "fastify.fastify", "fastify.Fastify", "restify.createServer",
     "polka", "@hapi/hapi.server", "@hapi/hapi.Server", "hapi.Server", "hapi.server",
     "express-ws", "json-server.create"}
)  # fmt: skip
_ROUTERS = frozenset(
    {"express.Router", "koa-router", "@koa/router", "koa-router.Router", "@koa/router.Router",
     "express-promise-router", "restify-router.Router", "polka.Router", "koa-joi-router"}
)  # fmt: skip
_TELLING = re.compile(
    r"(?:app|application|router|server|fastify|api|instance|express)$", re.IGNORECASE
)
_WHOLE = re.compile(r"\b(?:Express|Application|Koa)\b")
_TYPES = re.compile(r"Express|Application|Router|Fastify|Koa|Server\b")
_HARMLESS = re.compile(
    r"static|serve|limit|auth|cors|pars|json|urlencoded|compress|helmet|session|logg|morgan|csrf"
    r"|valid|middleware|passport|cache|slow|check|verify|require[A-Z]|error|cookie|protect|guard",
    re.IGNORECASE,
)
_TAKES_NO_ROUTES = re.compile(
    r"[cC]reateServer|[sS]ocket|\bio$|\brequest$|serverless|supertest|[wW]s$|[lL]isten|[sS]entry"
    r"|[tT]racing|[lL]ogg?|[mM]iddleware|[cC]ors|[mM]ongo|[dD]atabase|\bdb\b|assign|console|[eE]xpect"
    r"|[sS]erver\.start|[pP]romise|resolve|[sS]tatic|[sS]ession|[vV]iews?\b|[eE]rror"
)
"""What does something else with an application than to register routes."""
_ROUTES = re.compile(r"route|controller|endpoint", re.IGNORECASE)
_HANDLER = re.compile(r"\(?\s*_?(?:req|request|ctx|err)\b")
_LEADS = re.compile(r"\b(?:app|router|server|fastify)\b|[rR]outes?\(")
_LOOKS = re.compile(r"\.(?:get|post|put|delete|patch|all|use|route|register)\s*\(")


@dataclass(frozen=True, slots=True)
class _Chain:
    """What ``router.route('/x')`` returns: its methods take no path."""

    point: Point
    path: Any


class Express(Framework):
    """Applications and routers whose methods are called as HTTP's are."""

    name = "express"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file in JavaScript or TypeScript has a word that routes have."""
        is_code = path.endswith(ENDINGS) and not path.endswith((".d.ts", ".min.js"))
        return is_code and (
            hands_on(path, content)
            or _may_register(path, content)
            or _OBJECTS.search(content) is not None
        )

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what is served by all routers that are mounted, and which are not seen to be."""

        def follow(table: Table, budget: Budget) -> None:
            reader = _Reader(files, table, budget)
            reader.read(path for path, content in files.items() if _may_register(path, content))

        return filled(files, Style.COLON | Style.STAR | Style.BRACES_GROUP, follow)


def _may_register(path: str, content: bytes) -> bool:
    is_page = path.endswith(("x", "X"))  # where most that looks like a router is the browser's
    return _NAMES.search(content) is not None or (
        not is_page and _SIGNS.search(content) is not None
    )


class _Reader(Plugins):
    """Takes note of what is registered on applications and routers."""

    def looks_like_one(self, text: str) -> bool:
        """Tell whether code that is not understood may register a route."""
        return _LOOKS.search(text) is not None

    def leads_on(self, function: Function) -> bool:
        """Tell whether a function may lead to a registration."""
        node = function.node
        listed = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        if _HANDLER.match(text_of(listed)):
            return False  # it answers a request
        text = text_of(node)
        return self.looks_like_one(text) or _LEADS.search(text) is not None

    def parameter(self, name: str, kind: str) -> Any:
        """Return a router, if a parameter may be one: where it is mounted is not known."""
        if _WHOLE.search(kind):  # who has it whole seldom has it below another one
            return Point(is_root=True)
        tells = _TELLING.match(name) is not None or _TYPES.search(kind) is not None
        return Point(may_be_none=not tells)

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it registers."""
        if isinstance(call.callee, Foreign):
            return self._foreign(call.callee, call)
        receiver = call.receiver
        if isinstance(receiver, _Chain):
            if call.name in _METHODS:
                self._register(receiver.point, _METHODS[call.name], receiver.path, call)
            return receiver
        if isinstance(receiver, Point):
            return self._on_point(receiver, call)
        self._hands_on(call)
        return UNRESOLVED

    def _hands_on(self, call: Call) -> None:
        """Take note that what is not seen may register routes on what it is given."""
        said = text_of(call.node.child_by_field_name("function") or call.node)[-80:]
        if _TAKES_NO_ROUTES.search(said):
            return
        fields = [one.fields.values() for one in call.given if isinstance(one, Thing)]
        for point in _flat((*call.given, *(value for inner in fields for value in inner))):
            if isinstance(point, Point) and not point.may_be_none:
                self.table.add(point, "", None, self.place(call.node))

    def _foreign(self, callee: Foreign, call: Call) -> Any:
        if callee.name in _APPLICATIONS:
            return Point(is_root=True)
        if callee.name in _ROUTERS or callee.name.endswith(("PromiseRouter", "AsyncRouter")):
            return self._router(call.get(0))
        if callee.name.startswith("koa-mount") and isinstance(call.get(0), Point):
            return call.get(0)
        if callee.name.startswith("koa-mount") and isinstance(call.get(1), Point):
            return self._mounted(call.get(1), call.get(0))
        if not callee.name.startswith("koa-compose") and "plugin" not in callee.name:
            self._hands_on(call)
        first = call.get(0)
        wraps = "plugin" in callee.name or callee.name.startswith(("koa-compose", "express-async"))
        if isinstance(first, tuple) and callee.name.startswith("koa-compose"):
            return first
        return first if wraps and isinstance(first, Function | Point) else Foreign(
            f"{callee.name}()"
        )  # fmt: skip

    @staticmethod
    def _router(options: Any) -> Point:
        found = options.fields.get("prefix", "") if isinstance(options, Thing) else ""
        return Point(own=found if isinstance(found, str) else None)

    @staticmethod
    def _mounted(point: Point, prefix: Any) -> Point:
        above = Point(own=prefix if isinstance(prefix, str) else None)
        above.mount(point, "")
        return above

    def _on_point(self, point: Point, call: Call) -> Any:
        if call.name in _METHODS:
            return self._method(point, call)
        if call.name == "route":
            return self._route(point, call)
        if call.name in ("use", "register"):
            self._use(point, call)
        elif call.name == "prefix" and isinstance(call.get(0), str):
            point.own = call.get(0)
        elif call.name in ("routes", "middleware", "callback") and not call.given:
            return point
        elif call.name in ("listen", "close", "address"):
            return UNRESOLVED
        elif not call.name and len(call.given) > 1:
            self._register(point, UNRESOLVED, call.get(0), call)
        return point

    def _method(self, point: Point, call: Call) -> Any:
        given = list(call.given)
        if len(given) < 2:  # ``app.get('title')``: a setting
            return UNRESOLVED
        second = given[1]
        if len(given) > 2 and isinstance(second, str) and second.startswith("/"):
            given = given[1:]  # koa-router: a route's name comes first
        if self._is_client(point, call):
            return UNRESOLVED
        self._register(point, _METHODS[call.name], given[0], call)
        return point

    @staticmethod
    def _is_client(point: Point, call: Call) -> bool:
        """Tell whether what is called may well request: a parameter of which nobody knows."""
        return point.may_be_none and not isinstance(call.get(0), str | tuple)

    def _register(self, point: Point, method: Any, path: Any, call: Call) -> None:
        methods = method if isinstance(method, tuple) else (method,)
        for one in methods:
            known = one if isinstance(one, str) else None
            known = "" if known in ("*", "ALL", "all") else known
            for text in path if isinstance(path, tuple) and path else (path,):
                found = text if isinstance(text, str) else None
                self.table.add(point, known, found, self.place(call.node))

    def _route(self, point: Point, call: Call) -> Any:
        first = call.get(0)
        if isinstance(first, str):
            if isinstance(call.get(1), Point):  # Hono: a mount
                point.mount(call.get(1), first)
                return point
            return _Chain(point, first)
        for one in first if isinstance(first, tuple) else (first,):
            if not isinstance(one, Thing):
                if call.given and not point.may_be_none:
                    self.table.unclear(self.place(call.node))
                return _Chain(point, None) if len(call.given) == 1 else point
            path = one.fields.get("url", one.fields.get("path", UNRESOLVED))
            self._register(point, one.fields.get("method", UNRESOLVED), path, call)
        return point

    def _use(self, point: Point, call: Call) -> None:
        given, nodes = list(call.given), list(call.nodes)
        prefixes: Any = ("",)
        if given and isinstance(given[0], str | tuple) and len(given) > 1:
            first = given.pop(0)
            nodes.pop(0)
            prefixes = first if isinstance(first, tuple) else (first,)
        elif len(given) > 1 and call.name == "use" and given[0] is UNRESOLVED:
            nodes_first = text_of(nodes[0])
            if not _HARMLESS.search(nodes_first) and _is_served(given[1:]):
                given.pop(0)
                prefixes = (unknown(nodes_first),)
        if call.name == "register":
            self.plugin(point, given, call)
            return
        for prefix in prefixes:
            known = prefix if isinstance(prefix, str) else None
            flat = list(_flat(given))
            points = [one for one in flat if isinstance(one, Point)]
            for one in points or flat[-1:]:  # what else there is looks at requests, and serves none
                self._served(point, known, one, call)

    def _served(self, point: Point, prefix: str | None, what: Any, call: Call) -> None:
        """Take note that *what* answers all requests below *prefix*."""
        if isinstance(what, _Chain):
            what = what.point
        if isinstance(what, Point):
            point.mount(what, prefix)
        elif isinstance(what, Function) and prefix:
            listed = below(what.node.child_by_field_name("parameters"))
            if len(listed) == 2 and not text_of(listed[1]).lstrip("_").startswith("next"):
                for path in (prefix, f"{prefix.rstrip('/')}/{hole('rest')}"):
                    self.table.add(point, "", path, self.place(call.node))
        elif (
            (isinstance(what, Thing) and what.type == "module")
            or what is UNRESOLVED
            or isinstance(what, Foreign)
        ):
            self._unknown(point, prefix, call)

    def _unknown(self, point: Point, prefix: str | None, call: Call) -> None:
        """Take note of what may serve something, unless it does as few do that serve nothing."""
        said = text_of(call.nodes[-1]) if call.nodes else ""
        is_made = bool(call.nodes) and call.nodes[-1].type == "call_expression"
        is_unseen = is_made and call.given[-1] is UNRESOLVED
        tells = _ROUTES.search(said) is not None or said.startswith("require(")
        tells |= is_unseen and _HARMLESS.search(said) is None
        serves = not _HARMLESS.search(said) if prefix != "" else tells
        if serves and not point.may_be_none:
            inner = point.below(prefix or "")
            self.table.add(inner, "", None, self.place(call.node))


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, tuple):
            yield from _flat(value)
        else:
            yield value


def _is_served(values: list[Any]) -> bool:
    return any(isinstance(value, Point) for value in _flat(values))
