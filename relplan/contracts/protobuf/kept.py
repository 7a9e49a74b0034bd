"""Keeps what was read last: a scan holds many versions of a module, that have most files alike.

What is found again costs its budget what it cost first, so that each comparison ends alike.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Generic, TypeVar

from relplan.contracts.bounds import Budget, UnreadableError

T = TypeVar("T")


class Kept(Generic[T]):
    """What was made of files, by what it was made from."""

    def __init__(self, largest: int) -> None:
        """Keep what was made of texts of so many characters together."""
        self._largest = largest
        self._size = 0
        self._made: OrderedDict[Hashable, tuple[T | UnreadableError, int, int, int]] = OrderedDict()

    def get(self, key: Hashable, size: int, make: Callable[[], T], budget: Budget) -> T:
        """Return what is kept under *key*, or what *make* makes of *size* characters.

        Raises the UnreadableError that *make* raises, each time; a bound that is reached is not
        kept.
        """
        found = self._made.get(key)
        if found is None:
            spent, kept = budget.spent, budget.kept
            try:
                made: T | UnreadableError = make()
            except UnreadableError as error:
                if type(error) is not UnreadableError:
                    raise
                made = error
            found = made, budget.spent - spent, budget.kept - kept, size
            self._keep(key, found)
        else:
            self._made.move_to_end(key)
            budget.spend(found[1])
            budget.keep(found[2])
        if isinstance(found[0], UnreadableError):
            raise found[0]
        return found[0]

    def _keep(self, key: Hashable, made: tuple[T | UnreadableError, int, int, int]) -> None:
        self._made[key] = made
        self._size += made[3]
        while self._size > self._largest and len(self._made) > 1:
            _, gone = self._made.popitem(last=False)
            self._size -= gone[3]


def digest(content: bytes) -> bytes:
    """Return a name for *content*."""
    return blake2b(content, digest_size=16).digest()
