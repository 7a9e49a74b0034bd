"""Tells which tables of a database are a service's own, and who touches those of others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from relplan.contracts.kind import Access, Surface
from relplan.contracts.sql.ownership import (
    is_of_books,
    is_of_framework,
    may_mean,
    schema_of,
    table_of,
    tables_of,
)
from relplan.discovery.drafts import Draft
from relplan.discovery.mentions import Mentions, Spot
from relplan.discovery.naming import words_of
from relplan.discovery.offers import Offer, Place
from relplan.discovery.providers import Workspace
from relplan.discovery.watching import clue_key
from relplan.model.evidence import Confidence

_TABLE = re.compile(r"(?!(?:if|exists|not|only|table|select)$)[\w$]+(?:\.[\w$]+){0,2}")


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
    schema = schema_of(table)
    if len(creators) < 2 or not schema:
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
                for touch in tables_of(offer.path, content):
                    if touch.creates:
                        created[touch.table].add(offer.service)
    return created


_MOST_FILES = 400
"""Files of one service that are looked into."""
_Owners = Mapping[str, list[tuple[Draft, str]]]
"""By a table's name, with and without its schema: the databases that have it, and its full name."""


def owners_of_tables(drafts: Sequence[Draft]) -> _Owners:
    """Return which databases have which tables."""
    owners: dict[str, list[tuple[Draft, str]]] = defaultdict(list)
    for draft in drafts:
        parts = {part for offer in draft.offers for part in offer.surface.parts}
        tables = {table_of(part, parts) for part in parts}
        if draft.kind.access is Access.TABLES:
            for table in sorted(tables):
                for name in sorted({table, table.rpartition(".")[2]}):
                    owners[name.lower()].append((draft, table))
    return owners


@dataclass(slots=True)
class OwnTables:
    """The tables that a service has for itself, whatever others call theirs."""

    mentions: Mentions
    place: Place
    migrations: Sequence[Offer]
    """Its own, and those of its repository that are in no service's folder."""
    made: set[str] = field(default_factory=set)
    """Those that its migrations are known to make, of those that were asked for."""

    def __contains__(self, table: str) -> bool:
        last = table.rpartition(".")[2].lower()
        return last in self.mentions.creates or self._makes(last)

    def _makes(self, table: str) -> bool:
        if table not in self.made:
            for offer in self.migrations:
                if any(_last(part) == table for part in offer.surface.parts):
                    touches = tables_of(offer.path, self.place.tree.read(offer.path))
                    self.made.update(_last(one.table) for one in touches if one.creates)
                if table in self.made:
                    break
        return table in self.made


def _last(name: str) -> str:
    return name.rpartition(".")[2].lower()


def own_tables(
    service: str, number: int, workspace: Workspace, offers: Iterable[Offer]
) -> OwnTables:
    """Return which tables are a service's own; it is in the place of that *number*."""
    migrations = [
        offer
        for offer in offers
        if offer.kind.access is Access.TABLES
        and offer.place == number
        and offer.service in (service, "")
    ]
    return OwnTables(workspace.mentions[service], workspace.places[number], migrations)


def touched(
    service: str, own: OwnTables, drafts: Sequence[Draft], owners: _Owners
) -> Iterator[tuple[Draft, Spot, Confidence]]:
    """Yield the databases of others that a service's files touch, with all places: how surely.

    Who migrates a database of its own means that, unless it names another's schema.
    """
    for path in _candidates(service, own.mentions, drafts):
        content = own.place.tree.read(path)
        for touch in tables_of(path, content):
            found = owners.get(touch.table.lower(), [])
            if len(found) == 1:
                draft, table = found[0]
                if draft.provider == service or touch.creates or table in own:
                    continue
                if is_of_books(table) or (touch.singular and touch.singular in own):
                    continue
                may = may_mean(touch.table, table, content)
                sure = may and touch.sure and not is_of_framework(table, path)
                if may or not own.migrations:
                    spot = Spot(path, touch.line, f"{table}: {touch.text}")
                    yield draft, spot, Confidence.DETECTED if sure else Confidence.GUESSED


def _candidates(service: str, mentions: Mentions, drafts: Sequence[Draft]) -> list[str]:
    found: dict[str, None] = {}
    for draft in drafts:
        if draft.kind.access is Access.TABLES and draft.provider != service:
            for family in draft.families:
                found.update(dict.fromkeys(mentions.candidates.get(clue_key(family), ())))
    return list(found)[:_MOST_FILES]
