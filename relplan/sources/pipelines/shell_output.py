"""What commands print that only tell of names and of files: ``ls``, ``echo``, ``basename``."""

import posixpath
import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

_OPEN = re.compile(r"[$`]")
_LONGEST = 300
"""Characters of a value that is cut."""

Glob = Callable[[str], list[str]]


def output_of(words: Sequence[str], folder: str, glob: Glob) -> list[str] | None:
    """Return the words that a command prints; None: that cannot be told from its text.

    *glob* returns the files and folders that a pattern from the top stands for.
    """
    if not words or not folder or any(map(_OPEN.search, words)):
        return None
    read = _PROGRAMS.get(words[0])
    return read(words[1:], folder, glob) if read is not None else None


def _echoed(rest: Sequence[str], folder: str, glob: Glob) -> list[str]:
    return [each for word in rest if word not in ("-n", "-e") for each in word.split()]


def _formatted(rest: Sequence[str], folder: str, glob: Glob) -> list[str] | None:
    return list(rest[1:]) if rest and rest[0] in ("%s\\n", "%s\n", "%s ") else None


def _last(rest: Sequence[str], folder: str, glob: Glob) -> list[str] | None:
    name = posixpath.basename(rest[0].rstrip("/")) if rest else ""
    return [name.removesuffix(rest[1]) if len(rest) > 1 else name] if name else None


def _above(rest: Sequence[str], folder: str, glob: Glob) -> list[str] | None:
    return [posixpath.dirname(rest[0].rstrip("/")) or "."] if len(rest) == 1 else None


def _listed(rest: Sequence[str], folder: str, glob: Glob) -> list[str] | None:
    given = [word for word in rest if not word.startswith("-")] or ["."]
    itself = any(word.startswith("-") and "d" in word for word in rest)
    found: list[str] = []
    for one in given:
        if "*" in one or itself:
            if one == ".":
                return None
            found += [shown(folder, path, one) for path in glob(posixpath.join(folder, one))]
        else:
            inside = glob(posixpath.normpath(posixpath.join(folder, one, "*")))
            found += [posixpath.basename(path) for path in inside]
    return found


def _found(rest: Sequence[str], folder: str, glob: Glob) -> list[str] | None:
    """Return what ``find`` names of one folder; what it is asked beside that is not understood."""
    top = [word for word in rest[:1] if not word.startswith("-")]
    asked = dict(zip(rest[len(top) :: 2], rest[len(top) + 1 :: 2], strict=False))
    if asked.pop("-maxdepth", "") != "1" or asked.keys() - {"-mindepth", "-type", "-name"}:
        return None
    where = top[0] if top else "."
    paths = glob(posixpath.normpath(posixpath.join(folder, where, "*")))
    name = asked.get("-name", "*")
    wanted = [one for one in paths if fnmatchcase(posixpath.basename(one), name)]
    return [posixpath.join(where, posixpath.basename(one)) for one in wanted]


_PROGRAMS: dict[str, Callable[[Sequence[str], str, Glob], list[str] | None]] = {
    "echo": _echoed, "printf": _formatted, "basename": _last, "dirname": _above,
    "ls": _listed, "find": _found,
}  # fmt: skip


def shown(folder: str, path: str, pattern: str) -> str:
    """Return a path that a *pattern* stands for as the shell shows it: from *folder*."""
    seen = path if folder in ("", ".") else path.removeprefix(f"{folder}/")
    seen = f"./{seen}" if pattern.startswith("./") else seen
    return f"{seen}/" if pattern.endswith("/") else seen


def trimmed(value: str, sign: str, pattern: str) -> str:
    """Return ``${value#pattern}`` and its like: what is left without the part that fits."""
    if len(value) > _LONGEST or len(pattern) > _LONGEST:
        return value
    cuts = range(len(value) + 1)
    if sign[0] == "#":
        fitting = [n for n in cuts if fnmatchcase(value[:n], pattern)]
        return value[(max if len(sign) > 1 else min)(fitting) :] if fitting else value
    fitting = [n for n in cuts if fnmatchcase(value[n:], pattern)]
    return value[: (min if len(sign) > 1 else max)(fitting)] if fitting else value
