"""Shows code in one line."""


def shortened(text: str) -> str:
    """Return the beginning of *text* in one line."""
    words = " ".join(text[:300].split())
    return words if len(words) <= 80 and len(text) <= 300 else f"{words[:80]}…"
