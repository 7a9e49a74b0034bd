"""Tells who touches the tables of a database that another service owns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from relplan.contracts.kind import Access
from relplan.contracts.sql.ownership import tables_of
from relplan.discovery.drafts import Draft
from relplan.discovery.mentions import Mentions, Spot
from relplan.discovery.offers import Place
from relplan.discovery.owning import table_of
from relplan.discovery.watching import clue_key

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


def touched(
    service: str, mentions: Mentions, place: Place, drafts: Sequence[Draft], owners: _Owners
) -> Iterator[tuple[Draft, Spot]]:
    """Yield the databases of others that a service's files touch, each with all places."""
    for path in _candidates(service, mentions, drafts):
        for name, line, text, creates in tables_of(path, place.tree.read(path)):
            found = owners.get(name.lower(), [])
            if len(found) == 1:
                draft, table = found[0]
                last = table.rpartition(".")[2].lower()
                is_own = creates or last in mentions.creates
                if draft.provider != service and not is_own:
                    yield draft, Spot(path, line, f"{table}: {text}")


def _candidates(service: str, mentions: Mentions, drafts: Sequence[Draft]) -> list[str]:
    found: dict[str, None] = {}
    for draft in drafts:
        if draft.kind.access is Access.TABLES and draft.provider != service:
            for family in draft.families:
                found.update(dict.fromkeys(mentions.candidates.get(clue_key(family), ())))
    return list(found)[:_MOST_FILES]
