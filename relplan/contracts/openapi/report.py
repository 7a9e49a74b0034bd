"""Collects what is found, so that what many operations share is said once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.openapi.document import Reader
from relplan.contracts.openapi.naming import Where, named
from relplan.contracts.openapi.rules import BY_ID
from relplan.contracts.references import Node, OutsideError, References
from relplan.contracts.schemas.change import SchemaChange
from relplan.contracts.schemas.compare import compare_schemas, number_of
from relplan.contracts.schemas.shape import Dialect, Sides
from relplan.model.finding import Finding, Severity

SUNSET = "x-sunset"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a difference stands: in the revision, or in the base where it is gone."""

    node: Node
    gone: bool = False


@dataclass(slots=True)
class _Noted:
    """One difference, and all that it reaches."""

    rule: str
    severity: Severity
    spot: Spot
    text: str
    """As it is seen from the first part."""
    first: str
    parts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two schemas that are to be compared, and all that they reach."""

    base: Node | None
    revision: Node | None
    where: Where
    dialect: Dialect
    parts: set[str] = field(default_factory=set)


_Key = tuple[object, ...]


class Report:
    """Takes note of differences, operation by operation, and returns findings."""

    def __init__(self, base: References, revision: References, budget: Budget, today: date) -> None:
        """Begin with nothing found."""
        self.today = today
        self._base = base
        self._revision = revision
        self._sides = {
            dialect: Sides(base=base, revision=revision, budget=budget, dialect=dialect)
            for dialect in (Dialect.OPENAPI_30, Dialect.JSON_SCHEMA)
        }
        self.budget = budget
        self._noted: dict[_Key, _Noted] = {}
        self._compared: dict[_Key, _Compared] = {}
        self._faults: dict[tuple[str, str, int], set[str]] = {}
        self.moved: dict[str, str] = {}
        """The parts that are reached as before by another name: what they were called."""
        self.unstable: set[str] = set()
        """The parts that say themselves that nobody may rely on them yet."""

    def note(
        self, part: str, rule: str, spot: Spot, text: str, severity: Severity | None = None
    ) -> None:
        """Note that *part* is touched by what differs at *spot*.

        *severity* is for what is less bad here than its rule says.
        """
        row = BY_ID[rule]
        if severity is None and row.consequence and ": " not in text:
            text = f"{text}: {row.consequence}"
        severity = row.severity if severity is None else severity
        self._note({part}, _Noted(rule, severity, spot, text, part), (rule, text))

    def compare(
        self, part: str, base: Node | None, revision: Node | None, where: Where, dialect: Dialect
    ) -> None:
        """Note that *part* is touched by what differs between two schemas."""
        self.budget.spend(2)
        key = (number_of(base, revision, self._sides[dialect]), where, dialect)
        if key not in self._compared:
            self.budget.keep(700)
            self._compared[key] = _Compared(base, revision, where, dialect)
        self._compared[key].parts.add(part)

    def fault(self, part: str, error: UnreadableError) -> None:
        """Note that something of *part*, or of all where it is empty, could not be understood."""
        self._faults.setdefault((error.what, error.path, error.line), set()).add(part)

    def take_faults(self, part: str, base: Reader, revision: Reader) -> None:
        """Note what could not be understood since this was last done.

        What leads to the same place out of the repository on both sides is the same.
        """
        before, after = base.take_faults(), revision.take_faults()
        outside = {fault.what for fault in before if isinstance(fault, OutsideError)} & {
            fault.what for fault in after if isinstance(fault, OutsideError)
        }
        known = {fault.what for fault in after}
        for fault in (*after, *(fault for fault in before if fault.what not in known)):
            if fault.what not in outside:
                self.fault(part, fault)

    def findings(self) -> Iterator[Finding]:
        """Yield all that was noted; where the bound is reached, all that was found until then."""
        try:
            for compared in self._compared.values():
                self._compare(compared)
        except BoundReachedError as error:
            self.fault("", error)
        for (what, path, line), parts in self._faults.items():
            first, *others = sorted(parts)
            touches = tuple(others) if first else ()
            yield Finding("unreadable", Severity.UNKNOWN, first, path, line, what, touches)
        for noted in self._noted.values():
            yield self._finding(noted)

    def _finding(self, noted: _Noted) -> Finding:
        references = self._base if noted.spot.gone else self._revision
        node = noted.spot.node
        parts = noted.parts | {self.moved[part] for part in noted.parts if part in self.moved}
        touches = tuple(sorted(parts - {noted.first}))
        line = references.line(node)
        return Finding(
            noted.rule,
            noted.severity,
            noted.first,
            node.path,
            line,
            noted.text,
            touches,
            gone=noted.spot.gone,
        )

    def _compare(self, compared: _Compared) -> None:
        direction = compared.where.direction
        sides = self._sides[compared.dialect]
        for change in compare_schemas(compared.base, compared.revision, direction, sides):
            spot = Spot(change.node, change.gone)
            name = named(change, compared.where, self._announced(change))
            noted = _Noted(name.rule, name.severity, spot, name.text, min(compared.parts))
            # the schema of a body may be that of a property elsewhere: that is one difference
            self._note(compared.parts, noted, (change.rule, direction, change.before, change.after))

    def _announced(self, change: SchemaChange) -> str:
        """Return the rule for a schema that became deprecated: by how it says until when."""
        if change.rule != "deprecated":
            return ""
        schema = self._revision.root(change.node.path).get(*change.node.pointer[:-1])
        if schema is None or schema.get(SUNSET) is None:
            return "deprecated"
        return "deprecated-with-sunset" if sunset_of(schema) else "deprecated-sunset-invalid"

    def _note(self, parts: set[str], noted: _Noted, what: _Key) -> None:
        """Note it for those parts that may be relied on, and as less for the others."""
        unstable = parts & self.unstable
        if noted.severity is Severity.BREAKING and unstable:
            first = min(unstable)
            less = _Noted(noted.rule, Severity.RISKY, noted.spot, noted.text, first)
            self._add(unstable, less, what)
            parts = parts - unstable
            noted.first = min(parts, default="")
        if parts:
            self._add(parts, noted, what)

    def _add(self, parts: set[str], noted: _Noted, what: _Key) -> None:
        node = noted.spot.node
        self.budget.spend(2 + len(parts) // 4)
        key = (noted.severity, node.path, node.pointer, noted.spot.gone, *what)
        if key not in self._noted:
            self.budget.keep(1_000)
        known = self._noted.setdefault(key, noted)
        known.first, known.text, known.rule = min(
            (known.first, known.text, known.rule), (noted.first, noted.text, noted.rule)
        )
        before = len(known.parts)
        known.parts |= parts
        self.budget.keep(60 * (len(known.parts) - before))


def sunset_of(node: Node) -> date | None:
    """Return until when something will be there; None where that is not said, or no date."""
    value = node.value.get(SUNSET)
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
