"""OpenAPI: 3.0, 3.1 and Swagger 2.0."""

from relplan.contracts.kind import Access, ContractKind, Identity, References
from relplan.model.advice import Advice

OPENAPI = ContractKind(
    name="openapi",
    analyzer_at="relplan.contracts.openapi.contract:ANALYZER",
    rules_at="relplan.contracts.openapi.rules:BY_ID",
    access=Access.ROUTES,
    identity=Identity.TITLE,
    references=References.PATHS,
    suffix="api",
    says_it=frozenset({"api"}),
    for_others=True,
    catalog_types=("openapi", "swagger"),
    advice=Advice(
        versioned_effort_days=3.0,
        expand=(
            "Serve the new paths or fields of {name} beside the old{parts}; mark the old"
            " as deprecated in the specification."
        ),
        migrate="Call the new version of {name} and release that by itself.",
        contract=(
            "Take the old paths or fields of {name} away once nothing has called them for"
            " {days} days."
        ),
    ),
)
