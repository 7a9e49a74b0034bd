"""Addresses of pages that stand for changes."""

from urllib.parse import urlsplit

from relplan.model.change import Change

_LONGEST_LINK = 2_000


def link_of(change: Change) -> str:
    """Return the address of *change*'s review, where anything told it; empty: nothing did."""
    return next((name for name in change.aliases if is_link(name)), "")


def is_link(text: str) -> bool:
    """Tell whether *text* is the address of a page, and nothing else besides."""
    if len(text) > _LONGEST_LINK or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
