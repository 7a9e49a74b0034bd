"""Kustomize: the ``images`` of a kustomization, and Argo CD's and Flux' copies of that list."""

import re
from collections.abc import Iterator
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import folder_of, items, table, within, word, words
from relplan.sources.deployments.environments import environments_in
from relplan.sources.deployments.statement import Statement, Subject, one_line, scalar

_NAMES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_REMOTE = re.compile(
    r"((?:[\w+]+://|git@)?[^?\s]+?[^:/])(?://[^?\s]*)?\?(?:[^\s]*&)?ref=([^&\s]+)(?:&\S*)?"
)
_LONGEST = 500
_BELOW = ("resources", "bases", "components")


def is_mine(path: str) -> bool:
    """Tell whether the file is called as a kustomization is."""
    return path.rpartition("/")[2] in _NAMES


def statements(document: Document) -> Iterator[Statement]:
    """Yield what the images of a kustomization say. They override what it builds on."""
    data = table(document.data)
    folder = folder_of(document.path)
    below = [
        found
        for key in _BELOW
        for _, name in words(data.get(key))
        if (found := within(folder, name)) is not None
    ]
    namespace = word(data.get("namespace"))
    environments = environments_in([namespace]) if namespace else ()
    yield from images(document, ("images",), data.get("images"), environments, (folder, *below))
    yield from _remote(document, environments)


def _remote(document: Document, environments: tuple[str, ...]) -> Iterator[Statement]:
    """Yield the revisions at which other repositories are built on."""
    data = table(document.data)
    for key in _BELOW:
        for place, name in words(data.get(key)):
            match = _REMOTE.fullmatch(name) if len(name) <= _LONGEST else None
            if match:
                yield Statement(
                    Subject.SOURCE,
                    (match[1],),
                    match[2],
                    document.path,
                    document.line((key, str(place))),
                    one_line(name),
                    environments,
                )


def images(
    document: Document,
    pointer: tuple[str, ...],
    listed: Any,
    environments: tuple[str, ...],
    covers: tuple[str, ...],
) -> Iterator[Statement]:
    """Yield what a list of images with ``name``, ``newName`` and ``newTag`` says."""
    for place, item in enumerate(items(listed)):
        image = table(item)
        names = tuple(filter(None, (word(image.get("newName")), word(image.get("name")))))
        tag, digest = scalar(image.get("newTag")), word(image.get("digest"))
        if not names or not (tag or digest):
            continue
        key = "newTag" if tag else "digest"
        yield Statement(
            Subject.IMAGE,
            names,
            tag,
            document.path,
            document.line((*pointer, str(place), key)),
            one_line(f"{names[0]}: {key} {tag or digest}"),
            environments,
            covers,
        )
