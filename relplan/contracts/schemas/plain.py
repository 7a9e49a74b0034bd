"""What is plain to see of a schema, without following what it refers to."""

from collections.abc import Mapping, Sequence
from typing import Any

from relplan.contracts.references import Node

_ANNOTATIONS = frozenset({"title", "description", "$comment", "example", "examples", "deprecated"})


def accepts_all(value: object) -> bool:
    """Tell whether a schema says nothing."""
    return value is True or value == {}


def refuses_all(value: object) -> bool:
    """Tell whether a schema says outright that no value will do."""
    return value is False or (isinstance(value, dict) and accepts_all(value.get("not")))


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


def types_alone(alternatives: Sequence[Node]) -> list[str]:
    """Return the types where the alternatives are one type each and say no more."""
    types: list[str] = []
    for node in alternatives:
        if not isinstance(node.value, dict) or set(node.value) - _ANNOTATIONS != {"type"}:
            return []
        name = node.value["type"]
        if not isinstance(name, str) or name in types:
            return []
        types.append(name)
    return [] if {"integer", "number"} <= set(types) else types
