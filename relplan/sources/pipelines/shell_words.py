"""Takes a shell script apart into words, operators, redirections and the texts below commands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LARGEST = 200_000
"""Characters of a script that are read."""
_MOST_WAITING = 5
"""Texts below one command."""
_HERE = re.compile(r"<<-?[ \t]*(['\"]?)([\w-]+)\1")
_HERE_WORD = re.compile(r"<<<[ \t]*")
_OPERATOR = re.compile(r"&&|\|\||;;|[;|&()\n]")
_REDIRECT = re.compile(r"\d?(?:>>|>&|&>|>|<)[ \t]*(?:&?\d\b|&-)?")


class Inner(NamedTuple):
    """Commands whose output stands in a word: ``$(…)``, or between back-ticks."""

    text: str
    """With the signs around the commands."""
    line: int
    """On which they begin."""

    @property
    def script(self) -> str:
        """Return the commands."""
        return self.text[2:-1] if self.text.startswith("$") else self.text[1:-1]


class Token(NamedTuple):
    """A word, an operator, the file of a redirection or a text below a command."""

    kind: str
    text: str
    line: int
    inner: tuple[Inner, ...] = ()
    splits: bool = False
    """The value of a variable in it may be several words."""


def tokens(text: str) -> list[Token]:
    """Return the words and operators of a script."""
    scanner = _Scanner(text[:_LARGEST])
    while scanner.at < len(scanner.text):
        scanner.next()
    return scanner.found


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Token] = []
        self.at = 0
        self._line = 1
        self._waiting: list[tuple[str, bool]] = []

    def next(self) -> None:
        text, at = self.text, self.at
        if text[at] in " \t\r":
            self.at += 1
        elif text.startswith("\\\n", at):
            self.at, self._line = at + 2, self._line + 1
        elif text[at] == "#":
            end = text.find("\n", at)
            self.at = len(text) if end < 0 else end
        elif match := _HERE_WORD.match(text, at) or _HERE.match(text, at):
            self._here(match)
        elif match := _REDIRECT.match(text, at):
            self._redirected(match)
        elif match := _OPERATOR.match(text, at):
            self.found.append(Token("op", match[0], self._line))
            self.at = match.end()
            if match[0] == "\n":
                self._line += 1
                self._texts_below()
        else:
            self._word("word")

    def _word(self, kind: str) -> None:
        word = _Word(self.text, self.at, self._line)
        word.read()
        self.found.append(
            Token(kind, "".join(word.kept), self._line, tuple(word.inner), word.splits)
        )
        self._line = word.line
        self.at = max(word.at, self.at + 1)

    def _here(self, match: re.Match[str]) -> None:
        """Take note of a word that is its command's input, or of what ends a text that is."""
        self.at = match.end()
        if match.re is _HERE and len(self._waiting) < _MOST_WAITING:
            self._waiting.append((match[2], not match[1]))
        elif match.re is _HERE_WORD and self.at < len(self.text):
            self._word("here")

    def _redirected(self, match: re.Match[str]) -> None:
        self.at = match.end()
        is_input = match[0].strip() == "<"
        if is_input and self.text[self.at : self.at + 1] == "(":
            end = _closed(self.text, self.at, len(self.text))  # a command's output, as a file
            self.found.append(Token("word", self.text[self.at : end], self._line))
            self._line += self.text.count("\n", self.at, end)
            self.at = end
            return
        if self.at < len(self.text) and ("&" not in match[0] or match[0].startswith("&")):
            self._word("in" if is_input else "out")

    def _texts_below(self) -> None:
        for end_word, is_filled_in in self._waiting:
            body, self.at, lines = _below(self.text, self.at, end_word)
            inner = tuple(inner_of(body, self._line)) if is_filled_in else ()
            self.found.insert(len(self.found) - 1, Token("here", body, self._line, inner))
            self._line += lines
        self._waiting.clear()


def _below(text: str, at: int, end_word: str) -> tuple[str, int, int]:
    """Return the text up to the line *end_word*, where that ends, and its lines."""
    match = re.compile(rf"^[ \t]*{re.escape(end_word)}[ \t]*$", re.MULTILINE).search(text, at)
    start, end = (match.start(), match.end()) if match else (len(text), len(text))
    return text[at:start], end, text.count("\n", at, end)


class _Word:
    """The word that begins at *at*, without its quotes."""

    def __init__(self, text: str, at: int, line: int) -> None:
        self.text, self.at, self.line = text, at, line
        self.kept: list[str] = []
        self.inner: list[Inner] = []
        self.splits = False

    def read(self) -> None:
        text, size = self.text, len(self.text)
        while self.at < size and text[self.at] not in " \t\r\n;|&()<>":
            sign = text[self.at]
            if sign == "'":
                end = text.find("'", self.at + 1)
                end = size if end < 0 else end
                self._keep(text[self.at + 1 : end], end + 1)
            elif sign == '"':
                self._quoted()
            elif sign == "\\":
                self._escaped()
            elif not self._put_in():
                self._keep(sign, self.at + 1)
            else:
                self.splits = True
        self.at = min(self.at, size)

    def _keep(self, piece: str, until: int) -> None:
        self.line += self.text.count("\n", self.at, until)
        self.kept.append(piece)
        self.at = until

    def _escaped(self) -> None:
        sign = self.text[self.at + 1 : self.at + 2]
        self._keep("" if sign == "\n" else sign, self.at + 2)

    def _quoted(self) -> None:
        text, size = self.text, len(self.text)
        self.at += 1
        while self.at < size and text[self.at] != '"':
            if text[self.at] == "\\" and text[self.at + 1 : self.at + 2] in '"\\$`\n':
                self._escaped()
            elif not self._put_in():
                self._keep(text[self.at], self.at + 1)
        self.at += 1

    def _put_in(self) -> bool:
        """Keep what the shell puts in here: a variable, or what commands print; tell whether."""
        text, at = self.text, self.at
        end = _end_of(text, at)
        if end is None:
            return False
        piece = text[at:end]
        self.inner += inner_of(piece, self.line)
        self._keep(piece, end)
        return True


def inner_of(text: str, line: int) -> Iterator[Inner]:
    """Yield the commands whose output the shell puts into *text*, which begins on *line*."""
    at, last = 0, 0
    for match in _SIGNS.finditer(text):
        if match.start() < at or text[match.start()] == "\\":
            continue
        begin = match.start()
        end = None if text.startswith("${", begin) else _end_of(text, begin)
        line += text.count("\n", last, begin)
        last = begin
        at = end or match.end()
        if end is not None and not text.startswith("$((", begin):
            yield Inner(text[begin:end], line)


_NAME = re.compile(r"[\w@*]")
_SIGNS = re.compile(r"\\.|\$[({]|`", re.DOTALL)


def _end_of(text: str, at: int) -> int | None:
    """Return where what the shell puts in at *at* ends; None: it puts in nothing there."""
    if text[at] == "`":
        end = text.find("`", at + 1)
        return len(text) if end < 0 else end + 1
    if text[at] != "$":
        return None
    if text[at + 1 : at + 2] in ("(", "{"):
        return _closed(text, at + 1, len(text))
    return at + 1 if _NAME.match(text, at + 1) else None


def _closed(text: str, at: int, size: int) -> int:
    """Return where the bracket that opens at *at* has been closed; one in quotes is none."""
    opening = text[at]
    closing = {"(": ")", "{": "}"}[opening]
    depth = 0
    while at < size:
        sign = text[at]
        if sign == opening:
            depth += 1
        elif sign == closing:
            depth -= 1
            if depth == 0:
                return at + 1
        elif sign == "\\":
            at += 1
        elif sign in "'\"" and opening == "(":
            end = text.find(sign, at + 1)
            at = at if end < 0 else end
        at += 1
    return size
