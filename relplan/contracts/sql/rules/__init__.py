"""Every rule of the kind sql; where squawk has a rule for it, the rule has squawk's name.

Of the examples, what stands before are the migrations so far, and what stands after is the new
migration alone. Where it matters in which file they are, a comment in their first line says so.
"""

from operator import attrgetter

from relplan.contracts.rules import by_id
from relplan.contracts.sql.rules import columns, migrations, objects, tables, waiting

_TABLES = (columns, tables, objects, migrations, waiting)
BY_ID = by_id(sorted((rule for table in _TABLES for rule in table.RULES), key=attrgetter("id")))
