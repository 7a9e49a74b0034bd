"""The examples of the rules of GraphQL as whole schemas."""

from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule
from tests.contracts.graphql.helpers import version

_QUERY = "type Query { a: String i: Int f: Float d: ID } "
"""Refers to all standard scalars, so that they are neither added nor removed."""


def graphql_example(rule: Rule) -> tuple[Version, Version, Options]:
    return version(_QUERY + rule.before), version(_QUERY + rule.after), Options()
