"""One version of a schema, ready to be compared."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLObjectType, GraphQLSchema, build_ast_schema

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.graphql.documents import one_line, read
from relplan.contracts.graphql.merging import Merged, fields_of, merged
from relplan.contracts.kind import Version

NOT_BUILT = (GraphQLError, TypeError, ValueError, KeyError, AttributeError)
"""What graphql-core raises, often late, for a schema that contradicts itself."""


class Reader:
    """Parses files; one that is the same in both versions only once."""

    def __init__(self, budget: Budget) -> None:
        """Pay for what is parsed from *budget*."""
        self._budget = budget
        self._parsed: dict[tuple[str, bytes], DocumentNode] = {}

    def schema(self, version: Version) -> "Schema":
        """Read all files of a version. Raises UnreadableError where any cannot be understood.

        A part of a schema is not compared: what another file defines would seem to be gone.
        """
        documents = [self._document(path, version.files[path]) for path in sorted(version.files)]
        joined = merged(documents)
        try:
            built = build_ast_schema(joined.document, assume_valid=True, assume_valid_sdl=True)
        except NOT_BUILT as error:
            raise _no_schema(version, str(error)) from None
        for root in (built.query_type, built.mutation_type, built.subscription_type):
            if root is not None and not isinstance(root, GraphQLObjectType):
                raise _no_schema(version, f"the root type {root.name} is not an object type")
        return Schema(joined, built)

    def _document(self, path: str, content: bytes) -> DocumentNode:
        key = (path, content)
        if key not in self._parsed:
            self._parsed[key] = read(path, content, self._budget)
        return self._parsed[key]


def _no_schema(version: Version, why: str) -> UnreadableError:
    return UnreadableError(f"is no schema: {one_line(why)}", next(iter(version.roots), ""))


@dataclass(frozen=True)
class Schema:
    """What the files define, and what graphql-core makes of it."""

    merged: Merged
    built: GraphQLSchema

    def defines(self, part: str) -> bool:
        """Tell whether the files define *part*."""
        return part in self._nodes

    def place(self, part: str) -> tuple[str, int] | None:
        """Return the file and line that define *part*, or what is above it; None: not here."""
        while part:
            node = self._nodes.get(part)
            if node is not None and node.loc is not None:
                return node.loc.source.name, node.loc.start_token.line
            part = part.rpartition(".")[0]
        return None

    @cached_property
    def _nodes(self) -> dict[str, Any]:
        """The name in the definition of each part."""
        found: dict[str, Any] = {}
        for name, node in self.merged.types.items():
            found[name] = node.name
            for item in (*fields_of(node), *(getattr(node, "values", None) or ())):
                found[f"{name}.{item.name.value}"] = item.name
                for argument in getattr(item, "arguments", None) or ():
                    found[f"{name}.{item.name.value}.{argument.name.value}"] = argument.name
        for name, directive in self.merged.directives.items():
            found[f"@{name}"] = directive.name
            for argument in directive.arguments or ():
                found[f"@{name}.{argument.name.value}"] = argument.name
        return found
