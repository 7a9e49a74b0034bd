"""Reads what an operation takes and gives, the same for Swagger 2.0 and OpenAPI 3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relplan.contracts.openapi.document import Flavour, Operation, Reader, placeholders
from relplan.contracts.references import Node
from relplan.contracts.schemas.shape import Dialect


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent as one media type."""

    media_type: str
    node: Node
    schema: Node | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a request."""

    name: str
    location: str
    """``path``, ``query``, ``header`` or ``cookie``."""
    node: Node
    schema: Node | None
    required: bool
    style: str = ""
    explode: bool = False
    contents: Mapping[str, Content] | None = None
    """Where it is not written as text, but as a media type."""
    shared: bool = False
    """Whether it stands at the path, for all of its operations."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request."""

    node: Node
    required: bool
    contents: Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response."""

    name: str
    node: Node
    schema: Node | None
    required: bool


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered with one status, or with one of a range of them."""

    node: Node
    contents: Mapping[str, Content]
    headers: Mapping[str, Header]
    """By their names in lower case."""


ParameterKey = tuple[str, str]
"""Location and name; of a path's parameters, their number instead of the name."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All that an operation takes and gives."""

    parameters: Mapping[ParameterKey, Parameter]
    body: Body | None
    responses: Mapping[str, Response]


def parts_of(operation: Operation) -> Parts:
    """Read all that *operation* takes and gives."""
    if operation.api.flavour is Flavour.SWAGGER_2:
        parameters, body = _swagger_parameters(operation), _swagger_body(operation)
        return Parts(parameters, body, _swagger_responses(operation))
    return Parts(_parameters(operation), _body(operation), _responses(operation))


def dialect_of(base: Operation, revision: Operation) -> Dialect:
    """Return how the schemas of both are read."""
    both = {base.api.flavour, revision.api.flavour}
    return Dialect.JSON_SCHEMA if both == {Flavour.OPENAPI_31} else Dialect.OPENAPI_30


def parameter_key(parameter: Parameter, names: list[str]) -> ParameterKey:
    """Return what is the same for the same parameter; *names* are those of the path, in order."""
    if parameter.location == "path" and parameter.name in names:
        return "path", f"{{{names.index(parameter.name)}}}"
    if parameter.location == "header":
        return "header", parameter.name.lower()
    return parameter.location, parameter.name


def status_key(status: str) -> str:
    """Return a status as all of them are written: ``404``, ``4XX``, ``default``."""
    return "default" if status.lower() == "default" else status.upper()


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
    return {name: Content(name, at, at.get("schema")) for name, at in found.items()}


def _response(node: Node, reader: Reader) -> Response:
    headers: dict[str, Header] = {}
    for name, at in reader.objects(node.get("headers")).items():
        required = at.value.get("required") is True
        headers[name.lower()] = Header(name, at, at.get("schema"), required)
    return Response(node, _contents(node, reader), headers)


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


def _swagger_parameters(operation: Operation) -> dict[ParameterKey, Parameter]:
    """Return the parameters of an operation but those that are its body."""
    names = placeholders(operation.template)
    found: dict[ParameterKey, Parameter] = {}
    for node, shared in _listed_in_swagger(operation):
        if node.value["in"] in _LOCATIONS:
            parameter = _swagger_parameter(node, shared, operation.api.reader)
            found[parameter_key(parameter, names)] = parameter
    return found


def _swagger_body(operation: Operation) -> Body | None:
    """Return the parameter that is the body, or all those of a form as one body."""
    form: dict[str, Node] = {}
    for node, _shared in _listed_in_swagger(operation):
        if node.value["in"] == "body":
            types = _media_types(operation, "consumes") or [_JSON]
            contents = {name: Content(name, node, node.get("schema")) for name in types}
            return Body(node, node.value.get("required") is True, contents)
        if node.value["in"] == "formData":
            form[node.value["name"]] = node
    return _form(operation, form) if form else None


def _swagger_responses(operation: Operation) -> dict[str, Response]:
    """Return the responses of an operation by their status."""
    types = _media_types(operation, "produces") or [_JSON]
    found = operation.api.reader.objects(operation.node.get("responses"), extensible=True)
    return {
        status_key(status): _swagger_response(node, types, operation.api.reader)
        for status, node in found.items()
    }


def _listed_in_swagger(operation: Operation) -> Iterator[tuple[Node, bool]]:
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


def _swagger_parameter(node: Node, shared: bool, reader: Reader) -> Parameter:
    location = node.value["in"]
    style, explode = _STYLES.get(node.value.get("collectionFormat", "csv"), ("form", False))
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
    return Body(at, bool(required), {name: Content(name, at, whole) for name in types})


def _media_types(operation: Operation, key: str) -> list[str]:
    node = operation.node.get(key) or operation.api.root.get(key)
    return [item.value for item in operation.api.reader.items(node) if isinstance(item.value, str)]


def _swagger_response(node: Node, types: list[str], reader: Reader) -> Response:
    schema = node.get("schema")
    contents = {name: Content(name, schema, schema) for name in types} if schema else {}
    headers = {
        name.lower(): Header(name, at, _schema(at, reader), required=False)
        for name, at in reader.objects(node.get("headers")).items()
    }
    return Response(node, contents, headers)
