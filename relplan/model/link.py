"""Addresses of pages that stand for changes and issues."""

from urllib.parse import quote, urlsplit

from relplan.model.change import Change

KEY_OF_ISSUE = "{key}"
"""What stands for an issue's key in the address of its page."""
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


def issue_link(address: str, key: str) -> str:
    """Return the page of the issue *key*, by the *address* of any; empty where there is none."""
    found = address.replace(KEY_OF_ISSUE, quote(key, safe=""))
    return found if is_link(found) else ""
