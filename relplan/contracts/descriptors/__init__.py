"""Descriptors: which interfaces a module provides and requires."""

from relplan.contracts.kind import Access, ContractKind, Identity
from relplan.model.advice import Advice

DESCRIPTOR = ContractKind(
    name="descriptor",
    analyzer_at="relplan.contracts.descriptors.contract:ANALYZER",
    rules_at="relplan.contracts.descriptors.rules:BY_ID",
    access=Access.DESCRIPTOR,
    identity=Identity.FILE,
    suffix="interfaces",
    says_it=frozenset({"interfaces"}),
    for_others=True,
    advice=Advice(versioned_effort_days=3.0),
)
