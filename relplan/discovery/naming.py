"""Names contracts: short, in kebab-case, each once."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from relplan.model.workspace import ContractKind

_WORD_BORDERS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta|p)\d*|development)?")
_DULL = frozenset({"internal", "pkg"})
_MOST_WORDS = 3
"""Of a package, that are kept in a name."""
_LONGEST = 60
_SUFFIXES = {
    ContractKind.OPENAPI: "api",
    ContractKind.PROTOBUF: "rpc",
    ContractKind.GRAPHQL: "graphql",
    ContractKind.ASYNCAPI: "events",
    ContractKind.AVRO: "records",
    ContractKind.JSON_SCHEMA: "schema",
    ContractKind.SQL: "db",
    ContractKind.LIBRARY: "lib",
    ContractKind.DESCRIPTOR: "interfaces",
}
_SAYS_IT = {
    ContractKind.OPENAPI: {"api"},
    ContractKind.PROTOBUF: {"api", "rpc", "proto", "grpc"},
    ContractKind.GRAPHQL: {"graphql", "api", "graph"},
    ContractKind.ASYNCAPI: {"events", "messages"},
    ContractKind.AVRO: {"events", "records", "messages"},
    ContractKind.JSON_SCHEMA: {"schema", "schemas"},
    ContractKind.SQL: {"db", "database"},
    ContractKind.DESCRIPTOR: {"interfaces"},
    ContractKind.LIBRARY: {"lib", "library", "sdk", "client", "common", "kit"},
}


def kebab(text: str) -> str:
    """Return *text* in kebab-case, cut to a sane length; empty where it has no letter or digit."""
    spaced = _WORD_BORDERS.sub("-", text[:200])
    return _NOT_IN_NAMES.sub("-", spaced.lower()).strip("-")[:_LONGEST].strip("-")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name, for comparing it with others."""
    return frozenset(kebab(text).split("-")) - {""}


def contract_name(kind: ContractKind, base: str) -> str:
    """Return the name of a contract of *kind* that is about *base*."""
    name = kebab(base) or "unnamed"
    for ending in ("-service", "-svc"):
        name = name.removesuffix(ending) or name
    if name.split("-")[-1] in _SAYS_IT[kind]:
        return name
    return f"{name}-{_SUFFIXES[kind]}"


def may_mean(name: str, kind: ContractKind, found: str) -> bool:
    """Tell whether *name*, given by a person, fits a contract of *kind* that is called *found*."""
    words = words_of(name)
    return words <= words_of(found) or kebab(name).split("-")[-1] in _SAYS_IT[kind]


def package_base(packages: Sequence[str]) -> str:
    """Return what most of several dotted packages have in common, without their version."""
    split = [package.split(".") for package in packages if package]
    heads = Counter(parts[0] for parts in split)
    head = min(heads, key=lambda name: (-heads[name], name), default="")
    common: list[str] = []
    for parts in zip(*(parts for parts in split if parts[0] == head), strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    telling = [part for part in common if not _VERSION.fullmatch(part) and part not in _DULL]
    return "-".join(telling if len(telling) <= _MOST_WORDS else telling[-_MOST_WORDS:])


def unique(name: str, owner: str, taken: Collection[str]) -> str:
    """Return *name*, or one with *owner* or a number in it, that is not *taken*."""
    for candidate in _candidates(name, kebab(owner)):
        if candidate not in taken:
            return candidate
    raise AssertionError("there is always a next number")  # pragma: no cover


def _candidates(name: str, owner: str) -> Iterable[str]:
    yield name
    if owner and not name.startswith(owner):
        yield f"{owner}-{name}"
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
