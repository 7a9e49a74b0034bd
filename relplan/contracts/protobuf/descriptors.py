"""What one version declares, with every name of a type looked up."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from relplan.contracts.protobuf.traits import FileTraits, Traits


class Sort(StrEnum):
    """What can be declared."""

    MESSAGE = "message"
    FIELD = "field"
    EXTENSION = "extension"
    ENUM = "enum"
    VALUE = "enum value"
    SERVICE = "service"
    RPC = "rpc"

    @property
    def is_part(self) -> bool:
        """Whether it is a part of what it is in, or extends."""
        return self not in (Sort.MESSAGE, Sort.ENUM, Sort.SERVICE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One thing that a file declares."""

    sort: Sort
    name: str
    """Full, with the package: ``shop.v1.Order.total``, ``shop.v1.Status.PAID``."""
    parent: str
    """The full name of the message, enum or service that it is in; of an extension: extended."""
    file: str
    place: int = field(compare=False)
    """An offset into the file's text; -1: none of its own."""
    number: int = 0
    types: tuple[str, ...] = ()
    """The messages and enums it refers to: a field's type, an rpc's request and response."""
    required: bool = False
    traits: Traits = None
    places: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Where single traits are said."""

    @property
    def short_name(self) -> str:
        """The name without what it is in."""
        return self.name.rpartition(".")[2]

    def at(self, *traits: str) -> int:
        """Return where the first of *traits* that has a place of its own is said."""
        return next((self.places[name] for name in traits if name in self.places), self.place)


@dataclass(frozen=True)
class File:
    """A file whose names are all known."""

    name: str
    traits: FileTraits
    places: Mapping[str, int]
    """Where its package, syntax and options are said."""
    declarations: tuple[Declaration, ...]
    text: str = field(repr=False)

    @property
    def package(self) -> str:
        """Its package."""
        return self.traits.package

    def line(self, place: int) -> int:
        """Return the line of a place, counted from 1; 1 for what has no place."""
        return bisect_left(self._ends, place) + 1

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]


def value_place(name: str) -> str:
    """Return the name of an enum's trait: the number that one of its values has."""
    return f"={name}"
