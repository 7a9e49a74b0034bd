"""The provider calls, the consumer answers: so what breaks is the other way round."""

import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    RISKY,
    Data,
    api,
    compare,
    post,
    rules,
    thing,
)

TEXT = {"type": "string"}


def called(*required: str, status: str = "200", **properties: object) -> Data:
    """Return the operation that the provider calls."""
    content = {"application/json": {"schema": thing(required, **properties)}}
    return {"requestBody": {"content": content}, "responses": {status: {"description": ""}}}


def callback(operation: Data | None) -> Data:
    return post(callbacks={"done": {"{$request.body#/url}": {"post": operation}}})


def webhook(operation: Data | None) -> Data:
    hooks = {"webhooks": {"done": {"post": operation}}} if operation else {}
    return api({}, "3.1.0", **hooks)


CASES = [
    (called("a", a=TEXT), called(), "response-required-property-removed", BREAKING),
    (called(), called("a", a=TEXT), "response-required-property-added", ADDITIVE),
    (called(a=TEXT), called(a={"type": "integer"}), "response-property-type-changed", BREAKING),
    (called(), {"responses": {"200": {"description": ""}}}, "response-body-removed", BREAKING),
    ({"responses": {"200": {"description": ""}}}, called(), "response-body-added", ADDITIVE),
    (called(), called(status="202"), "response-success-status-removed", BREAKING),
    (
        {**called(), "parameters": [{"name": "X-A", "in": "header", "required": True}]},
        called(),
        "required-response-header-removed",
        BREAKING,
    ),
    (
        {**called(), "parameters": [{"name": "X-A", "in": "header"}]},
        called(),
        "optional-response-header-removed",
        RISKY,
    ),
]


@pytest.mark.parametrize(("before", "after", "rule", "severity"), CASES)
class TestWhatIsSent:
    def test_by_callbacks(self, before: Data, after: Data, rule: str, severity: str) -> None:
        found = compare(callback(before), callback(after))
        assert rules(found) == {(rule, severity)}
        assert {one.part for one in found} == {"POST /orders"}

    def test_by_webhooks(self, before: Data, after: Data, rule: str, severity: str) -> None:
        found = compare(webhook(before), webhook(after))
        assert rules(found) == {(rule, severity)}
        assert {one.part for one in found} == {"POST done"}


def by_expression(**called_at: Data) -> Data:
    calls = {f"{{$request.body#/{name}}}": {"post": one} for name, one in called_at.items()}
    return post(callbacks={"done": calls})


def test_every_expression_of_a_callback_is_compared() -> None:
    whole, less = called("a", a=TEXT), called()
    both = by_expression(paid=whole, sent=whole)
    broken = {("response-required-property-removed", BREAKING)}
    assert rules(compare(both, by_expression(paid=less, sent=whole))) == broken
    assert rules(compare(both, by_expression(paid=whole, sent=less))) == broken
    assert compare(both, by_expression(sent=whole, paid=whole)) == ()


def test_one_expression_comes_or_goes() -> None:
    both, one = by_expression(paid=called(), sent=called()), by_expression(sent=called())
    (gone,) = compare(both, one)
    assert (gone.rule, gone.severity) == ("callback-removed", BREAKING)
    assert "paid" in gone.text
    assert rules(compare(one, both)) == {("callback-added", ADDITIVE)}


def test_a_callback_may_be_sent_elsewhere() -> None:
    found = compare(by_expression(url=called("a", a=TEXT)), by_expression(to=called()))
    assert rules(found) == {
        ("callback-expression-changed", BREAKING),
        ("response-required-property-removed", BREAKING),
    }


def test_callbacks_that_come_and_go() -> None:
    assert rules(compare(callback(called()), post())) == {("callback-removed", BREAKING)}
    assert rules(compare(post(), callback(called()))) == {("callback-added", ADDITIVE)}


def test_webhooks_that_come_and_go() -> None:
    assert rules(compare(webhook(called()), webhook(None))) == {("webhook-removed", BREAKING)}
    assert rules(compare(webhook(None), webhook(called()))) == {("webhook-added", ADDITIVE)}
