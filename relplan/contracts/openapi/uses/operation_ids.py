"""The names by which code may call an operation, and where it calls a generated client by them.

As far as operations' ids are unlike other names.
"""

import re
from collections.abc import Iterator, Mapping

from relplan.contracts.kind import Surface

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 200
_CALL = re.compile(r"(?<![\w$])([A-Za-z_]\w{5,120})[ \t]*(?:<[\w\[\], .|]{1,80}>)?[ \t]*\(")
_CLIENT = re.compile(r"client|api|sdk|gateway|proxy|stub|remote", re.IGNORECASE)
_IMPORT = re.compile(
    r"^[ \t]*(?:import|from|use|using|require|const|\"|export)[^\n]{0,200}"
    r"(?:client|api|sdk|generated|openapi|swagger)",
    re.IGNORECASE | re.MULTILINE,
)
_MEMBER = (".", "::", "->")
_BEFORE_CALLS = frozenset({
    "await", "return", "yield", "else", "in", "and", "or", "not", "throw", "case", "if", "when",
})  # fmt: skip
_SAYING_LITTLE = frozenset({
    "add", "all", "by", "check", "config", "count", "create", "data", "delete", "details", "do",
    "fetch", "find", "for", "get", "handle", "health", "id", "ids", "info", "init", "item",
    "items", "list", "load", "login", "logout", "make", "name", "new", "one", "open", "page",
    "patch", "ping", "post", "put", "query", "read", "refresh", "remove", "request", "reset",
    "result", "results", "run", "save", "search", "send", "set", "show", "start", "state",
    "status", "stop", "token", "update", "upload", "url", "user", "users", "value", "version",
    "view", "write",
})  # fmt: skip
_WINDOW = 100


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


def distinctive(surface: Surface) -> dict[str, str]:
    """Return the part by each name that is the name of one part, and says more than ``getById``."""
    found: dict[str, set[str]] = {}
    for part, names in surface.parts.items():
        for name in names:
            words = words_of(name)
            if len(words) > 1 and len(name) > 6 and not _SAYING_LITTLE.issuperset(words):
                found.setdefault(name, set()).add(part)
    return {name: next(iter(parts)) for name, parts in found.items() if len(parts) == 1}


def calls_in(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield each part that is called by one of *names*, and where."""
    found = [match for match in _CALL.finditer(text) if match[1] in names]
    if not found:
        return
    imported = _IMPORT.search(text) is not None
    for match in found:
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        if _is_call(before, imported=imported):
            yield names[match[1]], match.start()


def _is_call(before: str, *, imported: bool) -> bool:
    """Tell by what stands before it whether a name is called, and belongs to a client."""
    before = before.rstrip()
    if before.endswith(_MEMBER):
        receiver = before.rstrip(".:->? \t\n").rsplit(None, 1)[-1:]
        return imported or _CLIENT.search("".join(receiver)) is not None
    start = len(before)
    while start and (before[start - 1].isalnum() or before[start - 1] in "_$"):
        start -= 1
    word = before[start:]
    return imported and (not word or word in _BEFORE_CALLS)
