"""Python: uv's workspaces and sources, Poetry's and pip's folders."""

import re
from collections.abc import Iterator
from typing import Any

from relplan.contracts.reading.toml import Toml
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import members, nearest, shared_files, tomls
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, items, table, within, word

_SHARED = ("pyproject.toml", "uv.lock")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_FILE = re.compile(r"@\s*(?:file:/{0,3})?(?:\$\{PROJECT_ROOT\}|\{root:uri\})?/?(\.\.?/[^\s;#]+)")
_EDITABLE = re.compile(
    r"^[ \t]*+(?:(?:-e|--editable)[ \t=]*+)?(?:file:)?(\.\.?/[^\s#;\[]*)", re.MULTILINE
)


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which projects take which others as folders."""
    projects = {folder_of(path): toml for path, toml in tomls(tree, tree.named("pyproject.toml"))}
    tops = {
        folder: [folder, *_members(folder, toml, list(projects))]
        for folder, toml in projects.items()
        if toml.table("tool", "uv", "workspace")
    }
    for folder, toml in projects.items():
        top = nearest(folder, tops)
        inside = tops[top] if top is not None and folder in tops[top] else []
        for target in (*_uv(folder, toml, top, inside, projects), *_paths(folder, toml)):
            if target != folder and target is not None and tree.has(target):
                yield Edge(folder, target)
    for top, inside in tops.items():
        yield from shared_files(tree, top, _SHARED, (one for one in inside if one != top))
    listed = [path for path in tree.ending(".txt", ".in") if "requirements" in path]
    for path, text in tree.each(listed):
        for relative in _EDITABLE.findall(text):
            target = within(folder_of(path), relative)
            if target is not None and tree.has(target) and target != folder_of(path):
                yield Edge(folder_of(path), target)


def _members(top: str, toml: Toml, projects: list[str]) -> list[str]:
    said = toml.table("tool", "uv", "workspace")
    globs = [word(glob) for glob in items(said.get("members"))]
    out = [f"!{word(glob)}" for glob in items(said.get("exclude"))]
    return members(top, [*globs, *out], projects)


def _uv(
    folder: str, toml: Toml, top: str | None, inside: list[str], projects: dict[str, Toml]
) -> Iterator[str | None]:
    """Yield what the sources say of those projects that *folder* depends on."""
    names = {_plain(projects[one].text("project", "name")): one for one in inside}
    own = {_plain(name): said for name, said in toml.table("tool", "uv", "sources").items()}
    outer = projects[top].table("tool", "uv", "sources") if inside and top is not None else {}
    given = {_plain(name): said for name, said in outer.items()}
    for name in _required(toml):
        base, said = (folder, own[name]) if name in own else (top or folder, given.get(name))
        for source in items(said) or [said]:
            if table(source).get("workspace") is True:
                yield names.get(name)
            elif word(table(source).get("path")):
                yield within(base, word(table(source).get("path")))


def _required(toml: Toml) -> list[str]:
    groups = [
        toml.get("project", "dependencies"),
        *toml.table("project", "optional-dependencies").values(),
        *toml.table("dependency-groups").values(),
        toml.get("build-system", "requires"),
    ]
    named = (_NAME.match(word(item)) for group in groups for item in items(group))
    return list(dict.fromkeys(_plain(match[1]) for match in named if match))


def _paths(folder: str, toml: Toml) -> Iterator[str | None]:
    """Yield what Poetry's tables, and requirements with an address, take as folders."""
    groups: list[Any] = [toml.get("tool", "poetry")]
    groups += toml.table("tool", "poetry", "group").values()
    for group in groups:
        for said in table(table(group).get("dependencies")).values():
            for source in items(said) or [said]:
                if word(table(source).get("path")):
                    yield within(folder, word(table(source).get("path")))
    for item in items(toml.get("project", "dependencies")):
        match = _FILE.search(word(item)[:1000])
        if match:
            yield within(folder, match[1])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
