"""Pact files, versions 1 to 4: which service uses which requests and messages of which other."""

import posixpath
from collections.abc import Iterator
from typing import Any

from relplan.contracts.reading.documents import read_document
from relplan.sources.catalogs.fact import Fact, Relation
from relplan.sources.catalogs.reading import items, sorted_parts, table, word

_FOLDERS = frozenset({"pact", "pacts"})
_SUFFIXES = (".pact.json", "_pact.json", "-pact.json")


def is_mine(path: str) -> bool:
    """Tell whether a Pact may be where *path* is, by its name or by its folder's."""
    folders = posixpath.dirname(path).split("/")
    in_folder = path.endswith(".json") and not _FOLDERS.isdisjoint(folders)
    return in_folder or path.endswith(_SUFFIXES)


def facts(path: str, content: bytes) -> list[Fact]:
    """Return who consumes what of whom; nothing where it is no Pact. Raises UnreadableError."""
    document = read_document(path, content)
    data = table(document.data)
    consumer = word(table(data.get("consumer")).get("name"))
    provider = word(table(data.get("provider")).get("name"))
    interactions = items(data.get("interactions")) + items(data.get("messages"))
    if not consumer or not provider:
        return []
    return [
        Fact(
            Relation.CONSUMES,
            consumer,
            provider,
            parts=sorted_parts(part for each in interactions for part in _parts(table(each))),
            path=path,
            line=document.line(("consumer", "name")),
            text=f"a Pact of {consumer} with {provider}, {len(interactions)} interactions",
        )
    ]


def _parts(interaction: dict[str, Any]) -> Iterator[str]:
    """Yield a request as ``GET /orders/12``, a message by the name it is described with."""
    request = table(interaction.get("request"))
    path = _plain(request.get("path"))
    if path:
        yield f"{(word(request.get('method')) or 'GET').upper()} {path.partition('?')[0]}"
    elif not request:
        yield word(interaction.get("description"))


def _plain(value: Any) -> str:
    """Return a path; version 2 of some libraries wraps it in a matcher with an example."""
    if isinstance(value, dict):
        return _plain(value.get("value")) or _plain(table(value.get("data")).get("generate"))
    return word(value)
