"""Says what to look for in the code of services, so that it is read only once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.contracts.kind import Access
from relplan.contracts.sql.ownership import table_of
from relplan.discovery.families import Family
from relplan.discovery.hosts import Hosts
from relplan.discovery.mentions import Watch
from relplan.discovery.offers import Place, served_names
from relplan.model.spelling import kebab


def watch_for(families: Sequence[Family], places: Sequence[Place]) -> Watch:
    """Return what shows that code uses one of *families*, or calls a service of *places*."""
    watch = Watch(hosts=Hosts(_hosts(places)))
    offers = [offer for family in families for offer in family.offers]
    watch.rpcs = frozenset(name.encode() for name in served_names(offers))
    watch.parts = {
        part.encode(): part_key(part)
        for family in families
        if family.kind.access is Access.ROUTES
        for part in family.parts
    }
    for family in families:
        for needle in sorted(set(_names(family))):
            watch.add(needle, name_key(family))
        for needle in sorted(set(_clues(family))):
            watch.add(needle, clue_key(family))
        if family.kind.access is Access.TABLES:
            for part in sorted(family.parts):
                watch.add_table(table_of(part, family.parts), clue_key(family))
    return watch


def own_keys(service: str, families: Iterable[Family]) -> frozenset[str]:
    """Return the keys of what only *service* itself has."""
    own = [
        family for family in families if all(offer.service == service for offer in family.offers)
    ]
    keys = {key(family) for family in own for key in (name_key, clue_key)}
    return frozenset(keys)


def name_key(family: Family) -> str:
    """Return the key of names that only this family has: to mention one is to use it."""
    return f"name:{family.number}"


def clue_key(family: Family) -> str:
    """Return the key of what makes a file worth asking whether it uses the family."""
    return f"clue:{family.number}"


def part_key(part: str) -> str:
    """Return the key of an operation that is written out, as people do in comments."""
    return f"part:{part}"


def _hosts(places: Iterable[Place]) -> Mapping[str, str]:
    """Return the services by their names, and by those without what all of a repository share."""
    found: dict[str, str] = {}
    for place in places:
        names = [service.name for service in place.services]
        shared = _shared(names) if len(names) > 1 else ""
        for name in names:
            short = name.removeprefix(shared)
            found.setdefault(short.lower(), name)
            found.setdefault(kebab(short), name)
    named = {service.name.lower(): service.name for p in places for service in p.services}
    return {**found, **named}


def _shared(names: Sequence[str]) -> str:
    """Return the words that all of *names* begin with, with the ``-`` behind them."""
    first, last = min(names), max(names)
    same = next((i for i, sign in enumerate(first) if last[i : i + 1] != sign), len(first))
    return first[: first.rfind("-", 0, same) + 1]


def _names(family: Family) -> Iterator[str]:
    for offer in family.offers:
        yield from offer.aliases
        yield from offer.kind.analyzer.mentions(family.name, offer.surface)


def _clues(family: Family) -> Iterator[str]:
    for offer in family.offers:
        yield from offer.kind.analyzer.clues(offer.surface)
