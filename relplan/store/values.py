"""Makes values fit for SQLite."""

_LARGEST = 2**63 - 1


def clean(text: str) -> str:
    """Return *text* without the lone surrogates that UTF-8 cannot write."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def fit(number: int) -> int:
    """Return the nearest number that SQLite can hold: a commit may claim any date."""
    return max(-_LARGEST, min(number, _LARGEST))
