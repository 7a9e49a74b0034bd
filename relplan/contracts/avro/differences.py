"""What differs between two versions of a schema without making data unreadable."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relplan.contracts.avro.resolution import same_name, written_field
from relplan.contracts.avro.schemas import NAMED, NO_DEFAULT, Field, Place, Schema, Schemas
from relplan.contracts.bounds import Budget
from relplan.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference."""

    rule: str
    part: str
    owner: str
    place: Place
    """In the revision."""
    text: str
    severity: Severity | None = None
    """Where it is less bad than its rule says; else None."""


class Differences:
    """Walks two versions side by side."""

    def __init__(self, base: Schemas, revision: Schemas, budget: Budget) -> None:
        """Compare *base* with *revision*."""
        self._base = base
        self._revision = revision
        self._budget = budget
        self._seen: set[tuple[int, int]] = set()

    def between(self, old: Schema, new: Schema, part: str, owner: str) -> Iterator[Difference]:
        """Yield how *new* differs from *old*; each pair of named types once."""
        self._budget.spend()
        old, new = self._base.meant(old), self._revision.meant(new)
        if old.sort == "union" or new.sort == "union":
            yield from self._union(old, new, part, owner)
        elif old.sort != new.sort:
            text = f"The type changed from {old.label} to {new.label}."
            yield Difference("type-changed", part, owner, new.place, text)
        elif old.sort in NAMED:
            yield from self._named(old, new)
        elif old.below:
            yield from self.between(old.below[0], new.below[0], part, owner)
        if old.sort == new.sort and old.logical != new.logical and old.sort != "union":
            text = f"The logical type changed from {_logical(old)} to {_logical(new)}."
            yield Difference("logical-type-changed", part, owner, new.place, text)

    def _named(self, old: Schema, new: Schema) -> Iterator[Difference]:
        if (id(old), id(new)) in self._seen:
            return
        self._seen.add((id(old), id(new)))
        if old.name != new.name:
            text = f"The name changed from '{old.name}' to '{new.name}'."
            yield Difference("name-changed", new.name, new.name, new.place, text)
        if old.sort == "record":
            yield from self._fields(old, new)
        elif old.sort == "enum":
            yield from self._symbols(old, new)

    def _symbols(self, old: Schema, new: Schema) -> Iterator[Difference]:
        name = new.name
        for symbol in _without(new.symbols, old.symbols):
            part, text = f"{name}.{symbol}", f"The symbol '{symbol}' was added."
            yield Difference("enum-symbol-added", part, name, new.place, text)
        for symbol in _without(old.symbols, new.symbols):
            part, text = f"{name}.{symbol}", f"The symbol '{symbol}' was removed."
            yield Difference("enum-symbol-removed", part, name, new.place, text)
        if old.default != new.default:
            severity = Severity.ADDITIVE if old.default is NO_DEFAULT else None
            text = "The symbol that stands for unknown ones changed."
            yield Difference("enum-default-changed", name, name, new.place, text, severity)

    def _fields(self, old: Schema, new: Schema) -> Iterator[Difference]:
        before = {found.name: found for found in old.fields}
        kept: set[str] = set()
        for found in new.fields:
            self._budget.spend(3 + len(found.aliases))
            part = f"{new.name}.{found.name}"
            match = written_field(found, before)
            if match is None:
                text = f"The field '{found.name}' was added."
                yield Difference("field-added", part, new.name, found.place, text)
                continue
            kept.add(match.name)
            yield from self._field(match, found, part, new.name)
            yield from self.between(match.schema, found.schema, part, new.name)
        for gone in old.fields:
            if gone.name not in kept:
                part, text = f"{new.name}.{gone.name}", f"The field '{gone.name}' was removed."
                yield Difference("field-removed", part, new.name, new.place, text)

    @staticmethod
    def _field(old: Field, new: Field, part: str, owner: str) -> Iterator[Difference]:
        if old.name != new.name:
            text = f"The field '{old.name}' is called '{new.name}' now, and has an alias."
            yield Difference("field-renamed", part, owner, new.place, text)
        if old.default is NO_DEFAULT and new.default is not NO_DEFAULT:
            text = f"The field '{new.name}' has a default now."
            yield Difference("field-default-added", part, owner, new.place, text)
        elif old.default != new.default or type(old.default) is not type(new.default):
            gone = new.default is NO_DEFAULT
            text = f"The field '{new.name}' has {'no' if gone else 'another'} default now."
            yield Difference("field-default-changed", part, owner, new.place, text)

    def _union(self, old: Schema, new: Schema, part: str, owner: str) -> Iterator[Difference]:
        before = [self._base.meant(branch) for branch in _branches(old)]
        after = [self._revision.meant(branch) for branch in _branches(new)]
        self._budget.spend(1 + len(before) * len(after) // 4)
        kept: set[int] = set()
        for branch in after:
            match = next((other for other in before if _alike(other, branch)), None)
            if match is None:
                text = f"The union has a branch for {branch.label} now."
                yield Difference("union-branch-added", part, owner, branch.place, text)
            else:
                kept.add(id(match))
                yield from self.between(match, branch, part, owner)
        for branch in before:
            if id(branch) not in kept:
                text = f"The union has no branch for {branch.label} any more."
                yield Difference("union-branch-removed", part, owner, new.place, text)


def _branches(schema: Schema) -> tuple[Schema, ...]:
    return schema.below if schema.sort == "union" else (schema,)


def _alike(old: Schema, new: Schema) -> bool:
    if old.sort != new.sort:
        return False
    return old.sort not in NAMED or old.name == new.name or same_name(new, old)


def _without(symbols: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [symbol for symbol in symbols if symbol not in known]


def _logical(schema: Schema) -> str:
    return " ".join(schema.logical) or "none"
