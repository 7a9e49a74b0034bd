"""What a descriptor says: interfaces with their versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, splitext

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import read_document

_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")
_MOST = 5_000
"""Interfaces of one list."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface that is provided, or required in any of some versions."""

    version: str
    """Where it is required, several may stand there, with spaces between them."""
    path: str
    line: int


def stem(path: str) -> str:
    """Return what a file is called, without its ending."""
    return splitext(basename(path))[0]


def check_descriptor(path: str, content: bytes) -> None:
    """Raise UnreadableError where a file is no descriptor, or an entry of it is not understood."""
    data = read_document(path, content).data
    if not isinstance(data, dict) or not data.keys() & {"provides", "requires"}:
        raise UnreadableError("is no descriptor: it lists nothing under 'provides'", path)
    listed = data.get("provides", [])
    if not isinstance(listed, list) or any(_interface(entry) is None for entry in listed):
        raise UnreadableError("what it lists under 'provides' is not understood", path)


def provided_in(path: str, content: bytes) -> Mapping[str, Interface]:
    """Return the interfaces that a descriptor provides, by id. Raises UnreadableError."""
    return _listed(path, content, "provides")


def required_in(path: str, content: bytes) -> Mapping[str, Interface]:
    """Return the interfaces that a descriptor requires, by id. Raises UnreadableError."""
    return _listed(path, content, "requires")


def _listed(path: str, content: bytes, key: str) -> Mapping[str, Interface]:
    if f'"{key}"'.encode() not in content:
        return {}
    document = read_document(path, content)
    listed = document.data.get(key) if isinstance(document.data, dict) else None
    if not isinstance(listed, list):
        return {}
    if len(listed) > _MOST:
        raise UnreadableError(f"'{key}' lists too many interfaces", path)
    found: dict[str, Interface] = {}
    for number, entry in enumerate(listed):
        known = _interface(entry)
        if known is not None:
            name, version = known
            found[name] = Interface(version, path, document.line((key, str(number), "version")))
    return found


def _interface(entry: object) -> tuple[str, str] | None:
    """Return an entry's id and version; None where it does not say both."""
    if not isinstance(entry, dict):
        return None
    name, version = entry.get("id"), entry.get("version")
    if not isinstance(name, str) or not isinstance(version, str):
        return None
    return (name, version) if name.strip() and version.strip() else None


def part_of(name: str, version: str) -> str:
    """Return the part of a contract that an interface is in one version."""
    return f"{name} {version}"


def version_of(text: str) -> tuple[int, ...] | None:
    """Return a version as numbers; None where it is none."""
    return tuple(map(int, text.split("."))) if _VERSION.fullmatch(text) else None


def accepts(required: str, offered: str) -> bool | None:
    """Tell whether one of the *required* versions is met; None where that cannot be told.

    A version is met by the same major version with the same or a higher minor one.
    """
    given, wanted = version_of(offered), [version_of(one) for one in required.split()]
    if given is None or None in wanted:
        return None
    return any(one is not None and one[0] == given[0] and one <= given for one in wanted)
