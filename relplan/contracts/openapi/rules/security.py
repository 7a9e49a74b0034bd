"""Rules of what callers must show.

What locks somebody out is risky and not breaking: that a document begins to say how an operation is
secured is seldom the moment from which it is.
"""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

RISKY, ADDITIVE, NONE = Severity.RISKY, Severity.ADDITIVE, Severity.NONE

SECURITY = (
    Rule(
        "api-global-security-added",
        RISKY,
        "All operations want credentials that they did not want, or take others instead.",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-global-security-removed",
        RISKY,
        "All operations no longer take, or want, some credentials.",
        before="security: [{key: []}, {token: []}]",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-global-security-scope-added",
        RISKY,
        "All operations want one more scope: callers without it are refused.",
        before="security: [{token: [read]}]",
        after="security: [{token: [read, write]}]",
    ),
    Rule(
        "api-global-security-scope-removed",
        NONE,
        "All operations want one scope less.",
        before="security: [{token: [read, write]}]",
        after="security: [{token: [read]}]",
    ),
    Rule(
        "api-security-added",
        RISKY,
        "An operation wants credentials that it did not want, or takes others instead.",
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
        RISKY,
        "A security scheme is of another type: what callers show is no longer understood.",
        before="components: {securitySchemes: {token: {type: http, scheme: basic}}}",
        after="components: {securitySchemes: {token: {type: http, scheme: bearer}}}",
    ),
    Rule(
        "api-security-removed",
        RISKY,
        "An operation no longer takes, or wants, some credentials.",
        before="security: [{key: []}, {token: []}]",
        after="security: [{key: []}]",
    ),
    Rule(
        "api-security-scope-added",
        RISKY,
        "An operation wants one more scope: callers without it are refused.",
        before="security: [{token: [read]}]",
        after="security: [{token: [read, write]}]",
    ),
    Rule(
        "api-security-scope-removed",
        NONE,
        "An operation wants one scope less.",
        before="security: [{token: [read, write]}]",
        after="security: [{token: [read]}]",
    ),
)
