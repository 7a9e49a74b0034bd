"""Types, formats, and whether null will do."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from enum import StrEnum, auto
from typing import Any

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    BREAKING,
    NONE,
    RISKY,
    Context,
    Difference,
    Place,
    changes,
    narrows,
    place,
    shown,
    widens,
)
from relplan.contracts.schemas.enums import listed_values
from relplan.contracts.schemas.ranges import fits, within_format
from relplan.contracts.schemas.sameness import type_of
from relplan.contracts.schemas.shape import Dialect, Group, Shape, Shapes

TYPES = frozenset({"type", "format", "enum", "const", "nullable", "x-nullable"})
Types = frozenset[str]
_ALL = frozenset({"null", "boolean", "object", "array", "number", "string"})
"""Types that say nothing together."""

_WIDER_FORMATS = {
    "float": {"double"},
    "int32": {"int64", "bigint"},
    "int64": {"bigint"},
}  # fmt: skip
"""What each format is contained in."""
_NUMBERS = frozenset({"integer", "number"})
_OF_FORMATS = {
    **dict.fromkeys(("int32", "int64", "bigint"), _NUMBERS),
    **dict.fromkeys(("float", "double"), frozenset({"number"})),
    **dict.fromkeys(
        ("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri",
         "uri-reference", "uuid", "regex", "byte", "binary"),
        frozenset({"string"}),
    ),
}  # fmt: skip
"""The types that formats are of; others may be of any."""
_HINTS = frozenset({"password"})
"""The formats that say how to show a value, not which values there are."""
_DEEPEST = 4
"""Alternatives in one another that are asked which types they have."""


def types_of(shape: Shape) -> Types | None:
    """Return the types but null that a value may have; None where nothing is said of them."""
    found: Types | None = None
    for node in shape.each("type"):
        names = frozenset(names_in(node.value))
        found = names if found is None else _meet(found, names)
    return None if found is None or found >= _ALL else found - {"null"}


def is_whole(shape: Shape) -> bool:
    """Tell whether all numbers that will do are whole."""
    types = types_of(shape)
    return types is not None and "integer" in types and "number" not in types


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
        return listed and ("type" not in value or "null" in names_in(value["type"]))
    return "null" in names_in(value["type"]) if "type" in value else None


def _lists_null(value: dict[str, Any]) -> bool | None:
    """Tell whether null is among the values that are listed; None where none are."""
    lists = [value["enum"]] if isinstance(value.get("enum"), list) else []
    lists += [[value["const"]]] if "const" in value else []
    return all(None in listed for listed in lists) if lists else None


def names_in(value: object) -> list[str]:
    """Return the types that ``type`` names."""
    listed = value if isinstance(value, list) else [value]
    return [name for name in listed if isinstance(name, str)]


def _meet(one: Types, other: Types) -> Types:
    both = one & other
    if "integer" in one | other and "number" in one | other:
        both |= {"integer"} if _has_number(one) and _has_number(other) else frozenset()
    return both


def _has_number(types: Types) -> bool:
    return bool(types & {"integer", "number"})


def covers(wide: Set[str], narrow: Set[str]) -> bool:
    """Tell whether every value of the types *narrow* is of the types *wide*."""
    return all(name in wide or (name == "integer" and "number" in wide) for name in narrow)


def compare_types(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how the types and formats differ, and whether null will do."""
    before, after = types_of(base), types_of(revision)
    if before != after:
        before = _implied_types(base, context.base)
        after = _implied_types(revision, context.revision)
    listed = (
        listed_values(base, context.base.budget),
        listed_values(revision, context.revision.budget),
    )
    formats = (_formats(base), _formats(revision)) if None in listed else (_NONE, _NONE)
    yield from _compare_types(base, revision, before, after, formats)
    nulls = allows_null(base, context.base), allows_null(revision, context.revision)
    yield from _compare_null(base, revision, *nulls, context.dialect)


def _implied_types(shape: Shape, shapes: Shapes, depth: int = 0) -> Types | None:
    """Return the types of the values that are listed, or that the types or alternatives allow."""
    said = types_of(shape)
    listed = listed_values(shape, shapes.budget)
    if listed is not None:
        names = {type_of(node.value) for node in listed.values()} - {"null"}
        return frozenset(name for name in names if said is None or covers(said, {name}))
    if said is not None:
        return said
    for group in shape.groups if depth < _DEEPEST else ():
        shapes.budget.spend(1 + len(group.alternatives))
        each = [shapes.of_node(node) for node in group.alternatives]
        found = [_implied_types(one, shapes, depth + 1) for one in each]
        if None not in found:
            return frozenset[str]().union(*filter(None, found))
    return None


def fits_format(value: object, name: str) -> bool | None:
    """Tell whether a value is of a format; None where that is not plain to see."""
    types = _OF_FORMATS.get(name)
    if name in _HINTS or (types is not None and not covers(types, {type_of(value)})):
        return True
    return within_format(value, name)


class _Way(StrEnum):
    """How what is allowed differs."""

    WIDER = auto()
    NARROWER = auto()
    OTHER = auto()


_Formats = Mapping[str, Node]
_NONE: _Formats = {}


def _compare_types(
    base: Shape,
    revision: Shape,
    before: Types | None,
    after: Types | None,
    formats: tuple[_Formats, _Formats],
) -> Iterator[Difference]:
    """Yield how types and *formats* differ, which count for nothing where each value is listed."""
    at = _types_place(base, revision, before, after, formats)
    if at is None:
        return
    types = _way_of_types(before, after)
    if types is None:
        old, new = (_formats_of(before, one) for one in formats)
        yield from _compare_formats((base, revision), old, new, at)
        return
    both = _meet(before, after) if before and after else before or after or frozenset()
    way = _way_of_formats(*(_formats_of(both, one).keys() for one in formats))
    many = before and after and max(len(before), len(after)) > 1
    if way not in (None, types):
        yield changes("type-changed", at)
    elif types is _Way.WIDER:
        yield widens("list-of-types-widened" if many else "type-generalized", at)
    elif types is _Way.NARROWER:
        yield narrows("list-of-types-narrowed" if many else "type-specialized", at)
    else:
        yield changes("type-changed", at)


def _way_of_types(before: Types | None, after: Types | None) -> _Way | None:
    """Return how the types differ; None: they do not."""
    wider = after is None or (before is not None and covers(after, before))
    narrower = before is None or (after is not None and covers(before, after))
    if wider and narrower:
        return None
    return _Way.WIDER if wider else _Way.NARROWER if narrower else _Way.OTHER


def _types_place(
    base: Shape,
    revision: Shape,
    before: Types | None,
    after: Types | None,
    formats: tuple[_Formats, _Formats],
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


def _formats(shape: Shape) -> _Formats:
    found = {node.value: node for node in shape.each("format") if isinstance(node.value, str)}
    return {name: node for name, node in found.items() if name not in _HINTS}


def _formats_of(types: Types | None, formats: _Formats) -> _Formats:
    """Return those *formats* that say something of values of *types*; None: of any."""
    return {
        name: node
        for name, node in formats.items()
        if types is None or not types.isdisjoint(_OF_FORMATS.get(name, types))
    }


def _way_of_formats(before: Set[str], after: Set[str]) -> _Way | None:
    """Return how formats differ; None: they do not."""
    gone, come = before - after, after - before
    if not gone and not come:
        return None
    if not come or any(come & _WIDER_FORMATS.get(name, set()) for name in gone):
        return _Way.WIDER
    if not gone or any(gone & _WIDER_FORMATS.get(name, set()) for name in come):
        return _Way.NARROWER
    return _Way.OTHER


def _compare_formats(
    shapes: tuple[Shape, Shape], before: _Formats, after: _Formats, at: Place
) -> Iterator[Difference]:
    way = _way_of_formats(before.keys(), after.keys())
    if way is None:
        return
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    node = next(iter(after[name] for name in sorted(come)), None)
    old = next(iter(before[name] for name in sorted(gone)), None)
    at = Place(node or old or at.node, node is None, at.before, at.after)
    same = all(fits(shapes[0], before, name) for name in come) and all(
        fits(shapes[1], after, name) for name in gone
    )
    if way is _Way.WIDER:
        found = widens("type-generalized", at)
    elif way is _Way.NARROWER:
        found = narrows("type-specialized", at)
    else:
        found = changes("type-changed", at)
    if same:
        found = replace(found, request=NONE, response=NONE)
    elif (gone | come).isdisjoint(_OF_FORMATS):
        # what no specification knows, nobody need check, though somebody may
        found = found.less_than(BREAKING, RISKY)
    yield found


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
