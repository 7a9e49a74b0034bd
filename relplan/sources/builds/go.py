"""Go: what each package of a module imports of the repository, as its import lines say."""

import re
from collections.abc import Iterator, Mapping

from relplan.sources.builds.edge import Edge, own_files
from relplan.sources.builds.manifests import shared_files
from relplan.sources.builds.packages import Packages
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, within

_MODULE = re.compile(r'^[ \t]*module[ \t]+"?([^\s"]+)', re.MULTILINE)
_REPLACE = re.compile(r'=>[ \t]*"?(\.\.?/[^\s"]*)')
_USE = re.compile(r'^[ \t]*(?:use[ \t]+)?"?(\.\.?(?:/[^\s"]*)?)"?[ \t]*(?://.*)?$', re.MULTILINE)
_IMPORT = re.compile(
    r'[ \t]*(?:import[ \t]+)?(?:[\w.]{1,100}[ \t]+)?["`]([^"`\s]{1,300})["`][ \t]*;?[ \t]*(?://.*)?'
)
_SHARED = ("go.mod", "go.sum")


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield what the packages import of their own module, and of those that stand in for one.

    Another module of the repository is a pin like any other, unless a ``replace`` or a workspace
    takes the folder.
    """
    modules = _modules(tree)
    if not modules:
        return
    folders = {folder: name for name, folder in modules.items()}
    visible = _visible(tree, folders)
    imports = tree.search([f'"{name}' for name in modules], [".go"])
    packages = Packages(tree, {folder_of(path) for path in tree.ending(".go") if _counts(path)})
    owners: dict[str, str] = {}
    for folder in packages.folders:
        owner = _owner(folder, folders)
        if owner is not None:
            owners[folder] = owner
    yield from packages.parts((".go",))
    for folder, owner in owners.items():
        yield from shared_files(tree, owner, _SHARED, [own_files(folder)])
    for path, lines in imports.items():
        folder = folder_of(path)
        if not _counts(path) or folder not in owners:
            continue
        for line in lines:
            match = _IMPORT.fullmatch(line.rstrip())
            target = _target(match[1], modules, visible[owners[folder]]) if match else None
            if target in packages.folders and target != folder:
                yield Edge(own_files(folder), own_files(target))


def _counts(path: str) -> bool:
    return not path.endswith("_test.go")


def _modules(tree: Tree) -> dict[str, str]:
    """Return the folder of each module by its name."""
    found: dict[str, str] = {}
    for path, text in tree.each(tree.named("go.mod")):
        match = _MODULE.search(text)
        if match:
            found.setdefault(match[1], folder_of(path))
    return found


def _visible(tree: Tree, folders: Mapping[str, str]) -> dict[str, set[str]]:
    """Return for each module's folder those of the modules that it takes as they are here."""
    found = {folder: {folder} for folder in folders}
    for path, text in tree.each(tree.named("go.mod")):
        folder = folder_of(path)
        for relative in _REPLACE.findall(text):
            target = within(folder, relative)
            if target is not None and target in folders and folder in found:
                found[folder].add(target)
    for path, text in tree.each(tree.named("go.work")):
        top = folder_of(path)
        named = {within(top, relative) for relative in _USE.findall(text)}
        used = {folder for folder in found if folder in named}
        for folder in used:
            found[folder].update(used)
    return found


def _owner(folder: str, modules: Mapping[str, str]) -> str | None:
    while folder not in modules:
        if folder == ".":
            return None
        folder = folder_of(folder)
    return folder


def _target(name: str, modules: Mapping[str, str], visible: set[str]) -> str | None:
    """Return the folder of the package that an import means; None: it is not of this repository."""
    module = name
    while module not in modules:
        module, slash, _ = module.rpartition("/")
        if not slash:
            return None
    if modules[module] not in visible:
        return None
    return within(modules[module], name[len(module) :].lstrip("/") or ".")
