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
_STEPS = 350_000
"""Some one and a half seconds of work, which a contract of any size may take."""
_BYTES_A_STEP = 3
"""A larger contract may take a second and a half more a megabyte; honest ones take half of it."""
_MEMORY = 150_000_000
_MEMORY_A_BYTE = 10


class Budget:
    """Counts the work of a comparison: steps and not seconds, so that each run ends alike.

    Whatever walks over a contract pays for it, before it does, or as it goes.
    """

    def __init__(self, steps: int = _STEPS, memory: int = _MEMORY) -> None:
        """Allow *steps*, of about four microseconds, and about *memory* bytes at a time."""
        self._steps = self._left = steps
        self._memory = self._free = memory

    @classmethod
    def of(cls, size: int) -> "Budget":
        """Return what a contract may cost of which all files together have *size* bytes."""
        return cls(_STEPS + size // _BYTES_A_STEP, _MEMORY + size * _MEMORY_A_BYTE)

    @property
    def spent(self) -> int:
        """The steps taken."""
        return self._steps - self._left

    @property
    def kept(self) -> int:
        """The bytes taken."""
        return self._memory - self._free

    def spend(self, steps: int = 1) -> None:
        """Take note of *steps*. Raises BoundReachedError where they are more than are left."""
        self._left -= steps
        if self._left < 0:
            raise BoundReachedError("to compare it all would take too long: the bound was reached")

    def keep(self, size: int) -> None:
        """Take note of *size* bytes that stay. Raises BoundReachedError where it is too much."""
        self.check(size)
        self._free -= size

    def check(self, size: int) -> None:
        """Raise BoundReachedError where *size* bytes are too much, if only for a moment."""
        if size > self._free:
            raise BoundReachedError(
                "to compare it all would take too much memory: the bound was reached"
            )


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
