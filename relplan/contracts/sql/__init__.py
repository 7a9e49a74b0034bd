"""SQL: the migrations of a database that services share."""

from relplan.contracts.kind import Access, ContractKind, Identity
from relplan.model.advice import Advice

SQL = ContractKind(
    name="sql",
    analyzer_at="relplan.contracts.sql.contract:ANALYZER",
    rules_at="relplan.contracts.sql.rules:BY_ID",
    access=Access.TABLES,
    identity=Identity.SERVICE,
    suffix="db",
    says_it=frozenset({"db", "database"}),
    for_others=False,
    endings=(".sql",),
    advice=Advice(
        versioned_effort_days=5.0,
        title="Change the shared database {name} by expand, migrate and contract",
        expand=(
            "Add the new columns or tables of {name} beside the old{parts}; write both,"
            " fill in what is there in batches."
        ),
        migrate="Read and write the new columns or tables of {name}, and release that by itself.",
        contract=(
            "Drop the old columns or tables of {name} once nothing has used them for"
            " {days} days and a backup is at hand."
        ),
        coupling="{services} share the database {name}, whose migrations {provider} owns",
        remedy=(
            "Change {name} by expand, migrate and contract; in the long run give {provider} the"
            " only access to it, and the others an API."
        ),
        rehearsal=(
            "The migrations of {name} have run on a copy of production; their time is known."
        ),
        holds_data=True,
    ),
)
