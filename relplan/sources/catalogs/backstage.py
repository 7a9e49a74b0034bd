"""Backstage's ``catalog-info.yaml``: components, APIs, and who owns, provides and consumes them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from relplan.contracts.reading.documents import Document, read_documents
from relplan.contracts.registry import kinds
from relplan.sources.catalogs.fact import Fact, Relation
from relplan.sources.catalogs.reading import folder_of, table, within, word, words

_NAMES = ("catalog-info.yaml", "catalog-info.yml")
_NOT_DEPLOYED = frozenset({"library", "documentation"})
"""Types of components that are no services: nothing of them is released by itself."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_TEXT_KEYS = ("$text", "$json", "$yaml")


def is_mine(path: str) -> bool:
    """Tell whether the file is called as Backstage's descriptors are."""
    return path.rpartition("/")[2] in _NAMES


def facts(path: str, content: bytes) -> list[Fact]:
    """Return what the entities of a descriptor say, in their order. Raises UnreadableError."""
    return [fact for document in read_documents(path, content) for fact in _entity(path, document)]


def name_of(reference: str) -> str:
    """Return the name in an entity reference: ``orders`` of ``component:default/orders``.

    Nothing where that is no name: a template of a descriptor has a placeholder there.
    """
    name = reference.rpartition(":")[2].rpartition("/")[2].strip()
    return name if _NAME.fullmatch(name) else ""


def _entity(path: str, document: Document) -> Iterator[Fact]:
    entity = table(document.data)
    api_version, name = (
        word(entity.get("apiVersion")),
        word(table(entity.get("metadata")).get("name")),
    )
    reader = _READERS.get(word(entity.get("kind")).lower())
    if reader and _NAME.fullmatch(name) and api_version.startswith("backstage.io/"):
        yield from reader(_Entity(path, document, name, table(entity.get("spec"))))


class _Entity:
    """One document of a descriptor."""

    def __init__(self, path: str, document: Document, name: str, spec: dict[str, Any]) -> None:
        self.path = path
        self.name = name
        self.spec = spec
        self._document = document

    def fact(self, relation: Relation, to: str, *place: str, text: str = "", **more: Any) -> Fact:
        """State *relation* of this entity to *to*; *place* is where it stands."""
        return Fact(
            relation,
            self.name,
            to,
            path=self.path,
            line=self._document.line(place or ("metadata", "name")),
            text=text or f"{place[1]}: {to}",
            **more,
        )

    def owner(self) -> Iterator[Fact]:
        """State who owns it."""
        owner = name_of(word(self.spec.get("owner")))
        if owner:
            yield self.fact(Relation.OWNED_BY, owner, "spec", "owner")

    def references(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the place, and the reference, of each that stands under *key*."""
        for place, reference in words(self.spec.get(key)):
            if name_of(reference):
                yield str(place), reference


def _component(entity: _Entity) -> Iterator[Fact]:
    type_ = word(entity.spec.get("type")).lower()
    if type_ not in _NOT_DEPLOYED:
        text = f"component {entity.name}" + (f" of type {type_}" if type_ else "")
        yield entity.fact(Relation.COMPONENT, folder_of(entity.path), text=text)
    yield from entity.owner()
    for key, relation in (("providesApis", Relation.PROVIDES), ("consumesApis", Relation.CONSUMES)):
        for place, reference in entity.references(key):
            yield entity.fact(
                relation, name_of(reference), "spec", key, place, text=f"{key}: {reference}"
            )
    for place, reference in entity.references("dependsOn"):
        kind, colon, _ = reference.partition(":")
        if not colon or kind.lower() == "component":
            where = ("spec", "dependsOn", place)
            yield entity.fact(
                Relation.CALLS, name_of(reference), *where, text=f"dependsOn: {reference}"
            )


def _api(entity: _Entity) -> Iterator[Fact]:
    yield from entity.owner()
    definition = table(entity.spec.get("definition"))
    key = next((key for key in _TEXT_KEYS if word(definition.get(key))), "")
    file = within(folder_of(entity.path), word(definition.get(key))) if key else None
    kind = _kind_of(word(entity.spec.get("type")).lower())
    if file is not None:
        yield entity.fact(Relation.DEFINES, file, "spec", "definition", key, kind=kind)
    elif word(entity.spec.get("definition")):
        # Written out in the descriptor itself: the descriptor is the file that defines it.
        yield entity.fact(
            Relation.DEFINES,
            entity.path,
            "spec",
            "definition",
            kind=kind,
            text="definition in the descriptor",
        )


def _kind_of(type_: str) -> str:
    return next((kind.name for kind in kinds() if type_ in kind.catalog_types), "")


_READERS: dict[str, Callable[[_Entity], Iterator[Fact]]] = {"component": _component, "api": _api}
