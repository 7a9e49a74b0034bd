"""The store's file and folder: made for their owner alone.

What people decide, and why, is nobody else's to read unless they say so.
"""

import os
from contextlib import suppress
from pathlib import Path

from relplan.model.errors import StoreError

_FILE, _FOLDER = 0o600, 0o700


def make_folder(folder: Path) -> None:
    """Make *folder*, but none above it, where it is missing. Raises OSError."""
    folder.mkdir(_FOLDER, exist_ok=True)


def make_file(path: Path) -> None:
    """Make an empty file. Raises FileExistsError where there is one, OSError.

    SQLite would make it as open as others are; the -wal and -shm that it makes are as open as it.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _FILE))


def close_to_others(path: Path) -> None:
    """Make a file that an earlier relplan made its owner's alone: whoever opens it again may."""
    for file in (path, *beside(path)):
        with suppress(OSError):  # it may be missing, somebody else's, or on a read-only disk
            file.chmod(_FILE)


def beside(path: Path) -> tuple[Path, Path]:
    """Return the database at *path*'s -wal, where its last words may stand, and its -shm."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def make_folder_of(path: Path) -> None:
    """Make the folder of *path*; where it is relplan's, git ignores it. Raises OSError."""
    make_folder(path.parent)
    ignore = path.parent / ".gitignore"
    if path.parent.name == ".relplan" and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def prepare_place(path: Path) -> bool:
    """Make the store's folder and file where they are missing; tell whether the file was.

    Raises StoreError where a folder stands there, OSError.
    """
    if path.is_dir():
        raise StoreError(
            f"the store {path} is a folder",
            "name a file with RELPLAN_STORE, or move the folder away",
        )
    if path.exists():
        return False
    make_folder_of(path)
    with suppress(FileExistsError):  # another process was faster
        make_file(path)
    return True
