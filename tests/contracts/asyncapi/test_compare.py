import pytest

from relplan.contracts import Options, Version, compare
from relplan.contracts.asyncapi.contract import ANALYZER
from relplan.contracts.bounds import Budget, UnreadableError

TWO = """
asyncapi: 2.6.0
info: {title: Shop, version: '1'}
defaultContentType: application/json
servers:
  main: {url: x, protocol: kafka}
channels:
  orders/{id}:
    parameters: {id: {schema: {type: string}}}
    bindings: {kafka: {partitions: 1}}
    publish:
      operationId: place
      message: {$ref: '#/components/messages/Order'}
  shipped:
    subscribe:
      message:
        oneOf:
          - {$ref: '#/components/messages/Shipped'}
          - {name: lost, payload: {type: string}}
components:
  messages:
    Order: {payload: {type: object, properties: {a: {type: number}}}}
    Shipped: {traits: [{headers: {type: object, required: [h], properties: {h: {type: number}}}}],
      correlationId: {location: x}, payload: {$ref: '#/components/schemas/S'}}
  schemas:
    S: {type: object, required: [x], properties: {x: {type: number}, y: {type: string}}}
"""
THREE = """
asyncapi: 3.0.0
info: {title: Shop, version: '1'}
channels:
  orders:
    address: shop/orders
    messages:
      order: {payload: {type: object, properties: {a: {type: number}}}}
      answer: {payload: {type: object, required: [b], properties: {b: {type: number}}}}
  avro:
    messages:
      m:
        payload:
          schemaFormat: 'application/vnd.apache.avro;version=1.9.0'
          schema: {$ref: x.avsc}
  nobody:
    messages:
      n: {payload: {type: number}}
operations:
  place:
    action: receive
    channel: {$ref: '#/channels/orders'}
    messages: [{$ref: '#/channels/orders/messages/order'}]
    reply:
      channel: {$ref: '#/channels/orders'}
      messages: [{$ref: '#/channels/orders/messages/answer'}]
  tell: {action: send, channel: {$ref: '#/channels/avro'}}
"""


def version(text, schema=b"{}"):
    return Version({"a.yaml": text.encode(), "x.avsc": schema}, ("a.yaml",))


def found(base, revision, budget=None):
    findings = compare(ANALYZER, base, revision, Options(), budget)
    return {(finding.rule, str(finding.severity), finding.part) for finding in findings}


def changed(text, before, after):
    assert before in text
    return found(version(text), version(text.replace(before, after)))


CASES = [
    (TWO, "{a: {type: number}}", "{a: {type: integer}}",
     {("receive-payload-property-type-changed", "breaking", "receive orders/{id}")}),
    (TWO, "{a: {type: number}}", "{a: {type: number}, b: {type: string}}",
     {("receive-payload-optional-property-added", "additive", "receive orders/{id}")}),
    (TWO, "{x: {type: number}", "{x: {type: integer}",
     {("send-payload-property-type-specialized", "additive", "send shipped")}),
    (TWO, "{x: {type: number}, y", "{y",
     {("send-payload-required-property-removed", "breaking", "send shipped")}),
    (TWO, "{h: {type: number}}", "{h: {type: string}}",
     {("send-headers-property-type-changed", "breaking", "send shipped")}),
    (TWO, "  shipped:\n", "  sent:\n",
     {("channel-removed", "breaking", "send shipped"),
      ("operation-added", "additive", "send sent")}),
    (TWO, "    subscribe:\n", "    publish:\n",
     {("operation-removed", "breaking", "send shipped"),
      ("operation-added", "additive", "receive shipped")}),
    (TWO, "          - {name: lost, payload: {type: string}}\n", "",
     {("send-message-removed", "breaking", "send shipped")}),
    (TWO, "          - {name: lost", "          - {name: new}\n          - {name: lost",
     {("send-message-added", "risky", "send shipped")}),
    (TWO, "{partitions: 1}", "{partitions: 2}",
     {("bindings-changed", "risky", "receive orders/{id}")}),
    (TWO, "{schema: {type: string}}", "{schema: {type: string, enum: [a]}}",
     {("receive-parameter-became-enum", "breaking", "receive orders/{id}")}),
    (TWO, "orders/{id}:\n    parameters: {id:", "orders/{order}:\n    parameters: {order:", set()),
    (TWO, "Type: application/json", "Type: application/xml",
     {("receive-content-type-changed", "breaking", "receive orders/{id}"),
      ("send-content-type-changed", "breaking", "send shipped")}),
    (TWO, "location: x", "location: y", {("send-correlation-changed", "risky", "send shipped")}),
    (TWO, "protocol: kafka", "protocol: amqp", {("server-protocol-changed", "breaking", "")}),
    (TWO, "main: {", "other: {", {("server-removed", "risky", "")}),
    (TWO, "operationId: place\n", "operationId: place\n      security: [{a: []}]\n",
     {("security-changed", "risky", "receive orders/{id}")}),
    (TWO, "schemas/S'", "schemas/T'", {("unreadable", "unknown", "send shipped")}),
    (TWO, "messages/Order'", "messages/No'",
     {("unreadable", "unknown", "")}),
    (TWO, "asyncapi: 2.6.0", "asyncapi: 4.0.0", {("unreadable", "unknown", "")}),
    (TWO, "title: Shop", "title: Store", set()),
    (THREE, "{a: {type: number}}", "{a: {type: integer}}",
     {("receive-payload-property-type-changed", "breaking", "receive shop/orders")}),
    (THREE, "{b: {type: number}}", "{b: {type: integer}}",
     {("send-payload-property-type-specialized", "additive", "receive shop/orders")}),
    (THREE, "n: {payload: {type: number}}", "n: {payload: {type: integer}}",
     {("receive-payload-type-changed", "breaking", "receive nobody"),
      ("send-payload-type-specialized", "additive", "send nobody")}),
    (THREE, "apache.avro", "google.protobuf",
     {("send-payload-format-changed", "unknown", "send avro")}),
    (THREE, "action: send", "action: shout",
     {("unreadable", "unknown", ""), ("operation-added", "additive", "receive avro")}),
    (THREE, "action: receive", "action: send",
     {("operation-removed", "breaking", "receive shop/orders"),
      ("operation-added", "additive", "send shop/orders")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "before", "after", "expected"), CASES, ids=range(len(CASES)))
def test_each_difference(text, before, after, expected):
    assert changed(text, before, after) == expected


@pytest.mark.parametrize(("text", "before", "after", "expected"), CASES, ids=range(len(CASES)))
def test_no_difference_is_lost_on_the_way_back(text, before, after, expected):
    back = found(version(text.replace(before, after)), version(text))

    assert bool(back) == bool(expected)


def test_payloads_in_other_languages_are_unknown_only_where_they_changed():
    assert found(version(THREE), version(THREE + "\n")) == set()
    assert found(version(THREE), version(THREE, b'{"a": 1}')) == {
        ("unreadable", "unknown", "send avro")
    }


def test_beside_a_message_that_cannot_be_read_none_is_said_to_be_gone_or_new():
    base = version(
        TWO.replace("- {name: lost,", "- {name: sent, payload: {}}\n          - {name: lost,")
    )
    unread = version(TWO.replace("{name: lost, payload: {type: string}}", "{$ref: '#/nowhere'}"))

    for one, other in ((base, unread), (unread, base)):
        assert found(one, other) == {("unreadable", "unknown", "")}


def test_a_finding_says_where_it_is():
    base, revision = version(TWO), version(TWO.replace("{x: {type: number}", "{x: {type: string}"))

    (finding,) = compare(ANALYZER, base, revision, Options())

    assert (finding.path, finding.line) == ("a.yaml", 26)
    assert finding.text == (
        "'x' in the payload of 'Shipped': the type is another one ('string', was 'number'):"
        " consumers may receive what they cannot read"
    )


def test_the_surface_is_what_the_provider_sends_and_receives():
    surface = ANALYZER.surface("a.yaml", TWO.encode())
    assert surface is not None
    assert (surface.name, surface.parts) == (
        "Shop",
        {"receive orders/{id}": ("place",), "send shipped": ()},
    )
    three = ANALYZER.surface("a.yaml", THREE.encode())
    assert three is not None
    assert set(three.parts) == {"receive shop/orders", "send avro", "receive nobody", "send nobody"}


@pytest.mark.parametrize(
    "content", [b"a: 1", b"openapi: 3.0.0 # asyncapi", b"[asyncapi]", b"asyncapi [}"]
)
def test_other_files_are_no_asyncapi(content):
    assert ANALYZER.surface("a.yaml", content) is None


def test_asyncapi_that_cannot_be_read_is_told():
    with pytest.raises(UnreadableError):
        ANALYZER.surface("a.yaml", b"asyncapi: 2.0.0\nchannels: [")


def test_references_name_files_and_uses_cannot_be_seen():
    surface = ANALYZER.surface("a.yaml", TWO.encode())

    assert surface is not None
    assert ANALYZER.is_file("a.yaml")
    assert not ANALYZER.is_file("a.py")
    assert ANALYZER.references("api/a.yaml", THREE.encode()) == ["api/x.avsc"]
    assert list(ANALYZER.uses("a.py", b"shipped", surface)) == []


def test_the_bound_is_told():
    revision = version(TWO.replace("type: number", "type: string"))

    assert ("bound-reached", "unknown", "") in found(version(TWO), revision, Budget(20))


def test_a_server_that_is_the_whole_file_is_compared_all_the_same():
    odd = TWO.replace("main: {url: x, protocol: kafka}", "main: {$ref: '#'}")

    assert found(version(odd), version(TWO)) == {("server-protocol-changed", "breaking", "")}
    assert found(version(TWO), version(odd)) == {("server-protocol-changed", "breaking", "")}
