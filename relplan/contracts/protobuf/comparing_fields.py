"""What differs between two versions of a field or an extension."""

from collections.abc import Callable, Iterator

from relplan.contracts.protobuf.descriptors import Declaration, Sort
from relplan.contracts.protobuf.difference import Told
from relplan.contracts.protobuf.traits import EnumTraits, FieldTraits

EnumNamed = Callable[[str], EnumTraits | None]
"""Gives what is known of an enum."""
_SENT_ALIKE = {
    "int32": 1, "uint32": 1, "int64": 2, "uint64": 2, "fixed32": 3, "sfixed32": 3, "fixed64": 4,
    "sfixed64": 4,
}  # fmt: skip
"""Kinds that are the same in JSON and over the wire; any other is alike only itself."""
_WITH_TYPE = frozenset({"message", "group", "enum"})
_LONG = frozenset({"int64", "sint64", "uint64", "fixed64", "sfixed64"})
_TEXTS = frozenset({"string", "bytes"})


def field_differences(
    old: Declaration, new: Declaration, java_place: int, enums: tuple[EnumNamed, EnumNamed]
) -> Iterator[Told]:
    """Yield what differs. *java_place*: where the new file says how Java checks UTF-8."""
    before, after = old.traits, new.traits
    if not isinstance(before, FieldTraits) or not isinstance(after, FieldTraits):
        return
    about = described(new)
    if before.name != after.name:
        text = f'{described(new, named=False)} changed name from "{before.name}" to "{after.name}".'
        yield Told("FIELD_SAME_NAME", text, new.at("name"))
    if old.sort is not Sort.EXTENSION:
        if before.json_name != after.json_name:
            change = f'from "{before.json_name}" to "{after.json_name}"'
            text = f'{about} changed option "json_name" {change}.'
            yield Told("FIELD_SAME_JSON_NAME", text, new.at("json_name"))
        yield from _oneof(before.oneof, after.oneof, about, new.place)
    if not (before.is_entry and after.is_entry):
        yield from _cardinality(before.cardinality, after.cardinality, about, new.place)
        yield from _cpp_string(before, after, about, new)
    yield from _type(before, after, about, new.at("type"), enums)
    yield from _default(before, after, about, new.at("default"))
    if before.kind in _LONG and after.kind in _LONG and before.jstype != after.jstype:
        text = f'{about} changed option "jstype" from "{before.jstype}" to "{after.jstype}".'
        yield Told("FIELD_SAME_JSTYPE", text, new.at("jstype"))
    if before.kind == after.kind == "string":
        yield from _utf8(before, after, about, new, java_place)


def described(field: Declaration, *, named: bool = True) -> str:
    """Return how a sentence about a field begins."""
    if field.sort is Sort.EXTENSION:
        sort, name, within = "Extension", field.name, field.parent
    else:
        sort, name, within = "Field", field.short_name, field.parent.rpartition(".")[2]
    called = f' with name "{name}"' if named else ""
    return f'{sort} "{field.number}"{called} on message "{within}"'


def _oneof(before: str, after: str, about: str, place: int) -> Iterator[Told]:
    if before == after:
        return
    if before and after:
        how = f'q moved from oneof "{before}" to oneof "{after}"'  # so says buf
    elif after:
        how = " moved from outside to inside a oneof"
    else:
        how = " moved from inside to outside a oneof"
    yield Told("FIELD_SAME_ONEOF", f"{about}{how}.", place)


def _cardinality(before: str, after: str, about: str, place: int) -> Iterator[Told]:
    if before == after:
        return
    text = f'{about} changed cardinality from "{before}" to "{after}".'
    yield Told("FIELD_SAME_CARDINALITY", text, place)
    if not (before.startswith("optional") and after.startswith("optional")):
        yield Told("FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", text, place)


def _type(
    before: FieldTraits,
    after: FieldTraits,
    about: str,
    place: int,
    enums: tuple[EnumNamed, EnumNamed],
) -> Iterator[Told]:
    if before.kind != after.kind:
        text = f'{about} changed type from "{_shown(before)}" to "{_shown(after)}".'
        yield Told("FIELD_SAME_TYPE", text, place)
        alike = _SENT_ALIKE.get(before.kind)
        if alike is None or alike != _SENT_ALIKE.get(after.kind):
            yield Told("FIELD_WIRE_JSON_COMPATIBLE_TYPE", text, place)
    elif before.kind in _WITH_TYPE and before.type != after.type:
        text = f'{about} changed type from "{before.type}" to "{after.type}".'
        yield Told("FIELD_SAME_TYPE", text, place)
        if after.kind != "enum" or not _is_grown(before.type, after.type, enums):
            yield Told("FIELD_WIRE_JSON_COMPATIBLE_TYPE", text, place)


def _shown(traits: FieldTraits) -> str:
    if traits.kind == "group" and not traits.is_proto2:
        return "message (delimited encoding)"
    return traits.kind


def _is_grown(before: str, after: str, enums: tuple[EnumNamed, EnumNamed]) -> bool:
    """Tell whether an enum is called as before elsewhere, and has all that the other had."""
    old, new = enums[0](before), enums[1](after)
    if old is None or new is None or before.rpartition(".")[2] != after.rpartition(".")[2]:
        return False
    return {*old.values} <= {*new.values}


def _default(before: FieldTraits, after: FieldTraits, about: str, place: int) -> Iterator[Told]:
    old, new = before.default, after.default
    if old is None or new is None or (old.is_zero() and new.is_zero()) or old.is_same(new):
        return
    text = f"{about} changed default value from {old.printed} to {new.printed}."
    yield Told("FIELD_SAME_DEFAULT", text, place)


def _cpp_string(
    before: FieldTraits, after: FieldTraits, about: str, new: Declaration
) -> Iterator[Told]:
    old, now = before.cpp_string, after.cpp_string
    is_text = before.kind in _TEXTS and after.kind in _TEXTS
    # The code for a piece of a string takes a string, too.
    if is_text and old != now and (old, now) != ("STRING_PIECE", "STRING"):
        text = f'{about} changed C++ string type from "{old}" to "{now}".'
        yield Told("FIELD_SAME_CPP_STRING_TYPE", text, new.at("ctype", "cpp_string"))


def _utf8(
    before: FieldTraits, after: FieldTraits, about: str, new: Declaration, java_place: int
) -> Iterator[Told]:
    if before.utf8 != after.utf8:
        text = f"{about} changed UTF8 validation from {before.utf8} to {after.utf8}."
        yield Told("FIELD_SAME_UTF8_VALIDATION", text, new.at("utf8"))
    if before.java_utf8 != after.java_utf8:
        change = f'from "{before.java_utf8}" to "{after.java_utf8}"'
        text = f"{about} changed Java string UTF8 validation {change}."
        place = java_place if java_place >= 0 else new.at("java_utf8")
        yield Told("FIELD_SAME_JAVA_UTF8_VALIDATION", text, place)
