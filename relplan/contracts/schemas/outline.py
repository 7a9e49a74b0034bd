"""Which properties a schema describes."""

from collections.abc import Iterator

from relplan.contracts.references import Node, References
from relplan.contracts.schemas.arrays import ANY_ITEM
from relplan.contracts.schemas.shape import Dialect, Part, Shape, Shapes

_MOST = 2_000
_DEEPEST = 8

Steps = tuple[str, ...]


def properties_in(root: Node, references: References) -> Iterator[Steps]:
    """Yield the way to each property, from the top; of schemas in themselves, the first round."""
    shapes = Shapes(references, Dialect.JSON_SCHEMA, references.budget)
    ahead: list[tuple[Node, Steps, frozenset[int]]] = [(root, (), frozenset())]
    seen: set[Steps] = set()
    while ahead and len(seen) < _MOST:
        node, steps, above = ahead.pop()
        shape = shapes.of((Part(node),))
        ids = {id(leaf.value) for leaf in shape.leaves}
        if ids & above or len(steps) > _DEEPEST:
            continue
        below = list(_below(shape))
        references.budget.spend(2 * len(below))
        for more, _ in below:
            way = (*steps, *more)
            if more and more != (ANY_ITEM,) and way not in seen and len(seen) < _MOST:
                seen.add(way)
                yield way
        ahead += [(item, (*steps, *more), above | ids) for more, item in reversed(below)]


def _below(shape: Shape) -> Iterator[tuple[Steps, Node]]:
    for leaf in shape.leaves:
        properties = leaf.value.get("properties")
        if isinstance(properties, dict):
            for name, value in properties.items():
                yield (name,), Node(value, leaf.path, (*leaf.pointer, "properties", name))
        items = leaf.get("items")
        if items is not None and isinstance(items.value, dict):
            yield (ANY_ITEM,), items
    for group in shape.groups:
        for node in group.alternatives:
            yield (), node
