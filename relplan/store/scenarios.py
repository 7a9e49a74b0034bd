"""The scenarios by name, and which of them is current."""

from sqlalchemy import Connection, insert, select, update

from relplan.model.errors import RelplanError, UnknownNameError
from relplan.store import tables
from relplan.store.decisions import copy_scenario
from relplan.store.values import clean

SCENARIO = tables.core(tables.Scenario)


def names(connection: Connection) -> tuple[str, ...]:
    """Return all scenarios, in the order in which they were made."""
    return tuple(connection.scalars(select(SCENARIO.c.name).order_by(SCENARIO.c.number)))


def key(connection: Connection, name: str | None) -> tuple[int, str]:
    """Return the number and the name of scenario *name*, or of the current one.

    Raises UnknownNameError where there is none of that name.
    """
    wanted = SCENARIO.c.current if name is None else SCENARIO.c.name == clean(name)
    row = connection.execute(select(SCENARIO.c.number, SCENARIO.c.name).where(wanted)).first()
    if row is None and name is None:
        raise LookupError("no scenario is current")  # damage: one always is
    if row is None:
        raise UnknownNameError(
            f"there is no scenario {name!r}", f"there are {', '.join(names(connection))}"
        )
    return row[0], row[1]


def create(connection: Connection, name: str, copy_of: str) -> None:
    """Make scenario *name* with what is in force in *copy_of*; the current one stays current.

    Raises RelplanError where *name* is empty or taken, UnknownNameError for *copy_of*.
    """
    name = clean(name)
    if not name.strip():
        raise RelplanError("a scenario needs a name", "say which, such as `what-if`")
    if name in names(connection):
        raise RelplanError(f"there is a scenario {name!r} already", "choose another name")
    origin, _ = key(connection, copy_of)
    connection.execute(insert(SCENARIO).values(name=name, current=False))
    copy, _ = key(connection, name)
    copy_scenario(connection, origin, copy)


def switch(connection: Connection, name: str) -> None:
    """Make scenario *name* current. Raises UnknownNameError where there is none."""
    number, _ = key(connection, name)
    connection.execute(update(SCENARIO).values(current=SCENARIO.c.number == number))
