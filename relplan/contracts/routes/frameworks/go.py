"""Go: net/http, gorilla/mux, chi, gin, echo, fiber and httprouter."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import Foreign, Function, Thing
from relplan.contracts.routes.frameworks.go_built import Built, serves_files
from relplan.contracts.routes.frameworks.go_packages import piece
from relplan.contracts.routes.frameworks.go_program import Call, GoProgram
from relplan.contracts.routes.frameworks.go_routers import (
    ALL,
    BUILDS,
    CHI,
    HANDLES,
    HOLDERS,
    HTTP,
    MADE,
    METHODS,
    MUX,
    NAMED,
    TYPES,
    WHOLE,
)
from relplan.contracts.routes.frameworks.paths import Style
from relplan.contracts.routes.frameworks.points import Point, Table, filled
from relplan.contracts.routes.route import Framework, Served

_SIGNS = re.compile(
    rb"net/http\"|gorilla/mux|go-chi|gin-gonic|labstack/echo|gofiber|httprouter|fasthttp/router|\.(?:GET|POST|PUT|DELETE|PATCH)\(\s{0,9}\"/"
    rb"|(?i:route|path|prefix|endpoint|api)\w{0,40}\s{0,9}(?:string\s{0,9})?=\s{0,9}[\"`]/"
)
_LOOKS = re.compile(
    r"\.(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|Get|Post|Put|Delete|Patch|Head|Options|Any|All"
    r"|Handle|HandleFunc|Handler|HandlerFunc|Group|Route|Mount|Methods?|PathPrefix|Path|Add|Match"
    r"|MethodFunc|Use)\("
)
_LEADS = re.compile(
    r"^func (?:main|init)\(|(?:Rout|Mux|Engine|Server|Handler|A[Pp][Ii]|Echo|Fiber|Gin)\w{0,60}\("
)
_HANDLER = re.compile(r"\bhttp\.ResponseWriter|\bgin\.Context|\becho\.Context|\bfiber\.Ctx")
_REGISTERS = re.compile(r"Regist|Route|Mount|Attach")
_TAKES_NO_ROUTES = re.compile(
    r"Serve|Run|Listen|Start|Walk|Shutdown|Print|Fatal|Log|Trac|Instrument|Handler$|Append|append|New$"
)
"""What does something else with a router than to register routes."""
_PATTERN = re.compile(r"(?:([A-Z]+)[ \t]+)?([^/\s]*)(/.*)$", re.DOTALL)


class Go(Framework):
    """The routers of Go."""

    name = "go"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file in Go imports a router, or names a path."""
        is_code = path.endswith(".go") and not path.endswith("_test.go")
        is_module = path.rpartition("/")[2] == "go.mod"
        return is_module or (is_code and _SIGNS.search(content) is not None)

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what is served by all routers, below what they are mounted on."""

        def follow(table: Table, budget: Budget) -> None:
            _Reader(files, table, budget).read()

        return filled(files, Style.COLON | Style.STAR | Style.BRACES, follow)


class _Reader(GoProgram):
    """Takes note of what is registered on routers."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        super().__init__(files, table, budget)
        self.default = Point(is_root=True)
        """The router of net/http that has no name."""

    def looks_like_one(self, text: str) -> bool:
        """Tell whether code that is not understood may register a route."""
        return _LOOKS.search(text) is not None

    def leads_on(self, function: Function) -> bool:
        """Tell whether a function may lead to a registration: the main one does."""
        if _HANDLER.search(text_of(function.node.child_by_field_name("parameters"))):
            return False  # it answers a request
        text = text_of(function.node)
        return self.looks_like_one(text) or _LEADS.search(text) is not None

    def of_type(self, name: str) -> Any:
        """Return a router, if the type is one: what it is mounted on is not known."""
        if name in WHOLE:
            return Point(is_root=True)
        return Point() if name in TYPES else UNRESOLVED

    def field(self, value: Any, name: str) -> Any:
        """Return a field or a method; of what holds a router without a name, the router's."""
        if isinstance(value, Point):
            return value if name in ("RouterGroup", "Router") else UNRESOLVED
        found = super().field(value, name)
        if isinstance(found, Foreign) and found.name.startswith(f"{HTTP}.Method"):
            return found.name.removeprefix(f"{HTTP}.Method").upper()
        if isinstance(found, Foreign) and found.name.rpartition(".Method")[2].isalpha():
            return found.name.rpartition(".Method")[2].upper() if ".Method" in found.name else found
        return found

    def supposed(self, value: Any) -> None:
        """Doubt that a router is the root that somebody takes who is not seen."""
        if isinstance(value, Point) and value.may_be_mounted:
            value.is_root = False

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it registers."""
        if isinstance(call.callee, Foreign):
            return self._foreign(call.callee.name, call)
        receiver = self._embedded(call.receiver, call.name)
        if isinstance(receiver, Built):
            return self._on_built(receiver, call)
        if isinstance(receiver, Point):
            return self._on_point(receiver, call)
        if receiver is UNRESOLVED:
            method = self._only_method(call)
            if method is not None:
                return self.run(method, call.given)
            self._unknown(call)
        return self._wrapped(call)

    @staticmethod
    def _embedded(receiver: Any, name: str) -> Any:
        if not isinstance(receiver, Thing) or name not in ALL:
            return receiver
        held = [found for one in HOLDERS if isinstance(found := receiver.fields.get(one), Point)]
        return held[0] if len(held) == 1 else receiver

    def _only_method(self, call: Call) -> Function | None:
        """Return the only method of this name, where a router is handed to it."""
        if not any(isinstance(one, Point) for one in call.given):
            return None
        found = [one[call.name] for one in self.methods.values() if call.name in one]
        return found[0] if len(found) == 1 else None

    def _unknown(self, call: Call) -> None:
        """Take note of a call that registers something, on what nobody knows."""
        first = call.get(0)
        text = first if isinstance(first, str) else ""
        tells = call.name == "HandleFunc" or (call.name in METHODS and call.name.isupper())
        if tells and len(call.given) > 1 and _PATTERN.match(text) and not isinstance(
            call.get(1), str
        ):  # fmt: skip
            self.table.unclear(self.place(call.node))

    def _wrapped(self, call: Call) -> Any:
        """Return the router that a call wraps, or UNRESOLVED."""
        fields = [one.fields.values() for one in call.given if isinstance(one, Thing)]
        inner = [one for values in fields for one in values if isinstance(one, Point)]
        points = [one for one in call.given if isinstance(one, Point)]
        is_seen = call.callee is not UNRESOLVED and not isinstance(call.callee, Foreign)
        if not is_seen and (_REGISTERS.search(call.name) or _is_done_for_itself(call)):
            for one in dict.fromkeys((*points, *inner)):
                self.table.add(one, "", None, self.place(call.node))
        return points[0] if len(points) == 1 else UNRESOLVED

    def _foreign(self, name: str, call: Call) -> Any:
        if name in MADE:
            return Point(is_root=True, may_be_mounted=name.rpartition(".")[0] in (MUX, CHI, HTTP))
        if name in (f"{HTTP}.HandleFunc", f"{HTTP}.Handle"):
            return self._handle(self.default, call)
        if name == f"{HTTP}.StripPrefix" and isinstance(call.get(1), Point):
            above = Point(own=call.get(0) if isinstance(call.get(0), str) else None)
            above.mount(call.get(1), "")
            return above
        if name in (f"{HTTP}.FileServer", f"{HTTP}.FileServerFS", f"{HTTP}.NotFoundHandler"):
            return Foreign(f"{HTTP}.FileServer()")
        inner = call.get(1)
        if name == f"{HTTP}.StripPrefix" and isinstance(inner, Foreign):
            return inner
        return self._wrapped(call)

    # on a router

    def _on_point(self, point: Point, call: Call) -> Any:
        how: Callable[[Point, Call], Any] = self._wrapping
        if call.name in METHODS:
            how = self._method
        elif call.name in NAMED:
            how = self._named
        elif call.name in HANDLES:
            how = self._handle
        elif call.name in ("Group", "Route"):
            how = self._group
        elif call.name == "Mount" or (call.name == "Use" and len(call.given) > 1):
            how = self._mount
        elif call.name in BUILDS:
            return self._on_built(Built(point, call.node), call)
        return how(point, call)

    def _wrapping(self, point: Point, call: Call) -> Any:
        same = call.name in ("With", "Use", "StrictSlash", "UseEncodedPath", "SkipClean")
        return point if same else self._wrapped(call)

    def _named(self, point: Point, call: Call) -> Any:
        methods = call.get(0)
        listed = methods if isinstance(methods, tuple) else (methods,)
        return self._add(point, listed, call.get(1), call)

    def _method(self, point: Point, call: Call) -> Any:
        if len(call.given) < 2:
            return UNRESOLVED
        return self._add(point, (METHODS[call.name],), call.get(0), call)

    def _add(self, point: Point, methods: tuple[Any, ...], path: Any, call: Call) -> Built:
        made = Built(point, call.node, path)
        for one in methods:
            known = one if isinstance(one, str) else None
            made.entries.append(self.table.add(point, known, piece(path), self.place(call.node)))
        return made

    def _handle(self, point: Point, call: Call) -> Any:
        """Follow ``Handle("/x", h)``, of gin and httprouter ``Handle("GET", "/x", h)``."""
        first, handler = call.get(0), call.get(1)
        if len(call.given) > 2 and not (isinstance(first, str) and "/" in first):
            return self._add(point, (first,), handler, call)
        if serves_files(handler):
            return UNRESOLVED
        found = _PATTERN.match(first) if isinstance(first, str) else None
        if isinstance(handler, Point):
            if found is None:
                point.mount(handler, None)
            else:  # which is given the whole path
                point.mount(handler, "")
            return UNRESOLVED
        if found is None:
            return self._add(point, ("",), first or None, call)
        method, path = found[1] or "", found[3]
        made = self._add(point, (method,), path, call)
        if path.endswith("/") and path != "/":
            made.entries.append(
                self.table.add(point, method, f"{path}{{rest...}}", self.place(call.node))
            )
        return made

    def _group(self, point: Point, call: Call) -> Any:
        first = call.get(0)
        functions = [one for one in call.given if isinstance(one, Function)]
        if isinstance(first, Function) and len(call.given) == 1:
            self.run(first, (point,))
            return point
        child = point.below(piece(first))
        if call.name == "Route" and functions:
            self.run(functions[0], (child,))
        elif call.name == "Route" and len(call.given) > 1:
            self.table.add(child, "", None, self.place(call.node))
        return child

    def _mount(self, point: Point, call: Call) -> Any:
        first, what = call.get(0), call.given[-1] if call.given else UNRESOLVED
        prefix = piece(first)
        if isinstance(what, Point):
            point.mount(what, prefix)
        elif call.name == "Mount":
            self.table.add(point.below(prefix), "", None, self.place(call.node))
        elif prefix is not None and "static" not in text_of(call.node):
            child = point.below(prefix)
            self.table.add(child, "", None, self.place(call.node))
        return point

    # gorilla's routes

    def _on_built(self, built: Built, call: Call) -> Any:
        if call.name == "Methods":
            built.answer(call.given, self.table)
        elif call.name in ("Path", "PathPrefix"):
            built.lengthen(call.get(0), is_prefix=call.name == "PathPrefix")
        elif call.name == "Subrouter":
            return built.point.below(piece(built.path))
        elif call.name in HANDLES and not built.entries:
            built.finish(call.get(0), self.place(call.node), self.table)
        elif call.name in METHODS or call.name in ("Use", "Group"):
            return self._on_point(built.point, call)  # gin and fiber: the router goes on
        return built


def _is_done_for_itself(call: Call) -> bool:
    """Tell whether a call is made for what it does, and not for what it returns but an error."""
    if _TAKES_NO_ROUTES.search(call.name):
        return False
    above = call.node.parent
    if above is not None and above.type == "expression_list":
        above = above.parent
    if above is None or above.type not in ("short_var_declaration", "assignment_statement"):
        return above is not None and above.type == "expression_statement"
    left = text_of(above.child_by_field_name("left"))
    return left.rpartition(",")[2].strip() in ("err", "_")
