"""Compose and stack files: the images of services."""

from collections.abc import Iterator

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.compose import is_mine as is_compose
from relplan.sources.catalogs.reading import table, word
from relplan.sources.deployments.statement import Statement, image_statement

_STACKS = ("stack.yml", "stack.yaml", "docker-stack.yml", "docker-stack.yaml")


def is_mine(path: str) -> bool:
    """Tell whether the file is called as Compose's, or as a stack's."""
    return is_compose(path) or path.rpartition("/")[2] in _STACKS


def statements(document: Document) -> Iterator[Statement]:
    """Yield the image of each service that is not only built from its sources."""
    for name, service in table(table(document.data).get("services")).items():
        image = word(table(service).get("image"))
        if image:
            yield from image_statement(document, ("services", name, "image"), image)
