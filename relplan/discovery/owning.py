"""Tells which tables of a shared database are a service's own: those that it creates."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from relplan.contracts.kind import Access, Surface
from relplan.contracts.sql.ownership import tables_of
from relplan.discovery.naming import words_of
from relplan.discovery.offers import Offer, Place

_TABLE = re.compile(r"(?!(?:if|exists|not|only|table|select)$)[\w$]+(?:\.[\w$]+){0,2}")
_COMMON_SCHEMAS = frozenset({"public", "dbo", "main", "mysql"})


def with_own_tables(offers: Sequence[Offer], places: Sequence[Place]) -> list[Offer]:
    """Return *offers*, those of databases with no tables but those that are the service's own."""
    migrations = [offer for offer in offers if offer.kind.access is Access.TABLES]
    foreign = _foreign(migrations, places)
    kept = [offer for offer in offers if offer.kind.access is not Access.TABLES]
    for offer in migrations:
        parts = {
            part: names
            for part, names in offer.surface.parts.items()
            if _is_own(table_of(part, offer.surface.parts.keys()), foreign[offer.service])
        }
        if parts:
            kept.append(replace(offer, surface=Surface(offer.surface.name, parts)))
    return kept


def table_of(part: str, parts: Set[str]) -> str:
    """Return the table that a part is, or is a column of; tables may have a schema's name, too."""
    owner = part.rpartition(".")[0]
    return owner if owner in parts else part


def _is_own(table: str, foreign: Set[str]) -> bool:
    return table not in foreign and _TABLE.fullmatch(table) is not None


def _foreign(migrations: Sequence[Offer], places: Sequence[Place]) -> Mapping[str, set[str]]:
    """Return by service the tables that its migrations speak of and others own."""
    services: dict[str, Counter[str]] = defaultdict(Counter)
    for offer in migrations:
        for table in {table_of(part, offer.surface.parts.keys()) for part in offer.surface.parts}:
            services[table][offer.service] += 1
    shared = {table: found for table, found in services.items() if len(found) > 1}
    foreign: dict[str, set[str]] = defaultdict(set)
    created = _created(migrations, places) if shared else {}
    for table, speaking in shared.items():
        owners = _owners(table, speaking, created.get(table, set()))
        for service in speaking.keys() - owners if owners else ():
            foreign[service].add(table)
    return foreign


def _owners(table: str, speaking: Mapping[str, int], creators: Set[str]) -> Set[str]:
    """Return who owns a table: who creates it.

    Tables of one name in two services are two, unless a schema's name makes them one: then it is
    the one that the schema is named after, or that changes it most.
    """
    schema = table.rpartition(".")[0].rpartition(".")[2]
    if len(creators) < 2 or not schema or schema in _COMMON_SCHEMAS:
        return creators
    named = words_of(schema)
    return {
        max(sorted(creators), key=lambda service: (named <= words_of(service), speaking[service]))
    }


def _created(migrations: Iterable[Offer], places: Sequence[Place]) -> dict[str, set[str]]:
    """Return who creates each table."""
    created: dict[str, set[str]] = defaultdict(set)
    for number, place in enumerate(places):
        theirs = [offer for offer in migrations if offer.place == number]
        with place.tree:
            for offer in theirs:
                content = place.tree.read(offer.path)
                for name, _, _, creates in tables_of(offer.path, content):
                    if creates:
                        created[name].add(offer.service)
    return created
