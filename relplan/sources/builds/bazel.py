"""Bazel: the labels of other packages that a BUILD file writes out."""

import re
from collections.abc import Iterator

from relplan.sources.builds.edge import Edge, own_files
from relplan.sources.builds.packages import Packages
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, within

_BUILDS = ("BUILD", "BUILD.bazel")
_COMMENT = re.compile(r"#[^\n]*")
_NOT_BUILT_FROM = re.compile(
    r"(?:default_visibility|visibility|packages|includes)\s*=\s*(?:\[[^\]]*+\]?|\"[^\"\n]*+\"?)"
)
_LABEL = re.compile(r"[\"']//([\w./+-]{0,300})(?::([\w./+@=,~-]{1,300}))?[\"']")
_MODULES = ("MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel")


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which packages name which others."""
    tops = {folder_of(path) for path in tree.named(*_MODULES)}
    paths = tree.named(*_BUILDS)
    if "." not in tops or not paths:
        return
    packages = Packages(tree, {folder_of(path) for path in paths})
    yield from packages.parts(())
    for path, text in tree.each(paths):
        folder = folder_of(path)
        plain = _NOT_BUILT_FROM.sub("", _COMMENT.sub("", text))
        for package, target in _LABEL.findall(plain):
            other = within(".", package or ".")
            if other is None or other == folder:
                continue
            if other in packages.folders and other != ".":
                yield Edge(own_files(folder), own_files(other))
            elif target and tree.has_file(file := within(other, target) or ""):
                yield Edge(own_files(folder), file)
