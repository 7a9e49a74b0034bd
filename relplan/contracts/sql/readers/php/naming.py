"""How Laravel calls tables, columns and indexes where nobody says it."""

import re
from collections.abc import Iterable

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[.-]")


def snake(name: str) -> str:
    """Return the name of a class as one of a column: ``OrderLine``, ``order_line``."""
    return _HUMPS.sub("_", name).lower()


def plural(name: str) -> str:
    """Return the plural of a name's last word, as it is for most words."""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def index_name(table: str, columns: Iterable[str], kind: str) -> str:
    """Return the name that Laravel gives to an index or a constraint."""
    return _NO_WORD.sub("_", f"{table}_{'_'.join(columns)}_{kind}".lower())
