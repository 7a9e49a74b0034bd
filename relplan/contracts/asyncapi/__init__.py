"""AsyncAPI: channels and the messages on them, as the provider sends or receives them."""

from relplan.contracts.kind import Access, ContractKind, Identity, References
from relplan.model.advice import Advice

ASYNCAPI = ContractKind(
    name="asyncapi",
    analyzer_at="relplan.contracts.asyncapi.contract:ANALYZER",
    rules_at="relplan.contracts.asyncapi.rules:BY_ID",
    access=Access.NAMES,
    identity=Identity.TITLE,
    references=References.PATHS,
    suffix="events",
    says_it=frozenset({"events", "messages"}),
    for_others=True,
    catalog_types=("asyncapi",),
    advice=Advice(
        versioned_effort_days=4.0,
        expand=(
            "Publish the new messages of {name} beside the old{parts}, on a channel of their own."
        ),
        migrate="Subscribe to the new messages of {name} and release that by itself.",
        contract=(
            "Stop publishing the old messages of {name} once nobody has read them for {days} days."
        ),
    ),
)
