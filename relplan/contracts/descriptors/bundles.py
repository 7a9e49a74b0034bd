"""OSGi's manifests: which packages, bundles and capabilities a bundle provides and requires.

They are read as a document with the lists ``provides`` and ``requires``, of entries such as
``{"name": "package org.acme.stock", "version": "1.2.0"}``, so that expressions are written of them
as of files in JSON.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.reading.documents import Document

_HEADER = re.compile(r"([A-Za-z0-9][\w-]{0,69}):(.*)")
_WORD = re.compile(r'"[^"]*"|[^",;]+|[,;]|"')
_ATTRIBUTE = re.compile(r"\s*([\w.-]+)\s*(?::\s*[\w<>,]+\s*)?(:?=)\s*(.*)", re.DOTALL)
_NAMESPACES_KEY = {"osgi.service": "objectClass"}
"""What tells the capabilities of a namespace apart, where that is not called as it is."""
_NO_VERSION = "0.0.0"
"""What OSGi takes where no version is given."""
_TEST = re.compile(r"(!\s*)?\(\s*([\w.:-]+)\s*(=|>=|<=|~=)\s*([^()]*)\)")
_MOST_CLAUSES = 5_000
"""Of one header."""


def is_bundle(path: str) -> bool:
    """Tell by its name whether a file is a manifest of Java, which may be a bundle's."""
    return path.lower().endswith(".mf")


def read_bundle(path: str, content: bytes) -> Document:
    """Read a manifest; one that names no bundle lists nothing. Raises UnreadableError."""
    headers = _headers(decoded(path, content))
    name = next(iter(_clauses(headers.get("Bundle-SymbolicName"), path)), None)
    if name is None:
        return Document(path, {}, _Lines({}))
    provides = [*_provided(name.names[0], headers, path)]
    requires = [*_required(headers, path)]
    lines: dict[tuple[str, ...], int] = {
        (key, str(at)): line
        for key, listed in (("provides", provides), ("requires", requires))
        for at, (_, line) in enumerate(listed)
    }
    data = {
        "bundle": name.names[0],
        "provides": [entry for entry, _ in provides],
        "requires": [entry for entry, _ in requires],
    }
    return Document(path, data, _Lines(lines))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Knows where each entry stands."""

    known: Mapping[tuple[str, ...], int]

    def line(self, pointer: Sequence[str]) -> int:
        return self.known.get(tuple(pointer[:2]), 1)


@dataclass(slots=True)
class _Header:
    """The value of a header, and the lines of its pieces."""

    pieces: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands between two commas: ``a;b;attribute=value;directive:=value``."""

    names: Sequence[str]
    values: Mapping[str, str]
    """Those of directives by ``name:``."""
    line: int

    @property
    def is_optional(self) -> bool:
        return self.values.get("resolution:") == "optional"


_Entry = tuple[dict[str, Any], int]


def _headers(text: str) -> dict[str, _Header]:
    """Return the headers of the main section; a line that begins with a space goes on."""
    found: dict[str, _Header] = {}
    current: _Header | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            if found:
                break
        elif line[0] == " " and current is not None:
            current.pieces.append(line[1:])
            current.lines.append(number)
        elif match := _HEADER.fullmatch(line):
            current = found.setdefault(match[1], _Header([match[2]], [number]))
        else:
            current = None
    return found


def _clauses(header: _Header | None, path: str) -> Iterator[_Clause]:
    words: list[str] = [""]
    line, count = 0, 0
    for word, at in _words(header) if header else ():
        if word == ",":
            yield from _clause(words, line)
            words, line, count = [""], 0, count + 1
            if count > _MOST_CLAUSES:
                raise UnreadableError("lists too many packages", path, at)
        elif word == ";":
            words.append("")
        else:
            words[-1] += word
            line = line or (at if word.strip() else 0)
    yield from _clause(words, line)


def _words(header: _Header) -> Iterator[tuple[str, int]]:
    """Yield the words of a header, quoted ones whole, each with the line on which it begins."""
    text = "".join(header.pieces)
    piece, end = 0, len(header.pieces[0])
    for match in _WORD.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        while start >= end and piece + 1 < len(header.pieces):
            piece += 1
            end += len(header.pieces[piece])
        yield match[0], header.lines[piece]


def _clause(words: Sequence[str], line: int) -> Iterator[_Clause]:
    names: list[str] = []
    values: dict[str, str] = {}
    for part in words:
        if match := _ATTRIBUTE.fullmatch(part):
            key = f"{match[1]}:" if match[2] == ":=" else match[1]
            values[key] = match[3].strip().strip('"')
        elif part.strip():
            names.append(part.strip())
    if names:
        yield _Clause(names, values, line)


def _entry(kind: str, name: str, version: str, clause: _Clause) -> _Entry:
    entry = {"name": f"{kind} {name}".strip(), "version": version}
    return entry | {"optional": clause.is_optional}, clause.line


def _provided(name: str, headers: Mapping[str, _Header], path: str) -> Iterator[_Entry]:
    for clause in _clauses(headers.get("Bundle-Version"), path):
        yield _entry("bundle", name, clause.names[0], clause)
    for clause in _clauses(headers.get("Export-Package"), path):
        for package in clause.names:
            yield _entry("package", package, clause.values.get("version", _NO_VERSION), clause)
    for clause in _clauses(headers.get("Provide-Capability"), path):
        for namespace in clause.names:
            for told in _listed(clause.values.get(_key(namespace), "")):
                for version in _listed(clause.values.get("version", _NO_VERSION)):
                    yield _entry(namespace, told, version, clause)


def _required(headers: Mapping[str, _Header], path: str) -> Iterator[_Entry]:
    for header, kind, key in (
        ("Import-Package", "package", "version"),
        ("Require-Bundle", "bundle", "bundle-version"),
        ("Fragment-Host", "bundle", "bundle-version"),
    ):
        for clause in _clauses(headers.get(header), path):
            for name in clause.names:
                yield _entry(kind, name, clause.values.get(key, ""), clause)
    for clause in _clauses(headers.get("Require-Capability"), path):
        for namespace in clause.names:
            for told, versions in _filtered(clause.values.get("filter:", ""), _key(namespace)):
                yield _entry(namespace, told, versions, clause)


def _key(namespace: str) -> str:
    return _NAMESPACES_KEY.get(namespace, namespace)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",")]


def _filtered(text: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a filter asks for by *key*, each with the range of its versions.

    A filter that is more than conditions that all hold is no range: it is given as it is.
    """
    tests = _TEST.findall(text)
    names = [
        value.strip() for no, what, how, value in tests if what == key and how == "=" and not no
    ]
    rest = _TEST.sub("", text)
    plain = len(names) < 2 and not rest.strip("()& \t!") and rest.count("!") == 0
    told = _range(
        [(bool(no), how, value.strip()) for no, what, how, value in tests if what == "version"]
    )
    others = any(what not in (key, "version") for _, what, _, _ in tests)
    for name in names or [""]:
        yield name, (told if plain and not others and told is not None else text)


def _range(tests: Sequence[tuple[bool, str, str]]) -> str | None:
    """Return what conditions on a version admit, as OSGi writes ranges; None: not told."""
    low, high = "", ""
    for no, how, value in tests:
        if (how == ">=" and not no) or (how == "=" and not no):
            low = f"[{value}"
        if (how == "<=" and not no) or (how == "=" and not no):
            high = f"{value}]"
        if how == ">=" and no:
            high = f"{value})"
        if how == "<=" and no:
            low = f"({value}"
        if how == "~=" or (how == "=" and no):
            return None
    if not high:
        return low[1:] if low[:1] != "(" else None
    return f"{low or '[0'},{high}"
