"""The batch of each change: of many, few are looked at."""

from collections.abc import Callable, Iterator, Mapping

from relplan.model.plan import Batch


class BatchOf(Mapping[str, Batch]):
    """The batch of each change, made when it is asked for."""

    def __init__(self, numbers: Mapping[str, int], make: Callable[[int], Batch]) -> None:
        """*numbers* are those of the batches by change; *make* makes the batch of a number."""
        self._numbers = numbers
        self._make = make

    def __getitem__(self, change: str) -> Batch:
        """Return the batch of *change*."""
        return self._make(self._numbers[change])

    def __iter__(self) -> Iterator[str]:
        """Name the changes."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """Count the changes."""
        return len(self._numbers)
