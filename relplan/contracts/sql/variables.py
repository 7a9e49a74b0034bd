"""Keeps the SQL that a script puts into variables, to execute it later."""

import re

from relplan.contracts.sql.conditions import ALWAYS, PERHAPS, Condition, condition
from relplan.contracts.sql.dynamic import value_of
from relplan.contracts.sql.patterns import between_commas, pattern

_SET = pattern(
    r"(?:DECLARE|SET|SELECT) @(?P<name>\w+)(?: (?:AS )?(?:\w+|\[\w+\])(?:\s*\([^()]*\))?)?"
    r"\s*(?P<how>:?=|\+=)\s*(?P<value>.*)$"
)
_EXECUTED = pattern(
    r"(?:EXEC(?:UTE)?\s*\(?\s*(?:(?:sys\s*\.\s*)?sp_executesql (?:@\w+\s*=\s*)?)?@(?P<name>\w+)"
    r"|EXECUTE (?P<prepared>\w+))"
)
_PREPARED = pattern(r"PREPARE (?P<prepared>\w+) FROM (?:@(?P<name>\w+)|(?P<value>'.*))$")
_CHOICE = re.compile(r"\bIF\s*\(", re.IGNORECASE)

Executed = list[tuple[str, Condition]]
"""Texts of SQL, and under which condition each is executed."""


class Variables:
    """The texts of variables and of prepared statements."""

    def __init__(self) -> None:
        self._texts: dict[str, Executed] = {}

    def look(self, text: str, under: Condition = ALWAYS) -> bool:
        """Remember what *text* sets; tell whether it prepares a statement that is known.

        What is set under a condition may be that, or what was set before.
        """
        if found := _SET.match(text):
            name = f"@{found['name'].lower()}"
            texts = _texts(found["value"]) if found["how"] != "+=" else []
            before = self._texts.get(name)
            if under.is_any and before is not None:
                either = [(one, kept + PERHAPS) for one, kept in (*before, *texts)]
                texts = either if before and texts else []
            self._texts[name] = texts
        elif found := _PREPARED.match(text):
            known = self._texts.get(f"@{(found['name'] or '').lower()}", [])
            prepared = _texts(found["value"]) if found["value"] else known
            self._texts[found["prepared"].lower()] = prepared
            return bool(prepared)
        return False

    def executed(self, text: str) -> Executed | None:
        """Return what a statement executes; None where that is not known."""
        found = _EXECUTED.match(text)
        if found is None:
            return None
        name = f"@{found['name']}" if found["name"] else found["prepared"]
        return self._texts.get(name.lower()) or None


def _texts(value: str) -> Executed:
    """Return the texts that a value may be, each of the two of an IF; none: it is not known."""
    choice = _CHOICE.search(value)
    if choice is None:
        text = value_of(value)
        return [(text, ALWAYS)] if text else []
    texts = [value_of(one) for one in _arguments(value, choice.end())[1:]]
    return [(text, condition(value)) for text in texts] if len(texts) == 2 and all(texts) else []


def _arguments(value: str, start: int) -> list[str]:
    """Return the arguments of the call whose parenthesis ends before *start*."""
    depth = 1
    for sign in re.finditer(r"'(?:[^']|'')*+'|[()]", value[start:]):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if depth == 0:
            return list(between_commas(value[start : start + sign.start()]))
    return [""]
