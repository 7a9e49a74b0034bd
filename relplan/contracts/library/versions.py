"""Versions of all ecosystems: the lines that they are on, and those that a pin admits."""

import re

from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.packages import Ecosystem, Pin, Release

_MENTIONED = re.compile(r"(?<![\w.])v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
_MOST_MENTIONED = 20


def line_of(ecosystem: Ecosystem, release: Release) -> str:
    """Return the line of versions that promise each other compatibility: ``1.x``, ``0.4.x``.

    Where a caret is strict, a 0.0.3 promises nothing to anyone, and is a line of its own.
    """
    if ecosystem.line_of:
        return ecosystem.line_of(release)
    major, minor, patch = release
    if major:
        return f"{major}.x"
    return f"0.{minor}.x" if minor or not ecosystem.strict_caret else f"0.0.{patch}"


def version_line(name: str, text: str) -> str:
    """Return the line of a version of an ecosystem; empty where that is not understood."""
    ecosystem = ecosystem_called(name)
    found = ecosystem.numbered(text)
    return line_of(ecosystem, found.release) if found else ""


def admits(pin: Pin, version: str) -> bool | None:
    """Tell whether a consumer with *pin* may get *version*; None where that is not known."""
    return ecosystem_called(pin.ecosystem).admits(pin.range, version) if version else None


def near(text: str) -> list[str]:
    """Return the versions that a range mentions, and the ones just after them."""
    found: dict[str, None] = {}
    for match in list(_MENTIONED.finditer(text[:1_000]))[:_MOST_MENTIONED]:
        major, minor, patch = (int(number or 0) for number in match.groups())
        for version in (
            (major, minor, patch),
            (major, minor, patch + 1),
            (major, minor + 1, 0),
            (major + 1, 0, 0),
        ):
            found[".".join(map(str, version))] = None
    return list(found)


def lines_admitted(pin: Pin) -> set[str]:
    """Return the lines of versions near those that a pin mentions which it admits."""
    versions = near(pin.range)
    return {version_line(pin.ecosystem, version) for version in versions if admits(pin, version)}
