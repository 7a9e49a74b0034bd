"""What two schemas differ in, and which further schemas are to be compared because of them.

How bad a difference is, its row says; a comparison may say less.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from relplan.contracts.bounds import Budget
from relplan.contracts.references import Node
from relplan.contracts.schemas.change import Direction, SchemaChange
from relplan.contracts.schemas.rows import ROWS
from relplan.contracts.schemas.sameness import Sameness
from relplan.contracts.schemas.shape import Dialect, Part, Parts, PartsKey, Shapes, key_of
from relplan.model.finding import Severity

BREAKING, RISKY, ADDITIVE, NONE, UNKNOWN = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE, Severity.UNKNOWN,
)  # fmt: skip

_LONGEST_TEXT = 60
_MOST_SHOWN = 20
_LONGEST_NUMBER = 200  # bits

_TOUCHING = frozenset({BREAKING, RISKY, UNKNOWN})

_IN_REQUESTS = {"type-specialized": "type-changed"}
"""What the rules of requests call otherwise."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two schemas, judged in both directions."""

    rule: str
    request: Severity
    response: Severity
    node: Node
    gone: bool
    before: str = ""
    after: str = ""
    steps: tuple[str, ...] = ()
    """From the schemas compared to the value that it is about."""
    required: bool = False

    def severity(self, direction: Direction) -> Severity:
        """Return how bad it is in *direction*."""
        return self.request if direction is Direction.REQUEST else self.response

    @property
    def narrows(self) -> bool:
        """Whether less may be accepted than before."""
        return self.request in _TOUCHING

    @property
    def widens(self) -> bool:
        """Whether more may be accepted than before."""
        return self.response in _TOUCHING

    def less_than(self, bad: Severity, less: Severity) -> "Difference":
        """Return it as *less* where it is as *bad* as that."""
        request, response = (less if one is bad else one for one in (self.request, self.response))
        return replace(self, request=request, response=response)

    def muted(self, directions: frozenset[Direction]) -> "Difference":
        """Return it as what no consumer can tell in *directions*."""
        if not directions:
            return self
        return replace(
            self,
            request=NONE if Direction.REQUEST in directions else self.request,
            response=NONE if Direction.RESPONSE in directions else self.response,
        )

    def harmless(self, directions: frozenset[Direction]) -> "Difference":
        """Return it as what touches nobody in *directions*; what it adds there, it still adds."""
        request, response = (
            NONE if direction in directions and bad in _TOUCHING else bad
            for direction, bad in ((Direction.REQUEST, self.request),
                                   (Direction.RESPONSE, self.response))
        )  # fmt: skip
        return replace(self, request=request, response=response)

    def change(self, direction: Direction, above: Sequence[str]) -> SchemaChange:
        """Return it as it is seen in *direction*, *above* leading to the schemas compared."""
        name = self.rule
        if direction is Direction.REQUEST:
            name = _IN_REQUESTS.get(name, name)
        return SchemaChange(
            name,
            self.severity(direction),
            (*above, *self.steps),
            self.node,
            self.gone,
            self.before,
            self.after,
            self.required,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a difference stands, and what stood and stands there, for people."""

    node: Node
    gone: bool = False
    before: str = ""
    after: str = ""


def place(
    base: Node | None, revision: Node | None, before: str | None = None, after: str | None = None
) -> Place:
    """Return the place of what is *base* on one side and *revision* on the other, or nothing."""
    node = revision or base
    if node is None:
        message = "a difference stands somewhere"
        raise ValueError(message)
    if before is None:
        before = shown(base.value) if base else ""
    if after is None:
        after = shown(revision.value) if revision else ""
    return Place(node, revision is None, before, after)


def judged(rule: str, request: Severity, response: Severity, at: Place) -> Difference:
    """Return a difference that is as bad as said."""
    return Difference(rule, request, response, at.node, at.gone, at.before, at.after)


def narrows(rule: str, at: Place) -> Difference:
    """Return a difference by which less is accepted than before."""
    return judged(rule, ROWS[rule].request, ADDITIVE, at)


def widens(rule: str, at: Place) -> Difference:
    """Return a difference by which more is accepted than before."""
    return judged(rule, ADDITIVE, ROWS[rule].response, at)


def changes(rule: str, at: Place) -> Difference:
    """Return a difference that is as bad in either direction as its row says."""
    return judged(rule, ROWS[rule].request, ROWS[rule].response, at)


def may_change(rule: str, at: Place) -> Difference:
    """Return a difference of which, here, nobody can tell which way it goes."""
    return judged(rule, RISKY, RISKY, at)


def unreadable(what: str, at: Place) -> Difference:
    """Return the difference that something could not be understood."""
    return judged("unreadable", UNKNOWN, UNKNOWN, Place(at.node, at.gone, "", what))


def worst(severities: Iterable[Severity]) -> Severity:
    """Return the worst one; NONE where there are none."""
    return min(severities, key=lambda severity: severity.rank, default=NONE)


def shown(value: object) -> str:
    """Return a value in few characters, for people."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        items = value[:_MOST_SHOWN]
        if any(isinstance(item, dict | list) for item in items):
            return "[…]"
        return _cut(", ".join(map(shown, items))) or "[]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER:
        return "a huge number"
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


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

    def includes(self, wide: Parts, narrow: Parts, *, revised: bool) -> bool:
        """Tell whether one side's schema *wide* surely accepts all that its *narrow* accepts."""

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


def unmatched(
    base: Iterable[Node], revision: Iterable[Node], context: Context
) -> tuple[list[Node], list[Node]]:
    """Return the schemas of either side that the other one has nowhere.

    Other than `leftovers` for keywords that say no more when they are said twice.
    """
    before, after = list(base), list(revision)
    context.budget.spend(2 * len(before) * len(after))
    return (
        [old for old in before if not any(context.unchanged(old, new) for new in after)],
        [new for new in after if not any(context.unchanged(old, new) for old in before)],
    )
