"""Tells who keeps a schema only to ask by it: its queries lie beside it, or in its code."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from posixpath import dirname

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Access
from relplan.discovery.offers import Offer, Place
from relplan.sources.provenance import Provenance, provenance_of

_MOST_FILES = 20
"""Files of one folder that are looked into."""


def asks_by(offers: Iterable[Offer], place: Place) -> bool:
    """Tell whether the files beside a schema are queries of it; *offers* are of that place.

    Who serves a schema resolves its fields in code; who has its queries in the schema's own folder
    generates a client of both.
    """
    schemas = [offer for offer in offers if offer.kind.access is Access.QUERIES]
    paths = {offer.path for offer in schemas}
    with place.tree:
        return any(
            _is_query(offer, path, place)
            for offer in schemas
            for path in _beside(offer, place)
            if path not in paths
        )


def asks_in_code(offers: Sequence[Offer], paths: Iterable[str], place: Place) -> bool:
    """Tell whether people wrote queries of a schema in the files at *paths*.

    *offers* are the schema's own; those in *paths* are no queries of it.
    """
    schemas = [offer for offer in offers if offer.kind.access is Access.QUERIES]
    own = {offer.path for offer in schemas}
    with place.tree:
        return any(
            _is_query(schemas[0], path, place)
            for path in paths
            if schemas and path not in own and provenance_of(path) is Provenance.ORIGINAL
        )


def _beside(offer: Offer, place: Place) -> list[str]:
    folder = dirname(offer.path)
    is_file = offer.kind.analyzer.is_file
    return [path for path in place.tree.files if dirname(path) == folder and is_file(path)][
        :_MOST_FILES
    ]


def _is_query(offer: Offer, path: str, place: Place) -> bool:
    with suppress(UnreadableError, RecursionError, MemoryError):
        uses = offer.kind.analyzer.uses(path, place.tree.read(path), offer.surface)
        return any(not use.guessed for use in uses)
    return False
