"""All kinds of contracts: relplan's own, and those that other packages register."""

from collections.abc import Iterator, Mapping
from functools import cache

from relplan.contracts.asyncapi import ASYNCAPI
from relplan.contracts.avro import AVRO
from relplan.contracts.descriptors import DESCRIPTOR
from relplan.contracts.graphql import GRAPHQL
from relplan.contracts.json_schema import JSON_SCHEMA
from relplan.contracts.kind import ContractKind
from relplan.contracts.library import LIBRARY
from relplan.contracts.openapi import OPENAPI
from relplan.contracts.plugged import PluggedKind
from relplan.contracts.protobuf import PROTOBUF
from relplan.contracts.routes import ROUTES
from relplan.contracts.sql import SQL
from relplan.model.errors import UnknownNameError
from relplan.model.nearest import meant
from relplan.model.rule import Rule
from relplan.model.workspace import CUSTOM
from relplan.plugins import plugins, with_new_names

GROUP = "relplan.contract_kinds"
_OWN = (
    PROTOBUF, AVRO, GRAPHQL, OPENAPI, ASYNCAPI, DESCRIPTOR, LIBRARY, JSON_SCHEMA, SQL, ROUTES,
)  # fmt: skip
"""Those first whose files are sooner told from all others."""


def kinds() -> tuple[ContractKind, ...]:
    """Return all kinds whose contracts can be read, those first that are sooner told apart."""
    return tuple(each_kind())


def each_kind() -> Iterator[ContractKind]:
    """Yield all kinds; other packages are not looked for before all own ones were not enough."""
    yield from _OWN
    yield from _added()


@cache
def _added() -> tuple[ContractKind, ...]:
    taken = (CUSTOM, *(kind.name for kind in _OWN))
    added = plugins(GROUP, ContractKind)
    new = with_new_names(added, lambda kind: kind.name, taken, "there is a kind")
    return tuple(map(PluggedKind.of, new))


def kind_of(name: str) -> ContractKind | None:
    """Return the kind of that name; None for one that nothing here reads, such as custom."""
    own = next((kind for kind in _OWN if kind.name == name), None)
    if own is not None or name == CUSTOM:
        return own
    return next((kind for kind in kinds() if kind.name == name), None)


def kind_called(name: str) -> ContractKind:
    """Return the kind of that name. Raises UnknownNameError where none can be read."""
    kind = kind_of(name)
    if kind is None:
        known = sorted(one.name for one in kinds())
        raise UnknownNameError(
            f"no kind of contract is called '{name}'",
            meant(name, known, f"one of {', '.join(known)}"),
        )
    return kind


def rules_of(name: str) -> Mapping[str, Rule]:
    """Return by id what comparing two contracts of a kind may tell; nothing of unknown ones."""
    kind = kind_of(name)
    return kind.rules if kind is not None else {}
