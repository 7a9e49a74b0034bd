"""What files of JavaScript and TypeScript take from each other."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.reading.trees import below, parsed, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import (
    Follower,
    Foreign,
    Scope,
    Thing,
    is_open,
)
from relplan.contracts.routes.frameworks.points import Place, Table

if TYPE_CHECKING:
    from tree_sitter import Node

ENDINGS = (".ts", ".js", ".tsx", ".jsx", ".mjs", ".cjs", ".mts", ".cts")
CLASSES = ("class_declaration", "class", "abstract_class_declaration")
WHOLE = "="
"""The field of a module that ``module.exports = …`` sets."""
DYNAMIC = Foreign("")
"""What a file offers of which only running the program would tell which one it is."""

_CONSTANTS = re.compile(
    rb"export\s+(?:const|enum)\s+\w*(?:route|path|prefix|api|url|endpoint|version)", re.IGNORECASE
)


def hands_on(path: str, content: bytes) -> bool:
    """Tell whether a file may only offer constants, or what the others of its folder do."""
    return path.rpartition("/")[2].startswith("index.") or _CONSTANTS.search(content) is not None


def parsed_javascript(path: str, content: bytes, budget: Budget) -> "Node":
    """Return the tree of a file. Raises UnreadableError."""
    typed = path.endswith((".ts", ".mts", ".cts"))
    language = "language_typescript" if typed else "language_tsx"
    return parsed(path, content, "tree_sitter_typescript", budget, language)


class Modules(Follower):
    """Follows the files of a service, each when another one first takes something from it."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(table, budget)
        self.files = files
        self._modules: dict[str, Thing] = {}
        self._stems: dict[str, list[str]] = {}
        for path in files:
            stem = _stem(path)
            self._stems.setdefault(stem, []).append(path)
            self._stems.setdefault(stem.removesuffix("/index"), []).append(path)
        self.how |= {"import_statement": self._import, "export_statement": self.exported}

    def read(self, paths: Iterable[str]) -> None:
        """Follow these files, and what they take from others."""
        for path in paths:
            self.module(path)
        self.finish()

    def module(self, path: str) -> Thing:
        """Return what a file exports; while it is followed itself, what it has so far."""
        if path in self._modules:
            return self._modules[path]
        made = self._modules[path] = Thing(type="module")
        try:
            root = parsed_javascript(path, self.files[path], self.budget)
        except UnreadableError as error:
            self.table.unclear(Place(path, error.line or 1, error.what))
            return made
        scope = Scope()
        scope.names["exports"] = made
        scope.names["__dirname"] = posixpath.dirname(path)
        scope.names["module"] = Thing({"exports": made}, "module of a file")
        perhaps, self._perhaps = self._perhaps, 0
        self._deep += 1
        with self.inside(scope, path):
            self._hoist(root)
            for child in below(root):
                self.follow(child)
        self._deep -= 1
        self._perhaps = perhaps
        return made

    def _hoist(self, root: "Node") -> None:
        for child in below(root):
            inner = child.child_by_field_name("declaration") or child
            if inner.type == "function_declaration":
                self.follow(inner)

    def found(self, source: str) -> str:
        """Return the path of the file that *source* means here; empty where none is known."""
        if source.startswith("."):
            stem = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), source))
        else:
            stem = source.lstrip("@~").lstrip("/")
        for one in (stem, _stem(stem)):
            known = self._stems.get(one) or self._stems.get(f"src/{one}", [])
            if known:
                return known[0]
        return ""

    def taken(self, source: Any) -> Any:
        """Return what a file or a package offers."""
        if not isinstance(source, str) or is_open(source):
            return DYNAMIC
        path = self.found(source) if "/" in source or source.startswith(".") else ""
        if path:
            return self.module(path)
        return UNRESOLVED if source.startswith(".") else Foreign(source)

    def offered(self, module: Any, name: str) -> Any:
        """Return what *module* offers under *name*."""
        if not isinstance(module, Thing) or module.type != "module":
            return module if name == "default" and isinstance(module, Foreign) else (
                self.field(module, name))  # fmt: skip
        whole = module.fields.get(WHOLE, UNRESOLVED)
        if name in module.fields:
            return module.fields[name]
        return whole if name == "default" else self.field(whole, name)

    def _import(self, node: "Node") -> Any:
        source = node.child_by_field_name("source")
        module = self.taken(self.follow(source)) if source is not None else UNRESOLVED
        for clause in below(node):
            if clause.type == "import_require_clause":
                module = self.taken(self.follow(clause.child_by_field_name("source")))
                self.set(text_of(below(clause)[0]), self.offered(module, "default"), declares=True)
            for child in below(clause) if clause.type == "import_clause" else ():
                if child.type == "identifier":
                    self.set(text_of(child), self.offered(module, "default"), declares=True)
                elif child.type == "namespace_import":
                    self.set(text_of(below(child)[0]), module, declares=True)
                for one in below(child) if child.type == "named_imports" else ():
                    name = text_of(one.child_by_field_name("name"))
                    alias = text_of(one.child_by_field_name("alias")) or name
                    self.set(alias, self.offered(module, name), declares=True)
        return None

    def exported(self, node: "Node") -> Any:
        """Take note of what a statement exports."""
        exports = self._modules[self.file].fields
        declared, value = (node.child_by_field_name(name) for name in ("declaration", "value"))
        source = node.child_by_field_name("source")
        is_default = any(child.type == "default" for child in node.children)
        module = self.taken(self.follow(source)) if source is not None else None
        if declared is not None:
            made = self.follow(declared)
            names = [text_of(child.child_by_field_name("name")) for child in below(declared)]
            names.append(text_of(declared.child_by_field_name("name")))
            for name in filter(None, names):
                exports[name] = self.scope.get(name)
            if is_default:
                name = text_of(declared.child_by_field_name("name"))
                exports["default"] = self.scope.get(name) if name else made
        elif value is not None:
            exports["default"] = self.follow(value)
        for clause in below(node):
            for one in below(clause) if clause.type == "export_clause" else ():
                name = text_of(one.child_by_field_name("name"))
                alias = text_of(one.child_by_field_name("alias")) or name
                exports[alias] = (
                    self.offered(module, name) if module is not None else self.scope.get(name)
                )
        if isinstance(module, Thing) and any(child.type == "*" for child in node.children):
            exports.update({k: v for k, v in module.fields.items() if k not in exports})
        return None

    def field(self, value: Any, name: str) -> Any:
        """Return a field of *value*."""
        if isinstance(value, Thing):
            if value.type == "module of a file":
                return value.fields.get(name, UNRESOLVED)
            whole = value.fields.get(WHOLE) if value.type == "module" else None
            known = value.fields.get(name, UNRESOLVED)
            return self.field(whole, name) if known is UNRESOLVED and whole is not None else known
        return Foreign(f"{value.name}.{name}") if isinstance(value, Foreign) else UNRESOLVED


def _stem(path: str) -> str:
    for ending in ENDINGS:
        if path.endswith(ending):
            return path.removesuffix(ending)
    return path
