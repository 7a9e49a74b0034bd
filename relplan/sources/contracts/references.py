"""Follows ``$ref`` over the files of one version of a contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from relplan.sources.contracts.bounds import Budget, UnreadableError
from relplan.sources.contracts.documents import Document, Pointer, read_document
from relplan.sources.contracts.kind import Version

_LONGEST = 64
"""References that lead to references, one after the other."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value, and where it stands."""

    value: Any
    path: str
    """The file."""
    pointer: Pointer = ()

    def get(self, *steps: str) -> "Node | None":
        """Return the value at *steps* below this one; None where there is none."""
        value = self.value
        for step in steps:
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                return None
        return Node(value, self.path, (*self.pointer, *steps))


class References:
    """The documents of one version, read when they are first asked for."""

    def __init__(self, version: Version, budget: Budget) -> None:
        """Read from *version*; each reference followed is a step of *budget*."""
        self._version = version
        self._budget = budget
        self._documents: dict[str, Document] = {}

    def root(self, path: str) -> Node:
        """Return all of the file at *path*. Raises UnreadableError."""
        return Node(self._document(path).data, path)

    def line(self, node: Node) -> int:
        """Return the line on which *node* stands, or the nearest value above it."""
        return self._document(node.path).line(node.pointer)

    def follow(self, node: Node) -> Node:
        """Return what *node* refers to, if it is a reference, else itself.

        Raises UnreadableError for a reference into nowhere, around in a circle, or out of the
        repository: nothing is ever fetched.
        """
        seen = {(node.path, node.pointer)}
        while isinstance(node.value, dict) and isinstance(ref := node.value.get("$ref"), str):
            self._budget.spend()
            target = self._target(node, ref)
            if (target.path, target.pointer) in seen or len(seen) > _LONGEST:
                raise self._error(f"the reference '{_short(ref)}' leads back to itself", node)
            seen.add((target.path, target.pointer))
            node = target
        return node

    def _target(self, node: Node, ref: str) -> Node:
        file, _, fragment = ref.partition("#")
        if "://" in file or file.startswith("//"):
            raise self._error(f"the reference '{_short(ref)}' leads out of the repository", node)
        path = join_path(node.path, unquote(file)) if file else node.path
        if path not in self._version.files:
            raise self._error(f"the reference '{_short(ref)}' leads to no file", node)
        target = self.root(path).get(*pointer_of(fragment))
        if target is None:
            raise self._error(f"the reference '{_short(ref)}' leads to nothing", node)
        return target

    def _document(self, path: str) -> Document:
        if path not in self._documents:
            self._documents[path] = read_document(path, self._version.files[path])
        return self._documents[path]

    def _error(self, what: str, node: Node) -> UnreadableError:
        return UnreadableError(what, node.path, self.line(node))


def pointer_of(fragment: str) -> Pointer:
    """Return the steps of a JSON pointer, as it stands behind ``#``."""
    steps = unquote(fragment).split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def join_path(path: str, file: str) -> str:
    """Return the repository path of *file* as the file at *path* names it."""
    return normpath(join(dirname(path), file))


def files_referred_to(path: str, data: Any) -> Sequence[str]:
    """Return the other files of the repository that the references anywhere in *data* name."""
    found: dict[str, None] = {}
    ahead = [data]
    seen: set[int] = set()
    while ahead:
        value = ahead.pop()
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        ahead += value.values() if isinstance(value, dict) else value
        ref = value.get("$ref") if isinstance(value, dict) else None
        file = ref.partition("#")[0] if isinstance(ref, str) else ""
        if file and "://" not in file:
            found[join_path(path, unquote(file))] = None
    return sorted(found)


def _short(ref: str) -> str:
    return ref if len(ref) <= 100 else f"{ref[:100]}…"
