"""TypeScript: project references, settings that others extend, and paths that name folders."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import read_document
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import nearest
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, items, table, within, word

_SETTINGS = re.compile(r"tsconfig(?:\.[\w.-]+)?\.json")
_NOISE = re.compile(r'("(?:[^"\\\n]|\\.)*+"?)|//[^\n]*|/\*(?:.*?\*/|.*)', re.DOTALL)
_TRAILING = re.compile(r'("(?:[^"\\\n]|\\.)*+"?)|,(?=\s*[\]}])')
_CODE = (".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".vue", ".svelte")
_TESTS = re.compile(r"\.(?:spec|test|stories)\.\w+$")
_FROM = re.compile(
    r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*[\"']([^\"'\s]{1,200})[\"']"
)
_MOST_PATHS = 2_000


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield what the settings refer to, and what is imported by a path that they give a name."""
    settings = dict(_read(tree))
    for path, data in settings.items():
        folder = folder_of(path)
        for reference in items(data.get("references")):
            target = within(folder, word(table(reference).get("path")))
            if target is not None and target.endswith(".json"):
                target = folder_of(target)
            if target is not None and target != folder and tree.has(target):
                yield Edge(folder, target)
        for extended in _extended(data):
            target = within(folder, extended)
            if target is not None and not target.endswith(".json"):
                target += ".json"
            if target in settings and folder_of(target) != folder:
                yield Edge(folder, target, shared=True)
    yield from _imports(tree, _named_paths(settings))


def _read(tree: Tree) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in tree.ending(".json"):
        if _SETTINGS.fullmatch(path.rpartition("/")[2]):
            try:
                plain = _NOISE.sub(lambda match: match[1] or " ", tree.text(path))
                plain = _TRAILING.sub(lambda match: match[1] or "", plain)
                data = read_document(path, plain.encode()).data
            except UnreadableError as error:
                tree.unread.append(error)
                continue
            if isinstance(data, dict):
                yield path, data


def _extended(data: dict[str, Any]) -> Iterator[str]:
    said = data.get("extends")
    for one in items(said) or [said]:
        if word(one).startswith("."):
            yield word(one)


def _named_paths(settings: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Return by the folder of each settings the folders that their ``paths`` name.

    Only what lies in a folder of its own: ``@shop/money`` in ``libs/money/src/index.ts``. A name
    that ends with ``/`` stands for all that begin with it.
    """
    found: dict[str, dict[str, str]] = {}
    for path, data in settings.items():
        options = table(data.get("compilerOptions"))
        base = within(folder_of(path), word(options.get("baseUrl")) or ".")
        for name, places in list(table(options.get("paths")).items())[:_MOST_PATHS]:
            target = within(base, word(next(iter(items(places)), ""))) if base else None
            folder = _library(target) if target else "."
            is_own = f"{folder_of(path)}/".startswith(f"{folder}/")
            if folder != "." and not is_own and "*" not in name.removesuffix("*"):
                found.setdefault(folder_of(path), {})[name.removesuffix("*")] = folder
    return found


def _library(target: str) -> str:
    """Return the folder of the library that an entry file is in."""
    folder = target if target.rpartition("/")[2] in ("*", "") else folder_of(target)
    parts = folder.rstrip("*").rstrip("/").split("/")
    if parts[-1] in ("src", "lib", "dist"):
        parts.pop()
    return "/".join(parts) or "."


def _imports(tree: Tree, named: Mapping[str, Mapping[str, str]]) -> Iterator[Edge]:
    if not named:
        return
    starts = {json.dumps(name)[1:-1] for names in named.values() for name in names}
    texts = [f"{quote}{name}" for name in sorted(starts) if name for quote in "\"'"]
    for path, lines in tree.search(texts, _CODE).items():
        folder = folder_of(path)
        top = nearest(folder, named)
        if top is None or _TESTS.search(path):
            continue
        for name in _FROM.findall("\n".join(lines)):
            target = _target(name, named[top])
            if target is not None and not f"{folder}/".startswith(f"{target}/"):
                yield Edge(folder, target)


def _target(name: str, names: Mapping[str, str]) -> str | None:
    if name in names:
        return names[name]
    while "/" in name:
        name = name.rpartition("/")[0]
        if f"{name}/" in names:
            return names[f"{name}/"]
    return None
