"""A copy of a large table that costs only what is changed in it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_keys, dict_values

Key = TypeVar("Key")
Value = TypeVar("Value")
Other = TypeVar("Other")

_SHARE = 8
"""What differs is at most one in so many of the table below; where it is more, all is copied."""


class Overlay(dict[Key, Value], Generic[Key, Value]):
    """What differs from a table below it, which is never changed again.

    To look at one key costs a little more than in a plain dictionary, and to go through all of it
    makes a plain copy first. Only what is defined here sees the table below: there is no `pop` and
    no `update`. Several threads may read it at once.
    """

    def __init__(self, held: dict[Key, Value]) -> None:
        """Begin with what is *held*."""
        below, own, gone = held.parts() if isinstance(held, Overlay) else (held, {}, set())
        if _SHARE * (len(own) + len(gone)) > len(below):
            below, own, gone = held.copy(), {}, set()
        super().__init__(own)
        self._below = below
        self._gone = gone
        """Keys of the table below that are deleted."""

    def parts(self) -> tuple[dict[Key, Value], dict[Key, Value], set[Key]]:
        """Return the table below, and copies of what is set and of what is deleted here."""
        own = dict(zip(super().__iter__(), super().values(), strict=True))
        return self._below, own, self._gone.copy()

    def copy(self) -> dict[Key, Value]:
        """Return all that it holds as a plain dictionary."""
        whole = dict(self._below)
        for key in self._gone:
            del whole[key]
        whole.update(zip(super().__iter__(), super().values(), strict=True))
        return whole

    def __missing__(self, key: Key) -> Value:
        if key in self._gone:
            raise KeyError(key)
        return self._below[key]

    @overload
    def get(self, key: Key, default: None = None, /) -> Value | None: ...
    @overload
    def get(self, key: Key, default: Value, /) -> Value: ...
    @overload
    def get(self, key: Key, default: Other, /) -> Value | Other: ...
    def get(self, key: Key, default: object = None, /) -> object:
        """Return what is held under *key*, else *default*."""
        if super().__contains__(key):
            return super().__getitem__(key)
        return default if key in self._gone else self._below.get(key, default)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (key in self._below and key not in self._gone)

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        self._gone.discard(key)

    def __delitem__(self, key: Key) -> None:
        if key not in self:
            raise KeyError(key)
        if super().__contains__(key):
            super().__delitem__(key)
        if key in self._below:
            self._gone.add(key)

    def __len__(self) -> int:
        return len(self.copy())

    def __iter__(self) -> Iterator[Key]:
        return iter(self.copy())

    def keys(self) -> "dict_keys[Key, Value]":
        """Return the keys of all that it holds."""
        return self.copy().keys()

    def values(self) -> "dict_values[Key, Value]":
        """Return the values of all that it holds."""
        return self.copy().values()

    def items(self) -> "dict_items[Key, Value]":
        """Return all that it holds."""
        return self.copy().items()
