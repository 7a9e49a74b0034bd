"""Says what to look for in the code of services, so that it is read only once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.discovery.families import Family
from relplan.discovery.mentions import Watch
from relplan.discovery.naming import kebab
from relplan.discovery.offers import Place, served_names
from relplan.discovery.owning import table_of
from relplan.model.workspace import ContractKind

_TELLING = re.compile(r"[\w}][./:_-][\w{]")
"""A channel's name that only one can have: of more than one word."""
_SHORTEST = 4
"""Letters of an operation's id, or a channel's name, that is looked for."""


def watch_for(families: Sequence[Family], places: Sequence[Place]) -> Watch:
    """Return what shows that code uses one of *families*, or calls a service of *places*."""
    watch = Watch(hosts=_hosts(places))
    offers = [offer for family in families for offer in family.offers]
    watch.rpcs = frozenset(name.encode() for name in served_names(offers))
    watch.parts = {
        part.encode(): part_key(part)
        for family in families
        if family.kind is ContractKind.OPENAPI
        for part in family.parts
    }
    for family in families:
        for needle in sorted(set(_names(family))):
            watch.add(needle, name_key(family))
        for needle in sorted(set(_clues(family))):
            watch.add(needle, clue_key(family))
        if family.kind is ContractKind.SQL:
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


def _hosts(places: Iterable[Place]) -> Mapping[bytes, str]:
    """Return the services by their names, and by those without what all of a repository share."""
    found: dict[bytes, str] = {}
    for place in places:
        names = [service.name for service in place.services]
        shared = _shared(names) if len(names) > 1 else ""
        for name in names:
            short = name.removeprefix(shared)
            found.setdefault(short.lower().encode(), name)
            found.setdefault(kebab(short).encode(), name)
    named = {service.name.lower().encode(): service.name for p in places for service in p.services}
    return {**found, **named}


def _shared(names: Sequence[str]) -> str:
    """Return the words that all of *names* begin with, with the ``-`` behind them."""
    first, last = min(names), max(names)
    same = next((i for i, sign in enumerate(first) if last[i : i + 1] != sign), len(first))
    return first[: first.rfind("-", 0, same) + 1]


def _names(family: Family) -> Iterator[str]:
    yield from _NAMES.get(family.kind, _no_names)(family)


def _no_names(family: Family) -> Iterator[str]:
    yield from ()


def _of_packages(family: Family) -> Iterator[str]:
    for offer in family.offers:
        yield from offer.aliases
    if "." in family.name:
        yield family.name


def _of_types(family: Family) -> Iterator[str]:
    """A type's full name; fields have no other names, types have a short one."""
    for offer in family.offers:
        yield from (part for part, short in offer.surface.parts.items() if short and "." in part)


def _of_channels(family: Family) -> Iterator[str]:
    """``send shop.orders.paid``: the channel, as a text in code."""
    for channel in {part.rpartition(" ")[2] for part in family.parts}:
        if _TELLING.search(channel) and len(channel) > _SHORTEST:
            yield from (f'"{channel}"', f"'{channel}'")


def _of_address(family: Family) -> Iterator[str]:
    if "://" in family.name:
        yield family.name


_NAMES = {
    ContractKind.PROTOBUF: _of_packages,
    ContractKind.AVRO: _of_types,
    ContractKind.ASYNCAPI: _of_channels,
    ContractKind.JSON_SCHEMA: _of_address,
}


def _clues(family: Family) -> Iterator[str]:
    for offer in family.offers:
        for part, names in offer.surface.parts.items():
            yield from _CLUES.get(family.kind, _no_clues)(part, names)


def _no_clues(part: str, names: Sequence[str]) -> Iterator[str]:
    yield from ()


def _of_field(part: str, names: Sequence[str]) -> Iterator[str]:
    """Every operation begins at a field of a root type."""
    if names and names[0].startswith(("query ", "mutation ", "subscription ")):
        yield part.rpartition(".")[2]


_CLUES = {
    ContractKind.GRAPHQL: _of_field,
}
