"""What of a declaration counts for those who call, beside its name and number: all of it together.

Two versions of a declaration whose traits are the same are the same, whatever moved around them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from relplan.contracts.protobuf.defaults import Default
from relplan.contracts.protobuf.nodes import Range


class FieldTraits(NamedTuple):
    """Of a field or an extension."""

    name: str
    """Without the message's; of an extension the full one."""
    cardinality: str
    kind: str
    """``message``, ``group`` (sent delimited), ``enum``, or a scalar type as it is written."""
    type: str
    """The full name of a message or enum."""
    default: Default | None
    """None: it can have none."""
    json_name: str
    oneof: str
    jstype: str
    cpp_string: str
    utf8: str
    java_utf8: str
    is_entry: bool
    """It is the key or the value of a map."""
    is_proto2: bool


class MessageTraits(NamedTuple):
    """Of a message."""

    oneofs: tuple[str, ...]
    ranges: tuple[Range, ...]
    reserved: tuple[Range, ...]
    reserved_names: tuple[str, ...]
    json_format: str
    hides_descriptor: bool
    is_set: bool
    """It is sent as a message set, which may have higher numbers."""


class EnumTraits(NamedTuple):
    """Of an enum."""

    values: tuple[tuple[int, str], ...]
    reserved: tuple[Range, ...]
    reserved_names: tuple[str, ...]
    json_format: str
    is_closed: bool


class RpcTraits(NamedTuple):
    """Of an rpc."""

    request: str
    response: str
    takes_stream: bool
    returns_stream: bool
    idempotency: str


class FileTraits(NamedTuple):
    """Of a file."""

    package: str
    syntax: str
    options: Mapping[str, str]


Traits = FieldTraits | MessageTraits | EnumTraits | RpcTraits | None
