"""Plain Kubernetes manifests, patches included: the images of containers."""

from collections.abc import Iterator
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.environments import environments_in
from relplan.sources.deployments.statement import Statement, image_statement

_LISTS = ("containers", "initContainers")
_DEEPEST = 12
"""Levels between a manifest's top and its containers; a list of cron jobs has seven."""


def statements(document: Document) -> Iterator[Statement]:
    """Yield what the containers in a manifest run."""
    for pointer, image in _images(document.data, (), 0):
        yield from image_statement(document, pointer, image, _environments(document.data))


def _environments(data: Any) -> tuple[str, ...]:
    namespace = word(table(table(data).get("metadata")).get("namespace"))
    return environments_in([namespace]) if namespace else ()


def _images(
    value: Any, pointer: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], str]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _images(item, (*pointer, str(place)), depth + 1)
    for key, below in table(value).items():
        if key in _LISTS:
            for place, container in enumerate(items(below)):
                image = word(table(container).get("image"))
                if image:
                    yield (*pointer, key, str(place), "image"), image
        elif isinstance(below, dict | list):
            yield from _images(below, (*pointer, key), depth + 1)
