"""What a descriptor says: interfaces with their versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, splitext
from typing import Any

from relplan.contracts.bounds import UnreadableError, check_size
from relplan.contracts.descriptors.bundles import is_bundle, read_bundle
from relplan.contracts.descriptors.expressions import search
from relplan.contracts.reading.documents import Document, read_document
from relplan.model.descriptor import DescriptorShape, Ranges

_LARGEST = 2_000_000
"""Bytes of a descriptor; the largest that people write have a tenth of that."""
_MOST = 5_000
"""Interfaces of one list."""
_MOST_VALUES = 200_000
"""Values of one file, those that YAML's aliases repeat counted each time."""
_LONGEST = 300
"""Characters of a name, or of versions."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface that is provided, or required in any of some versions."""

    version: str
    """Where it is required: as the shape's ranges are written; empty: any."""
    path: str
    line: int


Interfaces = Mapping[str, Sequence[Interface]]
"""By name; of one name several versions may be provided."""


def stem(path: str) -> str:
    """Return what a file is called, without its ending."""
    return splitext(basename(path))[0]


def part_of(name: str, version: str) -> str:
    """Return the part of a contract that an interface is in one version."""
    return f"{name} {version}"


def requiring(name: str, versions: str) -> str:
    """Return the words for people that an interface is required, in any of some versions."""
    return f"requires {name} {versions}".rstrip()


def required_by(name: str, text: str) -> str:
    """Return the versions that the words of `requiring` name."""
    return text.removeprefix(f"requires {name}").strip()


def is_descriptor(path: str, content: bytes, shape: DescriptorShape) -> bool:
    """Tell whether a file lists anything, if only nothing at all: other files may lie beside it.

    Raises UnreadableError where an entry of what it provides is not understood.
    """
    document = _document(path, content)
    found = [search(one, document.data, path) for one in (shape.provides, shape.requires)]
    for entry in _listed(found[0], path):
        if _named(entry) is None or not _version(entry, shape):
            raise UnreadableError("what it lists under 'provides' is not understood", path)
    return found != [None, None]


def provided_in(path: str, content: bytes, shape: DescriptorShape) -> Interfaces:
    """Return the interfaces that a descriptor provides. Raises UnreadableError."""
    found: dict[str, list[Interface]] = {}
    for name, interface in _interfaces(path, content, shape.provides, shape):
        if interface.version:
            found.setdefault(name, []).append(interface)
    return found


def required_in(path: str, content: bytes, shape: DescriptorShape) -> Mapping[str, Interface]:
    """Return the interfaces that a descriptor requires, by name. Raises UnreadableError.

    What is required twice, in different versions, nobody can tell the meaning of.
    """
    found: dict[str, Interface] = {}
    for name, interface in _interfaces(path, content, shape.requires, shape):
        known = found.setdefault(name, interface)
        if known.version != interface.version:
            both = f"{known.version} and {interface.version}"
            found[name] = Interface(both, path, interface.line)
    return found


def _interfaces(
    path: str, content: bytes, expression: str, shape: DescriptorShape
) -> Iterator[tuple[str, Interface]]:
    document = _document(path, content)
    for entry in _listed(search(expression, document.data, path), path):
        name = _named(entry)
        if name is not None:
            version = _version(entry, shape)
            yield name, Interface(version, path, _line(entry, document))


def _document(path: str, content: bytes) -> Document:
    """Return a file's document, each text in which knows where it stands."""
    check_size(path, content, _LARGEST)
    document = read_bundle(path, content) if is_bundle(path) else read_document(path, content)
    document.data = _Placing(path).placed(document.data, None)
    return document


def _listed(found: object, path: str) -> Sequence[Any]:
    listed = found if isinstance(found, list) else []
    if len(listed) > _MOST:
        raise UnreadableError("it lists too many interfaces", path)
    return listed


def _named(entry: object) -> str | None:
    """Return the name of an interface; None where *entry* has none."""
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST:
        return None
    return str(name)


def _version(entry: Mapping[str, Any], shape: DescriptorShape) -> str:
    """Return the version, or the versions, of an entry; empty where it says none."""
    said = entry.get("versions", entry.get("version"))
    if isinstance(said, list) and all(isinstance(one, str) for one in said):
        said = (" " if shape.ranges is Ranges.LISTED else " || ").join(said)
    if said is None or (isinstance(said, str) and len(said) <= _LONGEST):
        return (said or "").strip()
    if isinstance(said, int) and not isinstance(said, bool) and said < 10**9:
        return str(said)
    return "(not a text)"  # 1.10 without quotes is the number 1.1


Pointer = tuple["Pointer", str] | None
"""Where a value stands: the step into it, and where what holds it does; None: at the top."""


class _Placed(str):
    """A text that knows where it stands; JMESPath hands it on as it is."""

    __slots__ = ("pointer",)
    pointer: Pointer


_Placed.__name__ = "str"  # JMESPath's functions know types by their names


class _Placing:
    """Makes a copy of a document whose texts know where they stand."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._left = _MOST_VALUES

    def placed(self, value: Any, pointer: Pointer) -> Any:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError("holds too many values to be read", self._path)
        if isinstance(value, dict):
            return {key: self.placed(one, (pointer, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [self.placed(one, (pointer, str(at))) for at, one in enumerate(value)]
        if not isinstance(value, str):
            return value
        text = _Placed(value)
        text.pointer = pointer
        return text


def _line(entry: Mapping[str, Any], document: Document) -> int:
    """Return the line of an entry's version, else of its name; 0 where neither is known."""
    for value in (entry.get("versions"), entry.get("version"), entry.get("name")):
        one = value[0] if isinstance(value, list) and value else value
        if isinstance(one, _Placed):
            steps: list[str] = []
            pointer = one.pointer
            while pointer is not None:
                pointer, step = pointer
                steps.append(step)
            return document.line(steps[::-1])
    return 0
