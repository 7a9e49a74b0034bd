"""GraphQL: schemas in its schema definition language."""

from relplan.contracts.kind import Access, ContractKind, Identity
from relplan.model.advice import Advice

GRAPHQL = ContractKind(
    name="graphql",
    analyzer_at="relplan.contracts.graphql.contract:ANALYZER",
    rules_at="relplan.contracts.graphql.rules:BY_ID",
    access=Access.QUERIES,
    identity=Identity.PARTS,
    suffix="graphql",
    says_it=frozenset({"graphql", "api", "graph"}),
    for_others=True,
    ships_uses=True,
    catalog_types=("graphql",),
    advice=Advice(
        versioned_effort_days=2.0,
        expand="Add the new fields to {name} and mark the old @deprecated{parts}; resolve both.",
        migrate="Ask for the new fields of {name} and release that by itself.",
        contract=(
            "Take the old fields out of {name} once no query has asked for them for {days} days."
        ),
    ),
)
