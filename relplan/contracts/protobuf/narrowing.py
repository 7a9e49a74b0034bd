"""Takes out of two images what cannot differ, so that buf need not look at it.

buf compares two versions file by file, and package by package. A file stays out where it is the
same in both and so is all that it imports, for a field's default may be its enum's, in another
file; unless it is the one that shows that its package is still there, with enums, or services.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from relplan.contracts.protobuf.descriptors import File
from relplan.contracts.protobuf.sources import STUBS


def narrowed(base: Mapping[str, File], revision: Mapping[str, File]) -> tuple[bytes, bytes] | None:
    """Return images of what may differ, and of what that imports; None: nothing can differ."""
    changed = {
        name
        for name in {*base, *revision}
        if name not in base
        or name not in revision
        or base[name].descriptor != revision[name].descriptor
    }
    if not changed:
        return None
    for files in (base, revision):
        changed |= _reached(changed, _users(files))
    kept = {STUBS, *changed, *_witnesses(base, changed)}  # buf takes no image without files
    return _image(base, kept), _image(revision, kept)


def _users(files: Mapping[str, File]) -> dict[str, list[str]]:
    """Return by file those that import it."""
    found: dict[str, list[str]] = {}
    for file in files.values():
        for name in file.imports:
            found.setdefault(name, []).append(file.name)
    return found


def _reached(names: Iterable[str], steps: Mapping[str, Collection[str]]) -> set[str]:
    """Return *names* and all that they lead to."""
    seen = set(names)
    ahead = list(seen)
    while ahead:
        new = set(steps.get(ahead.pop(), ())) - seen
        seen |= new
        ahead += new
    return seen


def _witnesses(base: Mapping[str, File], changed: Collection[str]) -> Iterator[str]:
    """Yield unchanged files that hold what else the packages of changed ones hold, by sort."""
    touched = {base[name].package for name in changed if name in base}
    shown: set[tuple[str, object]] = set()
    for name, file in base.items():
        if name in changed or file.package not in touched:
            continue
        holds = {(file.package, sort) for sort in (None, *file.sorts)}
        if not holds <= shown:
            shown |= holds
            yield name


def _image(files: Mapping[str, File], kept: Iterable[str]) -> bytes:
    imports = {name: file.imports for name, file in files.items()}
    wanted = _reached(kept, imports)
    pieces: list[bytes] = []
    for name, file in files.items():  # in their order: buf wants imports first
        if name in wanted:
            pieces += (b"\x0a", _varint(len(file.content)), file.content)
    return b"".join(pieces)


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)
