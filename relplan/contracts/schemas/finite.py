"""Schemas of which all values can be listed: what differs between such is plain to see.

Each value is held against both sides, whatever the keywords are that list it, or refuse it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.difference import NOBODY, Context
from relplan.contracts.schemas.enums import listed_values
from relplan.contracts.schemas.ranges import is_number, lower, upper
from relplan.contracts.schemas.sameness import Key, key_of_value, matches, type_of
from relplan.contracts.schemas.shape import Dialect, Group, Shape, Shapes
from relplan.contracts.schemas.types import allows_null, covers, fits_format, names_in, types_of

_MOST = 1000
"""Values that are held against a schema."""
_MOST_NUMBERS = 20
"""Whole numbers between two bounds that are taken for a list."""
_DEEPEST = 3
"""Alternatives in one another."""
_BOTH = frozenset(Direction)

Values = Mapping[Key, Any]


def untouched(base: Shape, revision: Shape, context: Context) -> frozenset[Direction]:
    """Return the directions in which no value can show that anything differs.

    In requests none is refused that was accepted, in responses none is accepted that was refused.
    """
    before, after = listed(base, context.base), listed(revision, context.revision)
    if before is None and after is None:
        return NOBODY
    plain = context.dialect is Dialect.JSON_SCHEMA
    if not plain and _null_differs(base, revision, context):
        return NOBODY
    null = [None] if plain else []
    both = before is not None and after is not None
    old, new = _Side(base, context.base, both), _Side(revision, context.revision, both)
    found = set()
    if before is not None and _all_kept([*before.values(), *null], old, new):
        found.add(Direction.REQUEST)
    if after is not None and _all_kept([*after.values(), *null], new, old):
        found.add(Direction.RESPONSE)
    return frozenset(found)


def _null_differs(base: Shape, revision: Shape, context: Context) -> bool:
    """Tell whether null may do on one side only, where ``nullable`` says so."""
    before, after = allows_null(base, context.base), allows_null(revision, context.revision)
    return (before is True) is not (after is True) or any(
        leaf.value.keys() & _NOT_PLAIN for leaf in (*base.leaves, *revision.leaves)
    )


def listed(shape: Shape, shapes: Shapes, depth: int = 0) -> Values | None:
    """Return all values but null that may be accepted; None where they are not to be listed."""
    values = listed_values(shape, shapes.budget)
    if values is not None:
        return {key: node.value for key, node in values.items()} if len(values) <= _MOST else None
    for group in shape.groups if depth < _DEEPEST else ():
        shapes.budget.spend(len(group.alternatives))
        each = [listed(shapes.of_node(one), shapes, depth + 1) for one in group.alternatives]
        known = [found for found in each if found is not None]
        if len(known) == len(each) and sum(map(len, known)) <= _MOST:
            return {key: value for found in known for key, value in found.items()}
    return _of_types(shape)


def _of_types(shape: Shape) -> Values | None:
    types = types_of(shape)
    if types is None or types - {"boolean", "integer"}:
        return None
    values: list[Any] = [True, False] if "boolean" in types else []
    if "integer" in types:
        least, most = lower(shape, whole=True), upper(shape, whole=True)
        if least is None or most is None or not most.value - least.value < _MOST_NUMBERS:
            return None
        if not (isinstance(least.value, int) and isinstance(most.value, int)):
            return None
        values += range(least.value, most.value + 1)
    return {key_of_value(value): value for value in values}


def _all_kept(values: Iterable[Any], before: "_Side", after: "_Side") -> bool:
    return all(before.admits(one) is False or after.admits(one) is True for one in values)


class _Side:
    """Tells whether one side accepts a value; None: that is not plain to see."""

    def __init__(self, shape: Shape, shapes: Shapes, all_listed: bool) -> None:
        self._shape, self._shapes = shape, shapes
        self._all_listed = all_listed
        """Whether both sides list their values, so that formats only tell more of them."""
        self._known: dict[tuple[str, int], frozenset[Key]] = {}
        """The values that a keyword lists, by the id of their list, or of the one."""

    def admits(self, value: Any) -> bool | None:
        return self._by(self._shape, value, 0)

    def _by(self, shape: Shape, value: Any, depth: int) -> bool | None:
        if shape.never is not None:
            return False
        self._shapes.budget.spend(2 + 2 * len(shape.leaves))
        if shape.is_unread or depth > _DEEPEST:
            return None
        if value is None and shape.groups and shape.null_leaves:
            return None  # it may be one of the groups that null need not satisfy
        leaves = [leaf.value for leaf in shape.leaves]
        if value is None:
            leaves = [leaf for leaf in leaves if id(leaf) not in shape.null_leaves]
        said = [self._by_leaf(leaf, value) for leaf in leaves]
        said += [self._by_group(group, value, depth + 1) for group in shape.groups]
        return _all_of(said)

    def _by_group(self, group: Group, value: Any, depth: int) -> bool | None:
        each = [self._by(self._shapes.of_node(one), value, depth) for one in group.alternatives]
        if group.keyword == "anyOf":
            return True if True in each else None if None in each else False
        if each.count(True) > 1:
            return False
        return None if None in each else True in each

    def _by_leaf(self, leaf: Mapping[str, Any], value: Any) -> bool | None:
        said: list[bool | None] = []
        for keyword, given in leaf.items():
            if keyword in ("enum", "const"):
                said.append(key_of_value(value) in self._keys(keyword, given))
            elif keyword == "type":
                said.append(covers(set(names_in(given)), {type_of(value)}))
            elif keyword == "format" and isinstance(given, str):
                said.append(self._all_listed or fits_format(value, given))
            elif keyword in _NOT_PLAIN:
                said.append(None)
            elif (check := _CHECKS.get(keyword)) is not None:
                said.append(check(value, given, leaf))
        return _all_of(said)

    def _keys(self, keyword: str, given: Any) -> frozenset[Key]:
        wanted = given if keyword == "enum" and isinstance(given, list) else [given]
        key = keyword, id(given)
        if key not in self._known:
            self._shapes.budget.spend(len(wanted))
            self._known[key] = frozenset(map(key_of_value, wanted))
        return self._known[key]


def _all_of(said: Iterable[bool | None]) -> bool | None:
    every = list(said)
    return False if False in every else None if None in every else True


_Check = Callable[[Any, Any, Mapping[str, Any]], bool | None]


def _bound(*, is_lower: bool, outside: bool) -> _Check:
    def check(value: Any, given: Any, leaf: Mapping[str, Any]) -> bool | None:
        if not is_number(value) or not is_number(given):
            return True
        exclusive = outside or leaf.get("exclusiveMinimum" if is_lower else "exclusiveMaximum")
        if value == given:
            return exclusive is not True
        return (value > given) is is_lower

    return check


def _size(kind: type[str | list[Any] | dict[str, Any]], *, is_lower: bool) -> _Check:
    def check(value: Any, given: Any, _leaf: Mapping[str, Any]) -> bool | None:
        if not isinstance(value, kind) or not is_number(given):
            return True
        size = len(value)
        return bool(size >= given if is_lower else size <= given)

    return check


def _multiple(value: Any, given: Any, _leaf: Mapping[str, Any]) -> bool | None:
    if not is_number(value) or not is_number(given):
        return True
    plain = isinstance(value, int) and isinstance(given, int) and given > 0
    return value % given == 0 if plain else None  # of fractions, nobody can tell


def _pattern(value: Any, given: Any, _leaf: Mapping[str, Any]) -> bool | None:
    if not isinstance(value, str) or not isinstance(given, str):
        return True
    plain = matches(given, value)
    return _found(given, value) if plain is None else plain


def _unique(value: Any, given: Any, _leaf: Mapping[str, Any]) -> bool | None:
    if given is not True or not isinstance(value, list):
        return True
    return len({key_of_value(item) for item in value}) == len(value)


def _required(value: Any, given: Any, _leaf: Mapping[str, Any]) -> bool | None:
    if not isinstance(value, dict) or not isinstance(given, list):
        return True
    return all(name in value for name in given)


def _of(kind: type) -> _Check:
    """Return what tells that a keyword says nothing of other types, and nobody what of this one."""

    def check(value: Any, _given: Any, _leaf: Mapping[str, Any]) -> bool | None:
        return None if isinstance(value, kind) else True

    return check


_NOT_PLAIN = frozenset({"not", "if", "then", "else"})
_CHECKS: dict[str, _Check] = {
    "minimum": _bound(is_lower=True, outside=False),
    "maximum": _bound(is_lower=False, outside=False),
    "exclusiveMinimum": _bound(is_lower=True, outside=True),
    "exclusiveMaximum": _bound(is_lower=False, outside=True),
    "minLength": _size(str, is_lower=True), "maxLength": _size(str, is_lower=False),
    "minItems": _size(list, is_lower=True), "maxItems": _size(list, is_lower=False),
    "minProperties": _size(dict, is_lower=True), "maxProperties": _size(dict, is_lower=False),
    "multipleOf": _multiple, "pattern": _pattern, "uniqueItems": _unique, "required": _required,
    **dict.fromkeys(("contentEncoding", "contentMediaType", "contentSchema"), _of(str)),
    **dict.fromkeys(
        ("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"), _of(list)
    ),
    **dict.fromkeys(
        ("properties", "patternProperties", "additionalProperties", "unevaluatedProperties",
         "propertyNames", "dependentRequired", "dependentSchemas", "dependencies"), _of(dict)
    ),
}  # fmt: skip

_ALIKE = re.compile(r"(?:[^\\(\[]|\\[dDwWsSbB]|\\[^A-Za-z0-9]|\((?!\?)|\(\?:|\[(?!:))*")
"""The expressions that mean the same to all who read them."""
_PRINTED = re.compile(r"[ -~]*")
_LONGEST = 300


def _found(pattern: str, text: str) -> bool | None:
    """Tell whether *pattern* is found in *text*; None where others may read it otherwise.

    RE2 takes no longer than *text* is long.
    """
    if len(pattern) > _LONGEST or not _ALIKE.fullmatch(pattern) or not _PRINTED.fullmatch(text):
        return None
    import re2  # noqa: PLC0415 - only where a listed text is held against an expression

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options).search(text) is not None
    except re2.error:
        return None
