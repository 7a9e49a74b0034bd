"""What a RowList shows."""

from collections.abc import Callable, Collection, Sequence
from enum import Enum, auto
from functools import cached_property
from typing import Protocol

from relplan.tui.presentation.spans import Line


class RowKind(Enum):
    """How a row behaves."""

    ITEM = auto()
    GROUP = auto()
    """A heading that the cursor can stand on, for instance to fold what is below it."""
    LABEL = auto()
    """A heading that the cursor passes over."""


class Rows(Protocol):
    """What a RowList shows. A value: to change it, give the list another one."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def key(self, index: int) -> str:
        """Return the row's name, by which the cursor finds it again in other rows."""

    def index_of(self, key: str) -> int | None:
        """Return where the row called *key* is, or the one it is folded into; None: nowhere."""

    def kind(self, index: int) -> RowKind:
        """Return how the row behaves."""

    def line(self, index: int, width: int) -> Line:
        """Return the row's text for *width* cells; what is wider is cut off."""


class KeyedRows:
    """Rows over a sequence of keys and a function that writes one of them."""

    def __init__(
        self,
        keys: Sequence[str],
        line: Callable[[int, int], Line],
        *,
        groups: Collection[int] = (),
        labels: Collection[int] = (),
    ) -> None:
        """Take unique *keys*; *groups* and *labels* are the indices of rows of those kinds."""
        self._keys = keys
        self._line = line
        self._groups = frozenset(groups)
        self._labels = frozenset(labels)

    def __len__(self) -> int:
        return len(self._keys)

    def key(self, index: int) -> str:
        """Return the row's name."""
        return self._keys[index]

    def index_of(self, key: str) -> int | None:
        """Return where the row called *key* is."""
        return self._indices.get(key)

    def kind(self, index: int) -> RowKind:
        """Return how the row behaves."""
        if index in self._groups:
            return RowKind.GROUP
        return RowKind.LABEL if index in self._labels else RowKind.ITEM

    def line(self, index: int, width: int) -> Line:
        """Return the row's text."""
        return self._line(index, width)

    @cached_property
    def _indices(self) -> dict[str, int]:
        return {key: index for index, key in enumerate(self._keys)}


NO_ROWS = KeyedRows((), lambda _index, _width: ())
