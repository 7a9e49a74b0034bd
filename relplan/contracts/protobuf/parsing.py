"""Reads a .proto file's statements from its tokens. What is no statement is said, with its line."""

import re
from collections.abc import Callable, Sequence

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.protobuf.nodes import (
    EnumNode,
    FieldNode,
    FileNode,
    MessageNode,
    Option,
    Options,
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
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_REFERENCE = re.compile(r"\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|[0-9]+")
_LABELS = frozenset({"optional", "required", "repeated"})
_SYNTAXES = frozenset({"proto2", "proto3"})
_EDITIONS = frozenset({"2023", "2024"})
_VISIBILITIES = frozenset({"export", "local"})
_BRACKETS = {"{": "}", "[": "]", "<": ">"}


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


class _Parser:
    def __init__(self, path: str, text: str, tokens: Sequence[Token]) -> None:
        self._path = path
        self._text = text
        self._tokens = tokens
        self._words = [token.text for token in tokens] + ["", "", "", ""]
        self._at = 0
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
        if self._words[0] in ("syntax", "edition"):
            self._syntax_statement()
        while self._at < len(self._tokens):
            word = self._words[self._at]
            if word == ";":
                self._at += 1
            elif word in _VISIBILITIES and self._words[self._at + 1] in ("message", "enum"):
                statements[self._words[self._at + 1]](scope)
            elif word in statements:
                statements[word](scope)
            elif _REFERENCE.fullmatch(word):
                raise self._error("unexpected message field at file scope")
            else:
                raise self._error(f"unexpected `{word}` in file scope")
        return FileNode(
            self._syntax or "proto2", self._syntax_place, self._package, self._package_place,
            tuple(scope.options), tuple(scope.messages), tuple(scope.enums), tuple(scope.services),
            tuple(scope.extensions),
        )  # fmt: skip

    def _error(self, what: str, at: int | None = None) -> UnreadableError:
        index = min(self._at if at is None else at, len(self._tokens) - 1)
        line = self._text.count("\n", 0, self._tokens[index].start) + 1
        return UnreadableError(f"not valid protobuf: {what}", self._path, line)

    def _place(self) -> int:
        return self._tokens[min(self._at, len(self._tokens) - 1)].start

    def _next(self) -> str:
        word = self._words[self._at]
        self._at += 1
        return word

    def _expect(self, wanted: str) -> None:
        if self._words[self._at] != wanted:
            raise self._error(f"unexpected `{self._words[self._at]}`, `{wanted}` is missing")
        self._at += 1

    def _name(self, after: str) -> str:
        word = self._words[self._at]
        if not _NAME.fullmatch(word):
            raise self._error(f"missing name after `{after}`", self._at - 1)
        self._at += 1
        return word

    def _reference(self) -> str:
        """Read the name of a type, which may be broken by blanks around its dots."""
        word = self._next()
        while word.endswith(".") or (
            self._words[self._at].startswith(".") and _touches_on(self._words[self._at])
        ):
            word += self._next()
        if not _REFERENCE.fullmatch(word):
            raise self._error(f"unexpected `{word}`, a type is missing", self._at - 1)
        return word

    def _number(self, largest: int, *, signed: bool = False) -> int:
        sign = -1 if signed and self._words[self._at] == "-" else 1
        self._at += sign < 0
        word = self._words[self._at]
        if not _NUMBER.fullmatch(word):
            raise self._error(f"unexpected `{word}`, a number is missing")
        if len(word) > 20:
            raise self._error("a number is out of range")
        base = 16 if word[:2] in ("0x", "0X") else 8 if word[0] == "0" else 10
        try:
            number = sign * int(word, base)
        except ValueError:
            raise self._error(f"`{word}` is no number") from None
        if not (-largest - 1 if signed else 0) <= number <= largest:
            raise self._error("a number is out of range")
        self._at += 1
        return number

    def _quoted(self) -> str:
        written = ""
        while self._words[self._at][:1] in ('"', "'"):
            written += self._next()[1:-1]
        return written

    def _syntax_statement(self) -> None:
        known = _SYNTAXES if self._words[0] == "syntax" else _EDITIONS
        self._syntax_place = self._place()
        self._at = 1
        self._expect("=")
        self._syntax = self._quoted()
        if self._syntax not in known:
            raise self._error(f"unrecognized `{self._words[0]}` declaration value", 0)
        self._expect(";")

    def _import(self, _: _Scope) -> None:
        self._at += 1
        if self._words[self._at] in ("public", "weak", "option"):
            self._at += 1
        if not self._quoted():
            raise self._error("missing path after `import`", self._at - 1)
        self._expect(";")

    def _package_statement(self, _: _Scope) -> None:
        if self._package:
            raise self._error("more than one `package` declaration")
        self._package_place = self._place()
        self._at += 1
        self._package = self._reference()
        if self._package.startswith("."):
            raise self._error("a package cannot begin with a dot")
        self._expect(";")

    def _option(self, scope: _Scope) -> None:
        place = self._place()
        self._at += 1
        self._setting(scope.options, place)
        self._expect(";")

    def _setting(self, into: list[Option], place: int) -> None:
        """Read ``name = value``, and leave it out where its name is an extension."""
        is_custom = self._words[self._at] == "("
        name = ""
        while (word := self._words[self._at]) not in ("=", ""):
            if word == "(":
                self._at += 1
                name += f"({self._reference()})"
                self._expect(")")
            elif re.fullmatch(r"\.?\w+(?:\.\w+)*\.?", word, re.ASCII):
                name += self._next()
            else:
                raise self._error(f"unexpected `{word}` in the name of an option")
        self._expect("=")
        value = self._value()
        if not is_custom:
            if not name:
                raise self._error("missing name of an option", self._at - 1)
            into.append(Option(name, value, place))
        elif name == "()":
            raise self._error("missing name of an option", self._at - 1)

    def _value(self) -> str:
        word = self._words[self._at]
        if word[:1] in ('"', "'"):
            return f'"{self._quoted()}'
        if word in _BRACKETS:
            start = self._at
            self._at = end_of_value(self._tokens, start + 1, (_BRACKETS[word],)) + 1
            return " ".join(self._words[start : self._at])
        sign = self._next() if word == "-" else ""
        word = self._next()
        if not re.fullmatch(r"[\w.]+", word, re.ASCII):
            raise self._error(f"unexpected `{word}`, a value is missing", self._at - 1)
        if word[-1] in "eE" and word[0] in ".0123456789" and self._words[self._at] in ("-", "+"):
            word += self._next() + self._next()  # an exponent with a sign
        return sign + word

    def _brackets(self) -> Options:
        """Read the options in brackets, if there are any."""
        found: list[Option] = []
        if self._words[self._at] != "[":
            return ()
        self._at += 1
        while True:
            self._setting(found, self._place())
            if self._words[self._at] != ",":
                break
            self._at += 1
        self._expect("]")
        return tuple(found)

    def _braces(self, scope: _Scope, statement: Callable[[_Scope], None]) -> None:
        self._expect("{")
        while self._words[self._at] != "}":
            if self._words[self._at] == ";":
                self._at += 1
            elif self._at >= len(self._tokens):
                raise self._error("the file ends where `}` is missing")
            else:
                statement(scope)
        self._at += 1

    def _message(self, scope: _Scope) -> None:
        place = self._place()
        self._at += 2 if self._words[self._at] in _VISIBILITIES else 1
        name = self._name("message")
        inner = _Scope()
        self._braces(inner, self._in_message)
        scope.messages.append(_message_of(name, inner, place))

    def _in_message(self, scope: _Scope) -> None:
        word, after, third = self._words[self._at : self._at + 3]
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
        elif word == "extensions" and _NUMBER.fullmatch(after):
            self._at += 1
            scope.ranges += self._ranges(LARGEST_NUMBER, signed=False)
            self._brackets_of_ranges()
            self._expect(";")
        elif word == "reserved" and third != "=":
            self._reserved(scope, LARGEST_NUMBER, signed=False)
        elif word == "message" and after == "{":
            raise self._error("missing name after `message`")
        else:
            self._field(scope)

    def _is_option(self) -> bool:
        """Tell ``option deprecated = true;`` from a field whose type is called option."""
        value = self._words[self._at + 3]
        return not _NUMBER.fullmatch(value)

    def _brackets_of_ranges(self) -> None:
        """Pass over what stands there: it says nothing of what goes over the wire."""
        if self._words[self._at] == "[":
            self._at = end_of_value(self._tokens, self._at + 1, ("]",)) + 1

    def _ranges(self, largest: int, *, signed: bool) -> list[Range]:
        found = []
        while True:
            first = last = self._number(largest, signed=signed)
            if self._words[self._at] == "to":
                self._at += 1
                if self._words[self._at] == "max":
                    self._at += 1
                    last = largest
                else:
                    last = self._number(largest, signed=signed)
            if last < first:
                raise self._error("a range ends before it begins", self._at - 1)
            found.append((first, last))
            if self._words[self._at] != ",":
                return found
            self._at += 1

    def _reserved(self, scope: _Scope, largest: int, *, signed: bool) -> None:
        self._at += 1
        word = self._words[self._at]
        if _NUMBER.fullmatch(word) or word == "-":
            scope.reserved += self._ranges(largest, signed=signed)
        else:
            while True:
                is_quoted = self._words[self._at][:1] in ('"', "'")
                name = self._quoted() if is_quoted else self._name("reserved")
                scope.reserved_names.append(name)
                if self._words[self._at] != ",":
                    break
                self._at += 1
        self._expect(";")

    def _oneof(self, scope: _Scope) -> None:
        self._at += 1
        name = self._name("oneof")
        inner = _Scope()

        def statement(found: _Scope) -> None:
            word, after = self._words[self._at : self._at + 2]
            third = self._words[self._at + 2]
            if word == "option" and (after == "(" or third != "=" or self._is_option()):
                self._option(found)
            else:
                self._field(found, oneof=name)

        self._braces(inner, statement)
        options = tuple(inner.options)
        if not inner.fields:
            raise self._error("oneof must define at least one field", self._at - 1)
        scope.oneofs.append(name)
        scope.messages += inner.messages
        for one in inner.fields:
            scope.fields.append(
                FieldNode(one.name, one.number, one.label, one.type, one.key, one.options, name,
                          "", one.is_group, one.place, one.name_place, one.type_place, options)
            )  # fmt: skip

    def _extend(self, scope: _Scope) -> None:
        self._at += 1
        extendee = self._reference()
        inner = _Scope()
        self._braces(inner, lambda found: self._field(found, extendee=extendee))
        scope.extensions += inner.fields
        scope.messages += inner.messages

    def _field(self, scope: _Scope, oneof: str = "", extendee: str = "") -> None:
        place = self._place()
        label = key = ""
        if self._words[self._at] in _LABELS and self._words[self._at + 1] not in ("=", "."):
            label = self._next()
        type_place = self._place()
        is_group = self._words[self._at] == "group" and self._words[self._at + 2] == "="
        if self._words[self._at] == "map" and self._words[self._at + 1] == "<":
            self._at += 2
            key = self._reference()
            self._expect(",")
            written = self._reference()
            self._expect(">")
            if label or oneof or extendee:
                raise self._error("a map cannot be there", self._at - 1)
        else:
            written = self._reference()
        name_place = self._place()
        name = self._words[self._at]
        if not _NAME.fullmatch(name) or self._words[self._at + 1] != "=":
            raise self._error("missing message field tag in declaration")
        self._at += 2
        number = self._number(LARGEST_VALUE if extendee else LARGEST_NUMBER)
        options = self._brackets()
        if is_group:
            written = name
            name = name.lower()
            inner = _Scope()
            self._braces(inner, self._in_message)
            scope.messages.append(_message_of(written, inner, place))
            if not written[:1].isupper():
                raise self._error("the name of a group begins with a capital")
        else:
            self._expect(";")
        scope.fields.append(
            FieldNode(name, number, label, written, key, options, oneof, extendee, is_group, place,
                      name_place, type_place)
        )  # fmt: skip

    def _enum(self, scope: _Scope) -> None:
        place = self._place()
        self._at += 2 if self._words[self._at] in _VISIBILITIES else 1
        name = self._name("enum")
        inner = _Scope()
        self._braces(inner, self._in_enum)
        if not inner.values:
            raise self._error("enum type must define at least one value", self._at - 1)
        scope.enums.append(
            EnumNode(name, tuple(inner.options), tuple(inner.values), tuple(inner.reserved),
                     tuple(inner.reserved_names), place)
        )  # fmt: skip

    def _in_enum(self, scope: _Scope) -> None:
        word, after = self._words[self._at : self._at + 2]
        if word == "option" and after != "=":
            self._option(scope)
        elif word == "reserved" and after != "=":
            self._reserved(scope, LARGEST_VALUE, signed=True)
        else:
            place = self._place()
            name = self._name("enum")
            self._expect("=")
            number_place = self._place()
            number = self._number(LARGEST_VALUE, signed=True)
            self._brackets()
            self._expect(";")
            scope.values.append(ValueNode(name, number, place, number_place))

    def _service(self, scope: _Scope) -> None:
        place = self._place()
        self._at += 1
        name = self._name("service")
        inner = _Scope()
        self._braces(inner, self._in_service)
        scope.services.append(ServiceNode(name, tuple(inner.rpcs), place))

    def _in_service(self, scope: _Scope) -> None:
        word = self._words[self._at]
        if word == "option":
            self._option(scope)
            return
        place = self._place()
        if word != "rpc":
            raise self._error(f"unexpected `{word}` in service")
        self._at += 1
        name = self._name("rpc")
        takes_stream, request_place, request = self._parameter()
        self._expect("returns")
        returns_stream, response_place, response = self._parameter()
        inner = _Scope()
        if self._words[self._at] == "{":
            self._braces(inner, self._in_rpc)
        else:
            self._expect(";")
        scope.rpcs.append(
            RpcNode(name, request, response, takes_stream, returns_stream, tuple(inner.options),
                    place, request_place, response_place)
        )  # fmt: skip

    def _in_rpc(self, scope: _Scope) -> None:
        if self._words[self._at] != "option":
            raise self._error(f"unexpected `{self._words[self._at]}` in rpc")
        self._option(scope)

    def _parameter(self) -> tuple[bool, int, str]:
        self._expect("(")
        is_stream = self._words[self._at] == "stream" and self._words[self._at + 1] != ")"
        self._at += is_stream
        place = self._place()
        named = self._reference()
        self._expect(")")
        return is_stream, place, named


def _touches_on(word: str) -> bool:
    return bool(_REFERENCE.fullmatch(word)) or word == "."


def _message_of(name: str, inner: _Scope, place: int) -> MessageNode:
    return MessageNode(
        name, tuple(inner.options), tuple(inner.fields), tuple(inner.oneofs),
        tuple(inner.messages), tuple(inner.enums), tuple(inner.extensions), tuple(inner.ranges),
        tuple(inner.reserved), tuple(inner.reserved_names), place,
    )  # fmt: skip
