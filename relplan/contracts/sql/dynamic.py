"""Reads the SQL that scripts keep in strings and execute."""

import re

from relplan.contracts.sql.operations import Operation
from relplan.contracts.sql.patterns import between_commas, pattern

HOLE = "unread_name_"
"""With what a name begins that stands for something which only running the script would tell."""
_EXECUTES = pattern(
    r"EXEC(?:UTE)?(?: IMMEDIATE)?\b\s*(?P<open>\()?\s*"
    r"(?P<call>(?:sys\s*\.\s*)?sp_executesql (?:@\w+\s*=\s*)?)?"
    r"(?P<text>(?:[neq]?'|\$|format\b|concat\b).*)$"
)
_USING = pattern(r" (?:USING|INTO) [^']*$")
_FORMAT = pattern(r"format\s*\((.*)\)$")
_HOLE_OF_FORMAT = re.compile(r"%(?:\d+\$)?[-\d]*[sIL]")
_LITERAL = pattern(r"\s*\(?\s*(?:[neq]?'|\$|concat\s*\()")
_TOKEN = re.compile(
    r"\s*(?:(?P<string>[neq]?'(?:[^']|'')*+')|(?P<dollar>\$(?P<tag>\w*)\$(?P<inner>.*?)\$(?P=tag)\$)"
    r"|(?P<call>(?:quote_ident|quotename|quote_literal|concat)\s*\()"
    r"|(?P<name>@?[A-Za-z_][\w.]*+(?:\s*::\s*\w+)?(?:\s*\([^()']*\))?)|\|\||[+,()])",
    re.IGNORECASE | re.DOTALL,
)


def executed(statement: str) -> str | None:
    """Return the SQL that a statement executes, with names in place of what is not known of it.

    None: it executes none that can be seen.
    """
    match = _EXECUTES.match(statement)
    if match is None:
        return None
    text = match["text"].strip()
    if match["open"]:
        text = text.removesuffix(")")
    if match["call"]:
        text = next(between_commas(text))
    return value_of(_USING.sub("", text)) or None


def value_of(expression: str) -> str:
    """Return what an expression of strings and names comes to; empty: it is another one."""
    if inner := _FORMAT.match(expression):
        return _formatted(inner[1])
    return _joined(expression) if _LITERAL.match(expression) else ""


def _joined(expression: str) -> str:
    pieces: list[str] = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        token = _TOKEN.match(expression, at)
        if token is None:
            return ""
        at = token.end()
        pieces.append(_piece(token))
    return "".join(pieces)


def _piece(token: re.Match[str]) -> str:
    if token["string"]:
        return token["string"].partition("'")[2][:-1].replace("''", "'")
    if token["dollar"]:
        return token["inner"]
    if token["name"]:
        return HOLE + re.sub(r"\W+", "_", token["name"]).strip("_").lower()
    return ""


def _formatted(arguments: str) -> str:
    first, *others = between_commas(arguments)
    left = [_joined(other) for other in reversed(others)]
    filled = _HOLE_OF_FORMAT.sub(lambda _: left.pop() if left else f"{HOLE}more", value_of(first))
    return filled.replace("%%", "%")


def is_known(operation: Operation) -> bool:
    """Tell whether what an operation does to what is known, but for a constraint's name."""
    column = operation.column.name if operation.column else ""
    names = (operation.table, operation.to, column, *(one.name for one in operation.columns))
    return not any(HOLE in name for name in names)
