"""Versions of all ecosystems: their numbers, their order, and the lines that they are on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from packaging.version import InvalidVersion, Version

from relplan.contracts.library import go, npm
from relplan.contracts.library.maven_versions import MavenVersion, maven_admits
from relplan.contracts.library.nuget import nuget_admits, nuget_version
from relplan.contracts.library.packages import Ecosystem, Pin
from relplan.contracts.library.requirements import python_admits
from relplan.contracts.library.semver import cargo_admits, semver

_GO_MAJOR = re.compile(r"v([0-9]{1,9})")
_MENTIONED = re.compile(r"(?<![\w.])v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
_STARTS_WITH_DIGIT = re.compile(r"v?[0-9]")
_MOST_MENTIONED = 20


@dataclass(frozen=True, slots=True)
class Numbered:
    """A version that is understood."""

    release: tuple[int, int, int]
    pre: bool
    """Whether it comes before the release of these numbers."""
    key: Any
    """Sorts the versions of one ecosystem."""


def numbered(ecosystem: Ecosystem, text: str) -> Numbered | None:
    """Read a version; None where it is none."""
    if ecosystem is Ecosystem.PYTHON:
        try:
            version = Version(text)
        except InvalidVersion:
            return None
        return Numbered(
            (version.major, version.minor, version.micro), version.is_prerelease, version
        )
    if ecosystem is Ecosystem.MAVEN:
        if not _STARTS_WITH_DIGIT.match(text):
            return None
        read = MavenVersion.of(text.removeprefix("v"))
        return Numbered(read.release, read.is_pre_release, read)
    if ecosystem is Ecosystem.NUGET:
        given = nuget_version(text)
        return Numbered(given.numbers[:3], bool(given.pre), given.key) if given else None
    match = _GO_MAJOR.fullmatch(text) if ecosystem is Ecosystem.GO else None
    found = semver(f"{match[1]}.0.0" if match else text)
    return Numbered(found.release, bool(found.pre), found.key) if found else None


def line_of(ecosystem: Ecosystem, release: tuple[int, int, int]) -> str:
    """Return the line of versions that promise each other compatibility: ``1.x``, ``0.4.x``.

    Of Go, v0 and v1 share a module's path, so both are ``1.x``. A 0.0.3 of npm or Cargo promises
    nothing to anyone, and is a line of its own.
    """
    major, minor, patch = release
    if ecosystem is Ecosystem.GO:
        return f"{max(major, 1)}.x"
    if major:
        return f"{major}.x"
    if minor or ecosystem not in (Ecosystem.NPM, Ecosystem.CARGO):
        return f"0.{minor}.x"
    return f"0.0.{patch}"


def version_line(ecosystem: Ecosystem, text: str) -> str:
    """Return the line of a version; empty where that is not understood."""
    found = numbered(ecosystem, text)
    return line_of(ecosystem, found.release) if found else ""


def admits(pin: Pin, version: str) -> bool | None:
    """Tell whether a consumer with *pin* may get *version*; None where that is not known."""
    return _ADMITS[pin.ecosystem](pin.range, version) if version else None


_ADMITS: Mapping[Ecosystem, Callable[[str, str], bool | None]] = {
    Ecosystem.PYTHON: python_admits,
    Ecosystem.NPM: npm.admits,
    Ecosystem.GO: go.admits,
    Ecosystem.MAVEN: maven_admits,
    Ecosystem.CARGO: cargo_admits,
    Ecosystem.NUGET: nuget_admits,
}


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
    prefix = "v" if pin.ecosystem is Ecosystem.GO else ""
    versions = [f"{prefix}{version}" for version in near(pin.range)]
    return {version_line(pin.ecosystem, version) for version in versions if admits(pin, version)}
