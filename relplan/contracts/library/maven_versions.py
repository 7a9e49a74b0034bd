"""Maven's order of versions, and the ranges that Maven and Gradle write of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering
from itertools import zip_longest

from relplan.contracts.library.packages import Numbered

NAME = "maven"
"""Of the ecosystem; Gradle's packages are Maven's."""
_LONGEST = 256
"""Characters of a version or a range."""
_TOKEN = re.compile(r"([.\-_]?)([0-9]+|[^0-9.\-_]+|(?=[.\-_]|$))")
_KNOWN = ("alpha", "beta", "milestone", "rc", "snapshot", "", "sp")
_ALIASES = {"cr": "rc", "ga": "", "final": "", "release": ""}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_RANGE = re.compile(r"([\[\](])([^,\[\]()]*+)(?:(,)([^,\[\]()]*+))?([\])\[])\s*+,?\s*+")
_DYNAMIC = re.compile(r"((?:[0-9]+\.)*)\+")
_STARTS_WITH_DIGIT = re.compile(r"v?[0-9]")
_PLAIN = re.compile(r"[0-9A-Za-z][\w.+-]*")

_Item = tuple[str, int | str]
"""A separator, and a number or a qualifier."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class MavenVersion:
    """A version, as Maven's Version Order Specification has it."""

    items: tuple[_Item, ...]

    @classmethod
    def of(cls, text: str) -> "MavenVersion":
        """Read any text: to Maven, each is a version."""
        return cls(tuple(_trimmed(list(_items(text[:_LONGEST].lower())))))

    @property
    def release(self) -> tuple[int, int, int]:
        """The first three numbers, with zeros where there are fewer."""
        numbers: list[int] = []
        for _, value in self.items:
            if not isinstance(value, int):
                break
            numbers.append(value)
        first, second, third, *_ = (*numbers, 0, 0, 0)
        return first, second, third

    @property
    def is_pre_release(self) -> bool:
        """Whether it comes before the release that it is named after."""
        return any(value in _KNOWN[:5] for _, value in self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MavenVersion) and self._order(other) == 0

    def __lt__(self, other: "MavenVersion") -> bool:
        return self._order(other) < 0

    def __hash__(self) -> int:
        return hash(self.items)

    def _order(self, other: "MavenVersion") -> int:
        for one, two in zip_longest(self.items, other.items):
            mine, theirs = _rank(one or _padding(two)), _rank(two or _padding(one))
            if mine != theirs:
                return -1 if mine < theirs else 1
        return 0


def _items(text: str) -> Iterator[_Item]:
    place, before = 0, ""
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            return
        separator, token = match.groups()
        place = match.end()
        if not separator and before:
            separator = "-"  # between letters and digits
        digits_follow = text[place : place + 1].isdecimal()
        before = token
        yield separator.replace("_", "-"), _value(token, digits_follow)


def _value(token: str, digits_follow: bool) -> int | str:
    if not token or token.isdecimal():
        return int(token or "0")
    if digits_follow and token in _SHORT:
        return _SHORT[token]
    return _ALIASES.get(token, token)


def _trimmed(items: list[_Item]) -> list[_Item]:
    """Leave out what means nothing at the end, before each hyphen and each qualifier."""
    end = len(items)
    while end > 0:
        start = end
        while start > 1 and items[start - 1][1] in (0, ""):
            start -= 1
        del items[start:end]
        end = start - 1
        while end > 0 and items[end][0] != "-" and isinstance(items[end][1], int):
            end -= 1
    return items


def _padding(beside: _Item | None) -> _Item:
    separator, value = beside or ("", 0)
    return separator, 0 if isinstance(value, int) and separator == "." else ""


def _rank(item: _Item) -> tuple[int, int, str]:
    """Sort qualifiers before numbers, and a number after a hyphen before one after a dot."""
    separator, value = item
    if isinstance(value, int):
        return (1 if separator == "-" else 2), value, ""
    if value in _KNOWN:
        return 0, _KNOWN.index(value), ""
    return 0, len(_KNOWN), value


def numbered(text: str) -> Numbered | None:
    """Read a version of any number of parts; None where it begins with no number."""
    if not _STARTS_WITH_DIGIT.match(text):
        return None
    read = MavenVersion.of(text.removeprefix("v"))
    return Numbered(read.release, read.is_pre_release, read)


def maven_admits(wanted: str, version: str) -> bool | None:
    """Tell whether a range admits a version; None where it is not understood.

    A plain version is asked for as it is: that a build may settle on another, because yet another
    dependency asks for that, is nothing to rely on.
    """
    text = wanted.strip().removesuffix("!!")
    if len(text) > _LONGEST or not version or "${" in text or "$" in text:
        return None
    if text in ("", "+", "LATEST", "RELEASE") or text.startswith("latest."):
        return True
    if dynamic := _DYNAMIC.fullmatch(text):
        return f"{version}.".startswith(dynamic[1])
    if text[0] in "[](":
        return _in_ranges(text, MavenVersion.of(version))
    return MavenVersion.of(text) == MavenVersion.of(version) if _PLAIN.fullmatch(text) else None


def _in_ranges(text: str, version: MavenVersion) -> bool | None:
    place, found = 0, False
    while place < len(text):
        match = _RANGE.match(text, place)
        if match is None:
            return None
        place = match.end()
        found = found or _in_range(match, version)
    return found


def _in_range(match: re.Match[str], version: MavenVersion) -> bool:
    opening, low, comma, high, closing = (text and text.strip() for text in match.groups())
    if not comma:
        return version == MavenVersion.of(low)
    if low:
        least = MavenVersion.of(low)
        if version < least or (version == least and opening != "["):
            return False
    if high:
        most = MavenVersion.of(high)
        return version < most or (version == most and closing == "]")
    return True
