"""One difference between two versions of a schema, and the part that it is about."""

import re
from dataclasses import dataclass

from graphql import SchemaChange

from relplan.contracts.graphql.documents import one_line

_NAME = r"(?<![_0-9A-Za-z])[_A-Za-z][_0-9A-Za-z]*+"
"""Possessive, from where a word begins: a name may be as long as the file."""
_ARGUMENT = re.compile(rf"(@?{_NAME}(?:\.{_NAME})?)\(({_NAME}):\)")
_DIRECTIVE = re.compile(rf"@{_NAME}")
_FIELD = re.compile(rf"{_NAME}\.{_NAME}")
_TYPE = re.compile(rf"^(?:Standard scalar )?({_NAME})")
_UNION = re.compile(rf"({_NAME})\.$")
_AT_THE_END = frozenset(
    {"type-added-to-union", "type-removed-from-union", "implemented-interface-added"}
)
_OF_A_TYPE = frozenset(
    {"type-added", "type-removed", "type-changed-kind", "implemented-interface-removed"}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, before it is known where it stands."""

    rule: str
    part: str
    text: str
    touches: tuple[str, ...] | None = None
    """The root fields that meet it; None: those that reach the type."""

    @classmethod
    def of(cls, change: SchemaChange) -> "Difference":
        """Take over what graphql-core found."""
        rule = change.type.name.lower().replace("_", "-")
        text = change.description
        return cls(rule, _part(rule, text), one_line(text))

    @property
    def owner(self) -> str:
        """The type or directive."""
        return self.part.partition(".")[0]


def _part(rule: str, text: str) -> str:
    """Return what a change is about: graphql-core says it only in its sentence."""
    if rule in _AT_THE_END:
        match = _UNION.search(text)
        return match[1] if match else ""
    if rule in _OF_A_TYPE:
        match = _TYPE.search(text)
        return match[1] if match else ""
    argument = _ARGUMENT.search(text)
    places = [found for found in (argument, _DIRECTIVE.search(text), _FIELD.search(text)) if found]
    first = min(places, key=lambda found: found.start(), default=None)
    if first is None:
        return ""
    return f"{first[1]}.{first[2]}" if first is argument else first[0]
