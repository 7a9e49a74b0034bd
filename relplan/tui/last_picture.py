"""The last picture of a plan, shown again while the plan is read.

It is kept in the person's own cache, not beside the workspace: what stands there may be anybody's.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b

from relplan.app.folders import cache_folder

_MOST = 20
"""Pictures that are kept: those of examples in temporary folders go away by themselves."""
_LARGEST = 1_000_000
"""Bytes; no terminal holds more."""


class LastPicture:
    """What the screen showed when the person left, line by line, with the codes of its colours."""

    def __init__(self, *of_what: str) -> None:
        """Take what tells one plan on the screen from others: workspace, scenario, theme."""
        name = blake2b(
            "\0".join(of_what).encode(errors="surrogateescape"), digest_size=16
        ).hexdigest()
        self._file = cache_folder() / "pictures" / name

    def lines(self, columns: int, rows: int) -> Sequence[str]:
        """Return its lines; none where there is no picture for a screen of this size."""
        with suppress(OSError, ValueError):
            with self._file.open("rb") as stream:
                size, *found = stream.read(_LARGEST).decode().split("\n")
            if size == _size(columns, rows) and len(found) == rows:
                return found
        return ()

    def keep(self, columns: int, rows: int, lines: Iterable[str]) -> None:
        """Keep *lines* instead of what was there; where that cannot be done, do without."""
        folder, fresh = self._file.parent, self._file.with_suffix(".new")
        with suppress(OSError, ValueError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh.touch(mode=0o600)
            fresh.write_bytes("\n".join((_size(columns, rows), *lines)).encode())
            fresh.replace(self._file)
            known = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
            for old in known[:-_MOST]:
                old.unlink()


def _size(columns: int, rows: int) -> str:
    return f"{columns} x {rows}"
