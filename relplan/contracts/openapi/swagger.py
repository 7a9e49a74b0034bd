"""Reads what an operation of Swagger 2.0 takes and gives."""

from collections.abc import Iterator
from typing import Any

from relplan.contracts.openapi.document import Operation, Reader, placeholders
from relplan.contracts.openapi.parts import (
    Body,
    Content,
    Header,
    Parameter,
    ParameterKey,
    Parts,
    Response,
    parameter_key,
    status_key,
)
from relplan.contracts.openapi.writing import IN_HEADERS, Writing
from relplan.contracts.references import Node

_NOT_OF_THE_SCHEMA = frozenset({
    "name", "in", "required", "description", "allowEmptyValue", "collectionFormat",
})  # fmt: skip
_STYLES = {
    "csv": ("form", False), "multi": ("form", True), "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False), "pipes": ("pipeDelimited", False),
}  # fmt: skip
_LOCATIONS = frozenset({"path", "query", "header"})
_JSON, _FORM, _FILES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
)


def parts_of_swagger(operation: Operation) -> Parts:
    """Read all that *operation* takes and gives."""
    parameters, body = _parameters(operation), _body(operation)
    return Parts(parameters, body, _responses(operation))


def _parameters(operation: Operation) -> dict[ParameterKey, Parameter]:
    """Return the parameters of an operation but those that are its body."""
    names = placeholders(operation.template)
    found: dict[ParameterKey, Parameter] = {}
    for node, shared in _listed(operation):
        if node.value["in"] in _LOCATIONS:
            parameter = _parameter(node, shared, operation.api.reader)
            found[parameter_key(parameter, names)] = parameter
    return found


def _body(operation: Operation) -> Body | None:
    """Return the parameter that is the body, or all those of a form as one body."""
    form: dict[str, Node] = {}
    for node, _shared in _listed(operation):
        if node.value["in"] == "body":
            types = _media_types(operation, "consumes") or [_JSON]
            contents = {name: Content(name, node, node.get("schema")) for name in types}
            return Body(node, node.value.get("required") is True, contents)
        if node.value["in"] == "formData":
            form[node.value["name"]] = node
    return _form(operation, form) if form else None


def _responses(operation: Operation) -> dict[str, Response]:
    """Return the responses of an operation by their status."""
    types = _media_types(operation, "produces") or [_JSON]
    found = operation.api.reader.objects(operation.node.get("responses"), extensible=True)
    return {
        status_key(status): _response(node, types, operation.api.reader)
        for status, node in found.items()
    }


def _listed(operation: Operation) -> Iterator[tuple[Node, bool]]:
    """Yield the parameters that stand at the path, then those of the operation."""
    reader = operation.api.reader
    for owner in (operation.item, operation.node):
        for item in reader.items(owner.get("parameters")):
            node = reader.follow(item)
            if node is None:
                continue
            if isinstance(node.value.get("name"), str) and isinstance(node.value.get("in"), str):
                yield node, owner is operation.item
            else:
                reader.fault("is no parameter", node)


def _parameter(node: Node, shared: bool, reader: Reader) -> Parameter:
    location = node.value["in"]
    style, explode = _STYLES.get(node.value.get("collectionFormat", "csv"), _STYLES["csv"])
    if location in ("path", "header") and style == "form":
        style, explode = "simple", False
    elif node.value.get("type") != "array":  # of one value, nobody can tell
        style, explode = "form", True
    required = node.value.get("required") is True
    return Parameter(
        node.value["name"], location, node, _schema(node, reader), required, style, explode,
        shared=shared,
    )  # fmt: skip


def _schema(node: Node, reader: Reader) -> Node:
    """Return the schema that a parameter or a header is, besides what else it is."""
    schema: dict[str, Any] = {
        key: value for key, value in node.value.items() if key not in _NOT_OF_THE_SCHEMA
    }
    if schema.get("type") == "file":
        schema |= {"type": "string", "format": "binary"}
    reader.kept.append(schema)
    return Node(schema, node.path, node.pointer)


def _form(operation: Operation, form: dict[str, Node]) -> Body:
    reader = operation.api.reader
    owner = operation.node if operation.node.get("parameters") else operation.item
    required = [name for name, node in form.items() if node.value.get("required") is True]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: _schema(node, reader).value for name, node in form.items()},
        "required": required,
    }
    reader.kept.append(schema)
    at = owner.get("parameters") or owner
    files = any(node.value.get("type") == "file" for node in form.values())
    types = _media_types(operation, "consumes") or [_FILES if files else _FORM]
    whole = Node(schema, at.path, at.pointer)
    lists = {name: _of_list(node) for name, node in form.items() if _is_list(node)}
    return Body(at, bool(required), {name: Content(name, at, whole, lists) for name in types})


def _is_list(node: Node) -> bool:
    return bool(node.value.get("type") == "array")


def _of_list(node: Node) -> Writing:
    style, explode = _STYLES.get(node.value.get("collectionFormat", "csv"), _STYLES["csv"])
    return Writing(style, explode, frozenset({"array"}))


def _media_types(operation: Operation, key: str) -> list[str]:
    node = operation.node.get(key) or operation.api.root.get(key)
    return [item.value for item in operation.api.reader.items(node) if isinstance(item.value, str)]


def _response(node: Node, types: list[str], reader: Reader) -> Response:
    schema = node.get("schema")
    contents = {name: Content(name, schema, schema) for name in types} if schema else {}
    headers = {
        name.lower(): Header(
            name, at, _schema(at, reader), False, _of_list(at) if _is_list(at) else IN_HEADERS
        )
        for name, at in reader.objects(node.get("headers")).items()
    }
    return Response(node, contents, headers)
