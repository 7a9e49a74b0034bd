"""The encodings in which SQL is written."""

_MARKS = (b"\xff\xfe", b"\xfe\xff")


def as_utf8(content: bytes) -> bytes:
    """Return a text as UTF-8 that its mark says is UTF-16, as SQL Server's tools write it."""
    if len(content) < 4 or not content.startswith(_MARKS):
        return content
    try:
        return content.decode("utf-16").encode()
    except UnicodeError:
        return content
