"""Holds a value against a schema as JSON Schema says it: what the comparison must not miss."""

import re
from typing import Any

_TYPES = {
    "string": str, "boolean": bool, "object": dict, "array": list, "null": type(None),
}  # fmt: skip


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other if not is_number(one) else one == other


def is_of(value: Any, kind: str) -> bool:
    if kind == "number":
        return is_number(value)
    if kind == "integer":
        return is_number(value) and value == int(value)
    return isinstance(value, _TYPES[kind])


def is_valid(schema: Any, value: Any) -> bool:
    """Tell whether *value* is valid; of no keyword that is not here, anything is known."""
    if isinstance(schema, bool):
        return schema
    return all(_CHECKS[keyword](given, value, schema) for keyword, given in schema.items())


def _types(given, value, _schema):
    return any(is_of(value, kind) for kind in ([given] if isinstance(given, str) else given))


def _bound(is_within):
    return lambda given, value, _: (
        isinstance(given, bool) or not is_number(value) or is_within(value, given)
    )


def _size(kind, is_within):
    return lambda given, value, _: not isinstance(value, kind) or is_within(len(value), given)


def _at_least(one, other):
    return one >= other


def _at_most(one, other):
    return one <= other


def _minimum(given, value, schema):
    if schema.get("exclusiveMinimum") is True and is_number(value):
        return value > given
    return not is_number(value) or value >= given


def _unique(given, value, _schema):
    if not given or not isinstance(value, list):
        return True
    return not any(
        same(one, other) for index, one in enumerate(value) for other in value[index + 1 :]
    )


_CHECKS = {
    "type": _types,
    "enum": lambda given, value, _: any(same(item, value) for item in given),
    "const": lambda given, value, _: same(given, value),
    "minimum": _minimum,
    "maximum": _bound(_at_most),
    "exclusiveMinimum": _bound(lambda value, given: value > given),
    "exclusiveMaximum": _bound(lambda value, given: value < given),
    "multipleOf": lambda given, value, _: not is_number(value) or value % given == 0,
    "minLength": _size(str, _at_least), "maxLength": _size(str, _at_most),
    "minItems": _size(list, _at_least), "maxItems": _size(list, _at_most),
    "minProperties": _size(dict, _at_least), "maxProperties": _size(dict, _at_most),
    "uniqueItems": _unique,
    "pattern": lambda given, value, _: not isinstance(value, str) or bool(re.search(given, value)),
    "required": lambda given, value, _: (
        not isinstance(value, dict) or all(name in value for name in given)
    ),
    "items": lambda given, value, _: (
        not isinstance(value, list) or all(is_valid(given, item) for item in value)
    ),
    "additionalProperties": lambda given, value, _: (
        not isinstance(value, dict) or all(is_valid(given, item) for item in value.values())
    ),
    "propertyNames": lambda given, value, _: (
        not isinstance(value, dict) or all(is_valid(given, name) for name in value)
    ),
    "allOf": lambda given, value, _: all(is_valid(one, value) for one in given),
    "anyOf": lambda given, value, _: any(is_valid(one, value) for one in given),
    "oneOf": lambda given, value, _: sum(is_valid(one, value) for one in given) == 1,
    "not": lambda given, value, _: not is_valid(given, value),
}  # fmt: skip
