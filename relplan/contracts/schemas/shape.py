"""What a schema says once its references and its ``allOf`` are followed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.references import Node, OutsideError, References
from relplan.contracts.schemas.plain import (
    accepts_all,
    is_bare,
    is_null,
    is_nullable,
    refuses_all,
    says_nothing,
    takes_null_too,
    types_alone,
    values_alone,
)


class Dialect(StrEnum):
    """How ``nullable``, exclusive bounds and what stands beside a ``$ref`` are read."""

    OPENAPI_30 = "openapi-3.0"
    """Of Swagger 2.0 and OpenAPI 3.0: ``nullable`` counts, and nothing beside a ``$ref``."""
    JSON_SCHEMA = "json-schema"
    """Of all drafts, and of OpenAPI 3.1, AsyncAPI: what stands beside a ``$ref`` counts, too."""


@dataclass(frozen=True)
class Sides:
    """The files of both sides; one for all the schemas of a comparison, it remembers them."""

    base: References
    revision: References
    budget: Budget
    dialect: Dialect
    memory: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What has been found out about them."""


_DEEPEST = 64
"""References and ``allOf`` in one another."""
_REFERRING = ("$ref", "$dynamicRef", "$recursiveRef")
REFERRING = frozenset(_REFERRING)


@dataclass(frozen=True, slots=True)
class Part:
    """A schema that a value must satisfy, with others."""

    node: Node
    plain: bool = False
    """Whether only its own keywords count: no references, nothing that combines schemas."""
    or_null: bool = False
    """Whether null will do, too."""

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same for the same schema, however it is reached."""
        value = self.node.value
        if isinstance(value, dict):  # by an alias of YAML, at many places
            return id(value), self.plain, self.or_null
        return self.node.path, self.node.pointer


Parts = tuple[Part, ...]
"""What all must hold; of none, anything goes."""
PartsKey = tuple[tuple[object, ...], ...]


def key_of(parts: Parts) -> PartsKey:
    """Return what is the same for the same parts."""
    return tuple(part.key for part in parts)


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, of which a value must satisfy one or some."""

    keyword: str
    node: Node
    alternatives: tuple[Node, ...]


@dataclass(slots=True)
class Shape:
    """All that a value must satisfy."""

    leaves: list[Node] = field(default_factory=list)
    """Schemas whose own keywords count; what they refer to stands here, too."""
    groups: list[Group] = field(default_factory=list)
    seen: dict[int, tuple[int, int]] = field(default_factory=dict)
    """From which to which leaf all is said by one and what it refers to, by its value's id."""
    never: Node | None = None
    """A schema that no value satisfies."""
    null_leaves: set[int] = field(default_factory=set)
    """Of the leaves' values, by id, those which null need not satisfy."""
    nullable: Node | None = None
    """What says that the value may be null besides, and no more."""
    faults: list[tuple[str, Node]] = field(default_factory=list)
    """What could not be understood, and where."""
    outside: dict[str, Node] = field(default_factory=dict)
    """References that lead out of the repository."""

    @property
    def is_unread(self) -> bool:
        """Whether some of it could not be understood, or read."""
        return bool(self.faults or self.outside)

    @property
    def may_be_null(self) -> bool:
        """Whether null may do by what its own keywords do not say."""
        return bool(self.groups or self.null_leaves)

    @property
    def plain(self) -> Parts:
        """What it says without its groups."""
        false = [Part(self.never)] if self.never else []
        leaves = [Part(leaf, True, id(leaf.value) in self.null_leaves) for leaf in self.leaves]
        return (*leaves, *false)

    def each(self, keyword: str) -> Iterator[Node]:
        """Yield what stands under *keyword*, wherever it does."""
        for leaf in self.leaves:
            if keyword in leaf.value:
                yield Node(leaf.value[keyword], leaf.path, (*leaf.pointer, keyword))

    def first(self, keyword: str) -> Node | None:
        """Return what stands under *keyword* first."""
        return next(self.each(keyword), None)

    def by_name(self, keyword: str) -> dict[str, Parts]:
        """Return all schemas that *keyword* has for each name."""
        found: dict[str, Parts] = {}
        for leaf in self.leaves:
            for name, node in leaf.members(keyword):
                found[name] = (*found.get(name, ()), Part(node))
        return found

    def keywords(self) -> set[str]:
        """Return the names of all that it says."""
        return set().union(*(leaf.value for leaf in self.leaves))


class Shapes:
    """The shapes of one side, each made once."""

    def __init__(self, references: References, dialect: Dialect, budget: Budget) -> None:
        """Follow *references*."""
        self.references = references
        self.dialect = dialect
        self.budget = budget
        self.nulls: dict[tuple[int, int], bool | None] = {}
        """Whether null will do, by the id of the shape and how deep it was asked for."""
        self._made: dict[PartsKey, Shape] = {}

    def of(self, parts: Parts) -> Shape:
        """Return the shape of *parts*."""
        key = key_of(parts)
        self.budget.spend(len(parts))
        if key not in self._made:
            self.budget.keep(600 + 300 * len(parts))
            shape = _Expansion(self).shape(parts)
            self._made[key] = shape
        return self._made[key]

    def followed(self, parts: Parts) -> Parts:
        """Return the same parts, of bare references what they refer to."""
        return tuple(
            Part(self._followed(part.node), part.plain, part.or_null)
            if not part.plain and is_bare(part.node.value)
            else part
            for part in parts
        )

    def _followed(self, node: Node) -> Node:
        try:
            for _ in range(_DEEPEST):
                if not is_bare(node.value):
                    break
                node = self.references.target(node, node.value["$ref"])
        except BoundReachedError:
            raise
        except UnreadableError:
            pass  # its shape says so
        return node

    def of_node(self, node: Node) -> Shape:
        """Return the shape of one schema."""
        return self.of((Part(node),))


class _Expansion:
    """Follows what one conjunction of schemas refers to."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._shape = Shape()
        self._open: set[int] = set()
        self._done: set[int] = set()
        self._taken: set[int] = set()

    def shape(self, parts: Parts) -> Shape:
        for part in parts:
            if part.plain and isinstance(part.node.value, dict):
                self._take(part.node, part.or_null)
            else:
                self._expand(part.node, 0, part.or_null)
        return self._shape

    def _take(self, node: Node, or_null: bool) -> None:
        if id(node.value) in self._taken:
            return
        self._taken.add(id(node.value))
        self._shapes.budget.keep(300)
        self._shape.leaves.append(node)
        if or_null:
            self._shape.null_leaves.add(id(node.value))

    def _expand(self, node: Node, depth: int, or_null: bool) -> None:
        self._shapes.budget.spend()
        value = node.value
        if accepts_all(value):
            return
        if refuses_all(value):
            self._shape.never = self._shape.never or node
        if value is False:
            return
        if not isinstance(value, dict):
            self._fault("is no schema", node)
        elif id(value) in self._open:
            self._fault("the schema leads back to itself", node)
        elif depth > _DEEPEST:
            self._fault("nested too deeply to be understood", node)
        elif id(value) not in self._done:
            self._open.add(id(value))
            start = len(self._shape.leaves)
            self._expand_keywords(node, depth, or_null)
            self._shape.seen[id(value)] = start, len(self._shape.leaves)
            self._open.discard(id(value))
            self._done.add(id(value))

    def _expand_keywords(self, node: Node, depth: int, or_null: bool) -> None:
        value = node.value
        for keyword in _REFERRING:
            if isinstance(value.get(keyword), str):
                self._follow(node, value[keyword], depth, or_null)
                if self._shapes.dialect is Dialect.OPENAPI_30:
                    return
            elif keyword in value:
                self._fault(f"'{keyword}' is no reference", node)
        if self._shapes.dialect is Dialect.OPENAPI_30 and is_nullable(value):
            self._shape.nullable = self._shape.nullable or node
        self._take(node, or_null)
        for member in self._schemas(node, "allOf"):
            self._expand(member, depth + 1, or_null)
        for keyword in ("anyOf", "oneOf"):
            if keyword in value:
                self._expand_group(node, keyword, depth, or_null)

    def _follow(self, node: Node, ref: str, depth: int, or_null: bool) -> None:
        try:
            target = self._shapes.references.target(node, ref)
        except BoundReachedError:
            raise
        except OutsideError:
            self._shape.outside[ref] = node
        except UnreadableError as error:
            self._fault(error.what, node)
        else:
            self._expand(target, depth + 1, or_null)

    def _expand_group(self, node: Node, keyword: str, depth: int, or_null: bool) -> None:
        at = Node(node.value[keyword], node.path, (*node.pointer, keyword))
        alternatives = self._schemas(node, keyword)
        if keyword == "anyOf" and any(says_nothing(other.value) for other in alternatives):
            return
        alternatives = [
            other for other in alternatives if not refuses_all(other.value)
        ] or alternatives
        others = [other for other in alternatives if not is_null(other.value)]
        or_null_too = or_null or len(others) < len(alternatives)
        alone = len(others) == 1
        if alone and keyword == "oneOf" and len(alternatives) > 1:
            alone = not takes_null_too(others[0].value)  # or null satisfies both, and so none
        if alone:
            self._expand(others[0], depth + 1, or_null_too)
        elif types := types_alone(alternatives, exclusive=keyword == "oneOf"):
            self._take(Node({"type": types}, at.path, at.pointer), or_null)
        elif values := values_alone(others):
            self._take(Node({"enum": values}, at.path, at.pointer), or_null_too)
        elif alternatives:
            self._shape.groups.append(Group(keyword, at, tuple(alternatives)))

    def _schemas(self, node: Node, keyword: str) -> list[Node]:
        listed = node.value.get(keyword, [])
        if not isinstance(listed, list):
            self._fault(f"'{keyword}' is no list", node)
            return []
        self._shapes.budget.spend(len(listed))
        self._shapes.budget.keep(len(listed) * (160 + 8 * len(node.pointer)))
        above = (*node.pointer, keyword)
        return [Node(item, node.path, (*above, str(index))) for index, item in enumerate(listed)]

    def _fault(self, what: str, node: Node) -> None:
        self._shape.faults.append((what, node))
