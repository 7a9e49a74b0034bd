"""The examples of the rules of OpenAPI as whole documents."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from relplan.contracts.kind import Options, Version
from relplan.contracts.openapi.rules import Place
from relplan.model.rule import Rule
from tests.contracts.openapi.support import Data, api, version_of

_OF_DOCUMENTS = {"paths", "webhooks", "components"}


def openapi_example(rule: Rule) -> tuple[Version, Version, Options]:
    """Return the example of a rule that is about no schema: part of a document or an operation."""
    base, revision = (_document(rule, yaml.safe_load(text)) for text in (rule.before, rule.after))
    return version_of(base), version_of(revision), Options(today=date(2026, 6, 1))


def _document(rule: Rule, snippet: Data | None) -> Data:
    parts = snippet or {}
    if "components" in parts:
        wanted = [{name: []} for name in ("key", "token")]
        return api({"/a": {"get": {"security": wanted}}}, "3.1.0", **parts)
    if parts.keys() & _OF_DOCUMENTS:
        return {**api({}, "3.1.0"), **parts}
    if rule.id.startswith("api-global-"):
        return api({"/a": {"get": {}}}, "3.1.0", **parts)
    return api({"/a/{id}": {"get": parts}}, "3.1.0")


def examples_in(place: Place, rules: Iterable[Rule]) -> tuple[Version, Version]:
    """Return the examples of the rules of schemas in a place, each as an operation of its own."""
    before: Data = {}
    after: Data = {}
    for rule in rules:
        for found, text in ((before, rule.before), (after, rule.after)):
            operation = _operation(rule, place, yaml.safe_load(text))
            found[f"/{rule.id}"] = {"get": operation}
    return version_of(api(before, "3.1.0")), version_of(api(after, "3.1.0"))


def _operation(rule: Rule, place: Place, schema: Any) -> Data:
    if "a property of" in place:
        schema = {"type": "object", "properties": {"p": schema}}
    textual = rule.id.endswith("-type-compatible")
    contents = {"text/csv" if textual else "application/json": {"schema": schema}}
    match place:
        case Place.REQUEST_BODY | Place.REQUEST_PROPERTY | Place.REQUEST_READ_ONLY:
            return {"requestBody": {"content": contents}}
        case Place.PARAMETER | Place.PARAMETER_PROPERTY:
            return {"parameters": [{"name": "q", "in": "query", "schema": schema}]}
        case Place.REQUEST_HEADER_PROPERTY:
            return {"parameters": [{"name": "q", "in": "header", "schema": schema}]}
        case Place.RESPONSE_HEADER | Place.RESPONSE_HEADER_PROPERTY:
            return {"responses": {"200": {"headers": {"X-Left": {"schema": schema}}}}}
    return {"responses": {"200": {"content": contents}}}
