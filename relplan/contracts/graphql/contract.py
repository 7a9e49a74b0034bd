"""GraphQL: schemas in its schema definition language, compared by graphql-core.

A change of a description is none, for no consumer can tell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import splitext

from relplan.contracts.bounds import Budget, UnreadableError, decoded
from relplan.contracts.graphql.changes import findings
from relplan.contracts.graphql.documents import LARGEST, parsed, read
from relplan.contracts.graphql.embedded import CODE, Embedded, embedded
from relplan.contracts.graphql.operations import selected
from relplan.contracts.graphql.schemas import Reader
from relplan.contracts.graphql.surface import fields_in, surface_of
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.references import join_path
from relplan.model.finding import Finding

_ENDINGS = frozenset({".graphql", ".graphqls", ".gql"})
_IMPORT = re.compile(r"""^#[ \t]*import[ \t][^\n"']{0,300}["']([^\n"']+)["']""", re.MULTILINE)

_ROOTS = ("query ", "mutation ", "subscription ")


class GraphQL(Analyzer):
    """Contracts of the kind graphql."""

    edition = 3

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file is GraphQL, be it a schema or operations."""
        return splitext(path)[1] in _ENDINGS

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the files named by the ``# import X from "y.graphql"`` of graphql-import."""
        text = decoded(path, content, LARGEST)
        return sorted({join_path(path, match[1]) for match in _IMPORT.finditer(text)})

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the fields of a schema's types; None for a file of operations."""
        return surface_of(path, read(path, content))

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what differs. One file that cannot be understood makes all of it unknown."""
        reader = Reader(budget)
        yield from findings(reader.schema(base), reader.schema(revision), budget)

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the fields that operations select, in GraphQL's files and in code's strings."""
        ending = splitext(path)[1]
        if ending in _ENDINGS:
            documents = [Embedded(decoded(path, content, LARGEST), 1)]
        elif ending in CODE:
            documents = [*embedded(path, content.decode("utf-8", "replace"))]
        else:
            return []
        if not documents:  # as most code has none; a large schema takes its time
            return []
        fields = fields_in(surface)
        found: dict[str, Use] = {}
        for document in documents:
            try:
                tree = parsed(path, document.text)
            except UnreadableError:
                continue  # a string that only begins as an operation does
            for part, line in selected(tree, fields):
                at = document.line + line - 1
                found.setdefault(part, Use(part, path, at, f"selects {part}"))
        return found.values()

    def clues(self, surface: Surface) -> Iterator[str]:
        """Yield the fields of the root types: every operation begins at one."""
        for part, names in surface.parts.items():
            if names and names[0].startswith(_ROOTS):
                yield part.rpartition(".")[2]


ANALYZER: Analyzer = GraphQL()
