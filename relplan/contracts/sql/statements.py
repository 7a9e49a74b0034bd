"""Cuts SQL text into statements, in one pass, whatever the text is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relplan.contracts.sql.conditions import ALWAYS, Condition

LONGEST = 400_000
"""Characters of one statement; what is longer is data, or an attack."""
DEEPEST = 60
"""Parentheses within parentheses."""

_PIECE = re.compile(
    r"(?P<comment>--[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+)"
    r"|(?P<string>[ne]?'[^']*+(?:''[^']*+)*+(?P<closed>')?+)"
    r"|(?P<quoted>\"[^\"]*+\"?+|`[^`]*+`?+)"
    r"|(?P<dollar>\$(?:[A-Za-z_]\w*+)?+\$)"
    r"|(?P<go>^[ \t]*+GO[ \t]*+;?+[ \t]*+\r?$)"
    r"|(?P<slash>^[ \t]*+/[ \t]*+\r?$)"
    r"|(?P<delimiter>^[ \t]*+DELIMITER[ \t]++(?P<end>\S++)[^\n]*+)"
    r"|(?P<meta>^\\[^\n]*+)"
    r"|(?P<word>[A-Za-z_]\w*+)"
    r"|(?P<sign>[^\w\s])",
    re.IGNORECASE | re.MULTILINE,
)
_ESCAPED = re.compile(r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+(?P<closed>')?+", re.DOTALL)
_ROUTINE = re.compile(
    r"(?:create|alter)\s+(?:or\s+(?:replace|alter)\s+)?(?:definer\s*=\s*\S+\s+)?"
    r"(?:temp\s+|temporary\s+|constraint\s+)?(?:trigger|procedure|proc|function|event)\b",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"(?:declare|begin)\s|create\s+(?:or\s+replace\s+)?(?:(?:non)?editionable\s+)?"
    r"(?:trigger|procedure|function|package|type\s+body)\b",
    re.IGNORECASE,
)
"""What Oracle's tools take for one statement up to a line with a slash."""
_COPY = re.compile(r"copy\b[^;]*\bfrom\s+stdin\b", re.IGNORECASE)
_MYSQL_COMMENT = re.compile(r"^([ \t]*)#[^\n]*", re.MULTILINE)
_BLOCK_ENDS = frozenset({"if", "loop", "while", "repeat", "for"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement without its comments."""

    text: str
    line: int
    fault: str = ""
    """Why it is not to be given to a parser; empty: it may be."""
    under: Condition = ALWAYS


def split(text: str, dialect: str) -> Iterator[Statement]:
    """Yield the statements of *text*; the time is linear in its length."""
    if dialect == "mysql":
        text = _MYSQL_COMMENT.sub(r"\1", text)
    return _Splitter(text, dialect).statements()


class _Splitter:
    def __init__(self, text: str, dialect: str) -> None:
        self._text = text
        self._escapes = dialect == "mysql"
        self._slashes = dialect == "oracle"
        self._end = ";"
        self._at = 0
        self._line = 1
        self._counted = 0
        self._clear(0)

    def _clear(self, start: int) -> None:
        self._pieces: list[str] = []
        self._start = start
        self._first = -1
        self._depth = 0
        self._blocks = 0
        self._before = ""
        self._fault = ""
        self._routine: bool | None = None

    def statements(self) -> Iterator[Statement]:
        while match := _PIECE.search(self._text, self._at):
            kind = _kind(match)
            self._at = match.end()
            if kind in ("comment", "meta"):
                self._skip(match)
            elif kind in ("delimiter", "go") or (kind == "slash" and self._slashes):
                yield from self._finish(match.start())
                self._end = match["end"] or self._end
                self._clear(match.end())
            elif self._is_end(match):
                yield from self._finish(match.start())
            else:
                self._take(kind, match)
        yield from self._finish(len(self._text))

    def _skip(self, match: re.Match[str]) -> None:
        lines = "\n" * match[0].count("\n")
        self._pieces.append(f"{self._text[self._start : match.start()]} {lines}")
        self._start = match.end()

    def _is_end(self, match: re.Match[str]) -> bool:
        if self._end != ";":
            if not self._text.startswith(self._end, match.start()):
                return False
            self._at = match.start() + len(self._end)
            return True
        if match[0] != ";" or self._depth > 0:
            return False
        if self._slashes:
            return not self._is_routine()
        return not (self._blocks and self._is_routine())

    def _is_routine(self) -> bool:
        if self._routine is None:
            head = self._text[self._first : self._first + 300]
            self._routine = (_BLOCK if self._slashes else _ROUTINE).match(head) is not None
        return self._routine

    def _take(self, kind: str, match: re.Match[str]) -> None:
        if self._first < 0:
            self._first = match.start()
        if kind == "word":
            self._word(match[0].lower())
            return
        self._before = ""
        if kind == "string":
            self._string(match)
        elif kind == "quoted":
            self._quoted(match)
        elif kind == "dollar":
            self._dollar(match)
        else:
            self._depth += (match[0] == "(") - (match[0] == ")")
            if self._depth > DEEPEST:
                self._fault = "nested too deeply to be understood"
                self._at = len(self._text)  # where a parenthesis ends is nobody's guess now

    def _string(self, match: re.Match[str]) -> None:
        closed = match["closed"]
        if self._escapes or match[0][0] in "eE":
            again = _ESCAPED.match(self._text, match.start() + (match[0][0] != "'"))
            if again is not None:
                self._at = again.end()
                closed = again["closed"]
        if closed is None:
            self._fault = "a string in it does not end"

    def _quoted(self, match: re.Match[str]) -> None:
        if len(match[0]) < 2 or match[0][-1] != match[0][0]:
            self._fault = "a name in it does not end"

    def _dollar(self, match: re.Match[str]) -> None:
        end = self._text.find(match[0], match.end())
        if end < 0:
            self._fault = "a string in it does not end"
        self._at = len(self._text) if end < 0 else end + len(match[0])

    def _word(self, word: str) -> None:
        if word == "end":
            self._blocks -= 1
        elif self._before == "end":
            self._blocks += word in _BLOCK_ENDS  # END IF closes what was never counted
        elif word in ("begin", "case"):
            self._blocks += 1
        self._before = word

    def _finish(self, end: int) -> Iterator[Statement]:
        if self._first >= 0:
            text = "".join((*self._pieces, self._text[self._start : end])).strip()
            self._line += self._text.count("\n", self._counted, self._first)
            self._counted = self._first
            if not self._fault and len(text) > LONGEST:
                self._fault = "too long to be understood"
            if text:
                yield Statement(text, self._line, self._fault)
            if _COPY.match(text[:1000]):
                stop = self._text.find("\n\\.", self._at)
                self._at = len(self._text) if stop < 0 else stop + 3
        self._clear(self._at)


def _kind(match: re.Match[str]) -> str:
    """Return which kind of piece it is; the groups within a group are no kinds."""
    if match["string"] is not None:
        return "string"
    return "delimiter" if match["delimiter"] is not None else match.lastgroup or ""
