"""Frameworks of which the lines that register routes are read, each by itself, and no program.

What stands before their paths is known from the blocks around them in the same file, by how lines
are indented. Where more may stand before them, only others know how they begin: whoever requests
one is asked about.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from posixpath import basename

from relplan.contracts.routes.frameworks.paths import Style, joined, read_path
from relplan.contracts.routes.paths import unknown
from relplan.contracts.routes.route import Framework, Route, Served, Unclear

_MOST = 3_000
"""Lines of one file that register something; what has more was not written by hand."""
_LONGEST = 500
"""Characters of a line that people wrote."""
_ASIDE = re.compile(r"#(?!\[)|//|/?\*(?!\s*@)|--|%")
_CLOSES = re.compile(r"[)}\]]|end\b")
_SHOWN = 200
_METHODS = frozenset("GET POST PUT PATCH DELETE HEAD OPTIONS".split())


@dataclass(frozen=True, slots=True)
class Manner:
    """How one framework registers routes."""

    name: str
    endings: tuple[str, ...]
    sign: re.Pattern[bytes]
    """What is in a file that registers."""
    registers: re.Pattern[str]
    """What registers: group ``verb``, if it says one, and others of which one is the path.

    Where that is missing it is the path of the block. What is in the group ``resources`` stands for
    all of them, and for each.
    """
    style: Style
    below: re.Pattern[str] | None = None
    """What may put more before the paths of other files; None: more always may stand there."""
    scope: re.Pattern[str] | None = None
    """What opens a block, of which the one group stands before all paths within."""
    is_mark: bool = False
    """Whether `scope` marks the class behind it, and opens no block."""
    unread: re.Pattern[str] | None = None
    """What registers something without writing it out."""
    root: re.Pattern[bytes] | None = None
    """What is in one file at least, where that is more than `sign`."""
    settings: tuple[str, ...] = ()
    """The names of files that may put something before the paths of others."""
    plain: Callable[[str], str] = str
    """What makes a path one of `style`."""


class Listed(Framework):
    """One framework that is read by its lines."""

    def __init__(self, manner: Manner) -> None:
        """Read as *manner* says."""
        self.name = manner.name
        self._manner = manner

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file has what only one with routes has, or is one of settings."""
        manner = self._manner
        if basename(path) in manner.settings:
            return True
        return path.endswith(manner.endings) and manner.sign.search(content) is not None

    def settings(self, path: str, content: bytes) -> Sequence[str]:
        """Return the names of files that may put something before the paths of another."""
        return () if basename(path) in self._manner.settings else self._manner.settings

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return the routes of all lines that register one."""
        root, before = self._manner.root or self._manner.sign, self._manner.below
        if not any(map(root.search, files.values())):
            return Served()
        texts = {path: content.decode("utf-8", "replace") for path, content in files.items()}
        is_whole = before is not None and not any(map(before.search, texts.values()))
        above = "" if is_whole else unknown(self.name)
        found: list[Route | Unclear] = []
        for path, text in sorted(texts.items()):
            found += islice(self._read(path, text, above), _MOST)
        return Served.of(found)

    def _read(self, path: str, text: str, above: str) -> Iterator[Route | Unclear]:
        blocks: list[tuple[int, str]] = []
        for number, line in enumerate(text.splitlines(), 1):
            bare = line.strip()
            if not bare or len(line) > _LONGEST or _ASIDE.match(bare):
                continue
            indent = len(line) - len(line.lstrip())
            while blocks and blocks[-1][0] >= indent and not _CLOSES.match(bare):
                blocks.pop()
            around = joined(*(one for _, one in blocks))
            yield from self._registered(line, above, around, path, number)
            scope = self._manner.scope.search(line) if self._manner.scope else None
            if scope is not None and self._manner.is_mark:
                blocks = [(-1, _path_of(scope))]
            elif scope is not None:
                blocks.append((indent, _path_of(scope)))

    def _registered(
        self, line: str, above: str, around: str, path: str, number: int
    ) -> Iterator[Route | Unclear]:
        manner, text = self._manner, line.strip()[:_SHOWN]
        one = None
        for one in manner.registers.finditer(line):
            known = read_path(joined(around, manner.plain(_path_of(one))), manner.style)
            below = ("", "/{id}") if one.groupdict().get("resources") else ("",)
            for way in known.paths:
                yield from (
                    Route(_method_of(one), f"{above}{way}{more}", path, number) for more in below
                )
            if not known.paths:
                yield Unclear(path, number, text, "/" if above else known.prefix)
        if one is None and manner.unread is not None and manner.unread.search(line):
            yield Unclear(path, number, text, "/")


def _path_of(match: re.Match[str]) -> str:
    said = (text for name, text in match.groupdict().items() if name != "verb" and text)
    return next(said, "")


def _method_of(match: re.Match[str]) -> str:
    """Return the method that is registered; empty: any."""
    said = (match.groupdict().get("verb") or "").upper()
    return said if said in _METHODS else ""
