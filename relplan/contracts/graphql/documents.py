"""Reads GraphQL text that is not trusted: bounded in size, in tokens and in depth."""

import re
from collections.abc import Iterator

from graphql import DocumentNode, GraphQLError, Source, parse

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError, decoded

LARGEST = 4_000_000
"""Bytes of one file; GitHub's schema has 1.3 million."""
_MOST_TOKENS = 150_000
"""Of one file; GitHub's schema has 62 thousand."""
_STEPS_A_TOKEN = 4
"""Of parsing it, and of all that is made of it: some fifteen microseconds."""
_STEPS_A_VALUE = 3
"""Of an enum, which is a token alone and yet as much as a field."""
_BYTES_A_TOKEN = 700
_DEEPEST = 60
"""Levels of brackets: the parser, and all that walks its trees, goes down by recursion."""
_BRACKET = re.compile(
    r'"""(?:[^"\\]|\\"""|\\|"(?!""))*+(?:"""|\Z)'  # a block string, closed or not
    r'|"(?:[^"\\\n]|\\.)*+"?|#[^\n]*+|(?P<open>[\[({])|(?P<close>[\])}])'
)


_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\"""|\\|"(?!""))*+(?:"""|\Z)|"(?:[^"\\\n]|\\.)*+"?|\w++|[^\s\w,#"]|#[^\n]*+'
)


def read(path: str, content: bytes, budget: Budget | None = None) -> DocumentNode:
    """Parse a file, and pay for all that is made of it.

    Raises UnreadableError where it is no GraphQL, or too much of it.
    """
    return parsed(path, decoded(path, content, LARGEST), budget)


def parsed(path: str, text: str, budget: Budget | None = None) -> DocumentNode:
    """Parse *text* of the file at *path*, which each node's location names. As `read`."""
    if not any(_words(text)):  # the parser takes nothing for an error
        return DocumentNode(definitions=())
    _check_depth(path, text)
    if budget is not None:
        tokens = sum(1 for _ in _TOKEN.finditer(text))
        budget.spend(tokens * _STEPS_A_TOKEN)
        budget.keep(tokens * _BYTES_A_TOKEN)
    try:
        document = parse(Source(text, path), max_tokens=_MOST_TOKENS)
    except GraphQLError as error:
        line = error.locations[0].line if error.locations else 0
        if error.message.endswith("Parsing aborted."):
            raise BoundReachedError("has too many tokens to be read", path, line) from None
        raise UnreadableError(f"not valid GraphQL: {one_line(error.message)}", path, line) from None
    except RecursionError:
        raise UnreadableError("nested too deeply to be understood", path) from None
    if budget is not None:
        values = (getattr(found, "values", None) or () for found in document.definitions)
        budget.spend(_STEPS_A_VALUE * sum(map(len, values)))
    return document


def one_line(text: str, longest: int = 300) -> str:
    """Return *text* on one line, and not too much of it."""
    joined = " ".join(text.split())
    return joined if len(joined) <= longest else f"{joined[: longest - 1]}…"


def _words(text: str) -> Iterator[bool]:
    for line in text.splitlines():
        bare = line.strip(" \t,\ufeff")
        yield bool(bare) and not bare.startswith("#")


def _check_depth(path: str, text: str) -> None:
    depth = 0
    for match in _BRACKET.finditer(text):
        if match.lastgroup == "open":
            depth += 1
            if depth > _DEEPEST:
                line = text.count("\n", 0, match.start()) + 1
                raise BoundReachedError("nested too deeply to be understood", path, line)
        elif match.lastgroup == "close":
            depth -= 1
