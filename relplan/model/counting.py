"""Numbers and lists in English sentences."""

from collections.abc import Sequence

_MOST_NAMED = 5
_TENTHS_FROM, _WHOLE_FROM = 10, 100
"""Days from which on hundredths of one say nothing, and tenths."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return *number* and *noun*, in the plural where that is right."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def days(number: float) -> str:
    """Return *number* of days with its unit: ``1 day``, ``2.25 days``, ``1,234 days``."""
    places = 1 if number >= _TENTHS_FROM else 2
    shown = f"{number:,.0f}" if number >= _WHOLE_FROM else f"{round(number, places):g}"
    return f"{shown} {'day' if shown == '1' else 'days'}"


def listed(parts: Sequence[str], most: int = 4) -> str:
    """Name the first of *parts*, and how many more there are."""
    more = len(parts) - most
    return ", ".join(parts[:most]) + (f" and {more} more" if more > 0 else "")


def joined(names: Sequence[str]) -> str:
    """Name the first of *names* in a sentence, and how many more there are."""
    shown = list(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        shown.append(f"{len(names) - _MOST_NAMED} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def largest_goes(before: int, after: int) -> str:
    """Say what becomes of the largest batch, of so many changes."""
    if before == after:
        return f"the largest batch stays at {counted(after, 'change')}"
    return f"the largest batch goes from {before} to {counted(after, 'change')}"
