"""JSON Schema: files that describe data, of any draft from 4 to 2020-12."""

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.json_schema.compare import (
    CONTAINERS,
    ENDINGS,
    NAMES,
    Comparison,
    name_of,
    roots_in,
)
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.reading.documents import read_document
from relplan.contracts.references import Node, References, files_referred_to
from relplan.contracts.schemas.arrays import ANY_ITEM
from relplan.contracts.schemas.change import properties_of
from relplan.contracts.schemas.shape import Dialect, Part, Shape, Shapes
from relplan.model.finding import Finding

_DRAFT = re.compile(r"https?://json-schema\.org/(draft-0[3-7]/|draft/\d{4}-\d{2}/)?schema#?")
_TELLING = frozenset({
    "$schema", "type", "properties", "$ref", "allOf", "anyOf", "oneOf", "enum", "const", "items",
    *CONTAINERS,
})  # fmt: skip
"""Of these, a schema has one."""


class JsonSchema(Analyzer):
    """Contracts of the kind json-schema."""

    edition = 4

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file may be a schema; any JSON may be one."""
        return path.endswith((*ENDINGS, ".json"))

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the files that its references name."""
        return files_referred_to(path, read_document(path, content).data)

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the properties that a schema describes; None for other JSON."""
        named = path.endswith(ENDINGS)
        if not named and b"json-schema.org/" not in content:
            return None
        try:
            document = read_document(path, content)
        except UnreadableError:
            if named:
                raise
            return None
        if not _is_schema(document.data, named=named):
            return None
        references = References(Version({path: content}, (path,)), Budget.of(len(content)))
        root = references.root(path)
        return Surface(name_of(root), dict.fromkeys(_parts_of(root, references), ()))

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what differs, file by file."""
        return Comparison(base, revision, options, budget).findings()

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return nothing: what data a program reads cannot be seen in its text."""
        return ()

    def subject(self, names: Sequence[str], path: str) -> str:
        """Return the file's name: a provider may have many schemas."""
        return basename(path).partition(".")[0]

    def mentions(self, name: str, surface: Surface) -> Iterable[str]:
        """Return the schema's address, where it is named by one."""
        return (name,) if "://" in name else ()


def _is_schema(data: object, *, named: bool) -> bool:
    if not isinstance(data, dict):
        return False
    draft = data.get("$schema")
    if isinstance(draft, str):
        return _DRAFT.fullmatch(draft) is not None or (named and bool(data.keys() & NAMES))
    return named and bool(data.keys() & _TELLING)


def _parts_of(root: Node, references: References) -> Iterator[str]:
    name = name_of(root)
    yield name
    for above, node in roots_in(root).items():
        if above:
            yield ".".join((name, *above))
        for steps in _properties_in(node, references):
            yield ".".join((name, *above, *properties_of(steps)))


_MOST = 2_000
_DEEPEST = 8

Steps = tuple[str, ...]


def _properties_in(root: Node, references: References) -> Iterator[Steps]:
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


ANALYZER: Analyzer = JsonSchema()
