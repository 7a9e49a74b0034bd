"""Finds out how each service's releases are tagged."""

from collections.abc import Iterable, Mapping, Sequence
from posixpath import dirname

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.manifests import is_manifest, package_of
from relplan.discovery.found import FoundService, Sign
from relplan.model.errors import SourceError
from relplan.model.evidence import Confidence, Evidence
from relplan.model.scan import DEFAULT_RELEASE_TAG
from relplan.sources.git.main_tree import Tree
from relplan.sources.git.safe import Git
from relplan.sources.git.tag_shapes import Shape, shape_of
from relplan.sources.git.tags import Tag, read_tags


def add_releases(tree: Tree, services: Sequence[FoundService], known: Mapping[str, str]) -> None:
    """Say of each of *services* which tags are its releases; *known* are names by folder.

    Where the tags cannot be read, the scan will say so.
    """
    try:
        tags = read_tags(Git(str(tree.repository)))
    except SourceError:
        return
    if not tags:
        return
    folders = {folder for path in tree.files for folder in _above(path)}
    with tree:
        for service in services:
            names = {service.name, *_packages(tree, service.path)}
            if service.path in known:
                names.add(known[service.path])
            if service.path == ".":
                names.add(tree.repository.name)
            shape = shape_of(tags, names, service.path, folders)
            if shape is not None:
                _add(service, shape, tags)


def _add(service: FoundService, shape: Shape, tags: Iterable[Tag]) -> None:
    if shape.pattern != DEFAULT_RELEASE_TAG:
        service.release_tag = shape.pattern
    elif not shape.note:
        return
    text = f"release_tag {shape.pattern} {shape.evidence}"
    confidence = Confidence.DETECTED
    if shape.note:
        confidence = Confidence.GUESSED
        text = (
            f"{service.name}: {shape.note}; if they are in production, name them in `release_tag`,"
            " such as 'v*-rc*', or say `deployed`"
        )
    newest = max(tags, key=lambda tag: tag.date)
    evidence = Evidence("release-tag", text, service.name, newest.commit)
    service.releases = Sign(evidence, confidence)


def _above(path: str) -> Iterable[str]:
    folder = dirname(path)
    while folder:
        yield folder
        folder = dirname(folder)


def _packages(tree: Tree, folder: str) -> set[str]:
    """Return the names of the packages that a folder's manifests make."""
    names: set[str] = set()
    for path in tree.files:
        if (dirname(path) or ".") == folder and is_manifest(path):
            try:
                package = package_of(path, tree.read(path))
            except UnreadableError:
                continue
            if package is not None and package.name:
                names.update((package.name, package.name.rpartition(":")[2]))
    return names
