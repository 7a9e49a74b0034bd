"""In which order the migrations of a version are applied."""

import re
from pathlib import PurePosixPath

from relplan.contracts.sql.migration import Migration

_DIGITS = re.compile(r"\d+")
_VERSION = r"\d+(?:[._]\d+)*"
_HEAD = re.compile(rf"[BbVvRr]?_{{0,2}}{_VERSION}")
_FOLDER = re.compile(rf"[Vv]?{_VERSION}(?:$|[-_.])")
_ANYWHERE = re.compile(r"[BVv]\d[\d._]*__|\d{12}")
"""A version of Flyway, or a moment: the folder does not count."""
_Numbers = tuple[int, ...]


def place(migration: Migration) -> tuple[bool, tuple[_Numbers, ...], _Numbers, str]:
    """Return where a migration stands among those of a version whose order is told by name.

    Folders that are called by a version count first: ``0/22_x.sql``, ``v1.10/schema.sql``.
    """
    path = PurePosixPath(migration.path)
    is_alone = path.name in ("migration.sql", "up.sql")
    name, above = (path.parent.name, path.parts[:-2]) if is_alone else (path.stem, path.parts[:-1])
    folders = () if _ANYWHERE.match(name) else above
    numbered = tuple(_numbers(found[0]) for part in folders if (found := _FOLDER.match(part)))
    head = _HEAD.match(name)
    numbers = _numbers(head[0]) if head else ()
    return migration.repeatable, numbered, numbers, migration.path


def _numbers(version: str) -> _Numbers:
    return tuple(int(run[:30]) for run in _DIGITS.findall(version))


def _started(ordered: list[Migration]) -> list[Migration]:
    """Leave out the baselines that stand for what is there; what the newest stands for is old."""
    steps = [found for found in ordered if not (found.baseline or found.repeatable)]
    baselines = [found for found in ordered if found.baseline]
    if not baselines or (steps and place(steps[0]) < place(baselines[-1])):
        return [found for found in ordered if not found.baseline]
    return [found for found in ordered if not found.baseline or found is baselines[-1]]


def in_order(migrations: list[Migration]) -> list[Migration]:
    """Sort migrations as they are applied: by number, then so that each follows what it names."""
    ordered = _started(sorted(migrations, key=place))
    versions = {found.version for found in ordered}
    ordered = [found for found in ordered if versions.isdisjoint(found.replaces)]
    by_version = {found.version: found for found in ordered if found.version}
    done: set[str] = set()
    result: list[Migration] = []
    for first in ordered:
        ahead = [(first, False)]
        while ahead:
            found, ready = ahead.pop()
            if found.path in done and not ready:
                continue
            if ready:
                result.append(found)
                continue
            done.add(found.path)
            ahead.append((found, True))
            before = [by_version[name] for name in found.after if name in by_version]
            ahead += [(item, False) for item in reversed(before) if item.path not in done]
    return result
