"""The parts of an operation, the same for Swagger 2.0 and OpenAPI 3."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from relplan.contracts.openapi.document import Operation
from relplan.contracts.references import Node


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


class PartsReader(Protocol):
    """Reads the parts of an operation. What cannot be understood is noted as the reader's fault."""

    def parameters(self, operation: Operation) -> Mapping[ParameterKey, Parameter]:
        """Return the parameters of an operation, those of its path among them."""

    def body(self, operation: Operation) -> Body | None:
        """Return the body of an operation's requests."""

    def responses(self, operation: Operation) -> Mapping[str, Response]:
        """Return the responses of an operation by their status, in capitals or ``default``."""


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
