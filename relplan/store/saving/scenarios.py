"""Makes scenarios."""

from sqlalchemy import Connection, insert

from relplan.model.errors import RelplanError
from relplan.store import tables
from relplan.store.rows import rows_of
from relplan.store.saving.decisions import copy_scenario
from relplan.store.saving.inserting import next_number
from relplan.store.scenarios import names, number_of
from relplan.store.values import clean

SCENARIO = tables.core(tables.Scenario)


def create(connection: Connection, name: str, copy_of: str) -> None:
    """Make scenario *name* with what is in force in *copy_of*.

    Raises RelplanError where *name* is empty or taken, UnknownNameError for *copy_of*.
    """
    name = clean(name)
    if not name.strip():
        raise RelplanError("a scenario needs a name", "say which, such as `what-if`")
    if name in names(rows_of(connection)):
        raise RelplanError(f"there is a scenario {name!r} already", "choose another name")
    origin = number_of(rows_of(connection), copy_of)
    copy = next_number(rows_of(connection), "scenario")
    connection.execute(insert(SCENARIO).values(number=copy, name=name))
    copy_scenario(connection, origin, copy)
