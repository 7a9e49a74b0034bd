"""Decoding of what repositories hold, and how much of it is kept."""

import codecs

TITLE = 300
"""Characters kept of a title."""
EVIDENCE = 200
"""Characters kept of a line that is evidence."""
_DIGITS = 15
_LAST = 253_402_300_799
"""The end of the year 9999, after which Python knows no dates."""
MESSAGE = 1 << 18
"""Characters kept of a message; git has read the trailers from all of it."""


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("relplan-latin-1", _as_latin_1)


def decode(raw: bytes) -> str:
    """Return text from git: UTF-8, and Latin-1 where it is not; never a lone surrogate."""
    return raw.decode("utf-8", "relplan-latin-1")


def incremental_decoder() -> codecs.IncrementalDecoder:
    """Return a decoder of the same kind for text that comes in pieces."""
    return codecs.getincrementaldecoder("utf-8")("relplan-latin-1")


def moment(text: str) -> int:
    """Return a date as git prints it, in seconds since 1970; 0 where none can be meant.

    Broken tools write negative and enormous ones, and none at all.
    """
    digits = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return seconds if digits and (seconds := int(text)) <= _LAST else 0


def title_of(message: str) -> str:
    """Return the subject as git sees it, the first paragraph on one line, cut to a sane length."""
    head = message[: TITLE * 4].lstrip("\n").partition("\n\n")[0]
    return head.replace("\n", " ").rstrip()[:TITLE]
