"""Numbers that are reserved, or open to extensions: which of them are so no more."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.protobuf.nodes import Range


def missing(wanted: Range, there: Iterable[Range]) -> Iterator[Range]:
    """Yield the parts of *wanted* that are in none of the ranges that are *there*."""
    start, end = wanted
    for first, last in sorted(there):
        if last < start or first > end:
            continue
        if first > start:
            yield start, first - 1
        start = max(start, last + 1)
    if start <= end:
        yield start, end


def is_in(number: int, ranges: Iterable[Range]) -> bool:
    """Tell whether a number is in one of *ranges*."""
    return any(first <= number <= last for first, last in ranges)


def printed(ranges: Sequence[Range], largest: int) -> str:
    """Print ranges, of which *largest* is the highest number that there can be."""
    return ", ".join(_printed(one, largest) for one in ranges)


def _printed(one: Range, largest: int) -> str:
    first, last = one
    if first == last:
        return f"[{first}]"
    return f"[{first},{'max' if last == largest else last}]"
