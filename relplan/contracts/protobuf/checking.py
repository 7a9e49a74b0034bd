"""What makes a file that can be read invalid all the same: numbers and names that clash.

What stays invalid beside that, such as an option that is not known, changes nothing of what goes
over the wire.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from relplan.contracts.protobuf.features import is_edition, of_syntax, with_options
from relplan.contracts.protobuf.nodes import EnumNode, FieldNode, FileNode, MessageNode, Range
from relplan.contracts.protobuf.ranges import is_in

_OF_PROTOBUF = (19_000, 19_999)
"""Numbers that no field may have."""
_NO_KEYS = frozenset({"float", "double", "bytes"})
Fault = tuple[str, int]
"""What is wrong, and an offset into the text."""


def fault_of(node: FileNode) -> Fault | None:
    """Return the first thing that is wrong with a file; None: nothing is."""
    return next(_Checker(node).faults(), None)


class _Checker:
    def __init__(self, node: FileNode) -> None:
        self._node = node
        self._syntax = node.syntax
        self._is_edition = is_edition(node.syntax)

    def faults(self) -> Iterator[Fault]:
        node = self._node
        features = with_options(of_syntax(node.syntax), node.options)
        is_open = features["enum_type"] == "OPEN"
        named = [(service.name, service.place) for service in node.services]
        yield from _twice([*named, *_names(node.messages, node.enums, node.extensions)])
        for service in node.services:
            yield from _twice((rpc.name, rpc.place) for rpc in service.rpcs)
        for message in node.messages:
            yield from self._message(message, is_open=is_open)
        for enum in node.enums:
            yield from self._enum(enum, is_open=is_open)
        for extension in node.extensions:
            yield from self._label(extension)

    def _message(self, node: MessageNode, *, is_open: bool) -> Iterator[Fault]:
        named = [(field.name, field.place) for field in node.fields]
        yield from _twice([*named, *_names(node.messages, node.enums, node.extensions)])
        yield from _twice((str(field.number), field.place) for field in node.fields)
        yield from _overlap((*node.reserved, *node.ranges), node.place)
        if node.ranges and self._syntax == "proto3":
            yield "extension ranges are not allowed in proto3", node.place
        for field in node.fields:
            yield from self._field(field, node)
        for message in node.messages:
            yield from self._message(message, is_open=is_open)
        for enum in node.enums:
            yield from self._enum(enum, is_open=is_open)
        for extension in node.extensions:
            yield from self._label(extension)

    def _field(self, node: FieldNode, message: MessageNode) -> Iterator[Fault]:
        if node.number == 0 or is_in(node.number, [_OF_PROTOBUF]):
            yield f"no field can have the number {node.number}", node.place
        if is_in(node.number, (*message.reserved, *message.ranges)):
            yield f"the number {node.number} is reserved", node.place
        if node.name in message.reserved_names:
            yield f"the name `{node.name}` is reserved", node.place
        if node.key in _NO_KEYS:
            yield f"`{node.key}` cannot be the type of a map's keys", node.place
        yield from self._label(node)

    def _label(self, node: FieldNode) -> Iterator[Fault]:
        if node.oneof and node.label:
            yield f"`{node.label}` is not allowed in a oneof", node.place
        if self._syntax == "proto2" and not (node.label or node.oneof or node.key):
            yield "a field needs a label in proto2", node.place
        if self._syntax == "proto3" and (node.label == "required" or node.is_group):
            yield "neither `required` nor groups are allowed in proto3", node.place
        if self._is_edition and (node.label in ("optional", "required") or node.is_group):
            yield "neither `optional`, `required` nor groups are allowed in editions", node.place
        if node.extendee and node.label == "required":
            yield "an extension cannot be required", node.place
        if self._syntax == "proto3" and any(option.name == "default" for option in node.options):
            yield "defaults are not allowed in proto3", node.place

    def _enum(self, node: EnumNode, *, is_open: bool) -> Iterator[Fault]:
        said = {option.name: option.value for option in node.options}
        is_open = said.get("features.enum_type", "OPEN" if is_open else "") == "OPEN"
        if is_open and node.values[0].number != 0:
            yield "the first value of an open enum must be zero", node.values[0].place
        yield from _twice((value.name, value.place) for value in node.values)
        if said.get("allow_alias") != "true":
            yield from _twice((str(value.number), value.place) for value in node.values)
        yield from _overlap(node.reserved, node.place)
        for value in node.values:
            if is_in(value.number, node.reserved):
                yield f"the number {value.number} is reserved", value.place
            if value.name in node.reserved_names:
                yield f"the name `{value.name}` is reserved", value.place


def _names(
    messages: Iterable[MessageNode], enums: Iterable[EnumNode], extensions: Iterable[FieldNode]
) -> Iterator[tuple[str, int]]:
    """Yield what must be called apart; the values of an enum stand beside it."""
    for message in messages:
        yield message.name, message.place
    for extension in extensions:
        yield extension.name, extension.place
    for enum in enums:
        yield enum.name, enum.place
        for value in enum.values:
            yield value.name, value.place


def _twice(named: Iterable[tuple[str, int]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name, place in named:
        if name in seen:
            yield f"`{name}` declared multiple times", place
        seen.add(name)


def _overlap(ranges: Sequence[Range], place: int) -> Iterator[Fault]:
    ordered = sorted(ranges)
    for one, other in pairwise(ordered):
        if other[0] <= one[1]:
            yield "ranges of numbers overlap", place
