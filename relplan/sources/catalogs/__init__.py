"""What teams already have: which services there are, who owns, provides, consumes and calls what.

Pure: a file's name and bytes in, facts out. An organisation's own kind of descriptor is one module
here with two functions, ``is_mine(path: str) -> bool``, by name alone, and
``facts(path: str, content: bytes) -> list[Fact]``, which raises UnreadableError where the file
cannot be understood; and its name in `_MODULES`. `fact` says what each fact means,
`relplan.contracts.documents` reads YAML and JSON with their lines.
"""

from relplan.sources.catalogs import backstage, codeowners, compose, pact
from relplan.sources.catalogs.fact import Fact, Relation

__all__ = ["Fact", "Relation", "facts", "is_catalog"]

_MODULES = (backstage, pact, compose, codeowners)


def is_catalog(path: str) -> bool:
    """Tell by a file's name alone whether it may be a catalog.

    Any JSON file in a folder called ``pacts`` or ``pact`` may be one; what turns out to be
    something else says nothing.
    """
    return any(module.is_mine(path) for module in _MODULES)


def facts(path: str, content: bytes) -> list[Fact]:
    """Return what the file at *path*, relative to its repository's top, says, in its order.

    Nothing where it is no catalog. Raises UnreadableError where it is one and not understood.
    """
    return [
        fact for module in _MODULES if module.is_mine(path) for fact in module.facts(path, content)
    ]
