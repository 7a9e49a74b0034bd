"""In which order the migrations of a version are applied."""

import re
from pathlib import PurePosixPath

from relplan.contracts.sql.migration import Migration

_DIGITS = re.compile(r"\d+")


def place(migration: Migration) -> tuple[bool, tuple[int, ...], str]:
    """Return where a migration stands among those of a version whose order is told by name."""
    path = PurePosixPath(migration.path)
    name = path.parent.name if path.name in ("migration.sql", "up.sql") else path.stem
    head = re.match(r"[VvRr]?_{0,2}\d+(?:[._]\d+)*", name)
    numbers = tuple(int(run[:30]) for run in _DIGITS.findall(head[0])) if head else ()
    return migration.repeatable, numbers, migration.path


def in_order(migrations: list[Migration]) -> list[Migration]:
    """Sort migrations as they are applied: by number, then so that each follows what it names."""
    ordered = sorted(migrations, key=place)
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
