"""What keeps a hostile contract from costing more than it may, in time and in memory."""


class UnreadableError(Exception):
    """A file, or a part of one, cannot be understood."""

    def __init__(self, what: str, path: str = "", line: int = 0) -> None:
        """Say *what* is wrong, and where; *line* is counted from 1, 0 where none applies."""
        self.what = what
        self.path = path
        self.line = line
        super().__init__(what)


class BoundReachedError(UnreadableError):
    """To understand it all would take too long, or too much memory."""


LARGEST_FILE = 16_000_000
"""Bytes of one file."""
LARGEST_VERSION = 64_000_000
"""Bytes of all files of one version."""
_STEPS = 3_000_000
"""Some seconds of work."""


class Budget:
    """Counts the steps of a comparison: steps and not seconds, so that each run ends alike."""

    def __init__(self, steps: int = _STEPS) -> None:
        """Allow *steps* steps; a step is one node looked at, say, never more than that takes."""
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Take note of *steps*. Raises BoundReachedError where none is left."""
        self._left -= steps
        if self._left < 0:
            raise BoundReachedError("comparing the two takes too long: the bound was reached")


def check_size(path: str, content: bytes, largest: int = LARGEST_FILE) -> None:
    """Raise BoundReachedError where *content* has more bytes than *largest*."""
    if len(content) > largest:
        raise BoundReachedError(f"larger than {largest // 1_000_000} MB, so not read", path)


def decoded(path: str, content: bytes, largest: int = LARGEST_FILE) -> str:
    """Return *content* as text. Raises UnreadableError where it is too large, or not UTF-8."""
    check_size(path, content, largest)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError("not UTF-8", path, line) from None
