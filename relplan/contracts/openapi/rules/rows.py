"""Differences between schemas that OpenAPI alone tells apart, or weighs otherwise."""

from relplan.contracts.schemas.rows import Row
from relplan.model.finding import Severity

BREAKING, RISKY, ADDITIVE, NONE = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip

ANYWHERE = (
    Row("deprecated-sunset-invalid", RISKY, RISKY,
        "what is described became deprecated, and the day on which it is to be gone is no date",
        "type: string", "{type: string, deprecated: true, x-sunset: soon}"),
    Row("deprecated-with-sunset", NONE, NONE,
        "what is described became deprecated, to be gone on a day",
        "type: string", "{type: string, deprecated: true, x-sunset: '2099-01-01'}"),
    Row("type-compatible", NONE, NONE,
        "the type is another one, and as good as text, as which all is written there",
        "type: integer", "type: string", ("type: string", "type: integer")),
)  # fmt: skip
IN_PARAMETERS = (
    *(row for row in ANYWHERE if row.name != "type-compatible"),
    Row("default-value-added", BREAKING, NONE,
        "there is a default value: who leaves the parameter out means another one",
        "type: string", "{type: string, default: a}"),
    Row("default-value-changed", BREAKING, NONE,
        "the default value is another one: who leaves the parameter out means it now",
        "{type: string, default: a}", "{type: string, default: b}"),
    Row("default-value-removed", BREAKING, NONE,
        "the default value is gone: who leaves the parameter out means nothing now",
        "{type: string, default: a}", "type: string"),
)  # fmt: skip
IN_PROPERTIES_OF_PARAMETERS = (
    *(row for row in ANYWHERE if row.name != "type-compatible"),
    Row("type-changed", RISKY, RISKY, "the type is another one, which may be written alike",
        "type: integer", "type: string"),
    Row("type-specialized", BREAKING, ADDITIVE, "the type is another one, or a narrower one",
        "type: boolean", "type: integer"),
)  # fmt: skip
IN_PROPERTIES_OF_REQUESTS = (
    *ANYWHERE,
    Row("required-property-added-with-default", BREAKING, RISKY,
        "there is a new property that must be there, although it has a default value",
        "properties: {}", "{properties: {a: {default: 1}}, required: [a]}"),
)  # fmt: skip
NOT_SENT = (
    Row("became-optional", NONE, NONE, "a property that had to be there may be missing",
        "{properties: {a: {writeOnly: true}}, required: [a]}",
        "properties: {a: {writeOnly: true}}"),
    Row("became-required", NONE, NONE, "a property that could be missing must be there",
        "properties: {a: {writeOnly: true}}",
        "{properties: {a: {writeOnly: true}}, required: [a]}"),
    Row("enum-value-added", NONE, NONE, "a value was added to those that are listed",
        "{writeOnly: true, enum: [a]}", "{writeOnly: true, enum: [a, b]}"),
    Row("enum-value-removed", NONE, NONE, "a value is gone from those that are listed",
        "{readOnly: true, enum: [a, b]}", "{readOnly: true, enum: [a]}"),
    Row("exclusive-max-decreased", NONE, NONE, "a number must be below a smaller one",
        "{readOnly: true, exclusiveMaximum: 9}", "{readOnly: true, exclusiveMaximum: 8}"),
    Row("exclusive-min-increased", NONE, NONE, "a number must be above a larger one",
        "{readOnly: true, exclusiveMinimum: 8}", "{readOnly: true, exclusiveMinimum: 9}"),
    Row("max-decreased", NONE, NONE, "the largest number that is allowed is smaller",
        "{readOnly: true, maximum: 9}", "{readOnly: true, maximum: 8}"),
    Row("max-length-decreased", NONE, NONE, "text may be less long",
        "{readOnly: true, maxLength: 9}", "{readOnly: true, maxLength: 8}"),
    Row("min-increased", NONE, NONE, "the smallest number that is allowed is larger",
        "{readOnly: true, minimum: 8}", "{readOnly: true, minimum: 9}"),
    Row("optional-property-added", NONE, NONE, "there is a new property that may be missing",
        "properties: {}", "properties: {a: {writeOnly: true}}"),
    Row("optional-property-removed", NONE, NONE, "a property that could be missing is gone",
        "properties: {a: {writeOnly: true}}", "properties: {}"),
    Row("required-property-added", NONE, NONE, "there is a new property that must be there",
        "properties: {}", "{properties: {a: {writeOnly: true}}, required: [a]}"),
    Row("required-property-removed", NONE, NONE, "a property that had to be there is gone",
        "{properties: {a: {writeOnly: true}}, required: [a]}", "properties: {}"),
)  # fmt: skip
"""Of properties that are read only in requests, and written only in responses."""
