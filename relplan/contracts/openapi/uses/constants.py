"""Finds the paths of a source file that have a name, be they written out or made of others."""

import re
from collections.abc import Mapping
from itertools import islice

from relplan.contracts.openapi.uses.addresses import address_of
from relplan.contracts.openapi.uses.paths import HOLE, OPERAND, QUOTED, TEXT, Constant, Path, inner

_WRITTEN = re.compile(
    rf"\b([A-Za-z_$][\w$]{{1,60}})\s{{0,4}}(?::\s{{0,4}}\w+\s{{0,4}})?:?=\s{{0,20}}(?:{QUOTED})"
)
_MADE = re.compile(
    r"^[ \t]*+(?:(?:auto|const|default|export|final|let|private|protected|public|readonly|static"
    r"|[Ss]tring|va[lr])[ \t]++){0,5}+(?:(?:self|this|cls)\.|@)?(?P<name>[A-Za-z_$][\w$]{1,60}+)"
    r"[ \t]*+(?::[ \t]*+\w++[ \t]*+)?:?=(?![=>])\s{0,20}+"
    rf"(?:(?:{OPERAND}[ \t]*\+\s{{0,20}}){{1,4}}"
    rf"|(?:\w+\.)?url_?join\(\s{{0,20}}{OPERAND}[ \t]*,\s{{0,20}}"
    r"|(?:[A-Za-z_$][\w$.]{0,80}\.)?path\(\s{0,20})f?(?=[\"'`])",
    re.MULTILINE,
)
"""A value that is made of another one and a text: added, resolved against it, or below it."""
_END = re.compile(r"[ \t]*(?:,?\s{0,80}\))?[ \t]*[;,]?[ \t]*(?:$|#|//)", re.MULTILINE)
_MOST = 500
"""Values of one file that are made of others."""


def constants_in(text: str) -> Mapping[str, Constant]:
    """Return the paths that have a name in this file, and one value only."""
    known = _Known()
    for match in _WRITTEN.finditer(text):
        value = inner(match, 2)
        if "/" in value:
            known.add(match[1], Constant(value, address_of("", value, "", 0)))
    for match in islice(_MADE.finditer(text), _MOST):
        made = _made(text, match, known.single)
        if made is not None:
            known.add(match["name"], made)
    return known.single


class _Known:
    """Values by name."""

    def __init__(self) -> None:
        self.single: dict[str, Constant] = {}
        """Those of names that have one value only."""
        self._several: set[str] = set()

    def add(self, name: str, value: Constant) -> None:
        if name in self._several or self.single.setdefault(name, value) != value:
            self._several.add(name)
            self.single.pop(name, None)


def _made(text: str, match: re.Match[str], known: Mapping[str, Constant]) -> Constant | None:
    literal = TEXT.match(text, match.end())
    if literal is None:
        return None
    path = Path(text, known, literal)
    value = path.whole_text
    if value is None or "/" not in value or _END.match(text, path.end) is None:
        return None
    address = path.address
    return Constant(f"{HOLE}{value}" if address and value[0] == "/" else value, address)
