"""What an operation takes and gives, the same for Swagger 2.0 and OpenAPI 3."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relplan.contracts.openapi.document import Flavour, Operation
from relplan.contracts.openapi.writing import IN_HEADERS, Writing
from relplan.contracts.references import Node
from relplan.contracts.schemas.shape import Dialect


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent as one media type."""

    media_type: str
    node: Node
    schema: Node | None
    fields: Mapping[str, Writing] = field(default_factory=dict)
    """How a form's fields are written, of which something is said."""


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

    @property
    def may_be_empty(self) -> bool:
        """Whether it may be sent without a value."""
        return self.location == "query" and self.node.value.get("allowEmptyValue") is True


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
    writing: Writing = IN_HEADERS


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
