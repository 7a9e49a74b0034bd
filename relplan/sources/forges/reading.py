"""What the readers of printouts share: JSON in, values that may be of any shape."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from relplan.model.errors import RelplanError

_LARGEST = 64_000_000
"""Bytes; some hundred thousand reviews."""
_GUARD = ")]}'"
"""Gerrit's REST answers begin with it, so that no browser runs them."""
_TRY = "print it again, as JSON"
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST_NUMBER = 2**53


def entries(name: str, content: bytes) -> list[Any]:
    """Return the entries of a list in JSON, or of JSON lines. Raises RelplanError."""
    if len(content) > _LARGEST:
        raise RelplanError(f"{name}: larger than {_LARGEST // 1_000_000} MB", "is it a printout?")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RelplanError(f"{name}: not UTF-8 at byte {error.start}", _TRY) from None
    text = text.strip().removeprefix(_GUARD).strip()
    if not text:
        raise RelplanError(f"{name}: empty", "no reviews are printed as []")
    try:
        return _parsed(text)
    except json.JSONDecodeError as error:
        raise RelplanError(f"{name}:{error.lineno}: not valid JSON: {error.msg}", _TRY) from None
    except RecursionError:
        raise RelplanError(f"{name}: nested too deeply", _TRY) from None
    except ValueError:
        raise RelplanError(f"{name}: a number in it is too long", _TRY) from None


def _parsed(text: str) -> list[Any]:
    """Return what the values in *text* hold: pages may be printed one after the other."""
    decoder, at, found = json.JSONDecoder(), 0, []
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        found += value if isinstance(value, list) else _unwrapped(value)
        while at < len(text) and text[at].isspace():
            at += 1
    return found


def _unwrapped(value: Any) -> list[Any]:
    """Return the changes that Gerrit would submit together, where *value* is that answer."""
    if isinstance(value, dict) and isinstance(value.get("changes"), list):
        return list(value["changes"])
    return [value]


def nodes(value: Any) -> list[Any]:
    """Return *value* where it is a list, or what GraphQL wraps one in, else nothing."""
    if isinstance(value, dict):
        value = value.get("nodes")
    return value if isinstance(value, list) else []


def word(value: Any) -> str:
    """Return *value* where it is text, else nothing."""
    return value.strip() if isinstance(value, str) else ""


def table(value: Any) -> dict[str, Any]:
    """Return *value* where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return *value* where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def number(value: Any) -> int:
    """Return *value* as a number of a review: 0 where it is none; old Gerrits print text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LONGEST_NUMBER
    return value if fits else 0


def commit(value: Any) -> str:
    """Return *value* where it is a full hash, else nothing."""
    text = word(value).lower()
    return text if _HASH.fullmatch(text) else ""


def web(value: Any) -> str:
    """Return *value* where it is the address of a web page, else nothing."""
    text = word(value)
    is_page = text.startswith(("https://", "http://")) and text.isprintable() and " " not in text
    return text.rstrip("/") if is_page else ""


def slug(url: str, marker: str) -> str:
    """Return the path in *url* up to *marker*: ``acme/orders`` of ``…/acme/orders/pull/12``."""
    try:
        path, found, _ = urlsplit(url).path.partition(marker)
    except ValueError:
        return ""
    return path.strip("/") if found else ""
