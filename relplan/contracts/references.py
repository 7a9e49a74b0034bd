"""Follows ``$ref`` over the files of one version of a contract."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urljoin

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.reading.documents import Document, read_document
from relplan.contracts.reading.json_places import Pointer

_LONGEST = 64
"""References that lead to references, one after the other."""


class OutsideError(UnreadableError):
    """A reference leads to where nothing can be read: it says what it means, but not here."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value, and where it stands, which alone tells it from others."""

    value: Any = field(compare=False)
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

    def members(self, key: str) -> "Iterator[tuple[str, Node]]":
        """Yield what stands under each name of the object under *key*; nothing where it is none."""
        value = self.value.get(key)
        if isinstance(value, dict):
            for name, item in value.items():
                yield name, Node(item, self.path, (*self.pointer, key, name))


class References:
    """The documents of one version, read when they are first asked for."""

    def __init__(self, version: Version, budget: Budget) -> None:
        """Read from *version*; each reference followed is a step of *budget*."""
        self._version = version
        self.budget = budget
        self._documents: dict[str, Document] = {}
        self._named: dict[str, _Names] = {}
        self._targets: dict[tuple[str, str], Node] = {}

    def root(self, path: str) -> Node:
        """Return all of the file at *path*. Raises UnreadableError."""
        return Node(self._document(path).data, path)

    def line(self, node: Node) -> int:
        """Return the line on which *node* stands, or the nearest value above it.

        It is 0, not known, where the bound is reached: what was found before stays.
        """
        try:
            return self._document(node.path).line(node.pointer)
        except BoundReachedError:
            return 0

    def follow(self, node: Node) -> Node:
        """Return what *node* refers to, if it is a reference, else itself.

        Raises UnreadableError for a reference into nowhere, around in a circle, or out of the
        repository: nothing is ever fetched.
        """
        value = node.value
        if not isinstance(value, dict) or "$ref" not in value:
            return node
        seen = {(node.path, node.pointer)}
        while isinstance(node.value, dict) and isinstance(ref := node.value.get("$ref"), str):
            self.budget.spend()
            target = self.target(node, ref)
            if (target.path, target.pointer) in seen or len(seen) > _LONGEST:
                raise self._error(f"the reference '{_short(ref)}' leads back to itself", node)
            seen.add((target.path, target.pointer))
            node = target
        return node

    def target(self, node: Node, ref: str) -> Node:
        """Return the value that *ref* means where it stands in *node*; it may refer on, in turn.

        Raises UnreadableError, and OutsideError where *ref* leads out of the repository.
        """
        if found := self._targets.get((node.path, ref)):
            return found
        file, _, fragment = ref.partition("#")
        named = self._by_name(node, file, fragment)
        if named is not None:
            return named
        if "://" in file or file.startswith(("//", "urn:")):
            raise self._outside(f"the reference '{_short(ref)}' leads out of the repository", node)
        path = join_path(node.path, unquote(file)) if file else node.path
        if path not in self._version.files:
            raise self._outside(f"the reference '{_short(ref)}' leads to no file", node)
        target = self._fragment(path, fragment)
        if target is None:
            raise self._outside(f"the reference '{_short(ref)}' leads to nothing", node)
        if not self._names(node.path).schemas:  # else it depends on what stands around it
            self._targets[node.path, ref] = target
        return target

    def _fragment(self, path: str, fragment: str) -> Node | None:
        if fragment and not fragment.startswith("/"):
            pointer = self._names(path).anchors.get(((), unquote(fragment)))
            return None if pointer is None else self.root(path).get(*pointer)
        return self.root(path).get(*pointer_of(fragment))

    def _by_name(self, node: Node, file: str, fragment: str) -> Node | None:
        """Return what *file* means by the ``$id`` of a schema in the same file, and the anchors."""
        names = self._names(node.path)
        if not names.schemas:
            return None
        above = names.around(node.pointer)
        pointer = names.schemas.get(_uri(names.uris[above], file)) if file else above
        if pointer is None:
            return None
        if fragment and not fragment.startswith("/"):
            pointer = names.anchors.get((pointer, unquote(fragment)))
            return None if pointer is None else self.root(node.path).get(*pointer)
        return self.root(node.path).get(*pointer, *pointer_of(fragment))

    def _names(self, path: str) -> "_Names":
        if path not in self._named:
            document = self._document(path)
            named = not path.endswith(".json") or _may_name(self._version.files[path])
            self._named[path] = _names_in(document.data if named else None, self.budget)
        return self._named[path]

    def _document(self, path: str) -> Document:
        if path not in self._documents:
            content = self._version.files[path]
            self._documents[path] = read_document(path, content, self.budget)
        return self._documents[path]

    def _outside(self, what: str, node: Node) -> OutsideError:
        return OutsideError(what, node.path, self.line(node))

    def _error(self, what: str, node: Node) -> UnreadableError:
        return UnreadableError(what, node.path, self.line(node))


def pointer_of(fragment: str) -> Pointer:
    """Return the steps of a JSON pointer, as it stands behind ``#``."""
    steps = unquote(fragment).split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def join_path(path: str, file: str) -> str:
    """Return the repository path of *file* as the file at *path* names it."""
    return normpath(join(dirname(path), file))


@dataclass(frozen=True, slots=True)
class _Names:
    """What the schemas of one file call themselves."""

    schemas: dict[str, Pointer]
    """By the URI of their ``$id``."""
    uris: dict[Pointer, str]
    """The other way round, and of the file itself."""
    anchors: dict[tuple[Pointer, str], Pointer]
    """By the schema with an ``$id`` around them, and their name."""

    def around(self, pointer: Pointer) -> Pointer:
        """Return the nearest schema with an ``$id`` around *pointer*; the file, if none has."""
        while pointer not in self.uris:
            pointer = pointer[:-1]
        return pointer


_DATA = frozenset({"enum", "const", "default", "example", "examples"})
"""Keys below which there are no schemas."""
_NAMING = frozenset({"$id", "id", "$anchor", "$dynamicAnchor"})
"""Keys under which a schema says what it is called."""
_HOLDING = (dict, list)


_NAMING_JSON = tuple(f'"{key}"'.encode() for key in ("$id", "$anchor", "$dynamicAnchor", "$schema"))
_OTHERWISE = re.compile(rb'"id"[ \t\r\n]*:[ \t\r\n]*"#|\\u00[2-7]')
"""An anchor as older schemas write it, and a letter that may be one of a key."""


def _may_name(json: bytes) -> bool:
    """Tell whether a schema of a file may call itself something: to look through it takes longer.

    An encoding that writes letters with a zero is not looked through here.
    """
    if b"\0" in json or any(key in json for key in _NAMING_JSON):
        return True
    return _OTHERWISE.search(json) is not None


def _names_in(data: Any, budget: Budget) -> _Names:
    names = _Names({}, {(): ""}, {})
    ahead: list[tuple[Any, Pointer, Pointer]] = (
        [(data, (), ())] if isinstance(data, _HOLDING) else []
    )
    seen: set[int] = set()
    while ahead:
        value, pointer, above = ahead.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        budget.spend(2 + (len(value) + len(pointer)) // 8)
        if isinstance(value, dict):
            if not value.keys().isdisjoint(_NAMING):
                above = _take_names(value, pointer, above, names)
            ahead += [
                (item, (*pointer, key), above)
                for key, item in value.items()
                if isinstance(item, _HOLDING) and key not in _DATA
            ]
        else:
            ahead += [
                (item, (*pointer, str(index)), above)
                for index, item in enumerate(value)
                if isinstance(item, _HOLDING)
            ]
    return names


def _take_names(value: dict[str, Any], pointer: Pointer, above: Pointer, names: _Names) -> Pointer:
    """Take note of what a schema calls itself; return the schema with an ``$id`` around it."""
    for key in ("$id", "id"):
        name = value.get(key)
        if not isinstance(name, str) or (
            key == "id" and "$schema" not in value and name[:1] != "#"
        ):
            continue
        file, _, anchor = name.partition("#")
        if file:
            above = pointer
            names.uris[pointer] = _uri(names.uris[names.around(pointer[:-1])], file)
            names.schemas.setdefault(names.uris[pointer], pointer)
        if anchor:
            names.anchors.setdefault((above, anchor), pointer)
    for key in ("$anchor", "$dynamicAnchor"):
        if isinstance(name := value.get(key), str):
            names.anchors.setdefault((above, name), pointer)
    return above


def _uri(base: str, ref: str) -> str:
    try:
        return urljoin(base, ref)
    except ValueError:  # such as a bracket that is not closed
        return ref


def files_referred_to(path: str, data: Any, budget: Budget | None = None) -> Sequence[str]:
    """Return the other files of the repository that the references anywhere in *data* name.

    Each value is a step of *budget*; without one, what was read is not too much to be looked at.
    """
    found: dict[str, None] = {}
    ahead = [data]
    seen: set[int] = set()
    while ahead:
        value = ahead.pop()
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        if budget is not None:
            budget.spend(1 + len(value) // 4)
        ahead += value.values() if isinstance(value, dict) else value
        ref = value.get("$ref") if isinstance(value, dict) else None
        file = ref.partition("#")[0] if isinstance(ref, str) else ""
        if file and "://" not in file and not file.startswith(("//", "urn:")):
            found[join_path(path, unquote(file))] = None
    return sorted(found)


def _short(ref: str) -> str:
    return ref if len(ref) <= 100 else f"{ref[:100]}…"
