"""Cargo: path dependencies, and what the members of a workspace share."""

from collections.abc import Iterator
from typing import Any

from relplan.contracts.reading.toml import Toml
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import members, nearest, shared_files, tomls
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, items, table, within, word

_SHARED = (
    "Cargo.toml Cargo.lock rust-toolchain rust-toolchain.toml .cargo/config.toml .cargo/config"
).split()
_KINDS = ("dependencies", "build-dependencies")
"""What ends in the program; tests alone take dev-dependencies."""


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which crates depend on which others by their paths."""
    crates = {folder_of(path): toml for path, toml in tomls(tree, tree.named("Cargo.toml"))}
    tops = [folder for folder, toml in crates.items() if toml.table("workspace")]
    for folder, toml in crates.items():
        top = nearest(folder, tops)
        shared = crates[top].table("workspace", "dependencies") if top is not None else {}
        for name, wanted in _dependencies(toml):
            inherited = wanted.get("workspace") is True and top is not None
            base = top if inherited and top is not None else folder
            said = table(shared.get(name)) if inherited else wanted
            target = within(base, word(said.get("path")))
            if target in crates and target != folder:
                yield Edge(folder, target)
    for top in tops:
        globs = [word(glob) for glob in items(crates[top].get("workspace", "members"))]
        out = [f"!{word(glob)}" for glob in items(crates[top].get("workspace", "exclude"))]
        inside = members(top, [*globs, *out], crates)
        yield from shared_files(tree, top, _SHARED, (one for one in inside if one != top))


def _dependencies(toml: Toml) -> Iterator[tuple[str, dict[str, Any]]]:
    targets = [table(target) for target in toml.table("target").values()]
    for held in (toml.data, *targets):
        for kind in _KINDS:
            for name, wanted in table(held.get(kind)).items():
                yield name, table(wanted)
