"""Which fields of a schema the operations of a document select."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    OperationDefinitionNode,
)

from relplan.contracts.graphql.surface import Fields

_SUBGRAPH = (
    ObjectTypeDefinitionNode, ObjectTypeExtensionNode,
    InterfaceTypeDefinitionNode, InterfaceTypeExtensionNode,
)  # fmt: skip


class Selected(NamedTuple):
    """A field of the schema that a document selects."""

    part: str
    line: int
    """In the document, counted from 1."""


def selected(document: DocumentNode, fields: Fields) -> Iterator[Selected]:
    """Yield the fields that are selected by operations, fragments and federation's @external."""
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            yield from _operation(node, fields)
        elif isinstance(node, FragmentDefinitionNode):
            yield from _below(node, (node.type_condition.name.value,), fields)
        elif isinstance(node, _SUBGRAPH):
            yield from _external(node, fields)


def _operation(node: OperationDefinitionNode, fields: Fields) -> Iterator[Selected]:
    roots = fields.roots[node.operation.value] & fields.known
    if roots or not any(found & fields.known for found in fields.roots.values()):
        yield from _below(node, tuple(sorted(roots)), fields)


def _below(node: Any, owners: tuple[str, ...], fields: Fields) -> Iterator[Selected]:
    """Yield the selections of *node*, whose type is one of *owners*; of none: it is not known."""
    for item in node.selection_set.selections if node.selection_set else ():
        if isinstance(item, InlineFragmentNode):
            condition = item.type_condition
            within = (condition.name.value,) if condition else owners
            yield from _below(item, within, fields)
        elif isinstance(item, FieldNode):
            yield from _field(item, owners, fields)


def _field(item: FieldNode, owners: tuple[str, ...], fields: Fields) -> Iterator[Selected]:
    name = item.name.value
    by_name = fields.owners.get(name, ())
    if not owners and len(by_name) == 1:  # the type is defined in a file that is not known
        owners = by_name
    parts = [part for owner in owners if (part := f"{owner}.{name}") in fields.types]
    for part in parts:
        line = item.name.loc.start_token.line if item.name.loc else 0
        yield Selected(part, line)
    if parts:
        below = fields.known.intersection(fields.types[part] for part in parts)
        yield from _below(item, tuple(sorted(below)), fields)


def _external(node: Any, fields: Fields) -> Iterator[Selected]:
    """Yield what a subgraph of a federation needs of the types that others define."""
    for item in node.fields or ():
        part = f"{node.name.value}.{item.name.value}"
        external = any(found.name.value == "external" for found in item.directives or ())
        if external and part in fields.types:
            yield Selected(part, item.name.loc.start_token.line)
