"""What a file's syntax, and the features of editions, say of all that is in it."""

import re
from collections.abc import Iterable, Mapping

from relplan.contracts.protobuf.nodes import Option

Features = Mapping[str, str]
"""By name, as an option would call them."""
_PROTO3 = {
    "field_presence": "IMPLICIT", "enum_type": "OPEN", "utf8_validation": "VERIFY",
    "message_encoding": "LENGTH_PREFIXED", "json_format": "ALLOW",
    "(pb.cpp).string_type": "STRING", "(pb.java).utf8_validation": "DEFAULT",
}  # fmt: skip
_OF_SYNTAX: Mapping[str, Features] = {
    "proto2": {
        **_PROTO3, "field_presence": "EXPLICIT", "enum_type": "CLOSED", "utf8_validation": "NONE",
        "json_format": "LEGACY_BEST_EFFORT",
    },
    "proto3": _PROTO3,
    "2023": {**_PROTO3, "field_presence": "EXPLICIT"},
    "2024": {**_PROTO3, "field_presence": "EXPLICIT", "(pb.cpp).string_type": "VIEW"},
}  # fmt: skip
_PREFIX = "features."
_WITHIN = re.compile(r"(?:[\[(] ([\w.]+) [\])] :? ?[{<] )?(\w+) : (\w+)")
"""A value in ``features = { … }``, which is read word by word."""


def of_syntax(syntax: str) -> Features:
    """Return what holds where nothing else is said."""
    return _OF_SYNTAX[syntax]


def is_edition(syntax: str) -> bool:
    """Tell whether a file is of an edition."""
    return syntax[0] == "2"


def with_options(features: Features, options: Iterable[Option]) -> Features:
    """Return what holds of what has *options*, within what has *features*."""
    said = dict(_said(options))
    return {**features, **said} if said else features


def _said(options: Iterable[Option]) -> Iterable[tuple[str, str]]:
    for option in options:
        if option.name.startswith(_PREFIX):
            yield option.name.removeprefix(_PREFIX), option.value
        elif option.name == "features":
            for extension, name, value in _WITHIN.findall(option.value):
                yield (f"({extension}).{name}" if extension else name), value


def place_of(options: Iterable[Option], feature: str, other: int) -> int:
    """Return where *feature* is set; *other*, where it is not."""
    names = (_PREFIX + feature, "features")
    return next((option.place for option in options if option.name in names), other)
