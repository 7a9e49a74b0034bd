"""The schema resolution of Avro's specification: whether data of one is read with another."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.contracts.avro.schemas import (
    NAMED,
    NO_DEFAULT,
    Field,
    Schema,
    Schemas,
    unqualified,
)
from relplan.contracts.bounds import Budget

_PROMOTED = {
    "long": {"int"},
    "float": {"int", "long"},
    "double": {"int", "long", "float"},
    "bytes": {"string"},
    "string": {"bytes"},
}
"""By the reader's type, the writer's that it takes, too."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One reason why data cannot be read."""

    rule: str
    part: str
    owner: str
    """The named type that it is in, or is."""
    reader: Schema
    writer: Schema
    text: str


@dataclass(frozen=True, slots=True)
class _Within:
    """In what the two schemas stand."""

    part: str
    owner: str


class Resolution:
    """Reads data that was written with one version's schemas, with those of another."""

    def __init__(self, reader: Schemas, writer: Schemas, budget: Budget, names: "Names") -> None:
        """Compare *writer* with *reader*; *names* says which of the two is the old one."""
        self._reader = reader
        self._writer = writer
        self._budget = budget
        self._names = names
        self._seen: set[tuple[int, int]] = set()

    def mismatches(self, reader: Schema, writer: Schema) -> Iterator[Mismatch]:
        """Yield why what *writer* wrote cannot be read with *reader*; each pair of records once."""
        part = reader.name or writer.name
        yield from self._resolve(reader, writer, _Within(part, part))

    def _resolve(self, reader: Schema, writer: Schema, within: _Within) -> Iterator[Mismatch]:
        self._budget.spend()
        reader, writer = self._reader.meant(reader), self._writer.meant(writer)
        if writer.sort == "union":
            for branch in writer.below:
                yield from self._resolve(reader, branch, within)
        elif reader.sort == "union":
            yield from self._branch(reader, writer, within)
        elif reader.sort != writer.sort:
            if writer.sort not in _PROMOTED.get(reader.sort, ()):
                text = f"{self._names.reader} reads {reader.label}, data has {writer.label}"
                yield self._mismatch("type-mismatch", within, reader, writer, text)
        elif reader.sort in NAMED or reader.sort == "name":
            yield from self._named(reader, writer, within)
        elif reader.below:
            yield from self._resolve(reader.below[0], writer.below[0], within)
        if reader.sort == writer.sort:
            yield from self._decimal(reader, writer, within)

    def _branch(self, reader: Schema, writer: Schema, within: _Within) -> Iterator[Mismatch]:
        self._budget.spend(1 + len(reader.below))
        branches = [self._reader.meant(branch) for branch in reader.below]
        found = min(branches, key=lambda branch: _distance(branch, writer), default=None)
        if found is None or _distance(found, writer) == _NEVER:
            text = f"{self._names.reader} has no branch for {writer.label}"
            yield self._mismatch("missing-union-branch", within, reader, writer, text)
        else:
            yield from self._resolve(found, writer, within)

    def _named(self, reader: Schema, writer: Schema, within: _Within) -> Iterator[Mismatch]:
        if not same_name(reader, writer):
            text = f"{self._names.reader} reads {reader.label}, data has {writer.label}"
            yield self._mismatch("name-mismatch", within, reader, writer, text)
        elif reader.sort == "record":
            if (id(reader), id(writer)) not in self._seen:
                self._seen.add((id(reader), id(writer)))
                yield from self._record(reader, writer)
        elif reader.sort == "enum":
            yield from self._enum(reader, writer)
        elif reader.sort == "fixed" and reader.size != writer.size:
            text = f"{self._names.reader} reads {reader.size} bytes, data has {writer.size}"
            own = _Within(reader.name, reader.name)
            yield self._mismatch("fixed-size-mismatch", own, reader, writer, text)

    def _record(self, reader: Schema, writer: Schema) -> Iterator[Mismatch]:
        written = {found.name: found for found in writer.fields}
        for found in reader.fields:
            self._budget.spend(2 + len(found.aliases))
            part = f"{reader.name}.{found.name}"
            within = _Within(part, reader.name)
            match = written_field(found, written)
            if match:
                yield from self._resolve(found.schema, match.schema, within)
            elif found.default is NO_DEFAULT:
                text = f"{self._names.reader} has no default for '{found.name}', which data lacks"
                rule = "reader-field-missing-default-value"
                yield self._mismatch(rule, within, found.schema, writer, text)

    def _enum(self, reader: Schema, writer: Schema) -> Iterator[Mismatch]:
        if reader.default in reader.symbols:
            return
        known = set(reader.symbols)
        for symbol in writer.symbols:
            self._budget.spend()
            if symbol not in known:
                within = _Within(f"{reader.name}.{symbol}", reader.name)
                text = f"{self._names.reader} lacks the symbol '{symbol}' and has no default"
                yield self._mismatch("missing-enum-symbols", within, reader, writer, text)

    def _decimal(self, reader: Schema, writer: Schema, within: _Within) -> Iterator[Mismatch]:
        both = (reader.logical[:1], writer.logical[:1])
        if both == (("decimal",), ("decimal",)) and reader.logical != writer.logical:
            text = f"{self._names.reader} reads {_decimal(reader)}, data has {_decimal(writer)}"
            yield self._mismatch("decimal-mismatch", within, reader, writer, text)

    @staticmethod
    def _mismatch(
        rule: str, within: _Within, reader: Schema, writer: Schema, text: str
    ) -> Mismatch:
        return Mismatch(rule, within.part, within.owner, reader, writer, f"{text}.")


@dataclass(frozen=True, slots=True)
class Names:
    """How the text of a mismatch calls the schema that reads."""

    reader: str


_NEVER = 9


def _distance(reader: Schema, writer: Schema) -> int:
    """Tell how far a branch of the reader's is from what was written."""
    if reader.sort == writer.sort:
        if reader.sort not in NAMED and reader.sort != "name":
            return 0
        if reader.name == writer.name:
            return 0
        return 1 if same_name(reader, writer) else _NEVER
    promoted = sorted(_PROMOTED)
    if writer.sort in _PROMOTED.get(reader.sort, ()):
        return 2 + promoted.index(reader.sort)
    return _NEVER


def same_name(reader: Schema, writer: Schema) -> bool:
    """Tell whether two named types match: by name without namespace, or by the reader's alias."""
    return unqualified(reader.name) == unqualified(writer.name) or writer.name in reader.aliases


def written_field(reader: Field, written: dict[str, Field]) -> Field | None:
    """Return the field that was written under the name or an alias of *reader*."""
    names = (reader.name, *reader.aliases)
    return next((written[name] for name in names if name in written), None)


def _decimal(schema: Schema) -> str:
    _, precision, scale = schema.logical
    return f"decimals of precision {precision} and scale {scale}"
