"""Names a set of files by globs, as relplan.toml has them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from posixpath import commonpath, dirname, splitext


@dataclass(slots=True)
class _Folder:
    wanted: set[str] = field(default_factory=set)
    """Names of the wanted files in it."""
    others: set[str] = field(default_factory=set)
    """Names of files in it with the same endings that are not wanted."""
    below: dict[str, "_Folder"] = field(default_factory=lambda: defaultdict(_Folder))

    def is_pure(self) -> bool:
        return not self.others and all(folder.is_pure() for folder in self.below.values())

    def holds(self) -> bool:
        return bool(self.wanted) or any(folder.holds() for folder in self.below.values())


_MANY = 8
_FEW = 3
"""Files that are rather named one by one."""


def globs_of(wanted: Collection[str], there: Iterable[str], folder: str) -> tuple[str, ...]:
    """Return globs that mean the files *wanted* and no others of those that are *there*.

    They are relative to *folder* where all are in it, else they start with ``/``, which is the
    repository's top.
    """
    if len(wanted) <= _FEW:
        return tuple(sorted(_relative(path, folder) for path in wanted))
    endings = {splitext(path)[1] for path in wanted}
    top = _Folder()
    for path in there:
        ending = splitext(path)[1]
        if ending in endings:
            *folders, name = path.split("/")
            place = top
            for folder_name in folders:
                place = place.below[folder_name]
            (place.wanted if path in wanted else place.others).add(name)
    found = sorted(_globs(top, "", sorted(endings)))
    if len(found) > _MANY:  # a few files too many say more than a page of globs
        above = commonpath([dirname(path) for path in wanted])
        found = sorted(f"{above}/**/*{ending}".removeprefix("/") for ending in endings)
    return tuple(_relative(glob, folder) for glob in found)


def _globs(place: _Folder, prefix: str, endings: Collection[str]) -> Iterable[str]:
    if not place.holds():
        return
    if place.wanted and not place.others:
        deep = "**/" if place.below and place.is_pure() else ""
        yield from (f"{prefix}{deep}*{ending}" for ending in _used(place, endings, bool(deep)))
        if deep:
            return
    else:
        yield from (prefix + name for name in place.wanted)
    if not place.wanted and prefix and len(place.below) > 1 and place.is_pure():
        yield from (f"{prefix}**/*{ending}" for ending in _used(place, endings, True))
        return
    for name, folder in place.below.items():
        yield from _globs(folder, f"{prefix}{name}/", endings)


def _used(place: _Folder, endings: Collection[str], deep: bool) -> list[str]:
    return [ending for ending in endings if _has(place, ending, deep)]


def _has(place: _Folder, ending: str, deep: bool) -> bool:
    if any(splitext(name)[1] == ending for name in place.wanted):
        return True
    return deep and any(_has(folder, ending, deep) for folder in place.below.values())


def _relative(path: str, folder: str) -> str:
    if folder == ".":
        return path
    inside = path.removeprefix(f"{folder}/")
    return inside if inside != path else f"/{path}"


def history_globs(wanted: Collection[str], folder: str) -> tuple[str, ...]:
    """Return globs for the folders that the migrations *wanted* are in: tomorrow's are meant, too.

    Where each has a folder of its own, and they share a name, it is the folder above that grows.
    """
    found: set[str] = set()
    for path in wanted:
        above, _, name = path.rpartition("/")
        ending = ".up.sql" if name.endswith(".up.sql") else splitext(name)[1]
        alike = {other for other in wanted if other.endswith(f"/{name}") and other != path}
        siblings = {other for other in alike if dirname(dirname(other)) == dirname(above)}
        if name in ("migration.sql", "up.sql") or siblings:
            found.add(f"{dirname(above)}/*/{name}".removeprefix("/"))
        else:
            found.add(f"{above}/*{ending}".removeprefix("/"))
    if len(found) > _MANY:
        return globs_of(wanted, wanted, folder)
    return tuple(_relative(glob, folder) for glob in sorted(found))
