"""Rules about services, their rpcs, and how these are called over HTTP."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, ADDITIVE = Severity.BREAKING, Severity.ADDITIVE

_SERVICE = (
    "message M { string m = 1; }\n"
    "service S {\n"
    "  rpc Get(M) returns (M) { option (google.api.http) = { %s }; }\n"
    "}"
)
_GET = 'get: "/v1/{m}"'

RULES = (
    Rule(
        "PACKAGE_SERVICE_NO_DELETE",
        BREAKING,
        "A service is gone: whoever calls its rpcs is left without.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}",
    ),
    Rule(
        "RPC_ADDED",
        ADDITIVE,
        "A service has one more rpc.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\nservice S {\n  rpc Get(M) returns (M);\n  rpc Put(M) returns (M);\n}",
    ),
    Rule(
        "RPC_HTTP_ADDED",
        ADDITIVE,
        "An rpc can be called over HTTP in one more way.",
        before=_SERVICE % "",
        after=_SERVICE % _GET,
    ),
    Rule(
        "RPC_HTTP_NO_DELETE",
        BREAKING,
        "An rpc is no longer reached by an HTTP method and path: whoever calls it so gets nothing.",
        before=_SERVICE % _GET,
        after=_SERVICE % _GET.replace("/v1/", "/v2/"),
    ),
    Rule(
        "RPC_HTTP_SAME_BODY",
        BREAKING,
        "Another part of an rpc's request is the body of its HTTP call: whoever calls it so sends"
        " the wrong one.",
        before=_SERVICE % 'post: "/v1/m" body: "*"',
        after=_SERVICE % 'post: "/v1/m" body: "m"',
    ),
    Rule(
        "RPC_HTTP_SAME_RESPONSE_BODY",
        BREAKING,
        "Another part of an rpc's response is the body that its HTTP call answers with: whoever"
        " reads it finds another.",
        before=_SERVICE % 'get: "/v1/m"',
        after=_SERVICE % 'get: "/v1/m" response_body: "m"',
    ),
    Rule(
        "RPC_HTTP_UNREADABLE",
        Severity.UNKNOWN,
        "How an rpc is called over HTTP has changed, and cannot be read.",
        before=_SERVICE % _GET,
        after=_SERVICE % "get: 1",
    ),
    Rule(
        "RPC_NO_DELETE",
        BREAKING,
        "An rpc is gone: whoever calls it is left without.",
        before="message M {}\nservice S {\n  rpc Get(M) returns (M);\n  rpc Put(M) returns (M);\n}",
        after="message M {}\nservice S { rpc Get(M) returns (M); }",
    ),
    Rule(
        "RPC_SAME_CLIENT_STREAMING",
        BREAKING,
        "An rpc takes a stream, and took one message, or the other way round: whoever calls it is"
        " wrong about it.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\nservice S { rpc Get(stream M) returns (M); }",
    ),
    Rule(
        "RPC_SAME_IDEMPOTENCY_LEVEL",
        BREAKING,
        "Whether an rpc may be called again without harm has changed: whoever does so, or calls it"
        " by GET, may be wrong.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\n"
        "service S {\n"
        "  rpc Get(M) returns (M) { option idempotency_level = IDEMPOTENT; }\n"
        "}",
    ),
    Rule(
        "RPC_SAME_REQUEST_TYPE",
        BREAKING,
        "An rpc takes another message: whoever calls it sends the wrong one.",
        before="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(M) returns (M); }",
        after="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(N) returns (M); }",
    ),
    Rule(
        "RPC_SAME_RESPONSE_TYPE",
        BREAKING,
        "An rpc returns another message: whoever calls it waits for the wrong one.",
        before="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(M) returns (M); }",
        after="message M { N n = 1; }\nmessage N {}\nservice S { rpc Get(M) returns (N); }",
    ),
    Rule(
        "RPC_SAME_SERVER_STREAMING",
        BREAKING,
        "An rpc returns a stream, and returned one message, or the other way round: whoever calls"
        " it is wrong about it.",
        before="message M {}\nservice S { rpc Get(M) returns (M); }",
        after="message M {}\nservice S { rpc Get(M) returns (stream M); }",
    ),
    Rule(
        "SERVICE_ADDED",
        ADDITIVE,
        "There is a new service.",
        before="message M {}",
        after="message M {}\nservice S { rpc Get(M) returns (M); }",
    ),
)
