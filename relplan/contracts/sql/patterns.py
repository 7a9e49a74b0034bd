"""The pieces of which patterns for SQL statements are made."""

import re
from collections.abc import Iterator

ONE_NAME = r"(?:[A-Za-z_][\w$]*|\"[^\"\n]+\"|`[^`\n]+`|\[[^\]\n]+\])"
NAME = rf"({ONE_NAME}(?:\s?\.\s?{ONE_NAME}){{0,2}})"
IF_EXISTS = r"(?:IF\s++(?:NOT\s++)?EXISTS\s++)?"
HEAD = 4_000
"""Characters of a statement that the patterns see."""


def pattern(text: str) -> re.Pattern[str]:
    """Compile *text*, where a blank means all that are there: never fewer to try again."""
    blanks = re.sub(r" (?!\?)", r"\\s++", text).replace(" ", r"\s+")
    return re.compile(blanks, re.IGNORECASE | re.DOTALL)


_COMMAS = re.compile(r"'[^']*+'?+|\"[^\"]*+\"?+|`[^`]*+`?+|[(),]")


def between_commas(text: str) -> Iterator[str]:
    """Yield the pieces of *text* between the commas that stand in no parentheses."""
    depth = start = 0
    for match in _COMMAS.finditer(text):
        depth += (match[0] == "(") - (match[0] == ")")
        if match[0] == "," and depth == 0:
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()


_ACTION = pattern(
    r"(?<=\s)(?:ADD|DROP|ALTER) (?:COLUMN|CONSTRAINT)\b|(?<=\s)ADD(?= \w)|" + _COMMAS.pattern
)


def actions_in(action: str) -> Iterator[str]:
    """Yield the actions of an ALTER TABLE that follow each other without a comma, as in DB2.

    Only what begins with such an action may hold others.
    """
    depth = start = 0
    if _ACTION.match(f" {action}", 1):
        for match in _ACTION.finditer(action, 1):
            depth += (match[0] == "(") - (match[0] == ")")
            if depth == 0 and match[0][0] in "aAdD":
                yield action[start : match.start()].strip()
                start = match.start()
    yield action[start:].strip()


def in_parentheses(text: str) -> str | None:
    """Return what stands in the parentheses around all of *text*; None where there are none."""
    text = text.strip()
    if not text.startswith("("):
        return None
    depth = 0
    for match in _COMMAS.finditer(text):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth == 0 and match[0] == ")":
            return text[1 : match.start()] if match.end() == len(text) else None
    return None
