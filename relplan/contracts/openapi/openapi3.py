"""Reads the parts of an operation of OpenAPI 3."""

from relplan.contracts.openapi.document import Operation, Reader, placeholders
from relplan.contracts.openapi.parts import (
    Body,
    Content,
    Header,
    Parameter,
    ParameterKey,
    Response,
    parameter_key,
    status_key,
)
from relplan.contracts.references import Node

_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


class OpenApi3:
    """Reads the parts of an operation of OpenAPI 3."""

    def parameters(self, operation: Operation) -> dict[ParameterKey, Parameter]:
        """Return the parameters of an operation, those of its path among them."""
        names = placeholders(operation.template)
        found: dict[ParameterKey, Parameter] = {}
        for owner in (operation.item, operation.node):
            for item in operation.api.reader.items(owner.get("parameters")):
                parameter = _parameter(item, owner is operation.item, operation.api.reader)
                if parameter:
                    found[parameter_key(parameter, names)] = parameter
        return found

    def body(self, operation: Operation) -> Body | None:
        """Return the body of an operation's requests."""
        node = operation.api.reader.follow(operation.node.get("requestBody"))
        if node is None:
            return None
        return Body(node, node.value.get("required") is True, _contents(node, operation.api.reader))

    def responses(self, operation: Operation) -> dict[str, Response]:
        """Return the responses of an operation by their status."""
        found = operation.api.reader.objects(operation.node.get("responses"), extensible=True)
        return {
            status_key(status): _response(node, operation.api.reader)
            for status, node in found.items()
        }


def _parameter(item: Node, shared: bool, reader: Reader) -> Parameter | None:
    node = reader.follow(item)
    if node is None:
        return None
    name, location = node.value.get("name"), node.value.get("in")
    if not isinstance(name, str) or not isinstance(location, str) or location not in _STYLES:
        reader.fault("is no parameter", node)
        return None
    style = node.value.get("style", _STYLES[location])
    return Parameter(
        name,
        location,
        node,
        node.get("schema"),
        node.value.get("required") is True,
        str(style),
        node.value.get("explode", style == "form") is True,
        _contents(node, reader) if "content" in node.value else None,
        shared,
    )


def _contents(node: Node, reader: Reader) -> dict[str, Content]:
    found = reader.objects(node.get("content"))
    return {name: Content(name, at, at.get("schema")) for name, at in found.items()}


def _response(node: Node, reader: Reader) -> Response:
    headers: dict[str, Header] = {}
    for name, at in reader.objects(node.get("headers")).items():
        required = at.value.get("required") is True
        headers[name.lower()] = Header(name, at, at.get("schema"), required)
    return Response(node, _contents(node, reader), headers)
