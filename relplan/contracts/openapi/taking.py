"""Reads what an operation takes and gives."""

from relplan.contracts.openapi.document import Flavour, Operation, Reader, placeholders
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
from relplan.contracts.openapi.swagger import parts_of_swagger
from relplan.contracts.openapi.writing import IN_FORMS, IN_HEADERS, Writing, types_of
from relplan.contracts.references import Node


def parts_of(operation: Operation) -> Parts:
    """Read all that *operation* takes and gives."""
    if operation.api.flavour is Flavour.SWAGGER_2:
        return parts_of_swagger(operation)
    return Parts(_parameters(operation), _body(operation), _responses(operation))


_DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


def _parameters(operation: Operation) -> dict[ParameterKey, Parameter]:
    """Return the parameters of an operation, those of its path among them."""
    names = placeholders(operation.template)
    found: dict[ParameterKey, Parameter] = {}
    for owner in (operation.item, operation.node):
        for item in operation.api.reader.items(owner.get("parameters")):
            parameter = _parameter(item, owner is operation.item, operation.api.reader)
            if parameter:
                found[parameter_key(parameter, names)] = parameter
    return found


def _body(operation: Operation) -> Body | None:
    """Return the body of an operation's requests."""
    node = operation.api.reader.follow(operation.node.get("requestBody"))
    if node is None:
        return None
    return Body(node, node.value.get("required") is True, _contents(node, operation.api.reader))


def _responses(operation: Operation) -> dict[str, Response]:
    """Return the responses of an operation by their status."""
    found = operation.api.reader.objects(operation.node.get("responses"), extensible=True)
    return {
        status_key(status): _response(node, operation.api.reader) for status, node in found.items()
    }


def _parameter(item: Node, shared: bool, reader: Reader) -> Parameter | None:
    node = reader.follow(item)
    if node is None:
        return None
    name, location = node.value.get("name"), node.value.get("in")
    if (
        not isinstance(name, str)
        or not isinstance(location, str)
        or location not in _DEFAULT_STYLES
    ):
        reader.fault("is no parameter", node)
        return None
    style = node.value.get("style", _DEFAULT_STYLES[location])
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
    return {
        name: Content(name, at, at.get("schema"), _fields(at, reader)) for name, at in found.items()
    }


def _fields(content: Node, reader: Reader) -> dict[str, Writing]:
    """Return how the fields of a form are written, of which something is said."""
    if "encoding" not in content.value:
        return {}
    form = reader.follow(content.get("schema"))
    found = {}
    for name, at in reader.objects(content.get("encoding")).items():
        style = str(at.value.get("style", IN_FORMS.style))
        explode = at.value.get("explode", style == "form") is True
        kinds = types_of(form.get("properties", name) if form else None, reader)
        listed = str(at.value.get("contentType", "")).lower().split(",")
        media_types = frozenset(one.strip() for one in listed) - {""}
        found[name] = Writing(style, explode, kinds, media_types)
    return found


def _response(node: Node, reader: Reader) -> Response:
    headers: dict[str, Header] = {}
    for name, at in reader.objects(node.get("headers")).items():
        required = at.value.get("required") is True
        headers[name.lower()] = Header(name, at, at.get("schema"), required, _of_header(at, reader))
    return Response(node, _contents(node, reader), headers)


def _of_header(node: Node, reader: Reader) -> Writing:
    if "explode" not in node.value:
        return IN_HEADERS
    kinds = types_of(node.get("schema"), reader)
    return Writing(IN_HEADERS.style, node.value["explode"] is True, kinds)
