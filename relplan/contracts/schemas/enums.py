"""The values that are listed: ``enum`` and ``const``."""

from collections.abc import Iterator

from relplan.contracts.bounds import Budget
from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    Context,
    Difference,
    changes,
    narrows,
    place,
    widens,
)
from relplan.contracts.schemas.sameness import Key, key_of_value
from relplan.contracts.schemas.shape import Shape

ENUMS = frozenset({"enum", "const"})


def listed_values(shape: Shape, budget: Budget) -> dict[Key, Node] | None:
    """Return the values that are allowed, where they are listed; null is looked at elsewhere."""
    found: dict[Key, Node] | None = None
    for node in (*shape.each("enum"), *shape.each("const")):
        budget.spend(_size(node.value))
        values = _values(node)
        found = values if found is None else {key: found[key] for key in found if key in values}
    return found


def _size(value: object) -> int:
    return 1 + len(value) if isinstance(value, list | dict) else 1


def _values(node: Node) -> dict[Key, Node]:
    if node.pointer[-1:] == ("const",):
        listed = [node]
    else:
        items = node.value if isinstance(node.value, list) else []
        listed = [
            Node(item, node.path, (*node.pointer, str(index))) for index, item in enumerate(items)
        ]
    return {key_of_value(item.value): item for item in listed if item.value is not None}


def compare_enums(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how the listed values differ."""
    before, after = (listed_values(shape, context.budget) for shape in (base, revision))
    if before is None and after is None:
        return
    old, new = base.first("enum"), revision.first("enum")
    if old is None and new is None:
        yield from _compare_const(base, revision, before, after)
    elif before is None:
        yield narrows("became-enum", place(None, new or revision.first("const")))
    elif after is None:
        yield widens("enum-removed", place(old or base.first("const"), None))
    else:
        yield from _compare_values(before, after)


def _compare_values(before: dict[Key, Node], after: dict[Key, Node]) -> Iterator[Difference]:
    for key in [key for key in before if key not in after]:
        yield narrows("enum-value-removed", place(before[key], None))
    for key in [key for key in after if key not in before]:
        yield widens("enum-value-added", place(None, after[key]))


def _compare_const(
    base: Shape,
    revision: Shape,
    before: dict[Key, Node] | None,
    after: dict[Key, Node] | None,
) -> Iterator[Difference]:
    old, new = base.first("const"), revision.first("const")
    if before is None:
        yield narrows("const-added", place(None, new))
    elif after is None:
        yield widens("const-removed", place(old, None))
    elif before.keys() != after.keys():
        yield changes("const-changed", place(old, new))
