"""The default values of fields: when two are the same, and how they are printed."""

import math
import re
import struct
from typing import NamedTuple

from relplan.contracts.protobuf.nodes import EnumNode

_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|X([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})"
    r"|U([0-9a-fA-F]{8})|(.))",
    re.DOTALL,
)
_ESCAPED = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
_LARGEST_POINT = 0x10FFFF
_MOST_DIGITS = 9
"""That a number of 32 bits needs."""


class Default(NamedTuple):
    """What is read where a field was not sent."""

    value: bool | int | float | str
    printed: str
    is_single: bool = False
    """A floating number of 32 bits."""

    def is_zero(self) -> bool:
        """Tell whether it is what it would be if nobody said so."""
        return not self.value

    def is_same(self, other: "Default") -> bool:
        """Tell whether readers see the same."""
        one, two = self.value, other.value
        if isinstance(one, str) or isinstance(two, str):
            return one == two
        if isinstance(one, float) and isinstance(two, float) and self.is_single != other.is_single:
            one, two = _single(one), _single(two)
        return one == two or (_is_nan(one) and _is_nan(two))


def _is_nan(value: bool | int | float) -> bool:
    return isinstance(value, float) and math.isnan(value)


def default_of(kind: str, said: str | None, enum: EnumNode | None) -> Default:
    """Return the default of a field of *kind*, of which an option has *said* the value, or not.

    Raises ValueError where no field of that kind can have it.
    """
    if kind == "enum":
        return _of_enum(said, enum)
    if kind in ("string", "bytes"):
        text = _unescaped(said[1:], of_bytes=kind == "bytes") if said else ""
        if said and said[0] != '"':
            raise ValueError(said)
        if kind == "string":
            return Default(text, _quoted(text))
        return Default(text, f"[{','.join(f'0x{ord(byte):X}' for byte in text)}]")
    if kind == "bool":
        if said not in (None, "true", "false"):
            raise ValueError(said)
        return Default(said == "true", said or "false")
    if kind in ("float", "double"):
        number = _float(said or "0")
        is_single = kind == "float"
        number = _single(number) if is_single else number
        return Default(number, _printed(number, is_single=is_single), is_single)
    whole = _whole(said or "0")
    return Default(whole, str(whole))


def _of_enum(said: str | None, enum: EnumNode | None) -> Default:
    if enum is None:  # of a file that is not there
        return Default(0, said or "")
    named = {value.name: value for value in enum.values}
    if said is not None and said not in named:
        raise ValueError(said)
    number = (named[said] if said is not None else enum.values[0]).number
    first = next(value.name for value in enum.values if value.number == number)
    return Default(number, f"{enum.name}.{first}")


def _whole(said: str) -> int:
    sign = -1 if said[0] == "-" else 1
    digits = said.lstrip("-")
    base = 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10
    return sign * int(digits[:40], base)


def _float(said: str) -> float:
    digits = said.lstrip("-")
    if digits.isdigit() and len(digits) > 1 and digits[0] == "0":
        return float(_whole(said))
    if digits[:2] in ("0x", "0X"):
        return float(_whole(said))
    return float(said)  # knows inf and nan


def _single(number: float) -> float:
    try:
        found: float = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        found = math.copysign(math.inf, number)
    return found


def _printed(number: float, *, is_single: bool) -> str:
    """Print a floating number as Go does."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    text = repr(number)
    if is_single:
        tries = (f"{number:.{digits}g}" for digits in range(1, _MOST_DIGITS + 1))
        text = next((one for one in tries if _single(float(one)) == number), text)
    mantissa, _, exponent = f"{float(text):e}".partition("e")
    digits = _digits(text)
    power = int(exponent)
    if number == 0:
        return "-0" if math.copysign(1, number) < 0 else "0"
    sign = "-" if mantissa[0] == "-" else ""
    if -4 <= power < 21:
        return sign + _plain(digits, power)
    rest = f".{digits[1:]}" if digits[1:] else ""
    return f"{sign}{digits[0]}{rest}e{power:+03d}"


def _digits(text: str) -> str:
    """Return the digits that count, of a number that is written in any way."""
    return text.partition("e")[0].replace(".", "").lstrip("-0").rstrip("0") or "0"


def _plain(digits: str, power: int) -> str:
    if power < 0:
        return f"0.{'0' * (-power - 1)}{digits}"
    whole = digits[: power + 1].ljust(power + 1, "0")
    rest = digits[power + 1 :]
    return f"{whole}.{rest}" if rest else whole


def _unescaped(text: str, *, of_bytes: bool) -> str:
    """Return what is meant; of bytes a character for each."""

    def meant(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(int(code, 16))
        if match[3]:
            return chr(int(match[3], 8) & 0xFF)
        point = match[4] or match[5]
        if point:
            number = int(point, 16)
            return chr(number) if number <= _LARGEST_POINT else "\ufffd"
        return _ESCAPED.get(match[6], match[6])

    if not of_bytes:
        return _ESCAPE.sub(meant, text)
    pieces = []
    place = 0
    for match in _ESCAPE.finditer(text):
        pieces.append(text[place : match.start()].encode().decode("latin-1"))
        one = meant(match)
        pieces.append(one if ord(one) < 0x100 else one.encode().decode("latin-1"))
        place = match.end()
    pieces.append(text[place:].encode().decode("latin-1"))
    return "".join(pieces)


def _quoted(text: str) -> str:
    """Print a text as Go does."""
    back = {value: f"\\{name}" for name, value in _ESCAPED.items()} | {"\\": "\\\\", '"': '\\"'}
    return '"' + "".join(back.get(one) or _shown(one) for one in text) + '"'


def _shown(one: str) -> str:
    if one.isprintable():
        return one
    number = ord(one)
    return f"\\x{number:02x}" if number < 0x80 else f"\\u{number:04x}"
