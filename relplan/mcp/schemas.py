"""JSON Schemas of what the tools return."""

from collections.abc import Iterable
from typing import Any

_AS_OF = {
    "type": "object",
    "description": "How far this can be trusted to be what git says now.",
    "properties": {
        "scanned_at": {"type": "string", "format": "date-time"},
        "moved_since": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Services whose repositories moved later; `relplan scan` reads them.",
        },
        "failed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What the last scan could not read: what is said of it is older.",
        },
    },
    "required": ["scanned_at", "moved_since", "failed"],
}
_LEFT_OUT = {
    "type": "object",
    "description": "By the place of a list that was cut: how many of its entries are shown.",
    "additionalProperties": {
        "type": "object",
        "properties": {"shown": {"type": "integer"}, "of": {"type": "integer"}},
        "required": ["shown", "of"],
    },
}


def schema_of(fields: Iterable[str], schema: str) -> dict[str, Any]:
    """Return the JSON Schema of an answer with *fields*, those of the document called *schema*."""
    fields = tuple(fields)
    return {
        "type": "object",
        "description": f"{schema}, as `relplan help json` lays it out.",
        "properties": {
            "schema": {"const": schema},
            "provenance": {"type": "string"},
            "as_of": _AS_OF,
            **{field: {} for field in fields},
            "left_out": _LEFT_OUT,
        },
        "required": ["schema", "provenance", "as_of", *fields, "left_out"],
    }
