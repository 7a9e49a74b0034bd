"""Text that XML can hold."""

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return *text* without the characters that XML 1.0 has no way to write."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
