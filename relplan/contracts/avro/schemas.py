"""Reads .avsc files: what types there are, and which one each name means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.reading.documents import Document, read_document
from relplan.contracts.reading.json_places import Pointer

PRIMITIVES = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
NAMED = frozenset({"record", "enum", "fixed"})
_SORTS = {"error": "record"}
_DEEPEST = 100
"""Levels of nesting; no schema that people read has a third of that."""
NO_DEFAULT = object()
"""Stands where a field has no default: null is one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a schema stands."""

    path: str
    pointer: Pointer = ()

    def below(self, *steps: str | int) -> "Place":
        """Return a place within this one."""
        return Place(self.path, (*self.pointer, *map(str, steps)))


@dataclass(eq=False, slots=True)
class Schema:
    """One schema. Two are the same only where they stand at the same place."""

    sort: str
    """A primitive type, ``record``, ``enum``, ``fixed``, ``array``, ``map``, ``union``, or
    ``name``, which means the type of that name."""
    place: Place
    name: str = ""
    """Full, with its namespace."""
    aliases: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()
    symbols: tuple[str, ...] = ()
    default: Any = NO_DEFAULT
    """Of an enum: the symbol that is read in place of unknown ones."""
    size: int = 0
    """Bytes of a fixed."""
    below: "tuple[Schema, ...]" = ()
    """The items of an array, the values of a map, the branches of a union."""
    logical: tuple[str, ...] = ()
    """The logical type and, of a decimal, its precision and scale."""

    @property
    def label(self) -> str:
        """What people call it."""
        return self._label(4)

    def _label(self, deep: int) -> str:
        if self.name or not deep:
            return self.name or self.sort
        below = [branch._label(deep - 1) for branch in self.below[:9]]  # noqa: SLF001 - its own
        if self.sort == "union":
            return " or ".join(below) or "an empty union"
        return f"{self.sort} of {below[0]}" if below else self.sort


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record."""

    name: str
    schema: Schema
    place: Place
    aliases: tuple[str, ...] = ()
    default: Any = NO_DEFAULT


def unqualified(name: str) -> str:
    """Return *name* without its namespace."""
    return name.rpartition(".")[2]


@dataclass(slots=True)
class SchemaFile:
    """One file."""

    document: Document
    top: tuple[Schema, ...]
    """What stands at its top: one schema, or those of an array."""
    named: Mapping[str, Schema]
    """Every type with a name that is defined anywhere in it."""
    mentioned: tuple[Schema, ...]
    """The places where a type is meant by its name."""


def read_file(path: str, content: bytes, budget: Budget) -> SchemaFile:
    """Read one file. Raises UnreadableError where it is no Avro schema."""
    try:
        document = read_document(f"{path}.json", content, budget)  # never as YAML
    except UnreadableError as error:
        error.path = path
        raise
    reader = _Reader(document, budget)
    place = Place(path)
    if _is_several(document.data):
        items = enumerate(document.data)
        top = tuple(reader.schema(value, place.below(index), "") for index, value in items)
    else:
        top = (reader.schema(document.data, place, ""),)
    return SchemaFile(document, top, reader.named, tuple(reader.mentioned))


def _is_several(data: Any) -> bool:
    """Tell whether a file is a list of definitions; another list is one union."""
    sorts = {*NAMED, *_SORTS}
    return isinstance(data, list) and all(
        isinstance(value, dict) and str(value.get("type")) in sorts for value in data
    )


@dataclass(slots=True)
class _Reader:
    document: Document
    budget: Budget
    named: dict[str, Schema] = field(default_factory=dict)
    mentioned: list[Schema] = field(default_factory=list)

    def schema(self, data: Any, place: Place, namespace: str, depth: int = 0) -> Schema:
        self.budget.spend(3)
        self.budget.keep(600)
        if depth > _DEEPEST:
            raise self._error("nested too deeply to be understood", place)
        if isinstance(data, str):
            return self._mention(data, place, namespace)
        if isinstance(data, list):
            branches = (
                self.schema(value, place.below(index), namespace, depth + 1)
                for index, value in enumerate(data)
            )
            return Schema("union", place, below=tuple(branches))
        if not isinstance(data, dict) or "type" not in data:
            raise self._error("not an Avro schema: has no type", place)
        sort = data["type"]
        if not isinstance(sort, str):
            return self.schema(sort, place.below("type"), namespace, depth + 1)
        sort = _SORTS.get(sort, sort)
        if sort in NAMED:
            return self._named(sort, data, place, namespace, depth)
        if sort in ("array", "map"):
            key = "items" if sort == "array" else "values"
            if key not in data:
                raise self._error(f"not an Avro schema: {sort} without {key}", place)
            inner = self.schema(data[key], place.below(key), namespace, depth + 1)
            return Schema(sort, place, below=(inner,))
        schema = self._mention(sort, place, namespace)
        schema.logical = _logical(data)
        return schema

    def _mention(self, name: str, place: Place, namespace: str) -> Schema:
        if name in PRIMITIVES:
            return Schema(name, place)
        schema = Schema("name", place, name=_full(name, namespace))
        self.mentioned.append(schema)
        return schema

    def _named(
        self, sort: str, data: Mapping[str, Any], place: Place, namespace: str, depth: int
    ) -> Schema:
        name = data.get("name")
        if not isinstance(name, str) or not name:
            raise self._error(f"not an Avro schema: {sort} without a name", place)
        own = data.get("namespace")
        name = _full(name, own if isinstance(own, str) else namespace)
        within = name.rpartition(".")[0]
        aliases = tuple(_full(alias, within) for alias in _texts(data.get("aliases")))
        schema = Schema(sort, place, name, aliases, logical=_logical(data))
        if name in self.named:
            raise self._error(f"not an Avro schema: defines '{name}' twice", place)
        self.named[name] = schema
        if sort == "record":
            schema.fields = tuple(self._fields(data.get("fields"), schema, depth))
        elif sort == "enum":
            schema.symbols = _texts(data.get("symbols"))
            schema.default = data.get("default", NO_DEFAULT)
        else:
            size = data.get("size")
            if not isinstance(size, int):
                raise self._error("not an Avro schema: fixed without a size", place)
            schema.size = size
        return schema

    def _fields(self, data: Any, record: Schema, depth: int) -> Iterator[Field]:
        if not isinstance(data, list):
            raise self._error("not an Avro schema: record without fields", record.place)
        within = record.name.rpartition(".")[0]
        for index, value in enumerate(data):
            place = record.place.below("fields", index)
            if not isinstance(value, dict) or not isinstance(value.get("name"), str):
                raise self._error("not an Avro schema: a field has no name", place)
            if "type" not in value:
                raise self._error("not an Avro schema: a field has no type", place)
            schema = self.schema(value["type"], place.below("type"), within, depth + 1)
            aliases = _texts(value.get("aliases"))
            default = value.get("default", NO_DEFAULT)
            yield Field(value["name"], schema, place, aliases, default)

    def _error(self, what: str, place: Place) -> UnreadableError:
        return UnreadableError(what, place.path, self.document.line(place.pointer))


def _full(name: str, namespace: str) -> str:
    return name if "." in name or not namespace else f"{namespace}.{name}"


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(value for value in values if isinstance(value, str))


def _logical(data: Mapping[str, Any]) -> tuple[str, ...]:
    name = data.get("logicalType")
    if not isinstance(name, str):
        return ()
    if name == "decimal":
        return name, str(data.get("precision")), str(data.get("scale", 0))
    return (name,)


class Schemas:
    """All files of one version."""

    def __init__(self, files: Mapping[str, SchemaFile], roots: Sequence[str]) -> None:
        """Take in *files*; those of *roots* are the contract's own."""
        self._files = files
        self._roots = roots
        self._named: dict[str, Schema] = {}
        self._holders: dict[str, set[str]] = {}  # by type, the types that mention or hold it
        self._held_by: dict[str, frozenset[str]] = {}
        for path in sorted(files):
            for name, schema in files[path].named.items():
                self._named.setdefault(name, schema)
        for schema in self._named.values():
            for name in _held(schema):
                self._holders.setdefault(name, set()).add(schema.name)

    def top(self) -> Iterator[tuple[str, Schema]]:
        """Yield what stands at the top of the contract's own files, with its file."""
        for path in self._roots:
            if path in self._files:
                for schema in self._files[path].top:
                    yield path, self.meant(schema)

    def named(self, name: str) -> Schema | None:
        """Return the type of that full name."""
        return self._named.get(name)

    def meant(self, schema: Schema) -> Schema:
        """Return the type that a name means; the name itself, where it means none."""
        if schema.sort != "name":
            return schema
        own = self._files[schema.place.path].named
        return own.get(schema.name) or self._named.get(schema.name) or schema

    def unresolved(self) -> Iterator[Schema]:
        """Yield the names that mean nothing."""
        for path in sorted(self._files):
            for schema in self._files[path].mentioned:
                if self.meant(schema) is schema:
                    yield schema

    def line(self, place: Place) -> int:
        """Return the line of a place; 0, not known, where the bound is reached."""
        try:
            return self._files[place.path].document.line(place.pointer)
        except BoundReachedError:
            return 0

    def holders(self, name: str, budget: Budget) -> frozenset[str]:
        """Return the types that hold the type *name*, however deep, and itself."""
        if name not in self._held_by:
            seen = {name}
            ahead = [name]
            while ahead:
                for holder in self._holders.get(ahead.pop(), set()) - seen:
                    budget.spend()
                    seen.add(holder)
                    ahead.append(holder)
            self._held_by[name] = frozenset(seen)
        return self._held_by[name]


def _held(record: Schema) -> Iterator[str]:
    """Yield the names of the types that a record's fields hold."""
    ahead: list[Schema] = [found.schema for found in record.fields]
    while ahead:
        schema = ahead.pop()
        if schema.name:
            yield schema.name
        ahead += schema.below
