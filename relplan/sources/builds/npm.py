"""Workspaces of npm, Yarn, pnpm and Bun: package.json, pnpm-workspace.yaml."""

import re
from collections.abc import Iterator
from typing import Any

from relplan.contracts.library.semver import npm_admits
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import documents, members, shared_files
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, items, table, within, word

_SHARED = (
    "package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb"
    " pnpm-workspace.yaml .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs lerna.json turbo.json nx.json"
    " rush.json patches .yarn/patches"
).split()
_KINDS = ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies")
"""Bundlers build in what stands under any of them."""
_OF_TOOLS = re.compile(
    r"(?:^|[-_/@])(?:tests?|testing|test-utils|e2e|mocks?|fixtures?|eslint|lint|tsconfig|prettier"
    r"|jest|vitest|storybook|babel|configs?)(?:[-_/]|$)"
)
"""A devDependency that is called so is for whoever develops, and in no program."""
_FOLDERS = ("file:", "link:", "portal:")
_PNPM = "pnpm-workspace.yaml"


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which packages depend on which others of the repository."""
    packages = {folder_of(path): data for path, data in documents(tree, tree.named("package.json"))}
    for folder, data in packages.items():
        for _, wanted in _dependencies(data):
            kind = next((kind for kind in _FOLDERS if wanted.startswith(kind)), "")
            target = within(folder, wanted.removeprefix(kind)) if kind else None
            if target in packages:
                yield Edge(folder, target)
    for top, inside, is_pnpm in _workspaces(tree, packages):
        yield from _workspace(packages, inside, is_pnpm)
        yield from shared_files(tree, top, _SHARED, (one for one in inside if one != top))


def _workspaces(
    tree: Tree, packages: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, list[str], bool]]:
    """Yield the top folder of each workspace, its members, and whether pnpm builds it."""
    found: dict[str, tuple[list[Any], bool]] = {}
    for folder, data in packages.items():
        said = data.get("workspaces")
        globs = items(said) or items(table(said).get("packages"))
        if globs:
            found[folder] = (globs, False)
    for path, data in documents(tree, tree.named(_PNPM)):
        found[folder_of(path)] = (items(data.get("packages")), True)
    for top, (globs, is_pnpm) in found.items():
        yield top, [top, *members(top, map(word, globs), packages)], is_pnpm


def _workspace(
    packages: dict[str, dict[str, Any]], inside: list[str], is_pnpm: bool
) -> Iterator[Edge]:
    names = {word(packages[one].get("name")): one for one in inside if one in packages}
    for folder in inside:
        for name, wanted in _dependencies(packages.get(folder, {})):
            other = names.get(_real_name(name, wanted))
            if other is None or other == folder:
                continue
            version = word(packages[other].get("version"))
            if wanted.startswith("workspace:") or (not is_pnpm and _links(wanted, version)):
                yield Edge(folder, other)


def _real_name(name: str, wanted: str) -> str:
    """``workspace:money@*`` gives a member another name."""
    alias, at, _ = wanted.removeprefix("workspace:").rpartition("@")
    return alias if wanted.startswith("workspace:") and at and alias else name


def _links(wanted: str, version: str) -> bool:
    """Tell whether npm and Yarn take the member, and not a release of it.

    They do where its version is in the range. (pnpm wants to be told: ``workspace:``.)
    """
    if ":" in wanted:
        return False
    return wanted in ("", "*", "latest") or not version or npm_admits(wanted, version) is True


def _dependencies(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in _KINDS:
        for name, wanted in table(data.get(kind)).items():
            is_tool = kind == "devDependencies" and _OF_TOOLS.search(name)
            if isinstance(wanted, str) and not is_tool:
                yield name, wanted.strip()
