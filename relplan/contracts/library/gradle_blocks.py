"""The blocks of a Gradle build in which a version outranks all others, line by line."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""[{}()]|\b(?:resolutionStrategy|allprojects|subprojects|version(?=\s{0,9}\{))\b"""
    r"""|["']([\w.-]+:[\w.-]+)(?=[:"'])"""
)


class Block(NamedTuple):
    """What is known of the blocks around a line, and of the line itself."""

    forces: bool = False
    """A version there is the one that all get: ``resolutionStrategy``."""
    below: bool = False
    """It is for the builds in the folders below, too."""
    is_version: bool = False
    """It says the version of the package."""
    package: str = ""
    """The ``group:artifact`` that was named last."""

    def entered(self, inner: "Block") -> "Block":
        """Return what is known where *inner* stands in this one."""
        return Block(
            self.forces or inner.forces,
            self.below or inner.below,
            self.is_version or inner.is_version,
            inner.package or self.package,
        )


def in_blocks(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, Block]]:
    """Yield numbered lines with what stands around them."""
    around, outer = Block(), list[Block]()
    for number, line in lines:
        start, seen = around, Block()
        for token in _TOKEN.finditer(line):
            if token[0] in "{(":
                outer.append(around)
                around = around.entered(seen)
            elif token[0] in "})":
                around = outer.pop() if outer else around
            else:
                seen = seen.entered(_named(token))
        yield number, line, start.entered(seen)


def _named(token: re.Match[str]) -> Block:
    word = token[0]
    below = word in ("allprojects", "subprojects")
    return Block(word == "resolutionStrategy", below, word == "version", token[1] or "")
