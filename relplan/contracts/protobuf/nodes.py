"""What one .proto file says, statement by statement, before any name is looked up.

Places are offsets into the file's text. They are not compared: what only moved is the same.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """An option that protobuf itself knows, such as ``features.field_presence``."""

    name: str
    value: str
    """The words of it; of a quoted text that text, with a quote in front; ``{``: a message."""
    place: int = field(compare=False)


Options = tuple[Option, ...]
Range = tuple[int, int]
"""The first and the last number."""


@dataclass(frozen=True, slots=True)
class FieldNode:
    """A field of a message, or an extension of one."""

    name: str
    number: int
    label: str
    """``optional``, ``required``, ``repeated``; empty: none is written."""
    type: str
    """As it is written; of a map the type of its values."""
    key: str
    """The type of a map's keys; empty: it is no map."""
    options: Options
    oneof: str
    extendee: str
    """The message that is extended, as it is written; empty: it is no extension."""
    is_group: bool
    place: int = field(compare=False)
    name_place: int = field(compare=False)
    type_place: int = field(compare=False)
    oneof_options: Options = ()


@dataclass(frozen=True, slots=True)
class ValueNode:
    """A value of an enum."""

    name: str
    number: int
    place: int = field(compare=False)
    number_place: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class EnumNode:
    """An enum."""

    name: str
    options: Options
    values: tuple[ValueNode, ...]
    reserved: tuple[Range, ...]
    reserved_names: tuple[str, ...]
    place: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class MessageNode:
    """A message, or a group."""

    name: str
    options: Options
    fields: tuple[FieldNode, ...]
    oneofs: tuple[str, ...]
    messages: tuple["MessageNode", ...]
    enums: tuple[EnumNode, ...]
    extensions: tuple[FieldNode, ...]
    ranges: tuple[Range, ...]
    """The numbers that are open to extensions."""
    reserved: tuple[Range, ...]
    reserved_names: tuple[str, ...]
    place: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class RpcNode:
    """An rpc of a service."""

    name: str
    request: str
    response: str
    takes_stream: bool
    returns_stream: bool
    options: Options
    place: int = field(compare=False)
    request_place: int = field(compare=False)
    response_place: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class ServiceNode:
    """A service."""

    name: str
    rpcs: tuple[RpcNode, ...]
    place: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class FileNode:
    """A whole file."""

    syntax: str
    """``proto2``, ``proto3``, or an edition's year."""
    syntax_place: int = field(compare=False)
    """-1: nothing says it."""
    package: str
    package_place: int = field(compare=False)
    options: Options
    messages: tuple[MessageNode, ...]
    enums: tuple[EnumNode, ...]
    services: tuple[ServiceNode, ...]
    extensions: tuple[FieldNode, ...]
