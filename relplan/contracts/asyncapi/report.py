"""Collects what differs between two AsyncAPI contracts."""

from collections.abc import Iterator, Sequence
from typing import Any

from relplan.contracts.asyncapi.rules import BY_ID, PLACES, Place
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.references import Node, References, files_referred_to
from relplan.contracts.schemas.change import SchemaChange, told
from relplan.contracts.schemas.compare import compare_schemas
from relplan.contracts.schemas.rows.row import consequence
from relplan.contracts.schemas.sameness import Sameness
from relplan.contracts.schemas.shape import Dialect, Sides
from relplan.model.finding import Finding, Severity
from relplan.model.rule import Rule


class Report:
    """Takes note of differences, and returns findings."""

    def __init__(self, base: Version, revision: Version, budget: Budget) -> None:
        """Begin with nothing found."""
        self._versions = base, revision
        self._references = References(base, budget), References(revision, budget)
        self._sides = {dialect: Sides(*self._references, budget, dialect) for dialect in Dialect}
        self._budget = budget
        self._sameness = Sameness(budget)
        self._found: list[Finding] = []
        self._followed = 0
        self.has_unread_files = False
        """Whether a file could not be read at all."""

    def references(self, gone: bool) -> References:
        """Return the references of the base, or of the revision."""
        return self._references[0 if gone else 1]

    def findings(self) -> Iterator[Finding]:
        """Yield each finding once."""
        yield from dict.fromkeys(self._found)

    def fault(self, error: UnreadableError, rule: str = "unreadable") -> None:
        """Note that something could not be understood."""
        self._found.append(Finding(rule, Severity.UNKNOWN, "", error.path, error.line, error.what))

    def unread_file(self, error: UnreadableError, path: str) -> None:
        """Note that all of a file could not be understood."""
        self.has_unread_files = True
        self.fault(UnreadableError(error.what, error.path or path, error.line))

    def note(
        self,
        part: str,
        rule: str,
        node: Node,
        gone: bool,
        said: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Note one difference, which *said* puts into words if its rule does not.

        *severity* is for what is less bad here than its rule says.
        """
        self._budget.spend(2)
        self._budget.keep(700)
        severity = BY_ID[rule].severity if severity is None else severity
        text = said or f"{rule.replace('-', ' ')}: {part or (node.path, *node.pointer)[-1]}"
        line = self.references(gone).line(node)
        self._found.append(Finding(rule, severity, part, node.path, line, text, gone=gone))

    def compare_schemas(
        self,
        part: str,
        schemas: tuple[Node | None, Node | None],
        place: Place,
        whole: str,
        dialect: Dialect = Dialect.JSON_SCHEMA,
    ) -> None:
        """Note what differs between two schemas; *whole* is what people call what they describe."""
        for change in compare_schemas(*schemas, place[0].direction, self._sides[dialect]):
            rule = _rule(change, place)
            matters = consequence(place[0].direction, change.severity)
            text = told(change, whole, rule.said, matters)
            self.note(part, rule.id, change.node, change.gone, text, change.severity)

    def compare_opaque(
        self, part: str, rule: str, before: Sequence[Node], after: Sequence[Node]
    ) -> None:
        """Note where something differs of which nobody can tell what that does."""
        same = len(before) == len(after) and all(
            self.is_same_with_files(old, new) for old, new in zip(before, after, strict=True)
        )
        if not same:
            node, gone = (after[0], False) if after else (before[0], True)
            self.note(part, rule, node, gone)

    def is_same(self, before: Any, after: Any) -> bool:
        """Tell whether two values of the documents are the same."""
        return self._sameness.same(before, after)

    def is_same_with_files(self, before: Node | None, after: Node | None) -> bool:
        """Tell whether two values are the same, with the files and places that they refer to."""
        if before is None or after is None:
            return before is after
        ahead = [(before, after)]
        seen: set[tuple[int, int]] = set()
        while ahead:
            old, new = ahead.pop()
            if (id(old.value), id(new.value)) in seen:
                continue
            seen.add((id(old.value), id(new.value)))
            self._budget.spend()
            if not self.is_same(old.value, new.value) or not self._same_files(old, new):
                return False
            if isinstance(old.value, dict) and isinstance(ref := old.value.get("$ref"), str):
                ahead += self._targets(old, new, ref)
        return True

    def _targets(self, old: Node, new: Node, ref: str) -> list[tuple[Node, Node]]:
        try:
            return [(self._references[0].target(old, ref), self._references[1].target(new, ref))]
        except BoundReachedError:
            raise
        except UnreadableError:
            return []  # into a file of another language, which was compared as a whole

    def _same_files(self, old: Node, new: Node) -> bool:
        """Tell whether the other files that the two name have the same bytes."""
        base, revision = (version.files for version in self._versions)
        names = (files_referred_to(node.path, node.value, self._budget) for node in (old, new))
        return all(base.get(one) == revision.get(other) for one, other in zip(*names, strict=True))


def _rule(change: SchemaChange, place: Place) -> Rule:
    """Return the rule in the table of the place where *change* stands."""
    if change.rule == "unreadable":
        return BY_ID[change.rule]
    rules = PLACES[place]
    if not change.property:
        return rules.whole[change.rule]
    detail = f"{'required' if change.required else 'optional'}-{change.rule}"
    return rules.properties.get(detail) or rules.properties[change.rule]
