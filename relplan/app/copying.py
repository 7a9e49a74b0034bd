"""Copies a whole store to another place: from a file to a server, and back."""

from dataclasses import dataclass
from pathlib import Path

from relplan.model.store_place import StorePlace, place_of
from relplan.store import copy_store


@dataclass(frozen=True, slots=True)
class Copied:
    """What is in the new place, which was in the old one."""

    place: StorePlace
    changes: int
    decisions: int
    """Steps of the log."""


def copy_whole(source: str, target: str) -> Copied:
    """Copy the store at *source* to *target*, each a path or a URL; a copy is a store, too.

    Raises StoreError where there is none, where *target* holds a plan already, or either fails.
    """
    place = place_of(target, Path())
    rows = copy_store(place_of(source, Path()), place)
    return Copied(place, rows["change"], rows["log_step"])
