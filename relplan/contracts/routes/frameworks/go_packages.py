"""What the packages of a Go program declare, and where each of them is."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.reading.trees import below, parsed, text_of
from relplan.contracts.routes.frameworks.following import (
    Follower,
    Foreign,
    Function,
    Scope,
    Thing,
)
from relplan.contracts.routes.frameworks.points import Place, Table
from relplan.contracts.routes.paths import unknown

if TYPE_CHECKING:
    from tree_sitter import Node


_VERSION = re.compile(r"/v\d+$|\.v\d+$")
_NAME = re.compile(rb"[A-Za-z_]\w*")
_MODULE = re.compile(rb"^module[ \t]+\"?([^\s\"]{1,300})", re.MULTILINE)
_PACKAGE = re.compile(rb"^package[ \t]+([A-Za-z0-9_]{1,200})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the service itself, by its folder."""

    folder: str


@dataclass(frozen=True, slots=True)
class Type:
    """A type that the service declares itself, with the names of its fields in their order."""

    folder: str
    name: str
    fields: tuple[str, ...] = ()
    item: str = ""
    """What a list of it holds."""


class GoPackages(Follower):
    """Follows all packages of a service, first the functions that no other calls."""

    def __init__(self, files: Mapping[str, bytes], table: Table, budget: Budget) -> None:
        """Read *files*, by their paths."""
        super().__init__(table, budget)
        self.files = {path: files[path] for path in files if path.endswith(".go")}
        self._modules = {
            found[1].decode("utf-8", "replace"): posixpath.dirname(path)
            for path, content in files.items()
            if path.endswith("go.mod") and (found := _MODULE.search(content))
        }
        self._root_name = next(
            (found[1].decode() for path, content in self.files.items()
             if "/" not in path and (found := _PACKAGE.search(content))), ""
        )  # fmt: skip
        self.packages: dict[str, Scope] = {}
        self.types: dict[tuple[str, str], Type] = {}
        self.methods: dict[tuple[str, str], dict[str, Function]] = {}
        """Of each type, by their names."""
        self.made: dict[tuple[str, str], list[Thing]] = {}
        """The objects of each type that were seen to be made."""
        self.declared: dict[tuple[str, str], Node] = {}

    def read(self) -> None:
        """Follow all files."""
        trees = []
        for path, content in self.files.items():
            try:
                trees.append((path, parsed(path, content, "tree_sitter_go", self.budget)))
            except UnreadableError as error:
                self.table.unclear(Place(path, 1, error.what))
            folder = posixpath.dirname(path)
            self.packages.setdefault(folder, Scope())
        scopes = {path: Scope(self.packages[posixpath.dirname(path)]) for path, _ in trees}
        for path, root in trees:
            with self.inside(scopes[path], path):
                self._declare(root)
        for kinds in (("const_declaration",), ("var_declaration",)):
            for path, root in trees:
                with self.inside(scopes[path], path):
                    for node in below(root):
                        if node.type in kinds:
                            self.follow(node)
        self._run_all()

    def _declare(self, root: "Node") -> None:
        folder = posixpath.dirname(self.file)
        names = self.packages[folder].names
        for node in below(root):
            name = text_of(node.child_by_field_name("name"))
            if node.type == "import_declaration":
                self._imports(node)
            elif node.type == "function_declaration":
                made = self.function(node)
                if name not in ("init", "_"):
                    names[name] = made
            elif node.type == "method_declaration":
                owner = receiver_of(node)[1]
                made = self.function(node, Foreign(owner))
                self.methods.setdefault((folder, owner), {})[name] = made
            elif node.type == "type_declaration":
                for spec in below(node):
                    self._type(folder, spec)

    def _imports(self, node: "Node") -> None:
        specs = [one for child in below(node)
                 for one in ([child] if child.type == "import_spec" else below(child))]  # fmt: skip
        for spec in specs:
            path = text_of(spec.child_by_field_name("path")).strip('"`')
            alias = text_of(spec.child_by_field_name("name"))
            folder = self._folder(path)
            bare = _VERSION.sub("", path)
            known = Foreign(bare) if folder is None else Package(folder)
            for name in {alias} if alias else {bare.rpartition("/")[2], _package_name(bare)}:
                self.scope.names[name] = known

    def _folder(self, path: str) -> str | None:
        """Return the folder of a package of this service; None where it is another's."""
        for module, folder in self._modules.items():
            if path == module or path.startswith(f"{module}/"):
                inside = posixpath.join(folder, path[len(module) + 1 :]).rstrip("/")
                return inside if inside in self.packages else None
        steps = path.split("/")
        if "." not in steps[0]:  # the standard library, or a module with a short name
            steps = steps if len(steps) > 1 else []
        for start in range(len(steps) - 1):
            folder = "/".join(steps[start + 1 :])
            if folder in self.packages:
                return folder
        near = [one for one in self.packages if one and f"/{path}".endswith(f"/{one}")] or [
            one for one in self.packages if one.endswith("/" + "/".join(steps[-2:]))
        ]  # fmt: skip
        if not near and steps and self._root_name == steps[-1]:
            return ""
        return near[0] if len(near) == 1 and len(steps) > 2 else None

    def _type(self, folder: str, spec: "Node") -> None:
        name, kind = (spec.child_by_field_name(one) for one in ("name", "type"))
        fields: list[str] = []
        for part in below(kind) if kind is not None and kind.type == "struct_type" else ():
            for one in below(part):
                found = [text_of(child) for child in one.children_by_field_name("name")]
                inner = one.child_by_field_name("type")
                fields += found or [bare_name(text_of(inner))]
                for field in found or [bare_name(text_of(inner))]:
                    if inner is not None:
                        self.declared[f"{folder}:{text_of(name)}", field] = inner
        item = kind.child_by_field_name("element") if kind is not None else None
        made = Type(folder, text_of(name), tuple(fields), bare_name(text_of(item)))
        self.types[folder, made.name] = made

    def _run_all(self) -> None:
        """Follow the functions that nobody names first: they lead to the others."""
        counts: dict[bytes, int] = {}
        for content in self.files.values():
            self.budget.spend(len(content) // 20)
            for name in _NAME.findall(content):
                counts[name] = counts.get(name, 0) + 1
        order = sorted(
            self._waiting.items(),
            key=lambda one: (
                counts.get(text_of(one[1].node.child_by_field_name("name")).encode(), 0) > 1,
                text_of(one[1].node.child_by_field_name("name")) not in ("main", "init"),
                one[0],
            ),
        )
        mains = [one for one in order if text_of(one[1].node.child_by_field_name("name")) == "main"]
        self._waiting = dict([*mains, *(one for one in order if one not in mains)])
        self.finish()


def receiver_of(node: "Node") -> tuple[str, str]:
    """Return what a method calls its object, and of which type it is."""
    listed = below(node.child_by_field_name("receiver"))
    if not listed:
        return "", ""
    kind = text_of(listed[0].child_by_field_name("type"))
    return text_of(listed[0].child_by_field_name("name")) or "_", bare_name(kind)


def bare_name(kind: str) -> str:
    """Return the name of a type, without its package and what points to it."""
    return kind.lstrip("*[]").partition("[")[0].rpartition(".")[2]


def _package_name(path: str) -> str:
    """Return what a package may call itself: ``go-chi`` is ``chi``, mostly."""
    last = path.rpartition("/")[2]
    return last.removeprefix("go-").removesuffix("-go").removesuffix(".go")


def piece(value: Any) -> str | None:
    """Return a piece of a path: a text, or what stands for one that another package knows."""
    if isinstance(value, Foreign) and not value.name.endswith("()"):
        return unknown(value.name.rpartition("/")[2])
    return value if isinstance(value, str) else None
