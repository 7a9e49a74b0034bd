"""Takes the blocks of procedural SQL apart: DO of PostgreSQL, anonymous blocks of Oracle."""

import re
from collections.abc import Iterator

from relplan.contracts.sql.conditions import ALWAYS, PERHAPS, Condition, condition
from relplan.contracts.sql.patterns import pattern
from relplan.contracts.sql.statements import Statement, split

_DO = re.compile(
    r"DO\s+(?:LANGUAGE\s+plpgsql\s+)?(?:\$(?P<tag>\w*)\$(?P<body>.*)\$(?P=tag)\$"
    r"|'(?P<string>(?:[^']|'')*+)')(?:\s*LANGUAGE\s+'?plpgsql'?)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ANONYMOUS = re.compile(r"(?:DECLARE|BEGIN)\s", re.IGNORECASE)
_HEAD = pattern(
    r"\s*(?:(?P<label><<[^<>]*>>)|(?P<begin>BEGIN\b)|(?P<end>END\b[^;']*$)|(?P<handler>EXCEPTION\b)"
    r"|(?P<else>ELSE\b)|(?P<then>(?:IF|ELSIF|ELSEIF|WHEN|CASE)\b)|(?P<loop>(?:LOOP|WHILE|FOR|FOREACH)\b))"
)
_QUIET = pattern(
    r"(?:RAISE|NULL|RETURN|EXIT|CONTINUE|GET (?:CURRENT |STACKED )?DIAGNOSTICS|ASSERT|OPEN|FETCH"
    r"|CLOSE|MOVE|COMMIT|ROLLBACK|DBMS_OUTPUT\.\w+)\b|[\w.\"]+(?:\[[^\]]*\])? ?:?=(?!=)"
)
_INTO = pattern(r" INTO (?:STRICT )?[\w.\"]+(?:\s*,\s*[\w.\"]+)*(?= FROM\b|\s*$| WHERE\b)")
_SIGN = re.compile(r"'(?:[^']|'')*+'|\"[^\"]*+\"|[()]|\b(?:CASE|END|THEN|LOOP)\b", re.IGNORECASE)


def block_in(text: str, dialect: str) -> list[Statement] | None:
    """Return the statements of a block, their lines counted from its first; None: it is none."""
    if dialect == "oracle" and _ANONYMOUS.match(text):
        return list(_Block().statements(text))
    match = _DO.match(text)
    if match is None:
        return None
    body = match["body"] if match["body"] is not None else match["string"].replace("''", "'")
    lines = text.count("\n", 0, match.start("body" if match["body"] is not None else "string"))
    return [
        Statement(found.text, found.line + lines, found.fault, found.under)
        for found in _Block().statements(body)
    ]


class _Block:
    def __init__(self) -> None:
        self._under: list[Condition] = []
        self._declares = False

    def statements(self, body: str) -> Iterator[Statement]:
        for piece in split(body, "postgres"):
            text = self._without_heads(piece.text)
            if not text or _QUIET.match(text):
                continue
            if text[:7].upper() == "PERFORM":
                text = f"SELECT{text[7:]}"
            if text[:6].upper() in ("SELECT", "EXECUT"):
                text = _INTO.sub("", text, count=1)
            under = ALWAYS
            for one in self._under:
                under += one
            yield Statement(text, piece.line, piece.fault, under)

    def _without_heads(self, text: str) -> str:
        if text[:8].upper().startswith("DECLARE"):
            self._declares = True
        while text and (match := _HEAD.match(text)):
            if match["begin"]:
                self._declares = False
                self._under.append(ALWAYS)
                text = text[match.end() :].strip()
            elif self._declares:
                return ""
            else:
                text = self._without_head(text, match)
        return "" if self._declares else text

    def _without_head(self, text: str, match: re.Match[str]) -> str:
        if match["end"]:
            if self._under:
                self._under.pop()
            return ""
        if match["then"]:
            return self._conditional(text, match)
        if match["loop"]:
            self._under.append(PERHAPS)
            return (
                text[_until(text, match.end("loop"), "loop") :].strip()
                if match["loop"].upper() != "LOOP"
                else text[match.end() :].strip()
            )
        if match["handler"] and self._under:
            self._under[-1] = PERHAPS
        return text[match.end() :].strip()

    def _conditional(self, text: str, match: re.Match[str]) -> str:
        end = _until(text, match.end(), "then")
        word = match["then"].upper()
        asked = text[match.end() : end]
        if word in ("IF", "CASE"):
            self._under.append(condition(asked))
        elif self._under:  # another branch
            self._under[-1] = self._under[-1] + condition(asked) if word != "WHEN" else PERHAPS
        return text[end:].strip()


def _until(text: str, at: int, word: str) -> int:
    """Return where the next *word* ends that stands in no parentheses and no CASE of a query."""
    depth = cases = 0
    for sign in _SIGN.finditer(text, at):
        found = sign[0].lower()
        depth += (found == "(") - (found == ")")
        cases += (found == "case") - (found == "end")
        if found == word and depth <= 0 and cases <= 0:
            return sign.end()
    return len(text)
