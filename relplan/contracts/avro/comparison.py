"""Compares two versions of a contract's Avro schemas."""

from collections.abc import Iterable, Iterator

from relplan.contracts import unknown
from relplan.contracts.avro.differences import Difference, Differences
from relplan.contracts.avro.resolution import Mismatch, Names, Resolution, same_name
from relplan.contracts.avro.rules import BY_ID
from relplan.contracts.avro.schemas import Schema, SchemaFile, Schemas, read_file
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Options, Version
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Finding

_BOTH = (Compatibility.BACKWARD, Compatibility.FORWARD)


class Comparison:
    """One comparison, in the direction that the options name."""

    def __init__(self, options: Options, budget: Budget) -> None:
        """Compare as *options* say, with no more steps than *budget* has."""
        mode = options.compatibility or Compatibility.BACKWARD
        self._modes = _BOTH if mode is Compatibility.FULL else (mode,)
        self._budget = budget
        self._unknown: list[Finding] = []

    def findings(self, base: Version, revision: Version) -> Iterator[Finding]:
        """Yield what makes data unreadable, then what differs besides."""
        broken: set[str] = set()
        before, after = self._read(base, revision)
        old, new = Schemas(before, base.roots), Schemas(after, revision.roots)
        yield from self._unknown
        yield from self._unresolved(old, new)
        self._budget.spend(sum(1 for _ in old.top()) * sum(1 for _ in new.top()) // 4)
        pairs = list(_pairs(old, new))
        for mode in self._modes:
            for mismatch in self._mismatches(mode, old, new, pairs):
                broken.add(mismatch.part)
                yield self._broken(mode, mismatch, old, new)
        yield from self._gone_and_new(old, new, pairs)
        differences = Differences(old, new, self._budget)
        for left, right in pairs:
            part = right.name or left.name
            for found in differences.between(left, right, part, part):
                if found.part not in broken:
                    yield self._different(found, old, new)

    def _read(
        self, base: Version, revision: Version
    ) -> tuple[dict[str, SchemaFile], dict[str, SchemaFile]]:
        """Read both; a file that cannot be understood in one of them is left out of both."""
        sides: list[dict[str, SchemaFile]] = []
        unreadable: set[str] = set()
        for version in (base, revision):
            files = {}
            for path in sorted(version.files):
                try:
                    files[path] = read_file(path, version.files[path], self._budget)
                except BoundReachedError:
                    raise
                except UnreadableError as error:
                    unreadable.add(path)
                    self._unknown.append(unknown("unreadable", error))
            sides.append(files)
        for files in sides:
            for path in unreadable & set(files):
                del files[path]
        return sides[0], sides[1]

    def _unresolved(self, old: Schemas, new: Schemas) -> Iterator[Finding]:
        for version in (old, new):
            for schema in version.unresolved():
                what = f"the name '{schema.name}' means no type that is there"
                error = UnreadableError(what, schema.place.path, version.line(schema.place))
                yield unknown("unresolved-name", error, schema.name)

    def _mismatches(
        self, mode: Compatibility, old: Schemas, new: Schemas, pairs: list[tuple[Schema, Schema]]
    ) -> Iterator[Mismatch]:
        if mode is Compatibility.BACKWARD:
            resolution = Resolution(new, old, self._budget, Names("The new schema"))
            for left, right in pairs:
                yield from resolution.mismatches(right, left)
        else:
            resolution = Resolution(old, new, self._budget, Names("The old schema"))
            for left, right in pairs:
                yield from resolution.mismatches(left, right)

    def _broken(self, mode: Compatibility, found: Mismatch, old: Schemas, new: Schemas) -> Finding:
        place = (found.reader if mode is Compatibility.BACKWARD else found.writer).place
        touches = self._touches(found.owner, found.part, old, new)
        line, severity = new.line(place), BY_ID[found.rule].severity
        return Finding(found.rule, severity, found.part, place.path, line, found.text, touches)

    def _different(self, found: Difference, old: Schemas, new: Schemas) -> Finding:
        touches = self._touches(found.owner, found.part, old, new)
        path, line = found.place.path, new.line(found.place)
        severity = found.severity or BY_ID[found.rule].severity
        return Finding(found.rule, severity, found.part, path, line, found.text, touches)

    def _touches(self, owner: str, part: str, old: Schemas, new: Schemas) -> tuple[str, ...]:
        holders = old.holders(owner, self._budget) | new.holders(owner, self._budget)
        return tuple(sorted(name for name in holders - {part} if name))

    def _gone_and_new(
        self, old: Schemas, new: Schemas, pairs: list[tuple[Schema, Schema]]
    ) -> Iterator[Finding]:
        paired = {id(schema) for pair in pairs for schema in pair}
        for version, rule, verb in (
            (old, "schema-removed", "removed"),
            (new, "schema-added", "added"),
        ):
            for path, schema in version.top():
                if id(schema) not in paired:
                    name = schema.name or schema.label
                    text = f"The schema '{name}' was {verb}."
                    severity = BY_ID[rule].severity
                    yield Finding(rule, severity, name, path, version.line(schema.place), text)


def _pairs(old: Schemas, new: Schemas) -> Iterator[tuple[Schema, Schema]]:
    """Yield what stands at the top of either version, with what it is in the other one.

    That is the type of the same name, or that has this one as an alias, or of a file that had
    one schema and has one schema.
    """
    left = list(old.top())
    right = list(new.top())
    paired: set[int] = set()
    for _, schema in left:
        other = new.named(schema.name) or next(
            (found for _, found in right if schema.name and schema.name in found.aliases), None
        )
        if other:
            paired |= {id(schema), id(other)}
            yield schema, other
    for _, schema in right:
        other = old.named(schema.name)
        if other and id(schema) not in paired:
            paired |= {id(schema), id(other)}
            yield other, schema
    rest = [
        _by_path([item for item in side if id(item[1]) not in paired]) for side in (left, right)
    ]
    for path, before in rest[0].items():
        after = rest[1].get(path, [])
        if len(before) == 1 and len(after) == 1:
            yield before[0], after[0]
        else:
            yield from _alike(before, after)


def _alike(before: list[Schema], after: list[Schema]) -> Iterator[tuple[Schema, Schema]]:
    for schema in before:
        for other in after:
            if schema.name and same_name(other, schema):
                yield schema, other
                break


def _by_path(items: Iterable[tuple[str, Schema]]) -> dict[str, list[Schema]]:
    found: dict[str, list[Schema]] = {}
    for path, schema in items:
        found.setdefault(path, []).append(schema)
    return found
