"""Libraries: manifests of packages."""

from relplan.contracts.kind import Access, ContractKind, Identity
from relplan.model.advice import Advice

LIBRARY = ContractKind(
    name="library",
    analyzer_at="relplan.contracts.library.contract:ANALYZER",
    rules_at="relplan.contracts.library.rules:BY_ID",
    access=Access.PACKAGE,
    identity=Identity.FILE,
    suffix="lib",
    says_it=frozenset({"lib", "library", "sdk", "client", "common", "kit"}),
    for_others=False,
    advice=Advice(
        versioned_effort_days=3.0,
        title="Let two major versions of {name} be used side by side",
        expand=(
            "Release the new major version of {name} under a name that can be installed beside the"
            " old{parts}."
        ),
        migrate="Take up the new major version of {name} and release that by itself.",
        contract="End the support of the old version of {name} and say so.",
    ),
)
