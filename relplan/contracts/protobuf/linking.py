"""Makes declarations of a file's statements: names are looked up, features are handed down."""

from collections.abc import Iterator

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.protobuf.defaults import Default, default_of
from relplan.contracts.protobuf.descriptors import Declaration, File, Sort, value_place
from relplan.contracts.protobuf.features import (
    Features,
    is_edition,
    of_syntax,
    place_of,
    with_options,
)
from relplan.contracts.protobuf.nodes import (
    EnumNode,
    FieldNode,
    MessageNode,
    Options,
    RpcNode,
    ServiceNode,
)
from relplan.contracts.protobuf.scopes import Found, Scopes
from relplan.contracts.protobuf.sources import Source
from relplan.contracts.protobuf.traits import (
    EnumTraits,
    FieldTraits,
    FileTraits,
    MessageTraits,
    RpcTraits,
)

SCALARS = frozenset({
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32",
    "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes",
})  # fmt: skip
_TEXTS = frozenset({"string", "bytes"})
_OPTIONAL = "optional with {} presence"
_HIDES, _IDEMPOTENCY = "no_standard_descriptor_accessor", "idempotency_level"


def link(name: str, source: Source, scopes: Scopes, budget: Budget) -> File:
    """Return the file of *source*, which is called *name*.

    Raises UnreadableError where a name means nothing, or a default no value.
    """
    return _Linker(name, source, scopes, budget).file()


def entry_name(field: str) -> str:
    """Return the name of the message that a map's entries are."""
    return "".join(step[:1].upper() + step[1:] for step in field.split("_")) + "Entry"


def json_name(field: str) -> str:
    """Return the name of a field in JSON, where it is not said."""
    first, *others = field.split("_")
    return first + "".join(step[:1].upper() + step[1:] for step in others)


def option(options: Options, name: str, other: str = "") -> str:
    """Return the value of an option; *other*, where it is not set."""
    return next((found.value for found in options if found.name == name), other)


def option_place(options: Options, name: str) -> int:
    """Return where an option is set; -1: nowhere."""
    return next((found.place for found in options if found.name == name), -1)


def text_option(options: Options, name: str, other: str = "") -> str:
    """Return the text of an option; *other*, where it is not set."""
    value = option(options, name)
    return value[1:] if value[:1] == '"' else other


class _Linker:
    def __init__(self, name: str, source: Source, scopes: Scopes, budget: Budget) -> None:
        self._name = name
        self._source = source
        self._scopes = scopes
        self._budget = budget
        self._found: list[Declaration] = []
        node = source.node
        self._syntax = node.syntax
        self._is_edition = is_edition(node.syntax)
        self._checks_java = option(node.options, "java_string_check_utf8")

    def file(self) -> File:
        node = self._source.node
        features = with_options(of_syntax(node.syntax), node.options)
        before = f"{node.package}." if node.package else ""
        for message in node.messages:
            self._message(message, before, features)
        for enum in node.enums:
            self._enum(enum, before, features)
        for service in node.services:
            self._service(service, before)
        for extension in node.extensions:
            self._extension(extension, before, features)
        said = {found.name: found for found in node.options}
        places = {name: found.place for name, found in said.items()}
        places |= {"syntax": node.syntax_place, "package": node.package_place}
        values = {name: found.value for name, found in said.items()}
        traits = FileTraits(node.package, node.syntax, values)
        return File(self._name, traits, places, tuple(self._found), self._source.text)

    def _add(self, found: Declaration) -> None:
        self._budget.spend()
        self._found.append(found)

    def _type(self, scope: str, name: str, place: int) -> Found:
        found = self._scopes.find(self._source.path, scope, name)
        if found is None:
            raise self._error(f"cannot find `{name}` in this scope", place)
        return found

    def _error(self, what: str, place: int) -> UnreadableError:
        source = self._source
        line = source.text.count("\n", 0, max(place, 0)) + 1
        return UnreadableError(f"not valid protobuf: {what}", source.path, line)

    def _message(self, node: MessageNode, before: str, features: Features) -> None:
        features = with_options(features, node.options)
        name = before + node.name
        traits = MessageTraits(
            node.oneofs, node.ranges, node.reserved, node.reserved_names,
            features["json_format"],
            option(node.options, _HIDES) == "true",
            option(node.options, "message_set_wire_format") == "true",
        )  # fmt: skip
        places = {
            "json_format": place_of(node.options, "json_format", node.place),
            "hides_descriptor": option_place(node.options, _HIDES),
        }
        self._add(
            Declaration(
                Sort.MESSAGE, name, before[:-1], self._name, node.place, traits=traits,
                places=places,
            )
        )  # fmt: skip
        for field in node.fields:
            self._field(field, name, features)
        for message in node.messages:
            self._message(message, f"{name}.", features)
        for enum in node.enums:
            self._enum(enum, f"{name}.", features)
        for extension in node.extensions:
            self._extension(extension, f"{name}.", features)

    def _field(self, node: FieldNode, parent: str, features: Features) -> None:
        features = with_options(with_options(features, node.oneof_options), node.options)
        if node.key:
            entry = f"{parent}.{entry_name(node.name)}"
            traits = self._traits(node, "map", Found(entry, False), features)
            self._add_field(node, parent, traits, (entry,))
            for name, number, written in (("key", 1, node.key), ("value", 2, node.type)):
                self._entry(node, (entry, name, number, written), features)
            return
        found = None if node.type in SCALARS else self._type(parent, node.type, node.type_place)
        cardinality = self._cardinality(node, found, features)
        traits = self._traits(node, cardinality, found, features)
        self._add_field(node, parent, traits, (found.name,) if found else ())

    def _entry(
        self, field: FieldNode, entry: tuple[str, str, int, str], features: Features
    ) -> None:
        """Add the key or the value of a map, whose own statement says all of it."""
        parent, name, number, written = entry
        place = field.type_place
        node = FieldNode(name, number, "", written, "", (), "", "", False, place, place, place)
        scope = parent.rpartition(".")[0]
        found = None if written in SCALARS else self._type(scope, written, place)
        cardinality = self._cardinality(node, found, features)
        traits = self._traits(node, cardinality, found, features)._replace(is_entry=True)
        if traits.kind == "group":  # no map's values are sent so
            traits = traits._replace(kind="message")
        self._add_field(node, parent, traits, (found.name,) if found else ())

    def _extension(self, node: FieldNode, before: str, features: Features) -> None:
        features = with_options(features, node.options)
        scope = before[:-1]
        extended = self._type(scope, node.extendee, node.place).name
        found = None if node.type in SCALARS else self._type(scope, node.type, node.type_place)
        cardinality = self._cardinality(node, found, features)
        traits = self._traits(node, cardinality, found, features)
        name = before + node.name
        traits = traits._replace(name=name, json_name="")
        self._add(
            Declaration(
                Sort.EXTENSION, name, extended, self._name, node.place, node.number,
                (found.name,) if found else (), traits=traits, places=_places(node),
            )
        )  # fmt: skip

    def _add_field(
        self, node: FieldNode, parent: str, traits: FieldTraits, types: tuple[str, ...]
    ) -> None:
        self._add(
            Declaration(
                Sort.FIELD, f"{parent}.{node.name}", parent, self._name, node.place, node.number,
                types, traits.cardinality == "required", traits, _places(node),
            )
        )  # fmt: skip

    def _cardinality(self, node: FieldNode, found: Found | None, features: Features) -> str:
        if node.label == "repeated":
            return "repeated"
        presence = features["field_presence"]
        if node.label == "required" or (presence == "LEGACY_REQUIRED" and not node.extendee):
            return "required"
        is_explicit = (
            presence != "IMPLICIT"
            or bool(node.label or node.oneof or node.extendee)
            or (found is not None and not found.is_enum)
        )
        return _OPTIONAL.format("explicit" if is_explicit else "implicit")

    def _traits(
        self, node: FieldNode, cardinality: str, found: Found | None, features: Features
    ) -> FieldTraits:
        kind = _kind(node.type, found)
        is_delimited = features["message_encoding"] == "DELIMITED" and cardinality != "map"
        if kind == "message" and (node.is_group or is_delimited):
            kind = "group"
        is_single = cardinality not in ("repeated", "map") and kind not in ("message", "group")
        said = option(node.options, "default")
        return FieldTraits(
            node.name,
            cardinality,
            kind,
            found.name if found else "",
            self._default(node, kind, found, said or None) if is_single else None,
            text_option(node.options, "json_name", json_name(node.name)),
            node.oneof,
            option(node.options, "jstype", "JS_NORMAL"),
            self._cpp_string(node, features) if kind in _TEXTS else "",
            features["utf8_validation"] if kind == "string" else "",
            self._java_utf8(features) if kind == "string" else "",
            False,
            self._syntax == "proto2",
        )

    def _default(
        self, node: FieldNode, kind: str, found: Found | None, said: str | None
    ) -> Default | None:
        if kind in ("message", "group"):
            return None
        try:
            return default_of(kind, said, found.enum if found else None)
        except ValueError:
            raise self._error(f"`{said}` is no default of {kind}", node.place) from None

    def _cpp_string(self, node: FieldNode, features: Features) -> str:
        said = option(node.options, "ctype")
        if said and self._syntax != "2024":
            return said
        return features["(pb.cpp).string_type"]

    def _java_utf8(self, features: Features) -> str:
        if not self._is_edition or self._checks_java:
            is_checked = self._checks_java == "true"
        else:
            is_checked = features["(pb.java).utf8_validation"] == "VERIFY"
        return "VERIFY" if is_checked else features["utf8_validation"]

    def _enum(self, node: EnumNode, before: str, features: Features) -> None:
        features = with_options(features, node.options)
        name = before + node.name
        traits = EnumTraits(
            tuple((value.number, value.name) for value in node.values), node.reserved,
            node.reserved_names, features["json_format"], features["enum_type"] == "CLOSED",
        )  # fmt: skip
        places = {
            feature: place_of(node.options, feature, node.place)
            for feature in ("json_format", "enum_type")
        } | {value_place(value.name): value.number_place for value in node.values}
        self._add(
            Declaration(
                Sort.ENUM, name, before[:-1], self._name, node.place, traits=traits, places=places
            )
        )
        for value in node.values:
            called = f"{name}.{value.name}"
            self._add(Declaration(Sort.VALUE, called, name, self._name, value.place, value.number))

    def _service(self, node: ServiceNode, before: str) -> None:
        name = before + node.name
        self._add(Declaration(Sort.SERVICE, name, before[:-1], self._name, node.place))
        for rpc in node.rpcs:
            self._rpc(rpc, name)

    def _rpc(self, node: RpcNode, service: str) -> None:
        types = tuple(self._sent(service, node))
        traits = RpcTraits(
            types[0], types[1], node.takes_stream, node.returns_stream,
            option(node.options, _IDEMPOTENCY, "IDEMPOTENCY_UNKNOWN"),
        )  # fmt: skip
        places = {"request": node.request_place, "response": node.response_place}
        places["idempotency"] = option_place(node.options, _IDEMPOTENCY)
        self._add(
            Declaration(
                Sort.RPC, f"{service}.{node.name}", service, self._name, node.place, 0, types,
                traits=traits, places=places,
            )
        )  # fmt: skip

    def _sent(self, service: str, node: RpcNode) -> Iterator[str]:
        sent = ((node.request, node.request_place), (node.response, node.response_place))
        for written, place in sent:
            found = self._type(service, written, place)
            if found.is_enum:
                raise self._error(f"`{written}` is no message", place)
            yield found.name


def _kind(written: str, found: Found | None) -> str:
    if found is None:
        return written
    return "enum" if found.is_enum else "message"


_OPTIONS_WITH_PLACES = ("json_name", "default", "ctype", "jstype")


def _places(node: FieldNode) -> dict[str, int]:
    # The type of a group is its name.
    places = {"name": node.name_place}
    places["type"] = node.name_place if node.is_group else node.type_place
    for one in node.options:
        if one.name in _OPTIONS_WITH_PLACES:
            places[one.name] = one.place
    for trait, feature in _FEATURES_WITH_PLACES:
        place = place_of(node.options, feature, -1)
        if place >= 0:
            places[trait] = place
    return places


_FEATURES_WITH_PLACES = (
    ("utf8", "utf8_validation"),
    ("java_utf8", "(pb.java).utf8_validation"),
    ("cpp_string", "(pb.cpp).string_type"),
)
