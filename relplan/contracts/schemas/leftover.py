"""``unevaluated…``: what holds for all that nothing is said of.

It sees what its own schema says, and what that refers to or holds in its ``allOf``; not what stands
beside that schema in an ``allOf`` of another one.
"""

from collections.abc import Iterator

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    Context,
    Finds,
    changes,
    leftovers,
    may_change,
    narrows,
    place,
    widens,
)
from relplan.contracts.schemas.shape import Part, Parts, Shape

_RULES = {
    "unevaluatedItems": "unevaluated-items",
    "unevaluatedProperties": "unevaluated-properties",
}
_SAYING = {
    "unevaluatedItems": frozenset({"items", "prefixItems", "additionalItems", "contains"}),
    "unevaluatedProperties": frozenset({
        "properties", "patternProperties", "additionalProperties",
    }),
}  # fmt: skip
"""What says something of single properties, or items."""
_CONDITIONS = {
    "unevaluatedItems": frozenset({"if", "contains"}),
    "unevaluatedProperties": frozenset({"if", "dependentSchemas"}),
}
"""What says something of them under conditions."""


def unevaluated(shape: Shape, keyword: str) -> Parts:
    """Return what holds for all that nothing is said of, where that is plain to see."""
    if not _is_plain(shape, keyword):
        return ()
    return tuple(Part(leaf.get(keyword) or leaf) for leaf in _asking(shape, keyword))


def may_ask_for_more(shape: Shape, keyword: str) -> bool:
    """Tell whether something may hold besides for what nothing is said of; nobody can tell what."""
    return not _is_plain(shape, keyword) and any(_asking(shape, keyword))


def compare_unevaluated(base: Shape, revision: Shape, keyword: str, context: Context) -> Finds:
    """Yield how *keyword* differs where it is not plain to see what it is said of."""
    plain = _is_plain(base, keyword), _is_plain(revision, keyword)
    if all(plain):
        return
    before, after = list(_asking(base, keyword)), list(_asking(revision, keyword))
    old, new = (
        [node for leaf in leaves if (node := leaf.get(keyword))] for leaves in (before, after)
    )
    rule = _RULES[keyword]
    gone, come = leftovers(old, new, context)
    if gone and come:
        yield changes(f"{rule}-changed", place(gone[0], come[0], "", ""))
    elif come:
        yield narrows(f"{rule}-added", place(None, come[0], ""))
    elif gone:
        yield widens(f"{rule}-removed", place(gone[0], None, None, ""))
    elif old and _is_seen_otherwise((base, before), (revision, after), keyword, context):
        yield may_change(f"{rule}-changed", place(old[0], new[0], "", ""))


def _is_seen_otherwise(
    base: tuple[Shape, list[Node]],
    revision: tuple[Shape, list[Node]],
    keyword: str,
    context: Context,
) -> bool:
    """Tell whether the same may be said of other properties, or items, than before."""
    (old, before), (new, after) = base, revision
    if _is_plain(old, keyword) is not _is_plain(new, keyword):
        return True
    hidden = _is_hidden(old, keyword) or _is_hidden(new, keyword)
    return hidden and any(leftovers(before, after, context))


def _is_plain(shape: Shape, keyword: str) -> bool:
    """Tell whether all that is said is seen, and holds under all conditions."""
    if shape.first(keyword) is None:
        return True
    conditions = _CONDITIONS[keyword]
    if shape.groups or any(leaf.value.keys() & conditions for leaf in shape.leaves):
        return False
    return not _is_hidden(shape, keyword)


def _is_hidden(shape: Shape, keyword: str) -> bool:
    """Tell whether something is said that one which asks does not see."""
    for leaf in shape.leaves:
        if keyword in leaf.value:
            start, end = _seen(shape, leaf)
            unseen = (*shape.leaves[:start], *shape.leaves[end:])
            if any(other.value.keys() & _SAYING[keyword] for other in unseen):
                return True
    return False


def _asking(shape: Shape, keyword: str) -> Iterator[Node]:
    """Yield the schemas that say *keyword* of anything at all."""
    for leaf in shape.leaves:
        if keyword in leaf.value:
            start, end = _seen(shape, leaf)
            seen = shape.leaves[start:end]
            others = (other for other in seen if other is not leaf)
            if not _is_all_said(seen, keyword) and all(keyword not in one.value for one in others):
                yield leaf


def _seen(shape: Shape, leaf: Node) -> tuple[int, int]:
    return shape.seen.get(id(leaf.value), (0, len(shape.leaves)))


def _is_all_said(leaves: list[Node], keyword: str) -> bool:
    """Tell whether something is said of all properties, or all items, already."""
    if keyword == "unevaluatedProperties":
        return any("additionalProperties" in leaf.value for leaf in leaves)
    return any(
        "additionalItems" in leaf.value or not isinstance(leaf.value.get("items", []), list)
        for leaf in leaves
    )
