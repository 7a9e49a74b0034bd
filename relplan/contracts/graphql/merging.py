"""Makes one schema of several files, extensions and types that are defined elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ConstDirectiveNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    NamedTypeNode,
    NameNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    OperationType,
    OperationTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    specified_scalar_types,
)

_DEFINITIONS: dict[type[Any], type[Any]] = {
    ScalarTypeExtensionNode: ScalarTypeDefinitionNode,
    ObjectTypeExtensionNode: ObjectTypeDefinitionNode,
    InterfaceTypeExtensionNode: InterfaceTypeDefinitionNode,
    UnionTypeExtensionNode: UnionTypeDefinitionNode,
    EnumTypeExtensionNode: EnumTypeDefinitionNode,
    InputObjectTypeExtensionNode: InputObjectTypeDefinitionNode,
}
_TYPES = (*_DEFINITIONS, *_DEFINITIONS.values())
_SCHEMAS = (SchemaDefinitionNode, SchemaExtensionNode)
_LISTS = ("interfaces", "fields", "types", "values")
_ROOTS = {operation: operation.value.capitalize() for operation in OperationType}


@dataclass(frozen=True, slots=True)
class Merged:
    """All that the files of one version define, each name once."""

    document: DocumentNode
    types: dict[str, Any]
    """The definition of each type, by name."""
    directives: dict[str, DirectiveDefinitionNode]
    roots: dict[str, str]
    """The name of each operation's root type."""
    stubs: frozenset[str] = field(default=frozenset())
    """The types that are referred to, and defined nowhere: other files', or federation's."""
    annotations: tuple[ConstDirectiveNode, ...] = ()
    """The directives of the schema itself, such as federation's ``@link``."""

    def fields(self) -> Iterator[str]:
        """Yield the fields of all types, such as ``Order.total``."""
        for name, node in self.types.items():
            yield from (f"{name}.{item.name.value}" for item in fields_of(node))


def merged(documents: Iterable[DocumentNode]) -> Merged:
    """Join *documents*; of what is there twice, the first holds. Operations are passed over."""
    definitions: list[Any] = [node for document in documents for node in document.definitions]
    grouped: dict[str, list[Any]] = {}
    directives: dict[str, DirectiveDefinitionNode] = {}
    for node in definitions:
        if isinstance(node, _TYPES):
            grouped.setdefault(node.name.value, []).append(node)
        elif isinstance(node, DirectiveDefinitionNode):
            directives.setdefault(node.name.value, node)
    types = {name: _joined(nodes) for name, nodes in grouped.items()}
    roots = _roots(definitions, types)
    stubs = _stubs(types, directives, roots)
    document = DocumentNode(
        definitions=(*types.values(), *stubs.values(), *directives.values(), _schema(roots))
    )
    schemas = [node for node in definitions if isinstance(node, _SCHEMAS)]
    annotations = tuple(directive for node in schemas for directive in node.directives or ())
    return Merged(document, types, directives, roots, frozenset(stubs), annotations)


def fields_of(node: Any) -> Sequence[Any]:
    """Return the fields or input fields of a type's definition; none of a type without."""
    return getattr(node, "fields", None) or ()


def named(node: Any) -> str:
    """Return the name of the type in a type reference, without its lists and non-nulls."""
    while not isinstance(node, NamedTypeNode):
        node = node.type
    return node.name.value


def _joined(nodes: Sequence[Any]) -> Any:
    made = next((node for node in nodes if type(node) not in _DEFINITIONS), nodes[0])
    cls = _DEFINITIONS.get(type(made), type(made))
    alike = [
        made,
        *(n for n in nodes if n is not made and _DEFINITIONS.get(type(n), type(n)) is cls),
    ]
    lists = {
        name: _unique(item for node in alike for item in getattr(node, name, None) or ())
        for name in _LISTS
        if name in cls.keys
    }
    directives = tuple(item for node in alike for item in node.directives or ())
    description = getattr(made, "description", None)
    return cls(
        name=made.name, loc=made.loc, description=description, directives=directives, **lists
    )


def _unique(items: Iterable[Any]) -> tuple[Any, ...]:
    """Return *items*, those of one name once: fields, values, interfaces, members."""
    found: dict[str, Any] = {}
    for item in items:
        found.setdefault(item.name.value, item)
    return tuple(found.values())


def _roots(definitions: Iterable[Any], types: dict[str, Any]) -> dict[str, str]:
    schemas = [node for node in definitions if isinstance(node, _SCHEMAS)]
    roots = {
        operation.operation.value: operation.type.name.value
        for node in schemas
        for operation in node.operation_types or ()
    }
    if not any(isinstance(node, SchemaDefinitionNode) for node in schemas):
        for operation, name in _ROOTS.items():
            if isinstance(types.get(name), ObjectTypeDefinitionNode):
                roots.setdefault(operation.value, name)
    return roots


def _schema(roots: dict[str, str]) -> SchemaDefinitionNode:
    operations = tuple(
        OperationTypeDefinitionNode(operation=OperationType(operation), type=_reference(name))
        for operation, name in roots.items()
    )
    return SchemaDefinitionNode(operation_types=operations)


def _reference(name: str) -> NamedTypeNode:
    return NamedTypeNode(name=NameNode(value=name))


def _stubs(
    types: dict[str, Any], directives: dict[str, DirectiveDefinitionNode], roots: dict[str, str]
) -> dict[str, Any]:
    known = {*types, *specified_scalar_types}
    found: dict[str, Any] = {}
    for cls, name in _references(types, directives, roots):
        if name not in known and not name.startswith("__"):
            found.setdefault(name, cls(name=NameNode(value=name)))
    return found


def _references(
    types: dict[str, Any], directives: dict[str, DirectiveDefinitionNode], roots: dict[str, str]
) -> Iterator[tuple[type, str]]:
    """Yield what is referred to, what tells its kind first."""
    for name in roots.values():
        yield ObjectTypeDefinitionNode, name
    for node in types.values():
        for interface in getattr(node, "interfaces", None) or ():
            yield InterfaceTypeDefinitionNode, interface.name.value
        for member in getattr(node, "types", None) or ():
            yield ObjectTypeDefinitionNode, member.name.value
    for node in types.values():
        for item in fields_of(node):
            yield ScalarTypeDefinitionNode, named(item.type)
            for argument in getattr(item, "arguments", None) or ():
                yield ScalarTypeDefinitionNode, named(argument.type)
    for directive in directives.values():
        for argument in directive.arguments or ():
            yield ScalarTypeDefinitionNode, named(argument.type)
