"""Tells where a function that is called may be defined: in which class, file or package.

An owner is a word: ``class Client``, ``file src/api/client`` or ``folder pkg/api``. A caller may
know only the end of that, ``end lib/api/client``, or more, ``import acme.example/web/pkg/api``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from posixpath import basename, dirname, normpath, splitext

from relplan.contracts.openapi.uses.calls import Call
from relplan.contracts.openapi.uses.requests import Request
from relplan.contracts.openapi.uses.values import Values

_ITSELF = frozenset({"this", "self", "super", "cls", "@", "$this", "Self"})
_INDEX = ("index", "__init__", "mod")
_SCRIPTS = frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".vue", ".svelte"})
_BASES = re.compile(
    r"\bclass[ \t]+\w{1,60}[^\n{]{0,80}?(?:\bextends[ \t]+|\(|:[ \t]*|<[ \t]*)([^\n{]{1,160})"
)
_CLASS_NAME = re.compile(r"\b[A-Z]\w{1,60}")
_FROM = re.compile(
    r"\bimport\s++(?:type\s++)?([^;'\"()]{1,400}?)\s++from\s++[\"']([^\"'\n]{1,200})[\"']"
    r"|\b(?:const|let|var)\s++([^;='\"]{1,200}?)\s*+=\s*+(?:await\s++)?(?:require|import)\s*+\(\s*+"
    r"[\"']([^\"'\n]{1,200})[\"']"
)
_PYTHON = re.compile(
    r"^[ \t]*from[ \t]+([\w.]{1,120})[ \t]+import[ \t]+(\([^)]{1,400}\)|[^\n]{1,300})", re.MULTILINE
)
_PLAIN = re.compile(
    r"^[ \t]*import[ \t]+([\w.]{1,120})(?:[ \t]+as[ \t]+(\w{1,60}))?[ \t]*$", re.MULTILINE
)
_GO = re.compile(
    r"^[ \t]*(?:import[ \t]+)?(\w{1,40}[ \t]+)?\"([\w./-]{3,160})\"[ \t]*$", re.MULTILINE
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")


def owners_of_file(path: str) -> tuple[str, ...]:
    """Return by what the functions of the file at *path* can be owned, besides their class."""
    if path.endswith(".go"):
        return (f"folder {dirname(path)}",)
    return (f"file {_module(path)}",)


def has_owner(owners: Iterable[str], asked: Iterable[str]) -> bool:
    """Tell whether a function that *owners* own may be one that is asked for of *asked*."""
    known = set(owners)
    return any(one in known or any(_fits(one, owner) for owner in known) for one in asked)


def _fits(asked: str, owner: str) -> bool:
    (how, _, wanted), (kind, _, place) = asked.partition(" "), owner.partition(" ")
    if kind == "class":
        return False
    if how == "end":
        return f"/{place}".endswith(f"/{wanted}")
    return how == "import" and kind == "folder" and f"/{wanted}".endswith(f"/{place}")


class Ties:
    """What one file says of the names that it calls."""

    def __init__(self, path: str, text: str) -> None:
        """Read the imports of the *text* of the file at *path*."""
        self._path = path
        self._text = text
        self._values = Values(text)
        self._imports: dict[str, list[str]] = {}
        for name, owner in _imports(path, text):
            self._imports.setdefault(name, []).append(owner)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def tied(self, request: Request) -> Request:
        """Return *request* with where the function may be defined that its path is handed to."""
        call = request.call
        return replace(request, call=replace(call, owners=self._of(call))) if call else request

    def _of(self, call: Call) -> tuple[str, ...]:
        key = (call.receiver, call.name if not call.receiver else "")
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._owners(call)))
        return self._known[key]

    def _owners(self, call: Call) -> Iterator[str]:
        if not call.receiver:
            yield from self._imports.get(call.name, owners_of_file(self._path))
            yield from self._bases
        elif call.receiver in _ITSELF:
            yield from owners_of_file(self._path)
            yield from self._bases
        else:
            yield from self._imports.get(call.receiver, ())
            yield from self._tied(call.receiver)
            if self._path.endswith(".go"):
                yield from owners_of_file(self._path)

    @cached_property
    def _bases(self) -> tuple[str, ...]:
        """The classes that those of the file are derived from."""
        said = (match[1] for match in _BASES.finditer(self._text))
        return tuple(f"class {name}" for text in said for name in _CLASS_NAME.findall(text))

    def _tied(self, receiver: str) -> Iterator[str]:
        name = receiver.lstrip("$@") or receiver
        if receiver[:1].isupper():
            yield f"class {receiver}"
        if self._values.is_object(name):
            yield from owners_of_file(self._path)
        yield from (f"class {found}" for found in self._values.classes(name))


def _imports(path: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield what a file imports: the name that it has here, and where it is from."""
    ending = splitext(path)[1]
    if ending in _SCRIPTS:
        yield from _of_script(path, text)
    elif ending == ".py":
        yield from _of_python(text)
    elif ending == ".go":
        for match in _GO.finditer(text):
            yield (match[1] or "").strip() or basename(match[2]), f"import {match[2]}"


def _of_script(path: str, text: str) -> Iterator[tuple[str, str]]:
    for match in _FROM.finditer(text):
        owner = _script(path, match[2] or match[4])
        for name in _NAME.findall(match[1] or match[3]):
            yield name, owner


def _of_python(text: str) -> Iterator[tuple[str, str]]:
    for match in _PYTHON.finditer(text):
        module = match[1].strip(".").replace(".", "/")
        for name in _NAME.findall(match[2]):
            if module:
                yield name, f"end {module}"
            yield name, f"end {module}/{name}".replace(" /", " ")
    for match in _PLAIN.finditer(text):
        yield match[2] or match[1].rpartition(".")[2], f"end {match[1].replace('.', '/')}"


def _script(path: str, said: str) -> str:
    if said.startswith("."):
        return f"file {_module(normpath(f'{dirname(path)}/{said}'), known=False)}"
    return f"end {_module(said.lstrip('@~#/'), known=False)}"


def _module(path: str, *, known: bool = True) -> str:
    """Return a file's path without its ending; a folder's own file stands for the folder."""
    stem, ending = splitext(path)
    found = stem if known or ending in _SCRIPTS else path
    if basename(found) in _INDEX and dirname(found):
        return dirname(found)
    return found
