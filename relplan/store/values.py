"""Makes values fit for both databases, so that either gives the same back."""

_LARGEST = 2**63 - 1


def clean(text: str) -> str:
    """Return *text* without what no text can hold: lone surrogates in UTF-8, NUL in PostgreSQL."""
    if "\0" in text:
        text = text.replace("\0", "?")
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def fit(number: int) -> int:
    """Return the nearest number that a store can hold: a commit may claim any date."""
    return max(-_LARGEST, min(number, _LARGEST))


def clean_all(*texts: str) -> tuple[str, ...]:
    """Return what `clean` does of each of *texts*, most of which need none."""
    joined = "".join(texts)
    if joined.isascii() and "\0" not in joined:
        return texts
    return tuple(map(clean, texts))
