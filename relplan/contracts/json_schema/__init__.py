"""JSON Schema: files that describe data."""

from relplan.contracts.kind import Access, ContractKind, Identity, References
from relplan.model.advice import Advice
from relplan.model.contract_source import Compatibility

JSON_SCHEMA = ContractKind(
    name="json-schema",
    analyzer_at="relplan.contracts.json_schema.contract:ANALYZER",
    rules_at="relplan.contracts.json_schema.rules:BY_ID",
    access=Access.NAMES,
    identity=Identity.TITLE,
    references=References.PATHS,
    suffix="schema",
    says_it=frozenset({"schema", "schemas"}),
    for_others=False,
    compatibility=Compatibility.FULL,
    catalog_types=("json-schema",),
    advice=Advice(versioned_effort_days=3.0),
)
