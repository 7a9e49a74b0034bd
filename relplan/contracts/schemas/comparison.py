"""Compares pairs of schemas, each once, and knows which lead to which."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.references import Node, join_path
from relplan.contracts.schemas.alternatives import (
    GROUPS,
    compare_groups,
    compare_wrapped,
    is_wrapped,
)
from relplan.contracts.schemas.annotations import (
    ACCESS,
    ANNOTATIONS,
    MEANINGLESS,
    compare_annotations,
    compare_unknown,
)
from relplan.contracts.schemas.arrays import ARRAYS, CONTENT, compare_arrays, compare_content_schema
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.conditions import (
    CONDITIONS,
    DEPENDENTS,
    NOT,
    compare_conditions,
    compare_dependents,
    compare_not,
)
from relplan.contracts.schemas.difference import (
    NOBODY,
    Answer,
    Context,
    Difference,
    Edge,
    Finds,
    Pair,
    PairKey,
    Place,
    narrows,
    place,
    unreadable,
    widens,
)
from relplan.contracts.schemas.discriminator import DISCRIMINATOR, compare_discriminator
from relplan.contracts.schemas.enums import ENUMS, compare_enums
from relplan.contracts.schemas.finite import untouched
from relplan.contracts.schemas.limits import LIMITS, compare_limits
from relplan.contracts.schemas.objects import NAMES, OBJECTS, compare_names, compare_objects
from relplan.contracts.schemas.sameness import Sameness, Unchanged
from relplan.contracts.schemas.shape import REFERRING, Dialect, Part, Parts, Shape, Shapes, Sides
from relplan.contracts.schemas.types import TYPES, compare_types

_SIZE_OF_PAIR, _SIZE_OF_PART, _SIZE_OF_DIFFERENCE = 700, 300, 500
"""Bytes that are kept of each."""
_STEPS_A_LEAF = 8
"""Keywords are looked for in each schema of which all must hold, one after the other."""
_DEEPEST = 16
"""Answers that are needed to find answers."""


@dataclass(frozen=True, slots=True)
class Way:
    """That two schemas, known by their number, are to be compared because two others are."""

    number: int
    steps: tuple[str, ...]
    muted: frozenset[Direction]


@dataclass(frozen=True, slots=True)
class Local:
    """What differs between two schemas themselves, and what is to be compared because of them."""

    differences: tuple[Difference, ...] = ()
    ways: tuple[Way, ...] = ()


_NOTHING = Local()


class Comparison:
    """Remembers what it found, for all the schemas of two versions of a contract."""

    def __init__(self, sides: Sides) -> None:
        """Compare what stands in *sides*."""
        self.dialect = sides.dialect
        self.budget = sides.budget
        self.base = Shapes(sides.base, sides.dialect, sides.budget)
        self.revision = Shapes(sides.revision, sides.dialect, sides.budget)
        self.sameness = Sameness(sides.budget)
        self._unchanged = Unchanged(sides, self.sameness)
        self._numbers: dict[PairKey, int] = {}
        self._pairs: list[Pair] = []
        self._known: dict[int, Local] = {}
        self._open: set[int] = set()
        self._answers: dict[int, Answer] = {}
        self._depth = 0
        self._sides: dict[bool, Comparison] = {}
        """What compares schemas of the base, or of the revision, with one another."""

    def unchanged(self, base: Node, revision: Node) -> bool:
        """Tell quickly whether two schemas, and all that they refer to, are the same."""
        return self._unchanged.is_true_of(base, revision)

    def number_of(self, pair: Pair) -> int:
        """Return the number of two schemas, counted as they are met."""
        pair = Pair(self.base.followed(pair.base), self.revision.followed(pair.revision))
        parts = len(pair.base) + len(pair.revision)
        self.budget.spend(1 + parts)
        number = self._numbers.setdefault(pair.key, len(self._pairs))
        if number == len(self._pairs):
            self._pairs.append(pair)
            self.budget.keep(_SIZE_OF_PAIR + parts * _SIZE_OF_PART)
        return number

    def ask(self, pair: Pair) -> Answer:
        """Return what differs between two schemas, and below them."""
        number = self.number_of(pair)
        if number in self._answers:
            return self._answers[number]
        if self._depth > _DEEPEST:
            return Answer((), settled=False)
        self._depth += 1
        try:
            answer = self._answer(number)
        finally:
            self._depth -= 1
        if answer.settled:
            self._answers[number] = answer
        return answer

    def includes(self, wide: Parts, narrow: Parts, *, revised: bool) -> bool:
        """Tell whether one side's schema *wide* surely accepts all that its *narrow* accepts."""
        answer = self._within(revised=revised).ask(Pair(narrow, wide))
        return not answer.narrows

    def _within(self, *, revised: bool) -> "Comparison":
        """Return what compares schemas of one side."""
        if self.base.references is self.revision.references:
            return self
        if revised not in self._sides:
            references = (self.revision if revised else self.base).references
            sides = Sides(references, references, self.budget, self.dialect)
            self._sides[revised] = Comparison(sides)
        return self._sides[revised]

    def _answer(self, number: int) -> Answer:
        found: list[Difference] = []
        settled = True
        reached = {number}
        ahead = deque([Way(number, (), NOBODY)])
        while ahead:
            way = ahead.popleft()
            self.budget.spend()
            local = self.local(way.number)
            if local is None:
                settled = False
                continue
            self.budget.spend(len(local.differences))
            found += (difference.muted(way.muted) for difference in local.differences)
            for below in local.ways:
                if below.number not in reached:
                    reached.add(below.number)
                    ahead.append(Way(below.number, (), way.muted | below.muted))
            self.budget.spend(len(local.ways) // 4)
        self.budget.keep(200 + 16 * len(found))
        return Answer(tuple(found), settled)

    def local(self, number: int) -> Local | None:
        """Return what differs between two schemas themselves; None while that is being found."""
        if number in self._open:
            return None
        if number not in self._known:
            self._open.add(number)
            try:
                self._known[number] = self._compare(self._pairs[number])
            finally:
                self._open.discard(number)
        return self._known[number]

    def _compare(self, pair: Pair) -> Local:
        self.budget.spend()
        if self._same_parts(pair):
            return _NOTHING
        differences: list[Difference] = []
        ways: list[Way] = []
        try:
            for found in self._finds(pair):
                self.budget.spend(2)
                if not isinstance(found, Edge):
                    self.budget.keep(_SIZE_OF_DIFFERENCE)
                    differences.append(found)
                elif not self._same_parts(found.pair):
                    ways.append(Way(self.number_of(found.pair), found.steps, found.muted))
        except BoundReachedError:
            raise
        except UnreadableError as error:
            differences.append(unreadable(error.what, _somewhere(pair)))
        return Local(tuple(differences), tuple(ways))

    def _same_parts(self, pair: Pair) -> bool:
        return len(pair.base) == len(pair.revision) and all(
            (old.plain, old.or_null) == (new.plain, new.or_null)
            and self.unchanged(old.node, new.node)
            for old, new in zip(pair.base, pair.revision, strict=True)
        )

    def _finds(self, pair: Pair) -> Finds:
        base, revision = self.base.of(pair.base), self.revision.of(pair.revision)
        self.budget.spend(8 + _STEPS_A_LEAF * (len(base.leaves) + len(revision.leaves)))
        if base.is_unread or revision.is_unread:
            yield from _compare_faults(base, revision)
            yield from _compare_outside(base, revision)
        if _says_nothing_else(base) or _says_nothing_else(revision):
            return
        if base.never or revision.never:
            yield from _compare_never(base, revision)
        elif is_wrapped(base, revision) and untouched(base, revision, self) != _BOTH:
            yield from compare_wrapped(pair, (base, revision), self)
        else:
            yield from self._compare_keywords(base, revision)

    def _compare_keywords(self, base: Shape, revision: Shape) -> Finds:
        changed = self._changed(base, revision)
        silent = cache(lambda: untouched(base, revision, self))
        for keywords, compare in _BY_KEYWORDS:
            if not changed.isdisjoint(keywords):
                found = compare(base, revision, self)
                yield from found if keywords <= _TOLD else _visible(found, silent)
        known = _KNOWN if self.dialect is Dialect.OPENAPI_30 else _KNOWN - {"nullable"}
        yield from compare_unknown(base, revision, changed, known, self)
        if base.groups or revision.groups:
            yield from _visible(compare_groups(base, revision, self), silent)

    def _changed(self, base: Shape, revision: Shape) -> set[str]:
        """Return the keywords that do not, or may not, say the same.

        Of those that have schemas, what these refer to may be another thing; and whether null will
        do depends on alternatives, too.
        """
        found = {
            keyword
            for keyword in (base.keywords() | revision.keywords()) - MEANINGLESS
            if keyword in _OF_SCHEMAS
            or not self.sameness.all_same(base.each(keyword), revision.each(keyword))
        }
        return found | TYPES if base.may_be_null or revision.may_be_null else found


def _visible(finds: Finds, silent: Callable[[], frozenset[Direction]]) -> Finds:
    """Yield what is found, harmless in the directions that are *silent*: no value shows it."""
    for found in finds:
        if isinstance(found, Edge):
            yield found
        else:
            yield found.muted(_BOTH) if silent() == _BOTH else found.harmless(silent())


_Compare = Callable[[Shape, Shape, Context], Finds]
_BY_KEYWORDS: tuple[tuple[frozenset[str], _Compare], ...] = (
    (TYPES, compare_types),
    (ENUMS, compare_enums),
    (LIMITS | {"type"}, compare_limits),  # whole numbers are bounded otherwise
    (OBJECTS, compare_objects),
    (NAMES, compare_names),
    (DEPENDENTS, compare_dependents),
    (ARRAYS, compare_arrays),
    (CONTENT, compare_content_schema),
    (ANNOTATIONS, compare_annotations),
    (DISCRIMINATOR, compare_discriminator),
    (NOT, compare_not),
    (CONDITIONS, compare_conditions),
)
"""What compares which keywords; where none of them changed, there is nothing to compare."""
_KNOWN = frozenset.union(REFERRING, ACCESS, GROUPS, *(keywords for keywords, _ in _BY_KEYWORDS))
_TOLD = ANNOTATIONS | DISCRIMINATOR | CONTENT
"""What is told whether or not a value's validity depends on it."""
_BOTH = frozenset(Direction)
_OF_SCHEMAS = DISCRIMINATOR | OBJECTS | NAMES | DEPENDENTS | ARRAYS | CONTENT | NOT | CONDITIONS


def _somewhere(pair: Pair) -> Place:
    part: Part = (*pair.revision, *pair.base)[0]
    return Place(part.node, not pair.revision)


def _says_nothing_else(shape: Shape) -> bool:
    """Tell whether all that a schema says was not understood: the rest is no difference then."""
    return bool(shape.faults or shape.outside) and all(
        leaf.value.keys() <= MEANINGLESS | REFERRING for leaf in shape.leaves
    )


def _compare_faults(base: Shape, revision: Shape) -> Iterator[Difference]:
    for what, node in revision.faults:
        yield unreadable(what, Place(node))
    said = {what for what, _ in revision.faults}
    for what, node in base.faults:
        if what not in said:
            yield unreadable(what, Place(node, gone=True))


def _compare_outside(base: Shape, revision: Shape) -> Iterator[Difference]:
    """Yield unknown where something leads out of the repository on one side alone."""
    for one, other, gone in ((revision, base, False), (base, revision, True)):
        places = {_place_of(ref, node) for ref, node in other.outside.items()}
        for ref, node in one.outside.items():
            if ref not in other.outside and _place_of(ref, node) not in places:
                what = f"the reference '{ref[:100]}' leads out of the repository"
                yield unreadable(what, Place(node, gone))


def _place_of(ref: str, node: Node) -> str:
    """Return where *ref* leads, for the same place is named otherwise from another folder."""
    return ref if "://" in ref else join_path(node.path, ref)


def _compare_never(base: Shape, revision: Shape) -> Iterator[Difference]:
    if base.never is None:
        yield narrows("became-forbidden", place(None, revision.never))
    elif revision.never is None:
        yield widens("became-allowed", place(base.never, None))
