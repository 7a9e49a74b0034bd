"""Which root fields reach which types: a change of a type is met by those who ask for these."""

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLSchema, GraphQLUnionType, get_named_type

from relplan.contracts.bounds import Budget

_MOST = 500
"""Root fields that are named one by one."""
_BITS_A_STEP = 1_000


class Reach:
    """The root fields of a schema, by the types that can be reached from them."""

    def __init__(self, schema: GraphQLSchema, budget: Budget) -> None:
        """Walk *schema*; each type looked at, and each reference, is a step of *budget*."""
        self._roots: list[str] = []
        self._masks: dict[str, int] = defaultdict(int)
        """By type: a bit for each root field, by its place in the list."""
        self._known: dict[int, tuple[str, ...]] = {}
        self._walk(schema, budget)

    def roots(self, type_name: str) -> tuple[str, ...]:
        """Return the root fields that reach a type, sorted; of very many, the root types."""
        mask = self._masks.get(type_name, 0)
        if mask not in self._known:
            found = [root for place, root in enumerate(self._roots) if mask >> place & 1]
            if len(found) > _MOST:
                found = list({root.partition(".")[0] for root in found})
            self._known[mask] = tuple(sorted(found))
        return self._known[mask]

    def _walk(self, schema: GraphQLSchema, budget: Budget) -> None:
        below = _references(schema)
        ahead: deque[str] = deque()
        for root in filter(
            None, (schema.query_type, schema.mutation_type, schema.subscription_type)
        ):
            for name, item in root.fields.items():
                bit = 1 << len(self._roots)
                self._roots.append(f"{root.name}.{name}")
                for target in _types_of(item):
                    self._masks[target] |= bit
                    ahead.append(target)
        waiting = set(ahead)
        while ahead:
            name = ahead.popleft()
            waiting.discard(name)
            budget.spend(1 + len(below.get(name, ())) * (1 + len(self._roots) // _BITS_A_STEP))
            for target in below.get(name, ()):
                if self._masks[name] & ~self._masks[target]:
                    self._masks[target] |= self._masks[name]
                    if target not in waiting:
                        waiting.add(target)
                        ahead.append(target)


def _references(schema: GraphQLSchema) -> dict[str, set[str]]:
    """Return by type the types that one meets next; the roots are met by their fields only."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    below: dict[str, set[str]] = defaultdict(set)
    for name, type_ in schema.type_map.items():
        if type_ in roots:
            continue
        for item in getattr(type_, "fields", {}).values():
            below[name].update(_types_of(item))
        if isinstance(type_, GraphQLUnionType):
            below[name].update(member.name for member in type_.types)
        for interface in getattr(type_, "interfaces", ()):
            below[interface.name].add(name)
    return below


def _types_of(item: Any) -> Iterator[str]:
    """Yield the type of a field, and those of its arguments."""
    yield get_named_type(item.type).name
    for argument in getattr(item, "args", {}).values():
        yield get_named_type(argument.type).name
