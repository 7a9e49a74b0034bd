"""What Apollo Federation's directives say of types and fields, whatever a schema calls them.

The router takes them from each subgraph; clients of the supergraph see what they leave visible.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from graphql import FieldNode, GraphQLError, OperationDefinitionNode, StringValueNode, parse

from relplan.contracts.graphql.merging import Merged, fields_of

KEY, EXTERNAL, SHAREABLE = "key", "external", "shareable"
INACCESSIBLE, TAG, REQUIRES = "inaccessible", "tag", "requires"
_KNOWN = frozenset({KEY, EXTERNAL, SHAREABLE, INACCESSIBLE, TAG, REQUIRES})
_SPECIFICATION = re.compile(r"^https?://specs\.apollo\.dev/(federation|tag|inaccessible)\b")
_LONGEST = 2_000
"""Characters of a set of fields: people write a few names."""


class Federation:
    """The directives of one version of a schema. One that is no subgraph has none."""

    def __init__(self, schema: Merged) -> None:
        """Look at all types of *schema*."""
        self._names = dict(_names(schema))
        self.marks: dict[str, dict[str, frozenset[str]]] = {}
        """By part, by directive: the values of its argument; one empty where it has none."""
        for name, node in schema.types.items() if self._names else ():
            self._take(name, node)
            for item in (*fields_of(node), *(getattr(node, "values", None) or ())):
                self._take(f"{name}.{item.name.value}", item)
                for argument in getattr(item, "arguments", None) or ():
                    self._take(f"{name}.{item.name.value}.{argument.name.value}", argument)

    def of(self, part: str, directive: str) -> frozenset[str]:
        """Return the values with which *part* bears *directive*; none where it bears it not."""
        return self.marks.get(part, {}).get(directive, frozenset())

    def shares(self, part: str) -> bool:
        """Tell whether other subgraphs may resolve the field, too: it or its type says so."""
        return bool(self.of(part, SHAREABLE) or self.of(part.partition(".")[0], SHAREABLE))

    def is_key(self, part: str) -> bool:
        """Tell whether a field is of one of its type's keys."""
        owner, _, name = part.partition(".")
        return any(name in re.findall(r"\w+", fields) for fields in self.of(owner, KEY))

    def _take(self, part: str, node: Any) -> None:
        for directive in node.directives or ():
            meant = self._names.get(directive.name.value)
            values = {argument.name.value: argument.value for argument in directive.arguments or ()}
            resolvable = getattr(values.get("resolvable"), "value", True)
            if meant is None or (meant == KEY and resolvable is False):
                continue  # such a key only refers to another subgraph's entity
            value = values.get("name" if meant == TAG else "fields")
            text = value.value if isinstance(value, StringValueNode) else ""
            said = text if meant == TAG else _set_of_fields(text)
            marks = self.marks.setdefault(part, {})
            marks[meant] = marks.get(meant, frozenset()) | {said}


def _names(schema: Merged) -> Iterator[tuple[str, str]]:
    """Yield the names under which a schema has the directives, each with what it means."""
    links = [link for link in schema.annotations if link.name.value == "link"]
    linked = False
    for link in links:
        values = {argument.name.value: argument.value for argument in link.arguments or ()}
        url = values.get("url")
        found = _SPECIFICATION.match(url.value) if isinstance(url, StringValueNode) else None
        if found is None:
            continue
        linked = True
        namespace = str(getattr(values.get("as"), "value", found[1]))
        yield from ((f"{namespace}__{name}", name) for name in _KNOWN)
        if found[1] in _KNOWN:
            yield namespace, found[1]
        yield from _imported(getattr(values.get("import"), "values", ()))
    if not linked and _is_of_the_first(schema):
        yield from ((name, name) for name in _KNOWN)


def _imported(values: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield what ``import: ["@key", {name: "@tag", as: "@mark"}]`` says."""
    for value in values:
        if isinstance(value, StringValueNode):
            name = called = value.value
        else:
            entry = {item.name.value: item.value for item in getattr(value, "fields", ())}
            name = getattr(entry.get("name"), "value", "")
            called = getattr(entry.get("as"), "value", name)
        if name.startswith("@") and name[1:] in _KNOWN:
            yield called[1:], name[1:]


def _is_of_the_first(schema: Merged) -> bool:
    """Tell whether it is of federation 1, which links to nothing: it has entities."""
    return any(
        directive.name.value == KEY
        and any(
            argument.name.value == "fields" and isinstance(argument.value, StringValueNode)
            for argument in directive.arguments or ()
        )
        for node in schema.types.values()
        for directive in node.directives or ()
    )


def _set_of_fields(text: str) -> str:
    """Return ``id organisation { id }`` in one way of the several in which it can be written."""
    if not text or len(text) > _LONGEST:
        return text
    try:
        (definition,) = parse(f"{{{text}}}").definitions
    except (GraphQLError, RecursionError, ValueError):
        return " ".join(text.split())
    if not isinstance(definition, OperationDefinitionNode):
        return text
    return _selected(definition)


def _selected(node: Any) -> str:
    selections = getattr(node.selection_set, "selections", ())
    written = sorted(_written(selection) for selection in selections)
    return " ".join(written)


def _written(node: Any) -> str:
    below = f" {{ {_selected(node)} }}" if node.selection_set else ""
    if isinstance(node, FieldNode):
        return f"{node.name.value}{below}"
    condition = getattr(getattr(node, "type_condition", None), "name", None)
    return f"... on {condition.value}{below}" if condition else f"...{below}"
