"""What teams already have: which services there are, who owns, provides, consumes and calls what.

Pure: a file's name and bytes in, facts out. `fact` says what each fact means,
`relplan.contracts.reading` reads YAML, JSON and others with their lines. A package adds an
organisation's own kind of descriptor by an entry point of the group ``relplan.catalogs`` that is a
`Catalog`; see docs/extending.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from relplan.contracts.bounds import UnreadableError
from relplan.plugins import Plugin, fault, plugins
from relplan.sources.catalogs import backstage, codeowners, compose, pact
from relplan.sources.catalogs.fact import Fact, Relation

__all__ = ["Catalog", "Fact", "Relation", "facts", "is_catalog"]

GROUP = "relplan.catalogs"


@dataclass(frozen=True, slots=True)
class Catalog:
    """A kind of descriptor."""

    is_mine: Callable[[str], bool]
    """Tells by its path alone whether a file may be one."""
    facts: Callable[[str, bytes], Iterable[Fact]]
    """Returns what a file says, by its path and content, in its order; nothing where it is none.

    Raises UnreadableError where it is one and cannot be understood.
    """


_OWN = (
    Catalog(backstage.is_mine, backstage.facts),
    Catalog(pact.is_mine, pact.facts),
    Catalog(compose.is_mine, compose.facts),
    Catalog(codeowners.is_mine, codeowners.facts),
)


def is_catalog(path: str) -> bool:
    """Tell by a file's name alone whether it may be a catalog.

    Any JSON file in a folder called ``pacts`` or ``pact`` may be one; what turns out to be
    something else says nothing.
    """
    return any(catalog.is_mine(path) for catalog in _all())


def facts(path: str, content: bytes) -> list[Fact]:
    """Return what the file at *path*, relative to its repository's top, says, in its order.

    Nothing where it is no catalog. Raises UnreadableError where it is one and not understood.
    """
    return [
        fact for catalog in _all() if catalog.is_mine(path) for fact in catalog.facts(path, content)
    ]


@cache
def _all() -> tuple[Catalog, ...]:
    return (*_OWN, *map(_guarded, plugins(GROUP, Catalog)))


def _guarded(plugin: Plugin[Catalog]) -> Catalog:
    """Return the catalog of a package, whose own faults stop nothing else."""

    def is_mine(path: str) -> bool:
        try:
            return bool(plugin.value.is_mine(path))
        except Exception as error:  # whatever a package does
            plugin.leave_out(fault(error))
            return False

    def read(path: str, content: bytes) -> Iterable[Fact]:
        try:
            found = list(plugin.value.facts(path, content))
        except UnreadableError:
            raise
        except Exception as error:  # whatever a package does
            plugin.leave_out(f"it failed on {path} ({fault(error)})")
            raise UnreadableError("could not be read by a package", path) from error
        if not all(isinstance(fact, Fact) for fact in found):
            plugin.leave_out(f"it says what is no Fact of {path}")
            raise UnreadableError("could not be read by a package", path)
        return found

    return Catalog(is_mine, read)
