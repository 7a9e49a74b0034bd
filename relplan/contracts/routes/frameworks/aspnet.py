"""ASP.NET Core: minimal APIs with their groups, and controllers with their attributes."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.controllers import Controllers
from relplan.contracts.routes.frameworks.csharp import Call, CSharp
from relplan.contracts.routes.frameworks.following import Function
from relplan.contracts.routes.frameworks.paths import Style
from relplan.contracts.routes.frameworks.points import Point, Table, filled
from relplan.contracts.routes.route import Framework, Served

if TYPE_CHECKING:
    from tree_sitter import Node

_SIGNS = re.compile(
    rb"\[(?:Http(?:Get|Post|Put|Delete|Patch|Head|Options)|Route|ApiController|AcceptVerbs)\b"
    rb"|\.Map[A-Z]|IEndpointRouteBuilder|RouteGroupBuilder|WebApplication\b|Controller(?:Base)?\b"
    rb"|(?:const|readonly)\s+string\s"
)
_LOOKS = re.compile(r"\.Map\w*\s*[(<]|\bMap[A-Z]\w*\s*\(")
_METHODS = {
    "MapGet": "GET", "MapPost": "POST", "MapPut": "PUT", "MapDelete": "DELETE",
    "MapPatch": "PATCH", "Map": "", "MapHub": "", "MapHealthChecks": "",
}  # fmt: skip
_HARMLESS = re.compile(
    r"Map(?:RazorPages|RazorComponents|GrpcService|GrpcReflectionService|Fallback\w*|StaticAssets"
    r"|Carter|OpenApi|Swagger\w*|Scalar\w*|BlazorHub|When|DefaultHealthChecks|DefaultEndpoints|ToApiVersion"
    r"|Prometheus\w*|Metrics)$"
)
_REGISTERS = re.compile(
    r"Map|Regist|Configure|Setup|Init|Attach|Bind|Include|Enable|Install|Add(?!Endpoint|Open)"
    r"|Use\w*(?:Endpoints?|Routes?|Modules?|Mvc\w*|Controllers)$"
)
_TAKES_NO_ROUTES = re.compile(r"Logg?|Console|Seed|Migrat|Database|nameof|Services")
_MOST = 300
_WHOLE = frozenset({"WebApplication", "IApplicationBuilder"})
_ROUTERS = frozenset(
    {"IEndpointRouteBuilder", "RouteGroupBuilder", "IVersionedEndpointRouteBuilder"}
)
_BUILDER = object()
"""What builds an application."""
_MODULES = re.compile(r"\bI(?:CarterModule|Endpoint)\b")


class AspNet(Framework):
    """ASP.NET Core."""

    name = "aspnet"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file in C# has a word that routes, or their constants, have."""
        return path.endswith(".cs") and _SIGNS.search(content) is not None

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what is mapped, and what controllers serve."""

        def follow(table: Table, budget: Budget) -> None:
            reader = _Reader(files, table, budget)
            reader.read()
            reader.controllers.tell(reader.mapped or [Point(is_root=True)])

        return filled(files, Style.BRACES, follow)


class _Reader(CSharp):
    """Takes note of what is mapped."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        super().__init__(files, table, budget)
        self.controllers = Controllers(self)
        self.mapped: list[Point] = []
        """Where the controllers are mapped."""

    def looks_like_one(self, text: str) -> bool:
        """Tell whether code that is not understood may register a route."""
        return _LOOKS.search(text) is not None

    def declared_class(self, node: "Node") -> None:
        """Take note of a controller."""
        self.controllers.add(node)

    def of_type(self, name: str, function: Function) -> Any:
        """Return an application, or a router of which nobody knows where it is mounted."""
        name = name.rstrip("?").rpartition(".")[2]
        if name == "WebApplicationBuilder":
            return _BUILDER
        if name in _WHOLE or (name in _ROUTERS and _is_module(function.node)):
            return Point(is_root=True)
        return Point() if name in _ROUTERS else UNRESOLVED

    def named(self, name: str) -> Any:
        """Return the method of HTTP that ``HttpMethods.Get`` is."""
        found = name.removeprefix("HttpMethods.").removeprefix("HttpMethod.")
        return found.upper() if found != name else UNRESOLVED

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it maps."""
        if call.said.endswith("WebApplication"):
            return Point(is_root=True) if call.name == "Create" else _BUILDER
        receiver = call.receiver
        if receiver is _BUILDER and call.name == "Build":
            return Point(is_root=True)
        if isinstance(receiver, Point):
            return self._on_point(receiver, call)
        if receiver is _BUILDER:
            found = self._run(call, extends=True)
            return _BUILDER if found is None else found
        found = self._run(call, extends=False)
        if found is not None:
            return found
        known = (call.name in _METHODS and len(call.name) > 3) or call.name == "MapGroup"
        if known and receiver is UNRESOLVED and isinstance(call.get(0), str):
            self.table.unclear(self.place(call.node))
        for one in call.given:
            if isinstance(one, Point) and not _TAKES_NO_ROUTES.search(f"{call.said}.{call.name}"):
                self._unknown(one, "", call)
        return UNRESOLVED

    def _run(self, call: Call, *, extends: bool) -> Any:
        """Return what a method of the service's own returns; None where none is known."""
        given = [call.receiver, *call.given] if extends else list(call.given)
        if not extends and not any(isinstance(one, Point) or one is _BUILDER for one in given):
            return None
        found = self.fitting(call.name, len(given), extends=extends)
        if not found and not extends:
            found = self.fitting(call.name, len(given), extends=True)
        if len(found) > 1 and not extends:  # what several classes do for one interface
            for one in found[:_MOST]:
                self.run(one, given)
            return UNRESOLVED
        return self.run(found[0], given) if len(found) == 1 else None

    def _on_point(self, point: Point, call: Call) -> Any:
        first = call.get(0)
        if call.name in _METHODS and isinstance(first, str):
            return self._add(point, (_METHODS[call.name],), call)
        found = self._run(call, extends=True)
        if found is not None:
            return point if found is UNRESOLVED else found
        if call.name in _METHODS:
            return self._add(point, (_METHODS[call.name],), call) if call.given else UNRESOLVED
        if call.name == "MapMethods":
            methods = call.get(1)
            return self._add(point, methods if isinstance(methods, tuple) else (None,), call)
        if call.name == "MapGroup":
            return point.below(first if isinstance(first, str) else None)
        if call.name == "MapControllers":
            self.mapped.append(point)
        elif call.name == "UseEndpoints" and isinstance(first, Function):
            self.run(first, (point,))
        elif call.name in (
            "MapControllerRoute",
            "MapDefaultControllerRoute",
            "MapAreaControllerRoute",
        ):
            self.mapped.append(point)
            pattern = next((one for one in call.given[1:] if isinstance(one, str)), "")
            self._unknown(point, pattern.partition("{")[0], call)
        elif _REGISTERS.match(call.name) and not _HARMLESS.match(call.name):
            self._unknown(point, first if isinstance(first, str) else "", call)
        return point

    def _unknown(self, point: Point, prefix: str, call: Call) -> None:
        self.table.add(point.below(prefix), "", None, self.place(call.node))

    def _add(self, point: Point, methods: tuple[Any, ...], call: Call) -> Any:
        first = call.get(0)
        for one in methods:
            known = one if isinstance(one, str) else None
            path = first if isinstance(first, str) else None
            self.table.add(point, known, path, self.place(call.node))
        return UNRESOLVED


def _is_module(method: "Node") -> bool:
    """Tell whether a method belongs to what a library maps at the root: Carter, MinimalApi."""
    parent = method.parent.parent if method.parent is not None else None
    if parent is None or not text_of(method.child_by_field_name("name")).startswith("AddRoute"):
        return False
    return any(
        child.type == "base_list" and _MODULES.search(text_of(child)) for child in below(parent)
    )
