"""Files that are written whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from relplan.model.errors import RelplanError

_USUAL_MODE = 0o666


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path*; where that fails what was there stays, and nothing else is left.

    Where *path* is a symbolic link, the file that it leads to is replaced. What is no file, such as
    a device or a pipe, is written to and stays what it is. Raises RelplanError.
    """
    target = path.resolve()
    if target.is_dir():
        raise RelplanError(f"{path} is a folder", "name a file in it")
    data = text.encode("utf-8", "replace")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        what = f"{path} cannot be written: {error.strerror or error}"
        raise RelplanError(what, "name a file in a folder that is there and may be used") from error


def _replace(target: Path, data: bytes) -> None:
    mode = _mode_of(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _mode_of(target: Path) -> int:
    """Return the mode that *target* has, or that a new file gets."""
    with suppress(FileNotFoundError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _USUAL_MODE & ~mask
