"""Maven: the modules of one build that depend on each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.xml import Element, read_xml
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, within

_PROPERTY = re.compile(r"\$\{[^}]*\}")
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class _Module:
    """One POM."""

    path: str
    pom: Element

    @property
    def folder(self) -> str:
        return folder_of(self.path)

    @property
    def name(self) -> str:
        return self.pom.value("artifactId")

    @property
    def group(self) -> str:
        return self.pom.value("groupId") or self.pom.value("parent", "groupId")

    @property
    def version(self) -> str:
        return self.pom.value("version") or self.pom.value("parent", "version")


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which modules are built from which others of the same build.

    A dependency on another version than the one that stands here is a pin.
    """
    modules = {module.path: module for module in _read(tree)}
    tops = _tops(modules)
    by_name: dict[tuple[str, str, str], _Module] = {}
    for path, module in modules.items():
        by_name.setdefault((tops[path], module.group, module.name), module)
    for path, module in modules.items():
        for parent in _parents(module, modules):
            yield Edge(module.folder, parent.path, shared=True)
            yield from _dependencies(module, parent, tops[path], by_name)
        yield from _dependencies(module, module, tops[path], by_name)


def _read(tree: Tree) -> Iterator[_Module]:
    for path in tree.named("pom.xml"):
        try:
            yield _Module(path, read_xml(path, tree.read(path)))
        except UnreadableError as error:
            tree.unread.append(error)


def _pom(folder: str, relative: str) -> str:
    """Return the POM that a module's or a parent's path means, a folder or a file."""
    path = within(folder, relative) or ""
    if path.endswith(".xml"):
        return path
    return within(path, "pom.xml") or ""


def _tops(modules: dict[str, _Module]) -> dict[str, str]:
    """Return for each POM the one that a build of it begins with."""
    owner: dict[str, str] = {}
    for path, module in modules.items():
        lists = [*module.pom.all("modules", "module")]
        lists += module.pom.all("profiles", "profile", "modules", "module")
        for listed in lists:
            below = _pom(module.folder, listed.text.strip())
            if below in modules and below != path:
                owner.setdefault(below, path)
    return {path: _top(path, owner) for path in modules}


def _top(path: str, owner: dict[str, str]) -> str:
    seen = {path}
    while path in owner and owner[path] not in seen:
        path = owner[path]
        seen.add(path)
    return path


def _parents(module: _Module, modules: dict[str, _Module]) -> Iterator[_Module]:
    """Yield the POMs of the repository that *module* inherits from."""
    for _ in range(_MOST_PARENTS):
        parent = module.pom.first("parent")
        if parent is None:
            return
        said = parent.first("relativePath")
        relative = said.text.strip() if said is not None else "../pom.xml"
        found = modules.get(_pom(module.folder, relative)) if relative else None
        if found is None or found.name != parent.value("artifactId"):
            return
        yield found
        module = found


def _dependencies(
    module: _Module, said_by: _Module, top: str, by_name: dict[tuple[str, str, str], _Module]
) -> Iterator[Edge]:
    plugins = said_by.pom.all("build", "plugins", "plugin")
    for wanted in (*said_by.pom.all("dependencies", "dependency"), *plugins):
        group = wanted.value("groupId")
        if "${" in group:
            group = _PROPERTY.sub("", group) or module.group
        other = by_name.get((top, group, wanted.value("artifactId")))
        if other is None or other is module or wanted.value("scope") == "test":
            continue
        version = wanted.value("version")
        if not version or "${" in version or version == other.version:
            yield Edge(module.folder, other.folder)
