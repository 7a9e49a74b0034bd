"""What differs between two versions of a message, an enum or an rpc, beside their parts."""

from collections.abc import Iterator, Sequence

from relplan.contracts.protobuf.descriptors import Declaration, value_place
from relplan.contracts.protobuf.difference import Told
from relplan.contracts.protobuf.nodes import Range
from relplan.contracts.protobuf.parsing import LARGEST_NUMBER, LARGEST_VALUE
from relplan.contracts.protobuf.ranges import is_in, missing, printed
from relplan.contracts.protobuf.traits import EnumTraits, MessageTraits, RpcTraits

LARGEST_OF_A_SET = LARGEST_VALUE - 1
"""Number of an extension of a message set."""
_ALLOW = "ALLOW"


def type_differences(old: Declaration, new: Declaration) -> Iterator[Told]:
    """Yield what differs between two messages, enums or rpcs."""
    before, after = old.traits, new.traits
    if isinstance(before, MessageTraits) and isinstance(after, MessageTraits):
        yield from _message(before, after, new)
    elif isinstance(before, EnumTraits) and isinstance(after, EnumTraits):
        yield from _enum(before, after, new)
    elif isinstance(before, RpcTraits) and isinstance(after, RpcTraits):
        yield from _rpc(before, after, new)


def _message(before: MessageTraits, after: MessageTraits, new: Declaration) -> Iterator[Told]:
    named = f'message "{new.short_name}"'
    for oneof in before.oneofs:
        if oneof not in after.oneofs:
            text = f'Previously present oneof "{oneof}" on {named} was deleted.'
            yield Told("ONEOF_NO_DELETE", text, new.place)
    largest = LARGEST_OF_A_SET if after.is_set else LARGEST_NUMBER
    was = LARGEST_OF_A_SET if before.is_set else LARGEST_NUMBER
    kinds = (
        ("EXTENSION_MESSAGE_NO_DELETE", "extension", before.ranges, after.ranges),
        ("RESERVED_MESSAGE_NO_DELETE", "reserved", before.reserved, after.reserved),
    )
    for rule, kind, ranges, others in kinds:
        for text in _lost(kind, named, ranges, others, (was, largest)):
            yield Told(rule, text, new.place)
    for text in _lost_names(named, before.reserved_names, after.reserved_names):
        yield Told("RESERVED_MESSAGE_NO_DELETE", text, new.place)
    if before.json_format == _ALLOW != after.json_format:
        text = f"Message {_json(new, after.json_format)}"
        yield Told("MESSAGE_SAME_JSON_FORMAT", text, new.at("json_format"))
    if after.hides_descriptor and not before.hides_descriptor:
        what = 'Message option "no_standard_descriptor_accessor" changed from "false" to "true".'
        rule = "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR"
        yield Told(rule, what, new.at("hides_descriptor"))


def _enum(before: EnumTraits, after: EnumTraits, new: Declaration) -> Iterator[Told]:
    named = f'enum "{new.short_name}"'
    ends = (LARGEST_VALUE, LARGEST_VALUE)
    for text in _lost("reserved", named, before.reserved, after.reserved, ends):
        yield Told("RESERVED_ENUM_NO_DELETE", text, new.place)
    for text in _lost_names(named, before.reserved_names, after.reserved_names):
        yield Told("RESERVED_ENUM_NO_DELETE", text, new.place)
    if before.json_format == _ALLOW != after.json_format:
        text = f"Enum {_json(new, after.json_format)}"
        yield Told("ENUM_SAME_JSON_FORMAT", text, new.at("json_format"))
    if before.is_closed != after.is_closed:
        was, now = ("closed", "open") if before.is_closed else ("open", "closed")
        text = f'Enum "{new.short_name}" changed from {was} to {now}.'
        yield Told("ENUM_SAME_TYPE", text, new.at("enum_type"))


def _json(new: Declaration, now: str) -> str:
    return f'"{new.short_name}" JSON format support changed from {_ALLOW} to {now}.'


def _lost(
    kind: str,
    named: str,
    ranges: Sequence[Range],
    others: Sequence[Range],
    largest: tuple[int, int],
) -> Iterator[str]:
    """Yield what is gone of *ranges*; *largest*: the highest number before, and now."""
    for one in ranges:
        lost = [*missing(one, others)]
        if lost:
            was, now = printed([one], largest[0]), printed(lost, largest[1])
            what = f'Previously present {kind} range "{was}" on {named}'
            yield f"{what} is missing values: {now} were removed."


def _lost_names(named: str, names: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name not in others:
            yield f'Previously present reserved name "{name}" on {named} was deleted.'


def value_differences(
    value: Declaration, before: EnumTraits, after: EnumTraits, enum: Declaration
) -> Iterator[Told]:
    """Yield what became of a value, by its number, of an *enum* that was *before*."""
    old, new = (
        sorted(name for number, name in traits.values if number == value.number)
        for traits in (before, after)
    )
    if not new:
        yield from _deleted_value(value.number, old, after, enum)
    elif not {*old} <= {*new}:
        names = "names" if len(old) > 1 and len(new) > 1 else "name"
        was, now = _listed(old), _listed(new)
        what = f'Enum value "{value.number}" on enum "{enum.short_name}" changed {names}'
        for name in new:
            text = f"{what} from {was} to {now}."
            yield Told("ENUM_VALUE_SAME_NAME", text, enum.at(value_place(name)))


def _deleted_value(
    number: int, names: Sequence[str], after: EnumTraits, enum: Declaration
) -> Iterator[Told]:
    what = f'Previously present enum value "{number}" on enum "{enum.short_name}" was deleted'
    rule = "ENUM_VALUE_NO_DELETE"
    yield Told(rule, f"{what}.", enum.place)
    if not is_in(number, after.reserved):
        text = f'{what} without reserving the number "{number}".'
        yield Told(f"{rule}_UNLESS_NUMBER_RESERVED", text, enum.place)
    if not {*names} <= {*after.reserved_names}:
        plural = "names" if len(names) > 1 else "name"
        text = f"{what} without reserving the {plural} {_listed(names)}."
        yield Told(f"{rule}_UNLESS_NAME_RESERVED", text, enum.place)


def deleted_field(field: Declaration, about: str, message: Declaration) -> Iterator[Told]:
    """Yield what it means that a field, of which a sentence is *about*, is gone."""
    what = f"Previously present {about[0].lower()}{about[1:]} was deleted"
    rule, traits = "FIELD_NO_DELETE", message.traits
    yield Told(rule, f"{what}.", message.place)
    if not isinstance(traits, MessageTraits):
        return
    if not is_in(field.number, traits.reserved):
        text = f'{what} without reserving the number "{field.number}".'
        yield Told(f"{rule}_UNLESS_NUMBER_RESERVED", text, message.place)
    if field.short_name not in traits.reserved_names:
        text = f'{what} without reserving the name "{field.short_name}".'
        yield Told(f"{rule}_UNLESS_NAME_RESERVED", text, message.place)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _rpc(before: RpcTraits, after: RpcTraits, new: Declaration) -> Iterator[Told]:
    about = f'RPC "{new.short_name}" on service "{new.parent.rpartition(".")[2]}" changed'
    streams = (
        ("client", before.takes_stream, after.takes_stream),
        ("server", before.returns_stream, after.returns_stream),
    )
    for side, was, now in streams:
        if was != now:
            old, current = ("streaming", "unary") if was else ("unary", "streaming")
            text = f"{about} from {side} {old} to {side} {current}."
            yield Told(f"RPC_SAME_{side.upper()}_STREAMING", text, new.place)
    types = (
        ("request", before.request, after.request),
        ("response", before.response, after.response),
    )
    for what, old, current in types:
        if old != current:
            text = f'{about} {what} type from "{old}" to "{current}".'
            yield Told(f"RPC_SAME_{what.upper()}_TYPE", text, new.at(what))
    if before.idempotency != after.idempotency:
        change = f'from "{before.idempotency}" to "{after.idempotency}"'
        text = f'{about} option "idempotency_level" {change}.'
        yield Told("RPC_SAME_IDEMPOTENCY_LEVEL", text, new.at("idempotency"))
