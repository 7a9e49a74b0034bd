"""Values of which there are as many as a plan has changes and edges, or more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_Value = TypeVar("_Value")


@dataclass_transform(frozen_default=True)
def value(*, order: bool = False) -> Callable[[type[_Value]], type[_Value]]:
    """Make a class a dataclass with slots, compared and hashed by its fields.

    To type checkers it is frozen, and nothing may change one. At run time nothing guards it: to
    make one that is guarded takes three times as long, which a large plan does a million times.
    """
    return dataclass(slots=True, unsafe_hash=True, order=order)
