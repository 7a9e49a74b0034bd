"""From graphql-core's changes to findings: the part of the schema, its place, who reaches it."""

from collections.abc import Iterable, Iterator

from graphql import SafeChangeType, SchemaChange, find_schema_changes

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.graphql.annotations import annotated, stricter
from relplan.contracts.graphql.differences import Difference
from relplan.contracts.graphql.documents import one_line
from relplan.contracts.graphql.reach import Reach
from relplan.contracts.graphql.rules import BY_ID
from relplan.contracts.graphql.schemas import NOT_BUILT, Schema
from relplan.model.finding import Finding

_STEPS_A_CHANGE = 5
_BYTES_A_CHANGE = 700
"""Of the sentence that tells it, and of the finding."""


def findings(base: Schema, revision: Schema, budget: Budget) -> Iterator[Finding]:
    """Yield what differs between two versions of a schema."""
    try:
        changes = find_schema_changes(base.built, revision.built)
    except NOT_BUILT as error:
        raise UnreadableError(f"is no schema: {one_line(str(error))}") from None
    budget.spend(_STEPS_A_CHANGE * len(changes))
    budget.keep(_BYTES_A_CHANGE * len(changes))
    found = [Difference.of(change) for change in changes if not _is_of_words(change)]
    judge = _Judge(base, revision, budget)
    strict = (stricter(revision.built, difference) for difference in found)
    yield from judge.differences(strict)
    yield from judge.differences(annotated(base, revision))
    yield from judge.roots()


def _is_of_words(change: SchemaChange) -> bool:
    """Tell whether only a description has changed, which no consumer can tell."""
    return change.type is SafeChangeType.DESCRIPTION_CHANGED


class _Judge:
    """Makes findings of differences."""

    def __init__(self, base: Schema, revision: Schema, budget: Budget) -> None:
        self._base = base
        self._revision = revision
        self._reach = (Reach(base.built, budget), Reach(revision.built, budget))
        self._reported: set[str] = set()
        """The types that are defined in one version only, and about which that was said."""

    def differences(self, found: Iterable[Difference]) -> Iterator[Finding]:
        for difference in found:
            owner = difference.owner
            if owner in self._base.merged.stubs or owner in self._revision.merged.stubs:
                yield from self._half_known(owner)
            else:
                yield self._finding(difference)

    def _half_known(self, owner: str) -> Iterator[Finding]:
        """Say of a type that another file defines in one version where it is defined in both."""
        before, after = (owner in side.merged.types for side in (self._base, self._revision))
        if before is after or owner in self._reported:
            return
        self._reported.add(owner)
        if after:
            text = f"{owner} was added."
            yield self._finding(Difference("type-added", owner, text))
        else:
            text = f"{owner} is referred to, but no longer defined."
            yield self._finding(Difference("type-not-defined", owner, text))

    def roots(self) -> Iterator[Finding]:
        """Yield what changed about the root types, which graphql-core does not look at."""
        before, after = self._base.merged.roots, self._revision.merged.roots
        for operation in sorted({*before, *after}):
            old, new = before.get(operation, ""), after.get(operation, "")
            if old and not new and old in self._revision.merged.types:
                text = f"{old} is no longer the root of {operation} operations."
                yield self._finding(Difference("root-type-removed", old, text))
            elif old and new and old != new and old in self._revision.merged.types:
                text = f"The root of {operation} operations changed from {old} to {new}."
                yield self._finding(Difference("root-type-changed", old, text))
            elif new and not old and new in self._base.merged.types:
                text = f"{new} was made the root of {operation} operations."
                yield self._finding(Difference("root-type-added", new, text))

    def _finding(self, difference: Difference) -> Finding:
        part, owner = difference.part, difference.owner
        path, line = self._revision.place(part) or self._base.place(part) or ("", 0)
        touches = difference.touches
        if touches is None:
            touches = next(filter(None, (reach.roots(owner) for reach in self._reach)), ())
        severity = BY_ID[difference.rule].severity
        return Finding(difference.rule, severity, part, path, line, difference.text, touches)
