"""Routes: the paths that a service's own code serves, where no file says so."""

from relplan.contracts.kind import Access, ContractKind, Identity, References
from relplan.model.advice import Advice

ROUTES = ContractKind(
    name="routes",
    analyzer_at="relplan.contracts.routes.contract:ANALYZER",
    rules_at="relplan.contracts.routes.rules:BY_ID",
    access=Access.ROUTES,
    identity=Identity.SERVICE,
    references=References.PATHS,
    suffix="routes",
    says_it=frozenset({"api", "routes"}),
    for_others=False,
    in_code=True,
    advice=Advice(
        versioned_effort_days=3.0,
        expand="Serve the new paths of {name} beside the old{parts}.",
        migrate="Call the new paths of {name} and release that by itself.",
        contract="Take the old paths of {name} away once nothing has called them for {days} days.",
    ),
)
