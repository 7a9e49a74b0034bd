"""Tells "nothing new" without starting git: a signature of all refs, read from the files."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG

from relplan.model.review import ReviewLink
from relplan.model.scan import ScanSettings, ServiceRoot

_SMALL = 4096
"""Bytes; a loose ref has less. Its text is taken, since two writes may share one time stamp."""
_FILES = ("packed-refs", "shallow", "config")


def settings_fingerprint(root: ServiceRoot, settings: ScanSettings, shallow: str) -> str:
    """Name what a service is read with; *shallow* names where its history was cut off."""
    deployed = root.running.commit if root.running else ""
    bare = replace(root, running=None, deployed_line=0)  # where it stands changes nothing
    return _digest(repr((bare, deployed, settings, shallow)).encode("utf-8", "surrogatepass"))


def repository_signature(repository: str) -> str:
    """Return what changes whenever a ref does; empty where that cannot be told."""
    try:
        folder = common_folder(Path(repository))
        if folder is None:
            return ""
        parts = list(_parts(folder))
    except OSError:
        return ""
    return _digest("\n".join(parts).encode("utf-8", "surrogatepass"))


def reviewed_signature(signature: str, reviews: Iterable[ReviewLink]) -> str:
    """Return what changes, too, when a forge says something else of a repository's reviews."""
    known = sorted((link.commit, link.merge_commit, link.merged, link.closed) for link in reviews)
    return _digest(repr((signature, known)).encode("utf-8", "surrogatepass"))


def shallow_fingerprint(repository: str) -> str:
    """Name where a shallow clone's history is cut off; empty for a full one."""
    try:
        folder = common_folder(Path(repository))
        return _digest((folder / "shallow").read_bytes()) if folder is not None else ""
    except OSError:
        return ""


def common_folder(repository: Path) -> Path | None:
    """Return the git folder, of a linked worktree that of its repository; None where none is."""
    folder = repository / ".git"
    if folder.is_file():
        words = folder.read_text("utf-8", "surrogateescape").strip()
        folder = repository / words.removeprefix("gitdir: ")
    elif not folder.is_dir():
        folder = repository
    if not (folder / "HEAD").exists():
        return None
    common = folder / "commondir"
    if common.is_file():
        folder = folder / common.read_text("utf-8", "surrogateescape").strip()
    return folder.resolve()


def _parts(folder: Path) -> Iterator[str]:
    yield _content(folder / "HEAD")
    for name in _FILES:
        yield _state(folder / name)
    reftable = folder / "reftable"
    if reftable.is_dir():
        for table in sorted(reftable.iterdir()):
            yield _state(table)
    yield from _loose(str(folder / "refs"))


def _loose(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _loose(entry.path)
            elif entry.is_symlink():
                yield f"{entry.path} {Path(entry.path).readlink()}"
            elif entry.is_file():  # never a pipe: opening it would wait for ever
                yield f"{entry.path} {_content(Path(entry.path))}"


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_SMALL).hex()


def _state(path: Path) -> str:
    try:
        state = path.stat()
    except FileNotFoundError:
        return f"{path.name} -"
    regular = S_ISREG(state.st_mode)
    return f"{path.name} {state.st_mtime_ns} {state.st_size} {state.st_ino} {regular}"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
