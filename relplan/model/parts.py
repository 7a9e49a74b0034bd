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


def without_names(part: str) -> str:
    """Return an operation whatever its path's parameters are called: ``GET /orders/{}``."""
    return _PARAMETER.sub("{}", part)


_PARAMETER = re.compile(r"\{[^{}]*\}")


def are_apart(one: str, other: str) -> bool:
    """Tell whether one is only read where the other is only written."""
    return (one.startswith(READ) and other.startswith(WRITE)) or (
        one.startswith(WRITE) and other.startswith(READ)
    )
