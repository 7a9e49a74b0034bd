"""Rules of parameters but those of their schemas."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE, NONE = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip

PARAMETERS = (
    Rule(
        "new-optional-request-default-parameter-to-existing-path",
        ADDITIVE,
        "All operations of a path have a new parameter that may be left out.",
        before="paths: {/a: {get: {}}}",
        after="paths: {/a: {parameters: [{name: q, in: query}], get: {}}}",
    ),
    Rule(
        "new-optional-request-parameter",
        ADDITIVE,
        "There is a new parameter that may be left out.",
        after="parameters: [{name: q, in: query}]",
    ),
    Rule(
        "new-request-path-parameter",
        BREAKING,
        "There is a new parameter in the path: requests without it lead elsewhere.",
        after="parameters: [{name: id, in: path, required: true}]",
    ),
    Rule(
        "new-required-request-default-parameter-to-existing-path",
        BREAKING,
        "All operations of a path have a new parameter that must be sent: without it, requests are"
        " refused.",
        before="paths: {/a: {get: {}}}",
        after="paths: {/a: {parameters: [{name: q, in: query, required: true}], get: {}}}",
    ),
    Rule(
        "new-required-request-parameter",
        BREAKING,
        "There is a new parameter that must be sent: requests without it are refused.",
        after="parameters: [{name: q, in: query, required: true}]",
    ),
    Rule(
        "request-parameter-became-optional",
        ADDITIVE,
        "A parameter may be left out.",
        before="parameters: [{name: q, in: query, required: true}]",
        after="parameters: [{name: q, in: query}]",
    ),
    Rule(
        "request-parameter-became-required",
        BREAKING,
        "A parameter may no longer be left out: requests without it are refused.",
        before="parameters: [{name: q, in: query}]",
        after="parameters: [{name: q, in: query, required: true}]",
    ),
    Rule(
        "request-parameter-empty-value-allowed",
        ADDITIVE,
        "A parameter may be sent without a value.",
        before="parameters: [{name: q, in: query}]",
        after="parameters: [{name: q, in: query, allowEmptyValue: true}]",
    ),
    Rule(
        "request-parameter-empty-value-disallowed",
        BREAKING,
        "A parameter may no longer be sent without a value: requests that do are refused.",
        before="parameters: [{name: q, in: query, allowEmptyValue: true}]",
        after="parameters: [{name: q, in: query}]",
    ),
    Rule(
        "request-parameter-explode-changed",
        BREAKING,
        "The values of a parameter are written as one, or no longer: those sent are misread.",
        before="parameters: [{name: q, in: query, explode: true, schema: {type: array}}]",
        after="parameters: [{name: q, in: query, explode: false, schema: {type: array}}]",
    ),
    Rule(
        "request-parameter-removed",
        RISKY,
        "A parameter is gone: whoever sends it is refused, or gets what it did not ask for.",
        before="parameters: [{name: q, in: query}]",
    ),
    Rule(
        "request-parameter-removed-before-sunset",
        BREAKING,
        "A parameter is gone before the day that was announced: whoever sends it is refused, or"
        " gets what it did not ask for.",
        before="parameters: [{name: q, in: query, deprecated: true, x-sunset: '2099-01-01'}]",
    ),
    Rule(
        "request-parameter-removed-with-deprecation",
        RISKY,
        "A parameter is gone that was deprecated: whoever sends it is refused, or gets what it did"
        " not ask for.",
        before="parameters: [{name: q, in: query, deprecated: true}]",
    ),
    Rule(
        "request-parameter-style-changed",
        BREAKING,
        "A parameter is written in another way: those sent are misread.",
        before="parameters: [{name: q, in: query, style: form, schema: {type: array}}]",
        after="parameters: [{name: q, in: query, style: pipeDelimited, schema: {type: array}}]",
    ),
    Rule(
        "request-parameter-sunset-date-changed-too-small",
        RISKY,
        "A deprecated parameter is to be gone earlier than was announced, and that day is past.",
        before="parameters: [{name: q, in: query, deprecated: true, x-sunset: '2099-01-01'}]",
        after="parameters: [{name: q, in: query, deprecated: true, x-sunset: '2020-01-01'}]",
    ),
    Rule(
        "request-parameter-sunset-date-too-small",
        RISKY,
        "A parameter became deprecated, and the day on which it is to be gone is past.",
        before="parameters: [{name: q, in: query}]",
        after="parameters: [{name: q, in: query, deprecated: true, x-sunset: '2020-01-01'}]",
    ),
    Rule(
        "request-parameter-sunset-deleted",
        RISKY,
        "A deprecated parameter no longer says until when it will be there.",
        before="parameters: [{name: q, in: query, deprecated: true, x-sunset: '2099-01-01'}]",
        after="parameters: [{name: q, in: query, deprecated: true}]",
    ),
    Rule(
        "request-parameter-sunset-parse",
        RISKY,
        "A parameter is deprecated, and the day until which it will be there is no date.",
        before="parameters: [{name: q, in: query}]",
        after="parameters: [{name: q, in: query, deprecated: true, x-sunset: soon}]",
    ),
)
