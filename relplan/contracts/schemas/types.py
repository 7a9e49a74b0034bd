"""Types, formats, whether null will do, and the values that are listed."""

from collections.abc import Iterable, Iterator
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    Context,
    Difference,
    Place,
    changes,
    narrows,
    place,
    shown,
    widens,
)
from relplan.contracts.schemas.sameness import Key, key_of_value, type_of
from relplan.contracts.schemas.shape import Dialect, Group, Shape, Shapes

TYPES = frozenset({"type", "format", "enum", "const", "nullable", "x-nullable"})
Types = frozenset[str]

_WIDER_FORMATS = {
    "float": {"double"},
    "int32": {"int64", "bigint"},
    "int64": {"bigint"},
}  # fmt: skip
"""What each format is contained in."""


def types_of(shape: Shape) -> Types | None:
    """Return the types but null that a value may have; None where nothing is said of them."""
    found: Types | None = None
    for node in shape.each("type"):
        names = frozenset(_names(node.value))
        found = names if found is None else _meet(found, names)
    return None if found is None else found - {"null"}


def may_be(shape: Shape, kind: str) -> bool:
    """Tell whether a value may have the type *kind*."""
    types = types_of(shape)
    return types is None or kind in types or (kind == "number" and "integer" in types)


def allows_null(shape: Shape, shapes: Shapes, depth: int = 0) -> bool | None:
    """Tell whether null will do; None where nothing is said of it."""
    key = (id(shape), depth)
    if key not in shapes.nulls:
        shapes.budget.spend(1 + len(shape.leaves) + sum(map(_alternatives, shape.groups)))
        shapes.nulls[key] = _allows_null(shape, shapes, depth)
    return shapes.nulls[key]


def _alternatives(group: Group) -> int:
    return len(group.alternatives)


def _allows_null(shape: Shape, shapes: Shapes, depth: int) -> bool | None:
    if shape.nullable is not None:
        return True
    said: list[bool | None] = [
        None if leaf.value == {} else _leaf_allows_null(leaf, shape, shapes.dialect)
        for leaf in shape.leaves
    ]
    if depth < 8:
        said += [
            _any_of([allows_null(shapes.of_node(node), shapes, depth + 1) for node in alternatives])
            for alternatives in (group.alternatives for group in shape.groups)
        ]
    if False in said:
        return False
    return True if True in said else None


def _any_of(said: list[bool | None]) -> bool | None:
    if True in said:
        return True
    return None if None in said else False


def _leaf_allows_null(leaf: Node, shape: Shape, dialect: Dialect) -> bool | None:
    if id(leaf.value) in shape.null_leaves:
        return True
    value = leaf.value
    if dialect is Dialect.JSON_SCHEMA and (listed := _lists_null(value)) is not None:
        return listed and ("type" not in value or "null" in _names(value["type"]))
    return "null" in _names(value["type"]) if "type" in value else None


def _lists_null(value: dict[str, Any]) -> bool | None:
    """Tell whether null is among the values that are listed; None where none are."""
    if "const" in value:
        return value["const"] is None
    listed = value.get("enum")
    return None in listed if isinstance(listed, list) else None


def _names(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [name for name in listed if isinstance(name, str)]


def _meet(one: Types, other: Types) -> Types:
    both = one & other
    if "integer" in one | other and "number" in one | other:
        both |= {"integer"} if _has_number(one) and _has_number(other) else frozenset()
    return both


def _has_number(types: Types) -> bool:
    return bool(types & {"integer", "number"})


def covers(wide: Types, narrow: Types) -> bool:
    """Tell whether every value of the types *narrow* is of the types *wide*."""
    return all(name in wide or (name == "integer" and "number" in wide) for name in narrow)


def compare_types(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how the types, formats, null and the listed values differ."""
    before, after = types_of(base), types_of(revision)
    if before is None and after is not None:
        before = _listed_types(base, context.budget)
    elif after is None and before is not None:
        after = _listed_types(revision, context.budget)
    yield from _compare_types(base, revision, before, after)
    nulls = allows_null(base, context.base), allows_null(revision, context.revision)
    yield from _compare_null(base, revision, *nulls, context.dialect)
    yield from _compare_listed(base, revision, context.budget)


def _listed_types(shape: Shape, budget: Budget) -> Types | None:
    listed = listed_values(shape, budget)
    if listed is None:
        return None
    return frozenset(type_of(node.value) for node in listed.values()) - {"null"}


def _compare_types(
    base: Shape, revision: Shape, before: Types | None, after: Types | None
) -> Iterator[Difference]:
    formats = _formats(base), _formats(revision)
    at = _types_place(base, revision, before, after, formats)
    if at is None:
        return
    if before == after or (before and after and covers(before, after) and covers(after, before)):
        yield from _compare_formats(*formats, at)
    elif after is None or (before is not None and covers(after, before)):
        many = before and after and max(len(before), len(after)) > 1
        yield widens("list-of-types-widened" if many else "type-generalized", at)
    elif before is None or covers(before, after):
        many = before and max(len(before), len(after)) > 1
        yield narrows("list-of-types-narrowed" if many else "type-specialized", at)
    else:
        yield changes("type-changed", at)


def _types_place(
    base: Shape,
    revision: Shape,
    before: Types | None,
    after: Types | None,
    formats: tuple[dict[str, Node], dict[str, Node]],
) -> Place | None:
    old = base.first("type") or next(iter(formats[0].values()), None) or base.first("enum")
    new = revision.first("type") or next(iter(formats[1].values()), None) or revision.first("enum")
    old, new = old or base.first("const"), new or revision.first("const")
    if old is None and new is None:
        return None
    return place(old, new, _said(before, formats[0]), _said(after, formats[1]))


def _said(types: Types | None, formats: Iterable[str]) -> str:
    name = "any" if types is None else " or ".join(sorted(types)) or "null"
    return shown("/".join((name, *sorted(formats))))


def _formats(shape: Shape) -> dict[str, Node]:
    return {node.value: node for node in shape.each("format") if isinstance(node.value, str)}


def _compare_formats(
    before: dict[str, Node], after: dict[str, Node], at: Place
) -> Iterator[Difference]:
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    if not gone and not come:
        return
    node = next(iter(after[name] for name in sorted(come)), None)
    old = next(iter(before[name] for name in sorted(gone)), None)
    at = Place(node or old or at.node, node is None, at.before, at.after)
    if not come or any(come & _WIDER_FORMATS.get(name, set()) for name in gone):
        yield widens("type-generalized", at)
    elif not gone or any(gone & _WIDER_FORMATS.get(name, set()) for name in come):
        yield narrows("type-specialized", at)
    else:
        yield changes("type-changed", at)


def _compare_null(
    base: Shape, revision: Shape, before: bool | None, after: bool | None, dialect: Dialect
) -> Iterator[Difference]:
    told = dialect is Dialect.OPENAPI_30
    if after is True and (before is False or (before is None and (told or base.groups))):
        yield widens("became-nullable", place(None, _null_node(revision), "", ""))
    elif before is True and (after is False or (after is None and (told or revision.groups))):
        node = _null_node(revision) or _null_node(base)
        yield narrows("became-not-nullable", place(_null_node(base), node, "", ""))


def _null_node(shape: Shape) -> Node | None:
    node = shape.nullable
    if node is not None:
        return node.get("nullable") or node
    found = shape.first("type") or (shape.leaves[0] if shape.leaves else None)
    return found or (shape.groups[0].node if shape.groups else None)


def listed_values(shape: Shape, budget: Budget) -> dict[Key, Node] | None:
    """Return the values that are allowed, where they are listed; null is looked at elsewhere."""
    found: dict[Key, Node] | None = None
    for node in (*shape.each("enum"), *shape.each("const")):
        budget.spend(_size(node.value))
        values = _values(node)
        found = values if found is None else {key: found[key] for key in found if key in values}
    return found


def _size(value: object) -> int:
    return 1 + len(value) if isinstance(value, list | dict) else 1


def _values(node: Node) -> dict[Key, Node]:
    if node.pointer[-1:] == ("const",):
        listed = [node]
    else:
        items = node.value if isinstance(node.value, list) else []
        listed = [
            Node(item, node.path, (*node.pointer, str(index))) for index, item in enumerate(items)
        ]
    return {key_of_value(item.value): item for item in listed if item.value is not None}


def _compare_listed(base: Shape, revision: Shape, budget: Budget) -> Iterator[Difference]:
    before, after = listed_values(base, budget), listed_values(revision, budget)
    if before is None and after is None:
        return
    old, new = base.first("enum"), revision.first("enum")
    if old is None and new is None:
        yield from _compare_const(base, revision, before, after)
    elif before is None:
        yield narrows("became-enum", place(None, new or revision.first("const")))
    elif after is None:
        yield widens("enum-removed", place(old or base.first("const"), None))
    else:
        yield from _compare_values(before, after)


def _compare_values(before: dict[Key, Node], after: dict[Key, Node]) -> Iterator[Difference]:
    for key in [key for key in before if key not in after]:
        yield narrows("enum-value-removed", place(before[key], None))
    for key in [key for key in after if key not in before]:
        yield widens("enum-value-added", place(None, after[key]))


def _compare_const(
    base: Shape,
    revision: Shape,
    before: dict[Key, Node] | None,
    after: dict[Key, Node] | None,
) -> Iterator[Difference]:
    old, new = base.first("const"), revision.first("const")
    if before is None:
        yield narrows("const-added", place(None, new))
    elif after is None:
        yield widens("const-removed", place(old, None))
    elif before.keys() != after.keys():
        yield changes("const-changed", place(old, new))
