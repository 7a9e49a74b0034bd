"""The scenarios by name, and which of them is current."""

from relplan.model.errors import UnknownNameError
from relplan.store.rows import Rows
from relplan.store.values import clean


def names(rows: Rows) -> tuple[str, ...]:
    """Return all scenarios, in the order in which they were made."""
    return tuple(rows.column("SELECT name FROM scenario ORDER BY number"))


def key(rows: Rows, name: str | None) -> tuple[int, str]:
    """Return the number and the name of scenario *name*, or of the current one.

    Raises UnknownNameError where there is none of that name.
    """
    if name is None:
        row = rows.first("SELECT number, name FROM scenario WHERE current")
    else:
        row = rows.first("SELECT number, name FROM scenario WHERE name = ?", clean(name))
    if row is None and name is None:
        raise LookupError("no scenario is current")  # damage: one always is
    if row is None:
        raise UnknownNameError(
            f"there is no scenario {name!r}", f"there are {', '.join(names(rows))}"
        )
    return row[0], row[1]
