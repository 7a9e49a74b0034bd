"""What is plain to see of a schema, without following what it refers to."""

from collections.abc import Mapping, Sequence
from typing import Any

from relplan.contracts.references import Node

_ANNOTATIONS = frozenset({"title", "description", "$comment", "example", "examples", "deprecated"})


def accepts_all(value: object) -> bool:
    """Tell whether a schema says nothing."""
    return value is True or value == {}


def says_nothing(value: object) -> bool:
    """Tell whether any value will do, whatever people are told of it."""
    return value is True or (isinstance(value, dict) and value.keys() <= _ANNOTATIONS)


def refuses_all(value: object) -> bool:
    """Tell whether a schema says outright that no value will do."""
    return value is False or (isinstance(value, dict) and accepts_all(value.get("not")))


def takes_null_too(value: object) -> bool:
    """Tell whether it is plain that null will do, among others."""
    named = value.get("type") if isinstance(value, dict) else None
    return says_nothing(value) or (isinstance(named, list) and "null" in named)


def is_bare(value: object) -> bool:
    """Tell whether a schema is a reference and no more."""
    return isinstance(value, dict) and len(value) == 1 and isinstance(value.get("$ref"), str)


def is_nullable(value: Mapping[str, Any]) -> bool:
    """Tell whether a schema of OpenAPI 3.0, or of Swagger, says that null will do."""
    return value.get("nullable") is True or value.get("x-nullable") is True


def is_null(value: object) -> bool:
    """Tell whether a schema is of null alone."""
    if not isinstance(value, dict):
        return False
    said = {key: item for key, item in value.items() if key not in _ANNOTATIONS}
    return said in ({"type": "null"}, {"type": ["null"]}, {"const": None}, {"enum": [None]}) or (
        said == {"type": "null", "enum": [None]}
    )


def types_alone(alternatives: Sequence[Node], *, exclusive: bool) -> list[str]:
    """Return the types where the alternatives are one type each and say no more.

    *exclusive*: of two that a value has, as ``integer`` and ``number``, neither will do.
    """
    types: list[str] = []
    for node in alternatives:
        if not isinstance(node.value, dict) or set(node.value) - _ANNOTATIONS != {"type"}:
            return []
        name = node.value["type"]
        if not isinstance(name, str) or (exclusive and name in types):
            return []
        types.append(name)
    return [] if exclusive and {"integer", "number"} <= set(types) else types


def values_alone(alternatives: Sequence[Node]) -> list[str | int]:
    """Return the values where the alternatives list some each, say no more and share none."""
    values: list[str | int] = []
    for node in alternatives:
        said = node.value if isinstance(node.value, dict) else {}
        if not said.keys() - _ANNOTATIONS <= {"const", "enum", "type"}:
            return []
        listed = [said["const"]] if "const" in said else said.get("enum")
        if not isinstance(listed, list) or ("const" in said and "enum" in said):
            return []
        if not all(_is_of(value, said.get("type")) for value in listed):
            return []
        values += listed
    return values if len({(type(value), value) for value in values}) == len(values) else []


def _is_of(value: object, kind: object) -> bool:
    """Tell whether it is plain that a text or a whole number is of the type *kind*; None: any."""
    if isinstance(value, str):
        return kind in (None, "string")
    return isinstance(value, int) and not isinstance(value, bool) and kind in (
        None, "integer", "number",
    )  # fmt: skip
