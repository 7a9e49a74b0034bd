"""How the parts of a database say whether they are read or written."""

READ, WRITE = "read ", "write "
"""What stands before a part that is only read, or of which only writing matters."""


def bare_part(part: str) -> str:
    """Return a part without the word that says whether it is read or written."""
    return part.removeprefix(READ).removeprefix(WRITE)


def are_apart(one: str, other: str) -> bool:
    """Tell whether one is only read where the other is only written."""
    return (one.startswith(READ) and other.startswith(WRITE)) or (
        one.startswith(WRITE) and other.startswith(READ)
    )
