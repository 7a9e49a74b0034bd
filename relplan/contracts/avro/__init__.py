"""Avro: .avsc files."""

from relplan.contracts.kind import Access, ContractKind, Identity
from relplan.model.advice import Advice

AVRO = ContractKind(
    name="avro",
    analyzer_at="relplan.contracts.avro.contract:ANALYZER",
    rules_at="relplan.contracts.avro.rules:BY_ID",
    access=Access.NAMES,
    identity=Identity.NAME,
    suffix="records",
    says_it=frozenset({"events", "records", "messages"}),
    for_others=True,
    catalog_types=("avro",),
    advice=Advice(
        versioned_effort_days=3.0,
        expand=(
            "Register the new schema of {name} as compatible, with defaults for what it"
            " adds{parts}."
        ),
        migrate="Read and write with the new schema of {name}, and release that by itself.",
        contract=(
            "Remove what the old schema of {name} needs once no record of it is left to read."
        ),
    ),
)
