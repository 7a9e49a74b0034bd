"""Matches repository paths with the globs of relplan.toml."""

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def pattern_of(globs: tuple[str, ...], folder: str) -> re.Pattern[str]:
    """Return a pattern for the paths that *globs* mean.

    ``*`` and ``?`` stay in one folder, ``**/`` is any number of folders. A glob is relative to
    *folder*, one that starts with ``/`` to the repository's top; one that ends with ``/`` means
    all files below.
    """
    return re.compile("|".join(_translated(glob, folder) for glob in globs) or r"(?!)")


def _translated(glob: str, folder: str) -> str:
    top = "" if glob.startswith("/") or folder == "." else f"{folder}/"
    text = top + glob.removeprefix("/").removeprefix("./")
    if text.endswith("/"):
        text += "**"
    return "".join(_piece(piece) for piece in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", text))


_PIECES = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _piece(piece: str) -> str:
    return _PIECES.get(piece) or re.escape(piece)
