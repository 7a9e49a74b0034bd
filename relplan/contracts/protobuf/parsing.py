"""Reads a .proto file's statements from its tokens. What is no statement is said, with its line."""

from collections.abc import Callable, Sequence

from relplan.contracts.protobuf.cursor import NAME, NUMBER, REFERENCE, Cursor
from relplan.contracts.protobuf.nodes import (
    EnumNode,
    FieldNode,
    FileNode,
    MessageNode,
    Option,
    Range,
    RpcNode,
    ServiceNode,
    ValueNode,
)
from relplan.contracts.protobuf.tokens import Token, end_of_value

LARGEST_NUMBER = 536_870_911
"""Of a field."""
LARGEST_VALUE = 2_147_483_647
"""Of an enum."""
_LABELS = frozenset({"optional", "required", "repeated"})
_SYNTAXES = frozenset({"proto2", "proto3"})
_EDITIONS = frozenset({"2023", "2024"})
_VISIBILITIES = frozenset({"export", "local"})


def parse(path: str, text: str, tokens: Sequence[Token]) -> FileNode:
    """Return what the file says. Raises UnreadableError where it is not valid protobuf."""
    return _Parser(path, text, tokens).file()


class _Scope:
    """What is collected of one pair of braces."""

    def __init__(self) -> None:
        self.options: list[Option] = []
        self.fields: list[FieldNode] = []
        self.oneofs: list[str] = []
        self.messages: list[MessageNode] = []
        self.enums: list[EnumNode] = []
        self.services: list[ServiceNode] = []
        self.rpcs: list[RpcNode] = []
        self.values: list[ValueNode] = []
        self.extensions: list[FieldNode] = []
        self.ranges: list[Range] = []
        self.reserved: list[Range] = []
        self.reserved_names: list[str] = []


class _Parser(Cursor):
    def __init__(self, path: str, text: str, tokens: Sequence[Token]) -> None:
        super().__init__(path, text, tokens)
        self._syntax = ""
        self._syntax_place = -1
        self._package = ""
        self._package_place = -1

    def file(self) -> FileNode:
        scope = _Scope()
        statements: dict[str, Callable[[_Scope], None]] = {
            "import": self._import, "package": self._package_statement, "option": self._option,
            "message": self._message, "enum": self._enum, "service": self._service,
            "extend": self._extend,
        }  # fmt: skip
        if self.words[0] in ("syntax", "edition"):
            self._syntax_statement()
        while self.at < len(self.tokens):
            word = self.words[self.at]
            if word == ";":
                self.at += 1
            elif word in _VISIBILITIES and self.words[self.at + 1] in ("message", "enum"):
                statements[self.words[self.at + 1]](scope)
            elif word in statements:
                statements[word](scope)
            elif REFERENCE.fullmatch(word):
                raise self.error("unexpected message field at file scope")
            else:
                raise self.error(f"unexpected `{word}` in file scope")
        return FileNode(
            self._syntax or "proto2", self._syntax_place, self._package, self._package_place,
            tuple(scope.options), tuple(scope.messages), tuple(scope.enums), tuple(scope.services),
            tuple(scope.extensions),
        )  # fmt: skip

    def _syntax_statement(self) -> None:
        known = _SYNTAXES if self.words[0] == "syntax" else _EDITIONS
        self._syntax_place = self.place()
        self.at = 1
        self.expect("=")
        self._syntax = self.quoted()
        if self._syntax not in known:
            raise self.error(f"unrecognized `{self.words[0]}` declaration value", 0)
        self.expect(";")

    def _import(self, _: _Scope) -> None:
        self.at += 1
        if self.words[self.at] in ("public", "weak", "option"):
            self.at += 1
        if not self.quoted():
            raise self.error("missing path after `import`", self.at - 1)
        self.expect(";")

    def _package_statement(self, _: _Scope) -> None:
        if self._package:
            raise self.error("more than one `package` declaration")
        self._package_place = self.place()
        self.at += 1
        self._package = self.reference()
        if self._package.startswith("."):
            raise self.error("a package cannot begin with a dot")
        self.expect(";")

    def _option(self, scope: _Scope) -> None:
        place = self.place()
        self.at += 1
        self.setting(scope.options, place)
        self.expect(";")

    def _braces(self, scope: _Scope, statement: Callable[[_Scope], None]) -> None:
        self.expect("{")
        while self.words[self.at] != "}":
            if self.words[self.at] == ";":
                self.at += 1
            elif self.at >= len(self.tokens):
                raise self.error("the file ends where `}` is missing")
            else:
                statement(scope)
        self.at += 1

    def _message(self, scope: _Scope) -> None:
        place = self.place()
        self.at += 2 if self.words[self.at] in _VISIBILITIES else 1
        name = self.name("message")
        inner = _Scope()
        self._braces(inner, self._in_message)
        scope.messages.append(_message_of(name, inner, place))

    def _in_message(self, scope: _Scope) -> None:
        word, after, third = self.words[self.at : self.at + 3]
        is_block = third == "{"
        if word in _VISIBILITIES and after in ("message", "enum"):
            (self._message if after == "message" else self._enum)(scope)
        elif word == "message" and is_block:
            self._message(scope)
        elif word == "enum" and is_block:
            self._enum(scope)
        elif word == "oneof" and is_block:
            self._oneof(scope)
        elif word == "extend" and after != "=" and third != "=":
            self._extend(scope)
        elif word == "option" and (after == "(" or third != "=" or self._is_option()):
            self._option(scope)
        elif word == "extensions" and NUMBER.fullmatch(after):
            self.at += 1
            scope.ranges += self.ranges(LARGEST_NUMBER, signed=False)
            self._brackets_of_ranges()
            self.expect(";")
        elif word == "reserved" and third != "=":
            self._reserved(scope, LARGEST_NUMBER, signed=False)
        elif word == "message" and after == "{":
            raise self.error("missing name after `message`")
        else:
            self._field(scope)

    def _is_option(self) -> bool:
        """Tell ``option deprecated = true;`` from a field whose type is called option."""
        value = self.words[self.at + 3]
        return not NUMBER.fullmatch(value)

    def _brackets_of_ranges(self) -> None:
        """Pass over what stands there: it says nothing of what goes over the wire."""
        if self.words[self.at] == "[":
            self.at = end_of_value(self.tokens, self.at + 1, ("]",)) + 1

    def _reserved(self, scope: _Scope, largest: int, *, signed: bool) -> None:
        self.at += 1
        word = self.words[self.at]
        if NUMBER.fullmatch(word) or word == "-":
            scope.reserved += self.ranges(largest, signed=signed)
        else:
            while True:
                is_quoted = self.words[self.at][:1] in ('"', "'")
                name = self.quoted() if is_quoted else self.name("reserved")
                scope.reserved_names.append(name)
                if self.words[self.at] != ",":
                    break
                self.at += 1
        self.expect(";")

    def _oneof(self, scope: _Scope) -> None:
        self.at += 1
        name = self.name("oneof")
        inner = _Scope()

        def statement(found: _Scope) -> None:
            word, after = self.words[self.at : self.at + 2]
            third = self.words[self.at + 2]
            if word == "option" and (after == "(" or third != "=" or self._is_option()):
                self._option(found)
            else:
                self._field(found, oneof=name)

        self._braces(inner, statement)
        options = tuple(inner.options)
        if not inner.fields:
            raise self.error("oneof must define at least one field", self.at - 1)
        scope.oneofs.append(name)
        scope.messages += inner.messages
        for one in inner.fields:
            scope.fields.append(
                FieldNode(one.name, one.number, one.label, one.type, one.key, one.options, name,
                          "", one.is_group, one.place, one.name_place, one.type_place, options)
            )  # fmt: skip

    def _extend(self, scope: _Scope) -> None:
        self.at += 1
        extendee = self.reference()
        inner = _Scope()
        self._braces(inner, lambda found: self._field(found, extendee=extendee))
        scope.extensions += inner.fields
        scope.messages += inner.messages

    def _field(self, scope: _Scope, oneof: str = "", extendee: str = "") -> None:
        place = self.place()
        label = key = ""
        if self.words[self.at] in _LABELS and self.words[self.at + 1] not in ("=", "."):
            label = self.next()
        type_place = self.place()
        is_group = self.words[self.at] == "group" and self.words[self.at + 2] == "="
        if self.words[self.at] == "map" and self.words[self.at + 1] == "<":
            self.at += 2
            key = self.reference()
            self.expect(",")
            written = self.reference()
            self.expect(">")
            if label or oneof or extendee:
                raise self.error("a map cannot be there", self.at - 1)
        else:
            written = self.reference()
        name_place = self.place()
        name = self.words[self.at]
        if not NAME.fullmatch(name) or self.words[self.at + 1] != "=":
            raise self.error("missing message field tag in declaration")
        self.at += 2
        number = self.number(LARGEST_VALUE if extendee else LARGEST_NUMBER)
        options = self.options()
        if is_group:
            written = name
            name = name.lower()
            inner = _Scope()
            self._braces(inner, self._in_message)
            scope.messages.append(_message_of(written, inner, place))
            if not written[:1].isupper():
                raise self.error("the name of a group begins with a capital")
        else:
            self.expect(";")
        scope.fields.append(
            FieldNode(name, number, label, written, key, options, oneof, extendee, is_group, place,
                      name_place, type_place)
        )  # fmt: skip

    def _enum(self, scope: _Scope) -> None:
        place = self.place()
        self.at += 2 if self.words[self.at] in _VISIBILITIES else 1
        name = self.name("enum")
        inner = _Scope()
        self._braces(inner, self._in_enum)
        if not inner.values:
            raise self.error("enum type must define at least one value", self.at - 1)
        scope.enums.append(
            EnumNode(name, tuple(inner.options), tuple(inner.values), tuple(inner.reserved),
                     tuple(inner.reserved_names), place)
        )  # fmt: skip

    def _in_enum(self, scope: _Scope) -> None:
        word, after = self.words[self.at : self.at + 2]
        if word == "option" and after != "=":
            self._option(scope)
        elif word == "reserved" and after != "=":
            self._reserved(scope, LARGEST_VALUE, signed=True)
        else:
            place = self.place()
            name = self.name("enum")
            self.expect("=")
            number_place = self.place()
            number = self.number(LARGEST_VALUE, signed=True)
            self.options()
            self.expect(";")
            scope.values.append(ValueNode(name, number, place, number_place))

    def _service(self, scope: _Scope) -> None:
        place = self.place()
        self.at += 1
        name = self.name("service")
        inner = _Scope()
        self._braces(inner, self._in_service)
        scope.services.append(ServiceNode(name, tuple(inner.rpcs), place))

    def _in_service(self, scope: _Scope) -> None:
        word = self.words[self.at]
        if word == "option":
            self._option(scope)
            return
        place = self.place()
        if word != "rpc":
            raise self.error(f"unexpected `{word}` in service")
        self.at += 1
        name = self.name("rpc")
        takes_stream, request_place, request = self._parameter()
        self.expect("returns")
        returns_stream, response_place, response = self._parameter()
        inner = _Scope()
        if self.words[self.at] == "{":
            self._braces(inner, self._in_rpc)
        else:
            self.expect(";")
        scope.rpcs.append(
            RpcNode(name, request, response, takes_stream, returns_stream, tuple(inner.options),
                    place, request_place, response_place)
        )  # fmt: skip

    def _in_rpc(self, scope: _Scope) -> None:
        if self.words[self.at] != "option":
            raise self.error(f"unexpected `{self.words[self.at]}` in rpc")
        self._option(scope)

    def _parameter(self) -> tuple[bool, int, str]:
        self.expect("(")
        is_stream = self.words[self.at] == "stream" and self.words[self.at + 1] != ")"
        self.at += is_stream
        place = self.place()
        named = self.reference()
        self.expect(")")
        return is_stream, place, named


def _message_of(name: str, inner: _Scope, place: int) -> MessageNode:
    return MessageNode(
        name, tuple(inner.options), tuple(inner.fields), tuple(inner.oneofs),
        tuple(inner.messages), tuple(inner.enums), tuple(inner.extensions), tuple(inner.ranges),
        tuple(inner.reserved), tuple(inner.reserved_names), place,
    )  # fmt: skip
