"""Dockerfiles: what they copy from outside of their own folders."""

import json
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from posixpath import basename

from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import documents
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs import compose
from relplan.sources.catalogs.reading import folder_of, items, table, within, word

_NAME = re.compile(r"(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?|[\w.-]+\.(?:D|d)ockerfile")
_COPY = re.compile(r"^[ \t]*(?:COPY|ADD)[ \t]+([^\n]*)$", re.MULTILINE | re.IGNORECASE)
_MOUNT = re.compile(r"--mount=(type=bind[^\s]{0,500})")
_SOURCE = re.compile(r"(?:source|src)=([^,\s]+)")
_LONGEST_LINE = 4_000
_CONTINUED = re.compile(r"\\[ \t]*\n")
_ORDINARY = re.compile(r"[^$`<\"']{1,300}")


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield what each Dockerfile copies, beside its own folder.

    ``COPY . .`` says nothing of what it is built from, nor does any folder around its own. Files
    of the top that it copies are the whole build's: the lock file, say.
    """
    contexts = dict(_contexts(tree))
    paths = [path for path in _dockerfiles(tree) if _NAME.fullmatch(basename(path))]
    for path, text in tree.each(paths):
        folder = folder_of(path)
        sources = list(_sources(_CONTINUED.sub(" ", text)))
        context = contexts.get(path) or _context(tree, folder, sources)
        for source in sources:
            for target in _matching(tree, within(context, source)):
                if not f"{folder}/".startswith(f"{target}/") and target != ".":
                    yield Edge(folder, target, shared="/" not in target and tree.has_file(target))


def _dockerfiles(tree: Tree) -> Iterable[str]:
    return tree.containing("ockerfile", "ontainerfile")


def _contexts(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield the Dockerfiles that a Compose file names, with the folders they are built in."""
    files = [path for path in tree.ending(".yml", ".yaml") if compose.is_mine(path)]
    for path, data in documents(tree, files):
        for service in table(data.get("services")).values():
            build = table(service).get("build")
            made = {"context": build} if isinstance(build, str) else table(build)
            context = within(folder_of(path), word(made.get("context")) or ".") if made else None
            if context is not None:
                dockerfile = within(context, word(made.get("dockerfile")) or "Dockerfile")
                if dockerfile is not None and tree.has_file(dockerfile):
                    yield dockerfile, context


def _context(tree: Tree, folder: str, sources: list[str]) -> str:
    """Return the folder, the Dockerfile's own or one above it, that has most of what is copied."""
    best, most = folder, -1
    while True:
        found = sum(1 for source in sources if _matching(tree, within(folder, source)))
        if found > most:
            best, most = folder, found
        if folder == ".":
            return best
        folder = folder_of(folder)


def _sources(text: str) -> Iterator[str]:
    """Yield the paths that are copied from the build's context."""
    for line in _COPY.findall(text):
        if "--from" in line:
            continue
        for source in _words(line)[:-1]:
            if _ORDINARY.fullmatch(source):
                yield source.lstrip("/") or "."
    for mount in _MOUNT.findall(text):
        match = _SOURCE.search(mount)
        if match and "from=" not in mount and _ORDINARY.fullmatch(match[1]):
            yield match[1]


def _words(line: str) -> list[str]:
    said = line[:_LONGEST_LINE].split()
    while said and said[0].startswith("--"):
        del said[0]
    if not said or not said[0].startswith("["):
        return said
    try:
        return [word for word in items(json.loads(" ".join(said))) if isinstance(word, str)]
    except (ValueError, RecursionError):
        return []


def _matching(tree: Tree, path: str | None) -> list[str]:
    """Return what *path* means, which may have ``*`` in its last part."""
    if path is None:
        return []
    if "*" not in path and "?" not in path:
        return [path] if tree.has(path) else []
    folder = folder_of(path)
    if "*" in folder or "?" in folder:
        return []
    return [found for found in tree.below(folder) if fnmatchcase(found, path)]
