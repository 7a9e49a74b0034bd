"""Takes the blocks of procedural SQL apart: DO of PostgreSQL, anonymous blocks of Oracle."""

import re
from collections.abc import Iterator

from relplan.contracts.sql.conditions import ALWAYS, PERHAPS, Condition, asks_for_schema, condition
from relplan.contracts.sql.patterns import pattern
from relplan.contracts.sql.statements import Statement, split

_DO = re.compile(
    r"DO\s+(?:LANGUAGE\s+plpgsql\s+)?(?:\$(?P<tag>\w*)\$(?P<body>.*)\$(?P=tag)\$"
    r"|'(?P<string>(?:[^']|'')*+)')(?:\s*LANGUAGE\s+'?plpgsql'?)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ANONYMOUS = re.compile(r"(?:DECLARE|BEGIN)\s", re.IGNORECASE)
_HEAD = pattern(
    r"\s*(?:(?P<mark><<[^<>]*>>)|(?P<begin>BEGIN\b)|(?P<end>END\b[^;']*$)|(?P<handler>EXCEPTION\b)"
    r"|(?P<else>ELSE\b)|(?P<then>(?:IF|ELSIF|ELSEIF|WHEN|CASE)\b)|(?P<loop>(?:LOOP|WHILE|FOR|FOREACH|REPEAT)\b)"
    r"|(?P<label>\w+\s*:(?!=))|(?P<until>UNTIL\b.*$))"
)
_QUIET = pattern(
    r"(?:RAISE|NULL|RETURN|EXIT|CONTINUE|GET (?:CURRENT |STACKED )?DIAGNOSTICS|ASSERT|OPEN|FETCH"
    r"|CLOSE|MOVE|LEAVE|ITERATE|COMMIT|ROLLBACK|DBMS_OUTPUT\.\w+)\b"
    r"|[\w.\"]+(?:\[[^\]]*\])?\s*:?=(?!=)"
)
_INTO = pattern(r" INTO (?:STRICT )?[\w.\"]+(?:\s*,\s*[\w.\"]+)*(?= FROM\b|\s*$| WHERE\b)")
_DECLARES = pattern(r"DECLARE\b")
_QUERY = pattern(
    r".*?\bIN (?:REVERSE )?((?:WITH|SELECT|INSERT|UPDATE|DELETE|EXECUTE)\b.*?)(?: LOOP)?$"
)
_FILLS = pattern(r"SELECT .*? INTO (?:STRICT )?(\w+)\b|(\w+)\s*:=")
_SIGN = re.compile(r"'(?:[^']|'')*+'|\"[^\"]*+\"|[()]|\b(?:CASE|END|THEN|LOOP|DO)\b", re.IGNORECASE)


def block_in(text: str, dialect: str) -> list[Statement] | None:
    """Return the statements of a block, their lines counted from its first; None: it is none."""
    if dialect == "oracle" and _ANONYMOUS.match(text):
        return list(steps_of(text, dialect))
    match = _DO.match(text)
    if match is None:
        return None
    body = match["body"] if match["body"] is not None else match["string"].replace("''", "'")
    lines = text.count("\n", 0, match.start("body" if match["body"] is not None else "string"))
    return [
        Statement(found.text, found.line + lines, found.fault, found.under)
        for found in steps_of(body, dialect)
    ]


def steps_of(body: str, dialect: str) -> Iterator[Statement]:
    """Yield the statements of the body of a block or a routine."""
    return _Block(is_mysql=dialect == "mysql").statements(body)


class _Block:
    def __init__(self, *, is_mysql: bool) -> None:
        self._is_mysql = is_mysql  # where each DECLARE is a statement, after BEGIN
        self._under: list[Condition] = []
        self._declares = False
        self._names: frozenset[str] = frozenset()
        self._queries: list[str] = []
        """Those whose rows a loop goes through that has just begun."""

    def statements(self, body: str) -> Iterator[Statement]:
        for piece in split(body, "postgres"):
            self._queries.clear()
            for text in (self._without_heads(piece.text), *self._queries):
                self._look(text)
                if text and not _QUIET.match(text):
                    yield Statement(_alone(text), piece.line, piece.fault, self._condition())

    def _look(self, text: str) -> None:
        """Remember the variables that a statement fills with something of the schema."""
        if (filled := _FILLS.match(text)) and asks_for_schema(text):
            self._names |= {(filled[1] or filled[2]).lower()}

    def _condition(self) -> Condition:
        under = ALWAYS
        for one in self._under:
            under += one
        return under

    def _without_heads(self, text: str) -> str:
        if _DECLARES.match(text):
            if self._is_mysql:
                return ""
            self._declares = True
        while text and (match := _HEAD.match(text)):
            if match["begin"]:
                self._declares = False
                self._under.append(ALWAYS)
                text = text[match.end() :].strip()
            elif self._declares:
                return ""
            else:
                whole, text = text, self._without_head(text, match)
                if text == whole:  # a condition that does not end
                    return whole
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
            return self._loop(text, match)
        if match["handler"] and self._under:
            self._under[-1] = PERHAPS
        return text[match.end() :].strip()

    def _loop(self, text: str, match: re.Match[str]) -> str:
        if match["loop"].upper() in ("LOOP", "REPEAT"):
            return text[match.end() :].strip()
        end = _until(text, match.end("loop"), "do" if self._is_mysql else "loop")
        if end < 0:
            return text
        if query := _QUERY.match(text[match.end("loop") : end]):
            self._queries.append(query[1])
        return text[end:].strip()

    def _conditional(self, text: str, match: re.Match[str]) -> str:
        end = _until(text, match.end(), "then")
        if end < 0:
            return text
        word = match["then"].upper()
        asked = text[match.end() : end]
        if word in ("IF", "CASE"):
            self._under.append(condition(asked, self._names))
        elif self._under:  # another branch
            self._under[-1] = (
                self._under[-1] + condition(asked, self._names) if word != "WHEN" else PERHAPS
            )
        return text[end:].strip()


def _alone(text: str) -> str:
    """Return a statement without what only blocks have: PERFORM, and INTO a variable."""
    if text[:7].upper() == "PERFORM":
        text = f"SELECT{text[7:]}"
    return _INTO.sub("", text, count=1) if text[:6].upper() in ("SELECT", "EXECUT") else text


def _until(text: str, at: int, word: str) -> int:
    """Return where the next *word* ends that stands in no parentheses and no CASE; -1: none."""
    depth = cases = 0
    for sign in _SIGN.finditer(text, at):
        found = sign[0].lower()
        depth += (found == "(") - (found == ")")
        cases += (found == "case") - (found == "end")
        if found == word and depth <= 0 and cases <= 0:
            return sign.end()
    return -1
