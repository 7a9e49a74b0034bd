"""What a schema file says of itself.

Each part is a field, ``Order.total``, or an input's field. Its other name is what an operation's
reader must know of it: ``total: Money``, and ``query orders: Order`` for a field of a root type.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, splitext

from graphql import (
    DocumentNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeSystemDefinitionNode,
    TypeSystemExtensionNode,
)

from relplan.contracts.graphql.merging import Merged, fields_of, merged, named
from relplan.contracts.kind import Surface

_OPERATIONS = frozenset({"query", "mutation", "subscription"})


def surface_of(path: str, document: DocumentNode) -> Surface | None:
    """Return the fields that a file's types offer; None where it defines no schema."""
    kinds = (TypeSystemDefinitionNode, TypeSystemExtensionNode)
    if not any(isinstance(node, kinds) for node in document.definitions):
        return None
    name = splitext(basename(path))[0] or "schema"
    return Surface(name, dict(_parts(merged([document]))))


def _parts(schema: Merged) -> Iterator[tuple[str, tuple[str, ...]]]:
    operations = {name: operation for operation, name in schema.roots.items()}
    for owner, node in schema.types.items():
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            prefix = f"{operations[owner]} " if owner in operations else ""
            for item in fields_of(node):
                name = item.name.value
                yield f"{owner}.{name}", (f"{prefix}{name}: {named(item.type)}",)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a surface, as an operation's reader needs them."""

    types: Mapping[str, str]
    """The type that each part leads to."""
    roots: Mapping[str, frozenset[str]]
    """By operation, the root types."""
    owners: Mapping[str, tuple[str, ...]]
    """By a field's name, the types that have one."""
    known: frozenset[str]
    """The types of which fields are known."""


def fields_in(surface: Surface) -> Fields:
    """Read the parts of a surface, of one file or of several, back."""
    types: dict[str, str] = {}
    roots: dict[str, set[str]] = {name: {name.capitalize()} for name in _OPERATIONS}
    owners: dict[str, list[str]] = {}
    for part, names in surface.parts.items():
        owner, _, name = part.partition(".")
        head, _, types[part] = (names[0] if names else name).partition(": ")
        operation = head.partition(" ")[0]
        if " " in head and operation in _OPERATIONS:
            roots[operation].add(owner)
        owners.setdefault(name, []).append(owner)
    return Fields(
        types,
        {operation: frozenset(found) for operation, found in roots.items()},
        {name: tuple(found) for name, found in owners.items()},
        frozenset(owner for found in owners.values() for owner in found),
    )
