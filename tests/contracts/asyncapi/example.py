"""The examples of the rules of AsyncAPI as whole documents."""

import json
from collections.abc import Collection
from typing import Any

import yaml

from relplan.contracts.asyncapi.model import Action
from relplan.contracts.asyncapi.rules import Described, Place
from relplan.contracts.kind import Options, Version
from relplan.model.rule import Rule

OPERATIONS = {Action.RECEIVE: "publish", Action.SEND: "subscribe"}


def asyncapi_example(rule: Rule) -> tuple[Version, Version, Options]:
    """Return the example of a rule that is about no schema: of a document, or of a channel."""
    base, revision = (_document(yaml.safe_load(text)) for text in (rule.before, rule.after))
    return base, revision, Options()


def _document(snippet: dict[str, Any]) -> Version:
    if not snippet.keys() & {"channels", "servers"}:
        snippet = {"channels": {"orders": snippet}}
    data = {"asyncapi": "2.6.0", "info": {"title": "Shop", "version": "1"}, **snippet}
    return Version({"a.json": json.dumps(data).encode()}, ("a.json",))


def examples_in(place: Place, rules: Collection[Rule], *, below: bool) -> tuple[Version, Version]:
    """Return the examples of the rules of schemas in a place, each as a channel of its own.

    *below*: as those of a property.
    """
    before = {rule.id: _channel(place, yaml.safe_load(rule.before), below) for rule in rules}
    after = {rule.id: _channel(place, yaml.safe_load(rule.after), below) for rule in rules}
    return _document({"channels": before}), _document({"channels": after})


def _channel(place: Place, schema: Any, below: bool) -> dict[str, Any]:
    action, described = place
    if below:
        schema = {"type": "object", "properties": {"p": schema}}
    if described is Described.PARAMETER:
        return {"parameters": {"id": {"schema": schema}}, OPERATIONS[action]: {}}
    return {OPERATIONS[action]: {"message": {described.value: schema}}}
