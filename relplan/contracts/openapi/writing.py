"""How values are written as text: those of parameters, of headers and of a form's fields."""

from dataclasses import dataclass

from relplan.contracts.openapi.document import Reader
from relplan.contracts.references import Node

SCALARS = frozenset({"string", "integer", "number", "boolean"})


@dataclass(frozen=True, slots=True)
class Writing:
    """How a value is written as text."""

    style: str
    explode: bool
    kinds: frozenset[str] = frozenset()
    """The types of the value, as far as they are plain to see."""
    media_types: frozenset[str] = frozenset()
    """Of a part of a form with many parts: what it may be, where that is said."""


IN_HEADERS = Writing("simple", explode=False)
IN_FORMS = Writing("form", explode=True)


def types_of(schema: Node | None, reader: Reader) -> frozenset[str]:
    """Return the types but null that a schema names outright; none where that is not so plain."""
    followed = reader.follow(schema) if schema and isinstance(schema.value, dict) else None
    named = followed.value.get("type") if followed else None
    listed = named if isinstance(named, list) else [named]
    return frozenset(name for name in listed if isinstance(name, str)) - {"null"}


def style_matters(kinds: frozenset[str], *, in_path: bool = False) -> bool:
    """Tell whether a value of one of *kinds*, none: of any, is written otherwise in each style.

    One value by itself is written alike by all styles, but by those of paths.
    """
    return in_path or not kinds or not kinds <= SCALARS


def explode_matters(style: str, kinds: frozenset[str]) -> bool:
    """Tell whether a value of one of *kinds*, none: of any, is written otherwise when exploded."""
    if style == "deepObject" or (kinds and kinds <= SCALARS):
        return False
    return style != "simple" or not kinds or "object" in kinds


def is_alike(old: Writing, new: Writing) -> bool:
    """Tell whether both write the same values the same, and all media types of *old* will do."""
    kinds = old.kinds | new.kinds
    if old.style != new.style and style_matters(kinds):
        return False
    if old.explode is not new.explode and explode_matters(new.style, kinds):
        return False
    before, after = _media_types(old, new), _media_types(new, old)
    return not (old.media_types or new.media_types) or before <= after


def how_otherwise(old: Writing, new: Writing) -> str:
    """Return, as the end of a sentence, how *new* writes otherwise than *old*."""
    before, after = (
        ", ".join(sorted(types)) or "what is usual"
        for types in (_media_types(old, new), _media_types(new, old))
    )
    if before == after or not (old.media_types or new.media_types):
        before, after = _style(old), _style(new)
    return f"is written as '{after[:100]}', not as '{before[:100]}'"


def _style(writing: Writing) -> str:
    return f"{writing.style}, {'exploded' if writing.explode else 'not exploded'}"


def _media_types(writing: Writing, other: Writing) -> frozenset[str]:
    """Return as what a part of a form is sent; none: that depends on its value."""
    kinds = writing.kinds | other.kinds
    if writing.media_types or not kinds or "array" in kinds:
        return writing.media_types
    return frozenset({"text/plain" if kinds <= SCALARS else "application/json"})
