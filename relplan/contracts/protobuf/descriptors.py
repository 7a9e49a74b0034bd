"""Reads what buf compiled: the messages, enums, services and their lines.

An image is a serialised FileDescriptorSet; the numbers below are those of descriptor.proto.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from relplan.contracts.bounds import Budget

_VARINT, _FIXED64, _BYTES = 0, 1, 2
_REQUIRED = 2
_MAP_ENTRY = 7
_FEATURES, _FIELD_PRESENCE, _LEGACY_REQUIRED = 21, 1, 3
Location = tuple[int, ...]
"""The numbers and indices that lead to a declaration in its file's descriptor."""


class Sort(StrEnum):
    """What can be declared."""

    MESSAGE = "message"
    FIELD = "field"
    EXTENSION = "extension"
    ENUM = "enum"
    VALUE = "enum value"
    SERVICE = "service"
    RPC = "rpc"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One thing that a file declares."""

    sort: Sort
    name: str
    """Full, with the package: ``shop.v1.Order.total``, ``shop.v1.Status.PAID``."""
    parent: str
    """The full name of the message, enum or service that it is in; of an extension: extended."""
    file: str
    location: Location
    number: int = 0
    types: tuple[str, ...] = ()
    """The messages and enums it refers to: a field's type, an rpc's request and response."""
    required: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A compiled file."""

    name: str
    package: str
    declarations: tuple[Declaration, ...]
    source: bytes
    """Its SourceCodeInfo, read where somebody asks for the lines."""

    def lines(self) -> dict[Location, int]:
        """Return the line of each declaration, counted from 1, by its location."""
        found: dict[Location, int] = {}
        for number, value in _message(self.source):
            if number == 1:
                place = _fields(value)
                span = _numbers(place.get(2, ()))
                found.setdefault(tuple(_numbers(place.get(1, ()))), next(span, -1) + 1)
        return found


def read_image(image: bytes, budget: Budget) -> dict[str, File]:
    """Return the files of an image that buf made, by name."""
    files = {}
    for number, value in _message(memoryview(image)):
        if number == 1 and isinstance(value, memoryview):
            file = _file(value, budget)
            files[file.name] = file
    return files


_Value = int | memoryview


def _file(data: memoryview, budget: Budget) -> File:
    content = _fields(data)
    name, package = _text(content, 1), _text(content, 2)
    reader = _Reader(name, budget)
    before = f"{package}." if package else ""
    for index, message in enumerate(content.get(4, ())):
        reader.message(message, before, (4, index))
    for index, enum in enumerate(content.get(5, ())):
        reader.enum(enum, before, (5, index))
    for index, service in enumerate(content.get(6, ())):
        reader.service(service, before, (6, index))
    for index, extension in enumerate(content.get(7, ())):
        reader.extension(extension, before, (7, index))
    sources = [value for value in content.get(9, ()) if isinstance(value, memoryview)]
    return File(name, package, tuple(reader.found), b"".join(sources))


class _Reader:
    """Collects the declarations of one file. buf has bounded how deeply messages nest."""

    def __init__(self, file: str, budget: Budget) -> None:
        self.found: list[Declaration] = []
        self._file = file
        self._budget = budget

    def message(self, data: _Value, before: str, at: Location) -> None:
        content = _fields(data)
        name = before + _text(content, 1)
        entry = any(_number(_fields(options), _MAP_ENTRY) for options in content.get(7, ()))
        if not entry:
            self._add(Sort.MESSAGE, name, before[:-1], at)
        for index, field in enumerate(content.get(2, ())):
            parts = _fields(field)
            types = _types(parts, 6)
            called = f"{name}.{_text(parts, 1)}"
            required = _number(parts, 4) == _REQUIRED or _is_required_by_feature(parts)
            sort = Sort.FIELD
            self._add(sort, called, name, (*at, 2, index), _number(parts, 3), types, required)
        for index, below in enumerate(content.get(3, ())):
            self.message(below, f"{name}.", (*at, 3, index))
        for index, enum in enumerate(content.get(4, ())):
            self.enum(enum, f"{name}.", (*at, 4, index))
        for index, extension in enumerate(content.get(6, ())):
            self.extension(extension, f"{name}.", (*at, 6, index))

    def enum(self, data: _Value, before: str, at: Location) -> None:
        content = _fields(data)
        name = before + _text(content, 1)
        self._add(Sort.ENUM, name, before[:-1], at)
        for index, value in enumerate(content.get(2, ())):
            parts = _fields(value)
            called = f"{name}.{_text(parts, 1)}"
            self._add(Sort.VALUE, called, name, (*at, 2, index), _number(parts, 2))

    def service(self, data: _Value, before: str, at: Location) -> None:
        content = _fields(data)
        name = before + _text(content, 1)
        self._add(Sort.SERVICE, name, before[:-1], at)
        for index, method in enumerate(content.get(2, ())):
            parts = _fields(method)
            types = (*_types(parts, 2), *_types(parts, 3))
            self._add(Sort.RPC, f"{name}.{_text(parts, 1)}", name, (*at, 2, index), 0, types)

    def extension(self, data: _Value, before: str, at: Location) -> None:
        parts = _fields(data)
        extended = _text(parts, 2).lstrip(".")
        name = before + _text(parts, 1)
        self._add(Sort.EXTENSION, name, extended, at, _number(parts, 3), _types(parts, 6))

    def _add(
        self,
        sort: Sort,
        name: str,
        parent: str,
        location: Location,
        number: int = 0,
        types: tuple[str, ...] = (),
        required: bool = False,
    ) -> None:
        self._budget.spend()
        found = Declaration(sort, name, parent, self._file, location, number, types, required)
        self.found.append(found)


def _is_required_by_feature(field: dict[int, list[_Value]]) -> bool:
    """Tell whether an edition's field says so; no file or message may say it for its fields."""
    return any(
        _number(_fields(features), _FIELD_PRESENCE) == _LEGACY_REQUIRED
        for options in field.get(8, ())
        for features in _fields(options).get(_FEATURES, ())
    )


def _types(content: dict[int, list[_Value]], number: int) -> tuple[str, ...]:
    name = _text(content, number).lstrip(".")
    return (name,) if name else ()


def _text(content: dict[int, list[_Value]], number: int) -> str:
    values = content.get(number, ())
    return str(values[-1], "utf-8") if values and isinstance(values[-1], memoryview) else ""


def _number(content: dict[int, list[_Value]], number: int) -> int:
    values = content.get(number, ())
    return values[-1] if values and isinstance(values[-1], int) else 0


def _fields(data: _Value) -> dict[int, list[_Value]]:
    """Return the values of a message by field number."""
    found: dict[int, list[_Value]] = {}
    for number, value in _message(data):
        found.setdefault(number, []).append(value)
    return found


def _message(data: _Value | bytes) -> Iterator[tuple[int, _Value]]:
    if isinstance(data, int):
        return
    data = memoryview(data)
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        number, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            value, place = _varint(data, place)
            yield number, value
        elif wire == _BYTES:
            length, place = _varint(data, place)
            yield number, data[place : place + length]
            place += length
        else:
            place += 8 if wire == _FIXED64 else 4


def _numbers(values: Sequence[_Value]) -> Iterator[int]:
    """Yield the numbers of a repeated field, packed or not."""
    for value in values:
        if isinstance(value, int):
            yield value
            continue
        place = 0
        while place < len(value):
            number, place = _varint(value, place)
            yield number


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
