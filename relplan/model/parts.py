"""How the parts of a contract are named.

Those of a database say whether they are read or written, operations what their parameters are
called.
"""

import re

READ, WRITE = "read ", "write "
"""What stands before a part that is only read, or written, or of which only that matters."""


def bare_part(part: str) -> str:
    """Return a part without the word that says whether it is read or written."""
    return part.removeprefix(READ).removeprefix(WRITE)


def verb_of_use(part: str) -> str:
    """Return what a consumer does who uses *part*, as a question about it says it."""
    bare = bare_part(part)
    return "write" if part.startswith(WRITE) else "call" if " " in bare else "use"


def without_names(part: str) -> str:
    """Return an operation whatever its path's parameters are called: ``GET /orders/{}``."""
    return _PARAMETER.sub("{}", part)


def operations_meet(one: str, other: str) -> bool:
    """Tell whether two operations may be one, whatever their parameters are called.

    ``GET …/orders`` is any whose path ends so: nobody knows how it begins.
    """
    method, _, path = without_names(one).partition(" ")
    verb, _, end = without_names(other).partition(" ")
    if not (path.startswith(_BELOW) or end.startswith(_BELOW)):
        return (method, path) == (verb, end)
    path, end = path.removeprefix(_BELOW), end.removeprefix(_BELOW)
    return method == verb and (path.endswith(end) or end.endswith(path))


_BELOW = "…"
_PARAMETER = re.compile(r"\{[^{}]*\}")


def are_apart(one: str, other: str) -> bool:
    """Tell whether one is only read where the other is only written."""
    return (one.startswith(READ) and other.startswith(WRITE)) or (
        one.startswith(WRITE) and other.startswith(READ)
    )
