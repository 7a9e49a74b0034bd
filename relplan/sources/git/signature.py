"""Tells "nothing new" without starting git: a signature of all refs, read from the files."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from relplan.model.review import ReviewLink
from relplan.model.scan import ScanSettings, ServiceRoot

_SMALL = 4096
"""Bytes; a loose ref has less. Its text is taken, since two writes may share one time stamp."""
_NOTHING = {errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP}
_FILES = ("packed-refs", "shallow", "config")

_GENERATION = 1
"""Grows whenever the same commits may say something else than before."""


def settings_fingerprint(root: ServiceRoot, settings: ScanSettings, shallow: str) -> str:
    """Name what a service is read with; *shallow* names where its history was cut off."""
    deployed = root.running.commit if root.running else ""
    bare = replace(root, running=None, deployed_line=0)  # where it stands changes nothing
    read_with = (_GENERATION, bare, deployed, settings, shallow)
    return _digest(repr(read_with).encode("utf-8", "surrogatepass"))


def repository_signature(repository: str) -> str:
    """Return what changes whenever a ref does; empty where that cannot be told."""
    try:
        return signature_in(_common(repository))
    except OSError:
        return ""


def signature_in(folder: str | None) -> str:
    """Return the signature of the repository whose git folder is *folder*; empty of none."""
    try:
        parts = list(_parts(folder)) if folder is not None else []
    except OSError:
        return ""
    return _digest("\n".join(parts).encode("utf-8", "surrogatepass")) if parts else ""


def reviewed_signature(signature: str, reviews: Iterable[ReviewLink]) -> str:
    """Return what changes, too, when a forge says something else of a repository's reviews."""
    known = sorted((link.commit, link.merge_commit, link.merged, link.closed) for link in reviews)
    return _digest(repr((signature, known)).encode("utf-8", "surrogatepass"))


def shallow_in(folder: str | None) -> str:
    """Name where a shallow clone's history is cut off, by its git folder; empty for a full one."""
    try:
        return _digest(_read(f"{folder}/shallow", None)) if folder is not None else ""
    except OSError:
        return ""


def has_attributes(folder: str | None) -> bool:
    """Tell whether a git folder says by itself what git takes for text; where in doubt, it does."""
    try:
        return folder is None or bool(_read(f"{folder}/info/attributes", 1))
    except FileNotFoundError:
        return False
    except OSError:
        return True


def common_folder(repository: Path) -> Path | None:
    """Return the git folder, of a linked worktree that of its repository; None where none is."""
    folder = _common(str(repository))
    return None if folder is None else Path(folder)


def git_folder(repository: str) -> str | None:
    """Return what `common_folder` does; None, too, where it cannot be looked into."""
    try:
        return _common(repository)
    except OSError:
        return None


# A scan looks into some hundred repositories, mostly to find nothing: so all of this is plain
# calls of the system, which take a quarter of the time that paths and streams do.


def _common(repository: str) -> str | None:
    folder = f"{repository}/.git"
    mode = _mode(folder)
    if S_ISREG(mode):
        folder = os.path.join(repository, _text(folder).removeprefix("gitdir: "))  # noqa: PTH118
    elif not S_ISDIR(mode):
        folder = repository
    if not _mode(f"{folder}/HEAD"):
        return None
    common = f"{folder}/commondir"
    if S_ISREG(_mode(common)):
        folder = os.path.join(folder, _text(common))  # noqa: PTH118
    return os.path.realpath(folder)


def _mode(path: str) -> int:
    """Return what *path* is; 0 where nothing is. Raises OSError where that cannot be told."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except OSError as error:
        if error.errno not in _NOTHING:
            raise
        return 0


def _text(path: str) -> str:
    return _read(path, None).decode("utf-8", "surrogateescape").strip()


def _parts(folder: str) -> Iterator[str]:
    yield _content(f"{folder}/HEAD")
    for name in _FILES:
        yield _state(folder, name)
    reftable = f"{folder}/reftable"
    if S_ISDIR(_mode(reftable)):
        for table in sorted(os.listdir(reftable)):  # noqa: PTH208
            yield _state(reftable, table)
    yield from _loose(f"{folder}/refs")


def _loose(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=_name):
            if entry.is_dir(follow_symlinks=False):
                yield from _loose(entry.path)
            elif entry.is_symlink():
                yield f"{entry.path} {os.readlink(entry.path)}"  # noqa: PTH115
            elif entry.is_file():  # never a pipe: opening it would wait for ever
                yield f"{entry.path} {_content(entry.path)}"


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _content(path: str) -> str:
    return _read(path, _SMALL).hex()


def _read(path: str, most: int | None) -> bytes:
    """Return what *path* holds, or *most* bytes of it."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(file, os.fstat(file).st_size + 1 if most is None else most)
    finally:
        os.close(file)


def _state(folder: str, name: str) -> str:
    try:
        state = os.stat(f"{folder}/{name}")  # noqa: PTH116
    except FileNotFoundError:
        return f"{name} -"
    regular = S_ISREG(state.st_mode)
    return f"{name} {state.st_mtime_ns} {state.st_size} {state.st_ino} {regular}"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
