"""``discriminator``: which property tells which alternative a value is, and by which words."""

import re
from collections.abc import Iterator

from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.references import Node, References
from relplan.contracts.schemas.difference import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Context,
    Difference,
    changes,
    judged,
    pair_of,
    place,
)
from relplan.contracts.schemas.shape import Shape

DISCRIMINATOR = frozenset({"discriminator"})
_NAME = re.compile(r"[\w-]+")
_SCHEMAS = "#/components/schemas/"


def compare_discriminator(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how it differs what tells which alternative a value is."""
    old, new = base.first("discriminator"), revision.first("discriminator")
    if old is None and new is not None:
        yield changes("discriminator-added", place(None, new, after=_property_name(new)))
    elif old is not None and new is None:
        yield changes("discriminator-removed", place(old, None, before=_property_name(old)))
    elif old is not None and new is not None:
        before, after = _property_name(old), _property_name(new)
        if before != after:
            at = place(old, new, before, after)
            yield changes("discriminator-property-name-changed", at)
        yield from _compare_mapping(_mapping(old), _mapping(new), context)


def _property_name(node: Node) -> str:
    if isinstance(node.value, str):  # Swagger 2.0
        return node.value
    named = node.get("propertyName")
    return str(named.value)[:100] if named else ""


def _mapping(node: Node) -> dict[str, Node]:
    """Return the schemas that words stand for."""
    mapping = node.get("mapping")
    if mapping is None or not isinstance(mapping.value, dict):
        return {}
    nodes = {name: mapping.get(name) for name in mapping.value}
    return {name: item for name, item in nodes.items() if item and isinstance(item.value, str)}


def _compare_mapping(
    before: dict[str, Node], after: dict[str, Node], context: Context
) -> Iterator[Difference]:
    for name in sorted(before.keys() | after.keys()):
        gone, come = before.get(name), after.get(name)
        if gone is None and come is not None:
            told = _is_implied(name, come)
            at = place(None, come, "", name[:100])
            yield judged("discriminator-mapping-added", ADDITIVE, NONE if told else RISKY, at)
        elif come is None and gone is not None:
            yield _deleted(name, gone, after)
        elif gone is not None and come is not None and gone.value != come.value:
            yield from _changed(gone, come, context)


def _is_implied(name: str, node: Node) -> bool:
    """Tell whether a word stands for the schema of its own name, as it does unmapped."""
    return name == str(node.value).rpartition("/")[2]


def _deleted(name: str, gone: Node, after: dict[str, Node]) -> Difference:
    """Return that a word is gone: what is read is then told by another one, known or not."""
    at = place(gone, None, name[:100], "")
    if _is_implied(name, gone):
        return judged("discriminator-mapping-deleted", NONE, NONE, at)
    known = any(node.value == gone.value for node in after.values())
    return judged("discriminator-mapping-deleted", BREAKING, NONE if known else BREAKING, at)


def _changed(gone: Node, come: Node, context: Context) -> Iterator[Difference]:
    """Yield that a word stands for another schema, as bad as that one differs."""
    rule, at = "discriminator-mapping-changed", place(gone, come)
    old, new = _target(gone, context.base.references), _target(come, context.revision.references)
    if old is None or new is None:
        yield judged(rule, RISKY, RISKY, at)
    elif context.sameness.same(old.value, new.value):
        yield judged(rule, NONE, NONE, at)  # it is only called otherwise
    else:
        yield context.ask(pair_of(old, new)).graded(rule, at)


def _target(node: Node, references: References) -> Node | None:
    """Return the schema that a mapping names, by a reference or by its name alone."""
    ref = str(node.value)
    try:
        return references.target(node, ref if not _NAME.fullmatch(ref) else f"{_SCHEMAS}{ref}")
    except BoundReachedError:
        raise
    except UnreadableError:
        return None
