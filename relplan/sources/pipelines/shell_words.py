"""Takes a shell script apart into words, operators, redirections and the texts below commands."""

import re
from typing import NamedTuple

_LARGEST = 200_000
"""Characters of a script that are read."""
_MOST_WAITING = 5
"""Texts below one command."""
_HERE = re.compile(r"<<-?[ \t]*(['\"]?)([\w-]+)\1")
_OPERATOR = re.compile(r"&&|\|\||;;|[;|&()\n]")
_REDIRECT = re.compile(r"\d?(?:>>|>&|&>|>|<)[ \t]*(?:&?\d\b|&-)?")


class Token(NamedTuple):
    """A word, an operator, the file of a redirection or a text below a command."""

    kind: str
    text: str
    line: int


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
        self._waiting: list[str] = []

    def next(self) -> None:
        text, at = self.text, self.at
        if text[at] in " \t\r":
            self.at += 1
        elif text.startswith("\\\n", at):
            self.at, self._line = at + 2, self._line + 1
        elif text[at] == "#":
            end = text.find("\n", at)
            self.at = len(text) if end < 0 else end
        elif match := _HERE.match(text, at):
            if len(self._waiting) < _MOST_WAITING:
                self._waiting.append(match[2])
            self.at = match.end()
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
        word, after, lines = _word(self.text, self.at, len(self.text))
        self.found.append(Token(kind, word, self._line))
        self._line += lines
        self.at = max(after, self.at + 1)

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
        for end_word in self._waiting:
            body, self.at, lines = _below(self.text, self.at, end_word)
            self.found.insert(len(self.found) - 1, Token("here", body, self._line))
            self._line += lines
        self._waiting.clear()


def _below(text: str, at: int, end_word: str) -> tuple[str, int, int]:
    """Return the text up to the line *end_word*, where that ends, and its lines."""
    match = re.compile(rf"^[ \t]*{re.escape(end_word)}[ \t]*$", re.MULTILINE).search(text, at)
    start, end = (match.start(), match.end()) if match else (len(text), len(text))
    return text[at:start], end, text.count("\n", at, end)


def _word(text: str, at: int, size: int) -> tuple[str, int, int]:
    """Return the word that begins at *at* without its quotes, where it ends, and its lines."""
    start, kept = at, []
    while at < size:
        sign = text[at]
        if sign in " \t\r\n;|&()<>":
            break
        if sign == "'":
            end = text.find("'", at + 1)
            end = size if end < 0 else end
            kept.append(text[at + 1 : end])
            at = end + 1
        elif sign == '"':
            piece, at = _quoted(text, at + 1, size)
            kept.append(piece)
        elif sign == "\\":
            kept.append("" if text[at + 1 : at + 2] == "\n" else text[at + 1 : at + 2])
            at += 2
        elif sign == "$" and text[at + 1 : at + 2] in ("(", "{"):
            end = _closed(text, at + 1, size)
            kept.append(text[at:end])
            at = end
        elif sign == "`":
            end = text.find("`", at + 1)
            end = size if end < 0 else end + 1
            kept.append(text[at:end])
            at = end
        else:
            kept.append(sign)
            at += 1
    at = min(at, size)
    return "".join(kept), at, text.count("\n", start, at)


def _quoted(text: str, at: int, size: int) -> tuple[str, int]:
    kept = []
    while at < size and text[at] != '"':
        if text[at] == "\\" and text[at + 1 : at + 2] in ('"', "\\", "$", "`", "\n"):
            kept.append("" if text[at + 1] == "\n" else text[at + 1])
            at += 2
        elif text[at] == "$" and text[at + 1 : at + 2] in ("(", "{"):
            end = _closed(text, at + 1, size)
            kept.append(text[at:end])
            at = end
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept), at + 1


def _closed(text: str, at: int, size: int) -> int:
    """Return where the bracket that opens at *at* has been closed."""
    opening = text[at]
    closing = {"(": ")", "{": "}"}[opening]
    depth = 0
    while at < size:
        if text[at] == opening:
            depth += 1
        elif text[at] == closing:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return size
