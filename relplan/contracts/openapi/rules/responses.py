"""Rules of what consumers receive but those of its schemas: responses, callbacks, webhooks."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE, NONE = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip

RESPONSES = (
    Rule(
        "callback-added",
        ADDITIVE,
        "There is one more callback.",
        after="callbacks: {paid: {'{$request.body#/url}': {post: {}}}}",
    ),
    Rule(
        "callback-expression-changed",
        BREAKING,
        "A callback is sent to where another expression says: whoever waits there waits in vain.",
        before="callbacks: {paid: {'{$request.body#/url}': {post: {}}}}",
        after="callbacks: {paid: {'{$request.query.url}': {post: {}}}}",
    ),
    Rule(
        "callback-removed",
        BREAKING,
        "A callback is gone: whoever waits for it waits in vain.",
        before="callbacks: {paid: {'{$request.body#/url}': {post: {}}}}",
    ),
    Rule(
        "optional-response-header-removed",
        RISKY,
        "A header that could be missing is gone from a response.",
        before="responses: {'200': {headers: {X-Left: {schema: {type: integer}}}}}",
        after="responses: {'200': {}}",
    ),
    Rule(
        "required-response-header-removed",
        BREAKING,
        "A header that had to be there is gone from a response: consumers may rely on it.",
        before="responses: {'200': {headers: {X-Left: {required: true}}}}",
        after="responses: {'200': {}}",
    ),
    Rule(
        "response-body-added",
        ADDITIVE,
        "A callback or webhook is sent with a body, and had none.",
        before="webhooks: {paid: {post: {}}}",
        after="webhooks: {paid: {post: {requestBody: {content: {application/json: {}}}}}}",
    ),
    Rule(
        "response-body-media-type-schema-added",
        ADDITIVE,
        "What is answered is described by a schema, and was not.",
        before="responses: {'200': {content: {application/json: {}}}}",
        after="responses: {'200': {content: {application/json: {schema: {type: object}}}}}",
    ),
    Rule(
        "response-body-media-type-schema-removed",
        RISKY,
        "What is answered is no longer described by a schema: it may be anything.",
        before="responses: {'200': {content: {application/json: {schema: {type: object}}}}}",
        after="responses: {'200': {content: {application/json: {}}}}",
    ),
    Rule(
        "response-body-removed",
        BREAKING,
        "A callback or webhook is sent without a body, and had one: consumers look for it in vain.",
        before="webhooks: {paid: {post: {requestBody: {content: {application/json: {}}}}}}",
        after="webhooks: {paid: {post: {}}}",
    ),
    Rule(
        "response-body-encoding-changed",
        BREAKING,
        "A part of a response with many parts is written in another way: consumers misread it.",
        before="responses: {'200': {content: {multipart/mixed: {schema: {properties: {a: {type:"
        " object}}}, encoding: {a: {contentType: application/json}}}}}}",
        after="responses: {'200': {content: {multipart/mixed: {schema: {properties: {a: {type:"
        " object}}}, encoding: {a: {contentType: application/xml}}}}}}",
    ),
    Rule(
        "response-header-added",
        ADDITIVE,
        "A response has one more header.",
        before="responses: {'200': {}}",
        after="responses: {'200': {headers: {X-Left: {schema: {type: integer}}}}}",
    ),
    Rule(
        "response-header-became-optional",
        BREAKING,
        "A header of a response may be missing: consumers may rely on it.",
        before="responses: {'200': {headers: {X-Left: {required: true}}}}",
        after="responses: {'200': {headers: {X-Left: {required: false}}}}",
    ),
    Rule(
        "response-header-became-required",
        ADDITIVE,
        "A header of a response is always there.",
        before="responses: {'200': {headers: {X-Left: {required: false}}}}",
        after="responses: {'200': {headers: {X-Left: {required: true}}}}",
    ),
    Rule(
        "response-header-style-changed",
        BREAKING,
        "A header of a response is written in another way: consumers misread it.",
        before="responses: {'200': {headers: {X-Left: {schema: {type: object}}}}}",
        after="responses: {'200': {headers: {X-Left: {explode: true, schema: {type: object}}}}}",
    ),
    Rule(
        "response-media-type-added",
        ADDITIVE,
        "A response may be of one more media type.",
        before="responses: {'200': {content: {application/json: {}}}}",
        after="responses: {'200': {content: {application/json: {}, text/csv: {}}}}",
    ),
    Rule(
        "response-media-type-name-changed",
        NONE,
        "The media type of a response has other parameters.",
        before="responses: {'200': {content: {application/json: {}}}}",
        after="responses: {'200': {content: {application/json; v=2: {}}}}",
    ),
    Rule(
        "response-media-type-name-generalized",
        BREAKING,
        "The media type of a response is a wider one: consumers receive what they cannot read.",
        before="responses: {'200': {content: {application/problem+json: {}}}}",
        after="responses: {'200': {content: {application/json: {}}}}",
    ),
    Rule(
        "response-media-type-name-specialized",
        NONE,
        "The media type of a response is a narrower one.",
        before="responses: {'200': {content: {application/json: {}}}}",
        after="responses: {'200': {content: {application/problem+json: {}}}}",
    ),
    Rule(
        "response-media-type-removed",
        BREAKING,
        "A response is no longer of a media type: whoever asks for it is refused.",
        before="responses: {'200': {content: {application/json: {}, text/csv: {}}}}",
        after="responses: {'200': {content: {application/json: {}}}}",
    ),
    Rule(
        "response-non-success-status-added",
        ADDITIVE,
        "A status that is no success may be answered, too.",
        before="responses: {'200': {}}",
        after="responses: {'200': {}, '404': {}}",
    ),
    Rule(
        "response-non-success-status-removed",
        NONE,
        "A status that is no success is no longer answered.",
        before="responses: {'200': {}, '404': {}}",
        after="responses: {'200': {}}",
    ),
    Rule(
        "response-success-status-added",
        ADDITIVE,
        "One more status that is a success may be answered.",
        before="responses: {'200': {}}",
        after="responses: {'200': {}, '202': {}}",
    ),
    Rule(
        "response-success-status-removed",
        BREAKING,
        "A status that is a success is no longer answered: consumers may wait for it.",
        before="responses: {'200': {}, '202': {}}",
        after="responses: {'200': {}}",
    ),
    Rule(
        "webhook-added",
        ADDITIVE,
        "There is one more webhook.",
        before="webhooks: {}",
        after="webhooks: {paid: {post: {}}}",
    ),
    Rule(
        "webhook-removed",
        BREAKING,
        "A webhook is gone: whoever waits for it waits in vain.",
        before="webhooks: {paid: {post: {}}}",
        after="webhooks: {}",
    ),
)
