"""What says something of a value without telling which are valid, and what nobody knows."""

from collections.abc import Iterable, Iterator, Set

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Context,
    Difference,
    changes,
    judged,
    narrows,
    place,
    widens,
)
from relplan.contracts.schemas.sameness import Key, key_of_value
from relplan.contracts.schemas.shape import Shape

ANNOTATIONS = frozenset({"default", "deprecated", "x-extensible-enum"})
ACCESS = frozenset({"readOnly", "writeOnly"})
MEANINGLESS = frozenset({
    "title", "description", "summary", "example", "examples", "externalDocs", "$comment",
    "$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$defs",
    "definitions", "$vocabulary",
})  # fmt: skip
"""What no value's validity depends on, or only by what refers to it."""
_SCHEMA, _LIST, _OBJECT, _NUMBER = (dict, bool), (list,), (dict,), (int, float)
_EXPECTED: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("not", "if", "then", "else", "contentSchema", "contains"), _SCHEMA),
    **dict.fromkeys(("additionalItems", "unevaluatedItems", "unevaluatedProperties"), _SCHEMA),
    **dict.fromkeys(("additionalProperties", "propertyNames"), _SCHEMA),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "enum", "prefixItems", "required"), _LIST),
    **dict.fromkeys(("properties", "patternProperties", "dependencies"), _OBJECT),
    **dict.fromkeys(("dependentRequired", "dependentSchemas"), _OBJECT),
    **dict.fromkeys(("maximum", "minimum", "multipleOf", "maxLength", "minLength"), _NUMBER),
    **dict.fromkeys(("maxItems", "minItems", "maxContains", "minContains"), _NUMBER),
    **dict.fromkeys(("maxProperties", "minProperties"), _NUMBER),
    **dict.fromkeys(("format", "pattern", "contentEncoding", "contentMediaType"), (str,)),
    "type": (str, list),
    "items": (dict, bool, list),
    "exclusiveMaximum": (bool, int, float),
    "exclusiveMinimum": (bool, int, float),
    "uniqueItems": (bool,),
    "readOnly": (bool,),
    "writeOnly": (bool,),
}
"""What a keyword that is understood can be; what else it may be, is not."""


def compare_annotations(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how default values, deprecation and known extensions differ."""
    yield from _compare_default(base, revision)
    yield from _compare_deprecated(base, revision)
    yield from _compare_extensible_enum(base, revision)


def _compare_default(base: Shape, revision: Shape) -> Iterator[Difference]:
    old, new = base.first("default"), revision.first("default")
    if old is None and new is not None:
        yield changes("default-value-added", place(None, new))
    elif old is not None and new is None:
        yield changes("default-value-removed", place(old, None))
    elif old and new and key_of_value(old.value) != key_of_value(new.value):
        yield changes("default-value-changed", place(old, new))


def is_said(shape: Shape, keyword: str) -> bool:
    """Tell whether *keyword* is true anywhere."""
    return any(node.value is True for node in shape.each(keyword))


def _compare_deprecated(base: Shape, revision: Shape) -> Iterator[Difference]:
    before, after = is_said(base, "deprecated"), is_said(revision, "deprecated")
    at = (base.first("deprecated"), revision.first("deprecated"))
    if after and not before:
        yield changes("deprecated", place(*at))
    elif before and not after:
        yield changes("reactivated", place(*at))


def _compare_extensible_enum(base: Shape, revision: Shape) -> Iterator[Difference]:
    old, new = base.first("x-extensible-enum"), revision.first("x-extensible-enum")
    before, after = _items(old), _items(new)
    if old is None or new is None:
        return
    for key in [key for key in before if key not in after]:
        yield narrows("x-extensible-enum-value-removed", place(before[key], None))
    for key in [key for key in after if key not in before]:
        yield widens("x-extensible-enum-value-added", place(None, after[key]))


def _items(node: Node | None) -> dict[Key, Node]:
    listed = node.value if node and isinstance(node.value, list) else []
    return {
        key_of_value(item): Node(item, node.path, (*node.pointer, str(index)))
        for index, item in enumerate(listed)
        if node
    }


def compare_access(base: Shape, revision: Shape, *, required: bool) -> Iterator[Difference]:
    """Yield how it differs who may write and who may read a property that both sides have.

    What is read only is gone from requests, what is written only from responses.
    """
    for keyword, name in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        before, after = is_said(base, keyword), is_said(revision, keyword)
        at = (base.first(keyword), revision.first(keyword))
        gone, back = RISKY, (BREAKING if required else ADDITIVE)
        if keyword == "writeOnly":
            gone, back = (BREAKING if required else RISKY), ADDITIVE
        severity = gone if after else back
        if before != after:
            request, response = (severity, NONE) if keyword == "readOnly" else (NONE, severity)
            rule = f"became-{name}" if after else f"became-not-{name}"
            yield judged(rule, request, response, place(*at))


def compare_unknown(
    base: Shape, revision: Shape, changed: Iterable[str], known: Set[str], context: Context
) -> Iterator[Difference]:
    """Yield the *changed* keywords that may constrain a value, and are not *known* or malformed."""
    for keyword in sorted(changed):
        before, after = list(base.each(keyword)), list(revision.each(keyword))
        understood = keyword in known and not any(
            _is_malformed(keyword, node.value) for node in (*before, *after)
        )
        if understood or keyword.startswith("x-") or context.sameness.all_same(before, after):
            continue
        old, new = next(iter(before), None), next(iter(after), None)
        at = place(old, new, keyword if old else "", keyword if new else "")
        yield changes("keyword-changed", at)


def _is_malformed(keyword: str, value: object) -> bool:
    expected = _EXPECTED.get(keyword, (object,))
    return not isinstance(value, expected) or (isinstance(value, bool) and expected == _NUMBER)
