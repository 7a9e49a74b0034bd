"""Finds what other distributions add to relplan: entry points of a group."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

_LOG = logging.getLogger("relplan")


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a distribution adds."""

    value: Any
    distribution: str
    """Its name and version."""


def loaded(group: str) -> Iterator[Plugin]:
    """Yield what is installed for *group*; what cannot be loaded is told in one line, and left out.

    An entry point names a class, or anything else that makes what is added when it is called.
    """
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        try:
            yield Plugin(point.load()(), _distribution(point))
        except Exception as error:  # whatever a stranger's code raises
            broken(_distribution(point), f"its plug-in '{point.name}' is left out", error)


def broken(distribution: str, what: str, error: Exception) -> None:
    """Say in one line what does not work of a distribution's plug-in."""
    told = " ".join(str(error).split())[:200]
    _LOG.warning("%s: %s: %s: %s", distribution, what, type(error).__name__, told)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
