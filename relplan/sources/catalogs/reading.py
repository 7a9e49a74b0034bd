"""What the readers of catalogs share: values that may be of any shape, paths that may lead out."""

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any


def table(value: Any) -> dict[str, Any]:
    """Return *value* where it is a table; else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return *value* where it is a list; else an empty one."""
    return value if isinstance(value, list) else []


def word(value: Any) -> str:
    """Return *value* where it is text, without space around it; else nothing."""
    return value.strip() if isinstance(value, str) else ""


def words(value: Any) -> Iterator[tuple[int, str]]:
    """Yield the place and the text of those of *value*'s items that are text."""
    for place, item in enumerate(items(value)):
        if word(item):
            yield place, word(item)


def within(folder: str, relative: str) -> str | None:
    """Return *relative* to *folder* as a path from the repository's top; None: it leads out."""
    if not relative or relative.startswith(("/", "~")) or "://" in relative or "\\" in relative:
        return None
    joined = posixpath.normpath(posixpath.join(folder or ".", relative))
    return None if joined == ".." or joined.startswith("../") else joined


def folder_of(path: str) -> str:
    """Return the folder of a file; ``.`` is the repository's top."""
    return posixpath.dirname(path) or "."


def sorted_parts(parts: Iterable[str]) -> tuple[str, ...]:
    """Return *parts*, each once, sorted."""
    return tuple(sorted(set(filter(None, parts))))
