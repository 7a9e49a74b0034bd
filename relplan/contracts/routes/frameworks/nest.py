"""NestJS: controllers, whose decorators say their paths, and what is put before them."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import Foreign, Thing
from relplan.contracts.routes.frameworks.javascript import Call, Class, JavaScript
from relplan.contracts.routes.frameworks.javascript_modules import hands_on
from relplan.contracts.routes.frameworks.nest_settings import Setting, setting_of, whole_paths
from relplan.contracts.routes.frameworks.paths import Style, joined
from relplan.contracts.routes.frameworks.points import Place, Point, Table, filled
from relplan.contracts.routes.paths import unknown
from relplan.contracts.routes.route import Framework, Served

if TYPE_CHECKING:
    from tree_sitter import Node

_SIGNS = re.compile(rb"@nestjs/|@Controller\b|setGlobalPrefix|enableVersioning")
_METHODS = {
    name: "" if name == "All" else name.upper()
    for name in ("Get", "Post", "Put", "Delete", "Patch", "Head", "Options", "All")
}
_MOST = 2_000
"""Controllers, and modules below one another."""


_APPLICATION = object()
_TAKES_NO_ROUTES = re.compile(
    r"[sS]wagger|[cC]ontainer|[lL]ogg?|[tT]rac|[sS]entry|[aA]dapter|console|[lL]isten|[sS]hutdown"
)
"""What does something else with an application than to register routes."""

_Key = tuple[str, int]
"""Where a class is declared."""


@dataclass(slots=True, eq=False)
class _Handler:
    method: str
    paths: Any
    versions: Any
    place: Place


@dataclass(slots=True, eq=False)
class _Controller:
    """A class with handlers; it serves them if its `paths` are not None, or if one extends it."""

    place: Place
    paths: Any = None
    versions: Any = None
    base: Any = None
    handlers: list[_Handler] = field(default_factory=list)
    is_clear: bool = True


class Nest(Framework):
    """Controllers of NestJS."""

    name = "nest"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file in TypeScript or JavaScript has something of NestJS."""
        if not path.endswith((".ts", ".js", ".mts")) or path.endswith(".d.ts"):
            return False
        return _SIGNS.search(content) is not None or hands_on(path, content)

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what all controllers serve."""

        def follow(table: Table, budget: Budget) -> None:
            reader = _Reader(files, table, budget)
            reader.read(path for path, content in files.items() if _SIGNS.search(content))
            reader.tell()

        return filled(files, Style.COLON | Style.STAR | Style.BRACES_GROUP, follow)


class _Reader(JavaScript):
    """Takes note of controllers and of what applications are told."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        super().__init__(files, table, budget)
        self.controllers: dict[_Key, _Controller] = {}
        self.prefixes: list[Setting] = []
        self.versions: list[Setting] = []
        self.modules: dict[_Key, Any] = {}
        """The controllers of each module."""
        self.below: dict[_Key, list[str]] = {}
        """What the routes of modules stand below."""
        self.unknown: list[Place] = []
        """Where controllers are put below what is not known."""
        self.how["export_statement"] = self._exported
        self.root = Point(is_root=True)
        self._decorators: list[Node] = []

    def looks_like_one(self, text: str) -> bool:
        """Tell whether code that is not understood may register a route."""
        return "@Controller" in text or "setGlobalPrefix" in text or "RouterModule" in text

    def parameter(self, name: str, kind: str) -> Any:
        """Return nothing: no parameter matters."""
        return UNRESOLVED

    def called(self, call: Call) -> Any:
        """Take note of what an application, or the module of routes, is told."""
        folder = posixpath.dirname(self.file)
        if isinstance(call.callee, Foreign) and call.callee.name.endswith("NestFactory.create"):
            return _APPLICATION
        if call.receiver is _APPLICATION and call.name in ("getHttpAdapter", "getInstance"):
            return _APPLICATION
        if call.receiver is _APPLICATION or _APPLICATION in call.given:
            self._beside(call)
        if call.name == "setGlobalPrefix":
            first = call.get(0)
            options = _fields(call.get(1)).get("exclude", ())
            excluded = tuple(
                _fields(one).get("path", one) for one in options if one is not UNRESOLVED
            ) if isinstance(options, tuple) else ()  # fmt: skip
            known = tuple(joined(one) for one in excluded if isinstance(one, str))
            said = unknown(text_of(call.nodes[0])) if call.nodes else None
            value = first if isinstance(first, str) else said
            self.prefixes.append(Setting(folder, value, known))
        elif call.name == "enableVersioning":
            options = _fields(call.get(0))
            kind = options.get("type", Foreign("URI"))
            if not isinstance(kind, Foreign) or kind.name.endswith("URI"):
                first = options.get("prefix", "v")
                value = first if isinstance(first, str) else None
                default = options.get("defaultVersion")
                self.versions.append(Setting(folder, value, default=default))
        elif isinstance(call.callee, Foreign) and call.callee.name.endswith(
            ("RouterModule.register", "RouterModule.forRoutes", "RouterModule.forChild")
        ):
            self._mount(call.get(0), "", self.place(call.node), 0)
        return UNRESOLVED

    def _beside(self, call: Call) -> None:
        """Take note of what is served beside the controllers, and of who is given all of it."""
        first, place = call.get(0), self.place(call.node)
        name = call.name.title()
        if call.receiver is not _APPLICATION:
            said = text_of(call.node.child_by_field_name("function"))
            if not _TAKES_NO_ROUTES.search(said):
                self.table.unclear(place)
        elif name in _METHODS and len(call.given) > 1:
            path = first if isinstance(first, str) else None
            self.table.add(self.root, _METHODS[name], path, place)
        elif name == "Use" and len(call.given) > 1:
            self.table.unclear(place, first if isinstance(first, str) else "")

    def _mount(self, routes: Any, above: str, place: Place, deep: int) -> None:
        if not isinstance(routes, tuple) or deep > 20:
            self.unknown.append(place)
            return
        for one in routes:
            fields = _fields(one)
            path, module = fields.get("path", ""), fields.get("module")
            children = fields.get("children", ())
            module = one if isinstance(one, Class) else module
            if not isinstance(path, str) or not (isinstance(module, Class) or children):
                self.unknown.append(place)
                continue
            whole = joined(above, path)
            if isinstance(module, Class):
                self.below.setdefault(module.key, []).append(whole)
            if children:
                self._mount(children, whole, place, deep + 1)

    # classes

    def _exported(self, node: "Node") -> Any:
        self._decorators = [child for child in node.named_children if child.type == "decorator"]
        return self.exported(node)

    def _class(self, node: "Node") -> Any:
        made = super()._class(node)
        own = [child for child in node.named_children if child.type == "decorator"]
        decorators, self._decorators = [*self._decorators, *own], []
        found = _Controller(self.place(node))
        for child in below(node):
            if child.type == "class_heritage":
                clause = below(child)[0] if below(child) else child
                value = clause.child_by_field_name("value") or clause
                found.base = self.follow(value)
        for name, given in map(self._decorator, decorators):
            if name == "Controller":
                options = _fields(given[0]) if given else {}
                found.paths = options.get("path", "") if options else (given or ("",))[0]
                found.versions = options.get("version")
                found.place = self.place(node)
            elif name == "Module":
                controllers = _fields(given[0] if given else None).get("controllers", ())
                self.modules[made.key] = controllers
            elif name in ("Crud", "CrudController"):
                found.is_clear = False
        found.handlers = list(self._handlers(node))
        self.controllers[made.key] = found
        return made

    def _decorator(self, node: "Node") -> tuple[str, list[Any]]:
        inner = below(node)[0] if below(node) else node
        given = [self.follow(one) for one in below(inner.child_by_field_name("arguments"))]
        return text_of(inner.child_by_field_name("function") or inner), given

    def _handlers(self, node: "Node") -> Iterator[_Handler]:
        decorators: list[Node] = []
        for child in below(node.child_by_field_name("body")):
            if child.type == "decorator":
                decorators.append(child)
                continue
            said = [(name, given, one) for one in decorators
                    for name, given in [self._decorator(one)]]  # fmt: skip
            versions = next((given[0] for name, given, _ in said if name == "Version" and given),
                            None)  # fmt: skip
            for name, given, one in said:
                if name in _METHODS:
                    path = given[0] if given else ""
                    yield _Handler(_METHODS[name], path, versions, self.place(one))
            decorators = []

    # what it comes to

    def tell(self) -> None:
        """Take note of all routes, now that all files are read."""
        mounted: dict[_Key, list[str]] = {}
        for key, prefixes in self.below.items():
            controllers = self.modules.get(key, ())
            for one in controllers if isinstance(controllers, tuple) else (controllers,):
                if isinstance(one, Class):
                    mounted.setdefault(one.key, []).extend(prefixes)
                else:
                    self.unknown.append(Place(key[0], 1, "a module whose controllers are unknown"))
        for place in self.unknown:
            self.table.unclear(place)
        for key, controller in self.controllers.items():
            if controller.paths is not None:
                above: list[str | None] = [*mounted.get(key, [""])]
                self._controller(controller, [None] if self.unknown else above)

    def _controller(self, controller: _Controller, above: list[str | None]) -> None:
        handlers, base, seen = list(controller.handlers), controller.base, 0
        is_clear = controller.is_clear
        while isinstance(base, Class) and seen < _MOST:
            inner = self.controllers.get(base.key)
            base, seen = (inner.base if inner else None), seen + 1
            handlers += inner.handlers if inner else ()
        is_clear &= base is None
        prefix, version = (
            setting_of(found, controller.place.file) for found in (self.prefixes, self.versions)
        )
        for handler in handlers:
            versions = handler.versions or controller.versions
            for start in above:
                for path in _each(controller.paths):
                    for end in _each(handler.paths):
                        whole = whole_paths(version, versions, (start, path, end))
                        self._route(prefix, handler, whole)
        if not is_clear:
            for path in _each(controller.paths):
                known = whole_paths(version, controller.versions, ("", path, ""))
                for one in known:
                    start = prefix.value if prefix else ""
                    text = joined(start or "", one or "") if start is not None else ""
                    self.table.unclear(controller.place, text)

    def _route(self, prefix: Setting | None, handler: _Handler, paths: list[str | None]) -> None:
        for path in paths:
            start = "" if prefix is None or path in prefix.excluded else prefix.value
            if start is None or path is None:
                self.table.unclear(handler.place, start or "")
            else:
                self.table.route(handler.method, joined(start, path), handler.place)


def _each(value: Any) -> list[str | None]:
    listed = value if isinstance(value, tuple) else (value,)
    return [one if isinstance(one, str) else None for one in listed]


def _fields(value: Any) -> Mapping[str, Any]:
    return value.fields if isinstance(value, Thing) else {}
