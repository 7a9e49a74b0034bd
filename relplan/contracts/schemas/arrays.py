"""Items of arrays: one by one, all others, and those that must be among them."""

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    ADDITIVE,
    BREAKING,
    NONE,
    Context,
    Edge,
    Finds,
    Pair,
    judged,
    may_change,
    narrows,
    one,
    place,
    shown,
    unmatched,
    widens,
)
from relplan.contracts.schemas.leftover import (
    compare_unevaluated,
    may_ask_for_more,
    unevaluated,
)
from relplan.contracts.schemas.ranges import is_number
from relplan.contracts.schemas.shape import Part, Parts, Shape
from relplan.contracts.schemas.types import may_be

ARRAYS = frozenset({
    "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains", "minContains",
    "maxContains",
})  # fmt: skip
CONTENT = frozenset({"contentSchema"})
ANY_ITEM = "[]"
"""The step to an item of an array."""


def compare_arrays(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how the items of two arrays differ, where both may be one."""
    if not (may_be(base, "array") and may_be(revision, "array")):
        return
    for index in range(max(_count(base), _count(revision))):
        context.budget.spend(2 + 2 * (len(base.leaves) + len(revision.leaves)))
        yield from _compare_position(base, revision, index, context)
    before, after = _rest(base), _rest(revision)
    old, new = context.base.of(before), context.revision.of(after)
    if new.never is not None and old.never is None:
        yield narrows("items-closed", place(None, new.never, "", ""))
    elif old.never is not None and new.never is None:
        yield widens("items-opened", place(old.never, revision.first("items"), "", ""))
    elif old.never is None and (before or after):
        yield Edge(Pair(before, after), (ANY_ITEM,))
    yield from compare_unevaluated(base, revision, "unevaluatedItems", context)
    yield from _compare_contains(base, revision, context)


def _prefix(leaf: Node) -> Node | None:
    """Return the list of schemas, one a position: ``items`` itself in the older drafts."""
    for keyword in ("prefixItems", "items"):
        node = leaf.get(keyword)
        if node is not None and isinstance(node.value, list):
            return node
    return None


def _count(shape: Shape) -> int:
    return max((len(node.value) for leaf in shape.leaves if (node := _prefix(leaf))), default=0)


def _rest(shape: Shape) -> Parts:
    """Return what an item must satisfy of whose position nothing is said."""
    own = (rest for leaf in shape.leaves if (rest := _rest_of(leaf)) is not None)
    return (*map(Part, own), *unevaluated(shape, "unevaluatedItems"))


def _rest_of(leaf: Node) -> Node | None:
    items = leaf.get("items")
    if items is not None and isinstance(items.value, list):
        return leaf.get("additionalItems")
    return items


def _at(shape: Shape, index: int) -> tuple[Node | None, Parts]:
    """Return where the item at a position is described, and what it must satisfy."""
    described, parts = None, []
    for leaf in shape.leaves:
        prefix = _prefix(leaf)
        own = prefix.get(str(index)) if prefix else None
        described = described or own
        applying = own or _rest_of(leaf)
        parts += [Part(applying)] if applying else []
    if described is None:
        parts += unevaluated(shape, "unevaluatedItems")
    return described, tuple(parts)


def _compare_position(base: Shape, revision: Shape, index: int, context: Context) -> Finds:
    (old, before), (new, after) = _at(base, index), _at(revision, index)
    never_before = context.base.of(before).never is not None
    never_after = context.revision.of(after).never is not None
    name = f"[{index}]"
    if old and new:
        yield Edge(Pair(before, after), (name,))
    elif never_before and never_after:
        return
    elif never_before:
        yield judged("prefix-items-added", ADDITIVE, BREAKING, place(old, new, "", name))
    elif never_after:
        yield judged("prefix-items-removed", BREAKING, ADDITIVE, place(old, new, name, ""))
    elif (new and not before) or (old and not after):
        come = old is None
        rule = f"prefix-items-{'added' if come else 'removed'}"
        at = place(None, new, "", name) if come else place(old, None, name, "")
        if may_ask_for_more(base if come else revision, "unevaluatedItems"):
            yield may_change(rule, at)
        else:
            yield context.ask(Pair(before, after)).graded(rule, at)
    else:
        yield Edge(Pair(before, after), (name,))


def _compare_contains(base: Shape, revision: Shape, context: Context) -> Finds:
    gone, come = unmatched(base.each("contains"), revision.each("contains"), context)
    if gone and come:
        parts = tuple(map(Part, gone)), tuple(map(Part, come))
        at = place(gone[0], come[0], "", "")
        answer = context.ask(Pair(*parts))
        if base.first("maxContains") or revision.first("maxContains") or len(gone) != len(come):
            found = may_change("contains-changed", at)
        else:
            found = answer.graded("contains-changed", at)
        if not answer.clean and (found.request, found.response) != (NONE, NONE):
            yield found
    elif come:
        yield from _contains_came(come[0], revision)
    elif gone:
        yield from _contains_went(gone[0], base)
    if base.first("contains") and revision.first("contains"):
        yield from _compare_counts(base, revision)


def _contains_came(node: Node, revision: Shape) -> Finds:
    if _least(revision) > 0 or revision.first("maxContains"):
        yield narrows("contains-added", place(None, node, "", ""))


def _contains_went(node: Node, base: Shape) -> Finds:
    if _least(base) > 0 or base.first("maxContains"):
        yield widens("contains-removed", place(node, None, "", ""))


def _least(shape: Shape) -> float:
    return max(
        (node.value for node in shape.each("minContains") if is_number(node.value)), default=1
    )


def _compare_counts(base: Shape, revision: Shape) -> Finds:
    before, after = _least(base), _least(revision)
    if before != after:
        node = revision.first("minContains") or base.first("minContains")
        gone = revision.first("minContains") is None
        at = place(node if gone else None, None if gone else node, shown(before), shown(after))
        more = after > before
        yield (narrows if more else widens)(
            f"min-contains-{'increased' if more else 'decreased'}", at
        )
    old, new = _most(base), _most(revision)
    if old is None and new is not None:
        yield narrows("max-contains-set", place(None, new))
    elif old is not None and new is None:
        yield widens("max-contains-unset", place(old, None))
    elif old and new and old.value != new.value:
        less = new.value < old.value
        rule = f"max-contains-{'decreased' if less else 'increased'}"
        yield (narrows if less else widens)(rule, place(old, new))


def _most(shape: Shape) -> Node | None:
    nodes = [node for node in shape.each("maxContains") if is_number(node.value)]
    return min(nodes, key=lambda node: node.value, default=None)


def compare_content_schema(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how what text holds differs."""
    old, new = base.first("contentSchema"), revision.first("contentSchema")
    if old is None and new is not None:
        yield narrows("content-schema-added", place(None, new, "", ""))
    elif old is not None and new is None:
        yield widens("content-schema-removed", place(old, None, "", ""))
    elif old is not None and new is not None:
        yield Edge(Pair(one(old), one(new)))
