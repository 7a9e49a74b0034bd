"""Cuts the batches of Transact-SQL into statements, which need no semicolon between them."""

import re
from collections.abc import Iterator

from relplan.contracts.sql.conditions import ALWAYS, PERHAPS, Condition, condition
from relplan.contracts.sql.statements import DEEPEST, LONGEST, Statement

_PIECE = re.compile(
    r"(?P<comment>--[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+)"
    r"|(?P<string>n?'[^']*+(?:''[^']*+)*+(?P<closed>')?+)"
    r"|(?P<quoted>\"[^\"]*+\"?+|\[[^\]]*+\]?+)"
    r"|(?P<go>^[ \t]*+GO(?:[ \t]++\d++)?+[ \t]*+;?+[ \t]*+\r?$)"
    r"|(?P<word>[A-Za-z_@#][\w@#$]*+)"
    r"|(?P<sign>[^\w\s])",
    re.IGNORECASE | re.MULTILINE,
)
_STARTS = frozenset(
    {
        "alter", "begin", "break", "close", "commit", "continue", "create", "dbcc", "deallocate",
        "declare", "delete", "deny", "drop", "else", "end", "exec", "execute", "fetch",
        "grant", "if", "insert", "merge", "open", "print", "raiserror", "return", "revoke",
        "rollback", "save", "select", "set", "truncate", "update", "use", "waitfor", "while",
    }
)  # fmt: skip
_TO_THE_END = re.compile(
    r"(?:create|alter)\s+(?:or\s+alter\s+)?(?:proc|procedure|function|trigger|view)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"drop\s+(?:table|view|index|proc|procedure|function|trigger|type|schema|user|role|sequence"
    r"|synonym|database|login|statistics|security|default|rule|fulltext|partition)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"begin\s+(tran|transaction|distributed|try|catch)\b", re.IGNORECASE)
_ENDS = re.compile(r"end\s+(?:try|catch)\b", re.IGNORECASE)
_IF_CLAUSE = re.compile(r"if\s+exists\s+[^\s(]", re.IGNORECASE)
_ALTER_COLUMN = re.compile(r"alter\s+column\b", re.IGNORECASE)
_SET_OPTION = re.compile(r"set\s*\(", re.IGNORECASE)
_FROM_SCHEMA = re.compile(
    r"(?:select|set)\s+(@\w+)\s*=.*\b(?:sys\s*\.|\[sys\]|information_schema|object_id|sysobjects)",
    re.IGNORECASE | re.DOTALL,
)
_WANTED = {"update": ("set",), "insert": ("select", "exec", "execute")}
_RIGHTS = frozenset({"grant", "revoke", "deny"})
_JOINS_QUERIES = frozenset({"union", "all", "except", "intersect"})


def split_batches(text: str) -> Iterator[Statement]:
    """Yield the statements of *text*, each with the condition that it stands in."""
    return _Batches(text).statements()


class _Batches:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._names: frozenset[str] = frozenset()
        """The variables that hold something of the schema."""
        self._begin_batch()

    def _begin_batch(self) -> None:
        self._blocks: list[Condition] = []
        self._next: Condition | None = None
        """The condition right before the next statement or block."""
        self._last_if = ALWAYS
        self._clear(self._at)

    def _clear(self, start: int) -> None:
        self._pieces: list[str] = []
        self._start = start
        self._first = -1
        self._verb = ""
        self._before = ""
        self._depth = self._cases = 0
        self._fault = ""
        self._whole = self._body = False
        """Whether it goes on to the end of the batch; whether its second word has come."""

    def statements(self) -> Iterator[Statement]:
        while match := _PIECE.search(self._text, self._at):
            self._at = match.end()
            if match["comment"] is not None:
                self._pieces.append(self._text[self._start : match.start()] + " ")
                self._pieces.append("\n" * match[0].count("\n"))
                self._start = match.end()
            elif match["go"] is not None:
                yield from self._finish(match.start())
                self._begin_batch()
            elif match[0] == ";" and self._depth <= 0 and not self._whole:
                yield from self._finish(match.start())
                self._clear(match.end())
            elif match["word"] is not None:
                yield from self._word(match)
            else:
                self._take(match)
        yield from self._finish(len(self._text))

    def _take(self, match: re.Match[str]) -> None:
        if self._first < 0:
            self._first = match.start()
        self._before = match[0][-1]
        self._depth += (match[0] == "(") - (match[0] == ")")
        if self._depth > DEEPEST:
            self._fault, self._at = "nested too deeply to be understood", len(self._text)
        if match["string"] is not None and match["closed"] is None:
            self._fault = "a string in it does not end"
        if match["quoted"] is not None and (len(match[0]) < 2 or match[0][-1] not in '"]'):
            self._fault = "a name in it does not end"

    def _word(self, match: re.Match[str]) -> Iterator[Statement]:
        word = match[0].lower()
        if self._depth <= 0 and not self._whole and self._is_start(word, match.start()):
            yield from self._finish(match.start())
            self._clear(match.start())
            if self._is_mark(word, match):
                self._clear(self._at)
                return
            self._verb, self._first = word, match.start()
            self._whole = _TO_THE_END.match(self._text, match.start()) is not None
        self._cases += (word == "case") - (word == "end" and self._cases > 0)
        self._before = word

    def _is_mark(self, word: str, match: re.Match[str]) -> bool:
        """Take the words that only say under which condition statements stand."""
        if word == "else":
            self._next = self._last_if
        elif word == "end":
            if self._blocks:
                self._blocks.pop()
            ends = _ENDS.match(self._text, match.start())
            self._at = ends.end() if ends else match.end()
        elif word == "begin":
            begins = _BEGINS.match(self._text, match.start())
            kind = begins[1].lower() if begins else ""
            if kind in ("tran", "transaction", "distributed"):
                return False
            self._blocks.append(PERHAPS if kind == "catch" else self._next or ALWAYS)
            self._next = None
            self._at = begins.end() if begins else match.end()
        else:
            return False
        return True

    def _is_start(self, word: str, at: int) -> bool:
        if self._first < 0:
            return True
        if word not in _STARTS or self._cases or self._verb == "merge":
            return False
        return not (self._goes_on(word, at) or self._is_awaited(word))

    def _goes_on(self, word: str, at: int) -> bool:
        """Tell whether a word is a part of the statement that has begun, by what stands before."""
        verb, before, text = self._verb, self._before, self._text
        return (
            (word == "if" and _IF_CLAUSE.match(text, at) is not None)
            or (word in ("update", "delete", "grant") and before in ("on", "for", "with"))
            or (word == "set" and before in ("update", "delete"))
            or (word == "select" and before in (*_JOINS_QUERIES, "for"))
            or (word == "fetch" and before in ("rows", "row"))
            or (word == "merge" and before in ("inner", "left", "right", "full"))
            or (verb in _RIGHTS and before in (verb, ","))
            or (verb == "alter" and self._is_action(word, at))
        )

    def _is_awaited(self, word: str) -> bool:
        """Tell whether a word is what the statement that has begun needs once."""
        if self._verb == "with" and word in ("select", "insert", "update", "delete"):
            self._verb = word
            return True
        wanted = _WANTED.get(self._verb, ())
        if self._body or word not in wanted:
            return False
        self._body = True
        return True

    def _is_action(self, word: str, at: int) -> bool:
        """Tell whether a word belongs to the ALTER that has begun."""
        if word == "set":
            is_database = re.match(r"alter\s+database\b", self._text[self._first :], re.IGNORECASE)
            return is_database is not None or _SET_OPTION.match(self._text, at) is not None
        if word == "alter":
            return _ALTER_COLUMN.match(self._text, at) is not None
        return word == "drop" and _OBJECT.match(self._text, at) is None

    def _finish(self, end: int) -> Iterator[Statement]:
        if self._first < 0:
            return
        text = "".join((*self._pieces, self._text[self._start : end])).strip()
        self._line += self._text.count("\n", self._counted, self._first)
        self._counted = self._first
        if not self._fault and len(text) > LONGEST:
            self._fault = "too long to be understood"
        if self._verb in ("if", "while") and not self._fault:
            found = condition(text, self._names)
            if self._verb == "if":
                self._last_if = found
            self._next = found + (self._next or ALWAYS)
        elif text:
            yield self._statement(text)

    def _statement(self, text: str) -> Statement:
        if named := _FROM_SCHEMA.match(text):
            self._names |= {named[1].lower()}
        found = self._next or ALWAYS
        self._next = None
        for block in self._blocks:
            found += block
        return Statement(text, self._line, self._fault, found)
