"""What the comparison of two schemas leads to: differences, and further schemas to compare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from relplan.contracts.bounds import Budget
from relplan.contracts.references import Node
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.rules import (
    NONE,
    RISKY,
    Difference,
    Place,
    judged,
    worst,
)
from relplan.contracts.schemas.shape import Part, Parts, PartsKey, Shapes, key_of
from relplan.contracts.schemas.sides import Dialect
from relplan.contracts.schemas.values import Sameness

PairKey = tuple[PartsKey, PartsKey]

NOBODY: frozenset[Direction] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two schemas to compare."""

    base: Parts
    revision: Parts

    @property
    def key(self) -> PairKey:
        """What is the same for the same two."""
        return key_of(self.base), key_of(self.revision)


@dataclass(frozen=True, slots=True)
class Edge:
    """That two schemas are to be compared because two others are."""

    pair: Pair
    steps: tuple[str, ...] = ()
    """From the value of the others to that of these."""
    muted: frozenset[Direction] = NOBODY
    """Directions in which the value is not there."""


Finds = Iterator[Difference | Edge]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that differs between two schemas and below them."""

    differences: tuple[Difference, ...]
    settled: bool
    """Whether it is all: not where the answer is needed to find the answer."""

    @property
    def clean(self) -> bool:
        """Whether no value's validity depends on what differs."""
        return self.settled and all(
            found.request is NONE and found.response is NONE for found in self.differences
        )

    @property
    def narrows(self) -> bool:
        """Whether less may be accepted than before."""
        return not self.settled or any(found.narrows for found in self.differences)

    @property
    def widens(self) -> bool:
        """Whether more may be accepted than before."""
        return not self.settled or any(found.widens for found in self.differences)

    def graded(self, rule: str, at: Place) -> Difference:
        """Return one difference as bad as all of them."""
        if not self.settled:
            return judged(rule, RISKY, RISKY, at)
        request = worst(found.request for found in self.differences)
        return judged(rule, request, worst(found.response for found in self.differences), at)


class Context(Protocol):
    """What the rules need to know of both sides."""

    base: Shapes
    revision: Shapes
    dialect: Dialect
    budget: Budget
    sameness: Sameness

    def ask(self, pair: Pair) -> Answer:
        """Return what differs between two schemas."""

    def unchanged(self, base: Node, revision: Node) -> bool:
        """Tell quickly whether two schemas, and all that they refer to, are the same."""


def one(node: Node | None) -> Parts:
    """Return one schema as all that must hold; nothing for none."""
    return () if node is None else (Part(node),)


def pair_of(base: Node | None, revision: Node | None) -> Pair:
    """Return two schemas as a pair; None: anything goes."""
    return Pair(one(base), one(revision))


def leftovers(
    base: Iterable[Node], revision: Iterable[Node], context: Context
) -> tuple[list[Node], list[Node]]:
    """Return the schemas of either side that stand on the other side not as they are."""
    gone, come = list(base), list(revision)
    context.budget.spend(len(gone) * len(come))
    for old in tuple(gone):
        found = next((new for new in come if context.unchanged(old, new)), None)
        if found is not None:
            gone.remove(old)
            come.remove(found)
    return gone, come
