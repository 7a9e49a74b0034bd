"""Protocol Buffers: modules of .proto files."""

from relplan.contracts.kind import Access, ContractKind, Identity, References
from relplan.model.advice import Advice

PROTOBUF = ContractKind(
    name="protobuf",
    analyzer_at="relplan.contracts.protobuf.contract:ANALYZER",
    rules_at="relplan.contracts.protobuf.rules:BY_ID",
    access=Access.RPC,
    identity=Identity.NAME,
    references=References.ENDS,
    suffix="rpc",
    says_it=frozenset({"api", "rpc", "proto", "grpc"}),
    for_others=True,
    ships_uses=True,
    catalog_types=("grpc", "protobuf"),
    advice=Advice(
        versioned_effort_days=2.0,
        expand="Add new fields, messages or rpcs to {name} beside the old{parts}; fill both.",
        migrate="Generate the new stubs of {name}, use them, and release that by itself.",
        contract=(
            "Reserve the old numbers and names of {name} once nothing has used them for"
            " {days} days."
        ),
    ),
)
