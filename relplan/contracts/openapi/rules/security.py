"""Rules of what callers must send to be let in."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE, NONE = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip

SECURITY = (
    Rule(
        "api-global-security-added",
        BREAKING,
        "All operations want credentials that they did not want: callers without are refused.",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-global-security-removed",
        BREAKING,
        "All operations take some credentials no longer, or need not have them.",
        before="security: [{key: []}, {token: []}]",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-global-security-scope-added",
        BREAKING,
        "All operations want one more scope, without which callers are refused.",
        before="security: [{token: [read]}]",
        after="security: [{token: [read, write]}]",
    ),
    Rule(
        "api-global-security-scope-removed",
        ADDITIVE,
        "All operations want one scope less.",
        before="security: [{token: [read, write]}]",
        after="security: [{token: [read]}]",
    ),
    Rule(
        "api-security-added",
        BREAKING,
        "An operation wants credentials that it did not want: callers without are refused.",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-security-component-added",
        ADDITIVE,
        "There is one more security scheme.",
        before="components: {securitySchemes: {}}",
        after="components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}",
    ),
    Rule(
        "api-security-component-oauth-scope-added",
        ADDITIVE,
        "A security scheme knows one more scope.",
        before="components: {securitySchemes: {token: {flows: {implicit: {scopes: {}}}}}}",
        after="components: {securitySchemes: {token: {flows: {implicit: {scopes: {read: ''}}}}}}",
    ),
    Rule(
        "api-security-component-oauth-scope-removed",
        RISKY,
        "A security scheme knows a scope no longer: nobody gets a token with it.",
        before="components: {securitySchemes: {token: {flows: {implicit: {scopes: {read: ''}}}}}}",
        after="components: {securitySchemes: {token: {flows: {implicit: {scopes: {}}}}}}",
    ),
    Rule(
        "api-security-component-oauth-token-url-changed",
        RISKY,
        "Tokens come from another address.",
        before="components: {securitySchemes: {token: {flows: {password: {tokenUrl: /a}}}}}",
        after="components: {securitySchemes: {token: {flows: {password: {tokenUrl: /b}}}}}",
    ),
    Rule(
        "api-security-component-oauth-url-changed",
        RISKY,
        "Who asks for a token is sent to another address.",
        before="components: {securitySchemes: {key: {flows: {implicit: {authorizationUrl: /a}}}}}",
        after="components: {securitySchemes: {key: {flows: {implicit: {authorizationUrl: /b}}}}}",
    ),
    Rule(
        "api-security-component-removed",
        NONE,
        "A security scheme is gone; what the operations want instead is told of each.",
        before="components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}",
        after="components: {securitySchemes: {}}",
    ),
    Rule(
        "api-security-component-type-changed",
        BREAKING,
        "A security scheme is of another type: callers that send what they sent are refused.",
        before="components: {securitySchemes: {token: {type: http, scheme: basic}}}",
        after="components: {securitySchemes: {token: {type: http, scheme: bearer}}}",
    ),
    Rule(
        "api-security-removed",
        BREAKING,
        "An operation takes some credentials no longer, or need not have them.",
        before="security: [{key: []}, {token: []}]",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-security-scope-added",
        BREAKING,
        "An operation wants one more scope, without which callers are refused.",
        before="security: [{token: [read]}]",
        after="security: [{token: [read, write]}]",
    ),
    Rule(
        "api-security-scope-removed",
        ADDITIVE,
        "An operation wants one scope less.",
        before="security: [{token: [read, write]}]",
        after="security: [{token: [read]}]",
    ),
)
