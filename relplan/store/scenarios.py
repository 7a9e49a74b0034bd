"""The scenarios by name. Which of them somebody looks at is not the store's to know."""

from relplan.model.errors import UnknownNameError
from relplan.model.scenario import MAIN_SCENARIO
from relplan.store.rows import Rows
from relplan.store.values import clean


def names(rows: Rows) -> tuple[str, ...]:
    """Return all scenarios, in the order in which they were made."""
    return tuple(rows.column("SELECT name FROM scenario ORDER BY number"))


def number_of(rows: Rows, name: str) -> int:
    """Return the number of scenario *name*. Raises UnknownNameError where there is none."""
    row = rows.first("SELECT number FROM scenario WHERE name = ?", clean(name))
    if row is None and name == MAIN_SCENARIO:
        raise LookupError("there is no main scenario")  # damage: there always is
    if row is None:
        raise UnknownNameError(
            f"there is no scenario {name!r}", f"there are {', '.join(names(rows))}"
        )
    return int(row[0])
