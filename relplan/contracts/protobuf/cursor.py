"""Goes over a .proto file's tokens and reads what its statements are made of: names, values."""

import re
from collections.abc import Sequence

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.protobuf.nodes import Option, Options, Range
from relplan.contracts.protobuf.tokens import Token, end_of_value

NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
REFERENCE = re.compile(r"\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|[0-9]+")
_BRACKETS = {"{": "}", "[": "]", "<": ">"}


class Cursor:
    """Where one is in *tokens*; each method reads one thing and goes on behind it.

    What is not there as it must be raises UnreadableError with its line.
    """

    def __init__(self, path: str, text: str, tokens: Sequence[Token]) -> None:
        """Stand before the first of *tokens*, which are of *text*, the file at *path*."""
        self._path = path
        self._text = text
        self.tokens = tokens
        self.words = [token.text for token in tokens] + ["", "", "", ""]
        self.at = 0

    def error(self, what: str, at: int | None = None) -> UnreadableError:
        """Return the error that says *what* is wrong, at the line of token *at*, or of this."""
        index = min(self.at if at is None else at, len(self.tokens) - 1)
        line = self._text.count("\n", 0, self.tokens[index].start) + 1
        return UnreadableError(f"not valid protobuf: {what}", self._path, line)

    def place(self) -> int:
        """Return where this token begins in the text."""
        return self.tokens[min(self.at, len(self.tokens) - 1)].start

    def next(self) -> str:
        """Return this word, whatever it is."""
        word = self.words[self.at]
        self.at += 1
        return word

    def expect(self, wanted: str) -> None:
        """Pass over this word, which must be *wanted*."""
        if self.words[self.at] != wanted:
            raise self.error(f"unexpected `{self.words[self.at]}`, `{wanted}` is missing")
        self.at += 1

    def name(self, after: str) -> str:
        """Read a name without dots, which stands *after* a keyword."""
        word = self.words[self.at]
        if not NAME.fullmatch(word):
            raise self.error(f"missing name after `{after}`", self.at - 1)
        self.at += 1
        return word

    def reference(self) -> str:
        """Read the name of a type, which may be broken by blanks around its dots."""
        word = self.next()
        while word.endswith(".") or (
            self.words[self.at].startswith(".") and _touches_on(self.words[self.at])
        ):
            word += self.next()
        if not REFERENCE.fullmatch(word):
            raise self.error(f"unexpected `{word}`, a type is missing", self.at - 1)
        return word

    def number(self, largest: int, *, signed: bool = False) -> int:
        """Read a whole number to *largest*, from 0, or where *signed* from -*largest* - 1."""
        sign = -1 if signed and self.words[self.at] == "-" else 1
        self.at += sign < 0
        word = self.words[self.at]
        if not NUMBER.fullmatch(word):
            raise self.error(f"unexpected `{word}`, a number is missing")
        if len(word) > 20:
            raise self.error("a number is out of range")
        base = 16 if word[:2] in ("0x", "0X") else 8 if word[0] == "0" else 10
        try:
            number = sign * int(word, base)
        except ValueError:
            raise self.error(f"`{word}` is no number") from None
        if not (-largest - 1 if signed else 0) <= number <= largest:
            raise self.error("a number is out of range")
        self.at += 1
        return number

    def quoted(self) -> str:
        """Read the texts in quotes that stand here, as one; empty: there is none."""
        written = ""
        while self.words[self.at][:1] in ('"', "'"):
            written += self.next()[1:-1]
        return written

    def setting(self, into: list[Option], place: int) -> None:
        """Read ``name = value``, and leave it out where its name is an extension."""
        is_custom = self.words[self.at] == "("
        name = ""
        while (word := self.words[self.at]) not in ("=", ""):
            if word == "(":
                self.at += 1
                name += f"({self.reference()})"
                self.expect(")")
            elif re.fullmatch(r"\.?\w+(?:\.\w+)*\.?", word, re.ASCII):
                name += self.next()
            else:
                raise self.error(f"unexpected `{word}` in the name of an option")
        self.expect("=")
        value = self.value()
        if not is_custom:
            if not name:
                raise self.error("missing name of an option", self.at - 1)
            into.append(Option(name, value, place))
        elif name == "()":
            raise self.error("missing name of an option", self.at - 1)

    def value(self) -> str:
        """Read the value of an option, as it is written; a text begins with a quote, once."""
        word = self.words[self.at]
        if word[:1] in ('"', "'"):
            return f'"{self.quoted()}'
        if word in _BRACKETS:
            start = self.at
            self.at = end_of_value(self.tokens, start + 1, (_BRACKETS[word],)) + 1
            return " ".join(self.words[start : self.at])
        sign = self.next() if word == "-" else ""
        word = self.next()
        if not re.fullmatch(r"[\w.]+", word, re.ASCII):
            raise self.error(f"unexpected `{word}`, a value is missing", self.at - 1)
        if word[-1] in "eE" and word[0] in ".0123456789" and self.words[self.at] in ("-", "+"):
            word += self.next() + self.next()  # an exponent with a sign
        return sign + word

    def options(self) -> Options:
        """Read the options in brackets, if there are any."""
        found: list[Option] = []
        if self.words[self.at] != "[":
            return ()
        self.at += 1
        while True:
            self.setting(found, self.place())
            if self.words[self.at] != ",":
                break
            self.at += 1
        self.expect("]")
        return tuple(found)

    def ranges(self, largest: int, *, signed: bool) -> list[Range]:
        """Read ``1, 4 to 6, 9 to max``; *largest* is the greatest number that may stand there."""
        found = []
        while True:
            first = last = self.number(largest, signed=signed)
            if self.words[self.at] == "to":
                self.at += 1
                if self.words[self.at] == "max":
                    self.at += 1
                    last = largest
                else:
                    last = self.number(largest, signed=signed)
            if last < first:
                raise self.error("a range ends before it begins", self.at - 1)
            found.append((first, last))
            if self.words[self.at] != ",":
                return found
            self.at += 1


def _touches_on(word: str) -> bool:
    return bool(REFERENCE.fullmatch(word)) or word == "."
