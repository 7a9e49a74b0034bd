"""The names by which code may call an operation."""

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 200


def words_of(name: str) -> list[str]:
    """Return the words that a name is made of, in small letters."""
    return [word.lower() for word in _WORD.findall(name[:_LONGEST])]


def spellings(operation_id: str) -> tuple[str, ...]:
    """Return an operation's id, and as generators of clients usually spell it."""
    words = words_of(operation_id)
    if not words:
        return (operation_id,)
    capitals = [word.capitalize() for word in words]
    camel = words[0] + "".join(capitals[1:])
    found = (operation_id, camel, "_".join(words), "".join(capitals))
    return tuple(dict.fromkeys(found))
