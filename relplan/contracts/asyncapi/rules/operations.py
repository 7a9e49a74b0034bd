"""Rules of servers, channels, and what is done on them."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY = Severity.BREAKING, Severity.RISKY

OPERATIONS = (
    Rule(
        "bindings-changed",
        RISKY,
        "How a channel or an operation is bound to a protocol differs: nobody can tell what it"
        " does.",
        before="publish: {bindings: {kafka: {groupId: {enum: [a]}}}}",
        after="publish: {bindings: {kafka: {groupId: {enum: [b]}}}}",
    ),
    Rule(
        "channel-removed",
        BREAKING,
        "A channel is gone: who sends to it, or listens, does so in vain.",
        before="channels: {orders: {publish: {}}, shipped: {subscribe: {}}}",
        after="channels: {orders: {publish: {}}}",
    ),
    Rule(
        "operation-added",
        Severity.ADDITIVE,
        "The provider does something new on a channel: it sends, or receives.",
        before="publish: {}",
        after="{publish: {}, subscribe: {}}",
    ),
    Rule(
        "operation-removed",
        BREAKING,
        "The provider no longer sends, or receives, on a channel that is still there.",
        before="{publish: {}, subscribe: {}}",
        after="publish: {}",
    ),
    Rule(
        "security-changed",
        RISKY,
        "An operation wants other credentials: callers without them are refused.",
        before="publish: {security: [{key: []}]}",
        after="publish: {security: [{token: []}]}",
    ),
    Rule(
        "server-protocol-changed",
        BREAKING,
        "A server speaks another protocol: whoever is connected no longer understands it.",
        before="servers: {main: {url: shop.example, protocol: kafka}}",
        after="servers: {main: {url: shop.example, protocol: amqp}}",
    ),
    Rule(
        "server-removed",
        RISKY,
        "A server is gone: whoever is connected to it may lose it.",
        before="servers: {main: {url: shop.example, protocol: kafka}}",
        after="servers: {}",
    ),
)
