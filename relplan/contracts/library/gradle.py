"""Gradle's manifests, as far as they can be read without running them: line by line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from posixpath import basename, dirname, join
from typing import Any

from relplan.contracts.bounds import decoded
from relplan.contracts.library.maven_versions import NAME
from relplan.contracts.library.packages import Package, Pin
from relplan.contracts.reading.toml import LARGEST, Toml

_BUILDS = ("build.gradle", "build.gradle.kts")
_PROPERTIES = "gradle.properties"
_SETTINGS = ("settings.gradle", "settings.gradle.kts")
_LONGEST = 1_000
"""Characters of a line that is looked at."""
_QUOTED = r"""["']([^"'\n]+)["']"""
_ASSIGNED = re.compile(
    rf"^\s*(?:project\.)?(group|version|archivesBaseName|artifactId)\b\s*=?\s*\(?\s*{_QUOTED}"
)
_ROOT_NAME = re.compile(rf"^[ \t]*+rootProject\.name\s*=\s*{_QUOTED}", re.MULTILINE)
_JAVA = re.compile(
    r"(?:sourceCompatibility|targetCompatibility|jvmToolchain|languageVersion|options\.release)\b"
    r"[^0-9\n]{0,80}?(?:1[._])?([0-9]{1,3})\b"
)
_COORDINATES = re.compile(r"""["']([\w.-]+):([\w.-]+):([^"':@/\n]+)(?:[:@][^"'\n]*)?["']""")
_NAMED = re.compile(
    rf"group\s*[:=]\s*{_QUOTED}\s*,\s*name\s*[:=]\s*{_QUOTED}(?:\s*,\s*version\s*[:=]\s*{_QUOTED})?"
)
_BOUND_TO = re.compile(
    rf"^\s*+(?:(?:def|val|ext\.|extra\.|final\s+String|String)\s*+)?(\w+)\s*=\s*{_QUOTED}"
)
_HOLE = re.compile(r"\$\{?(?:project\.)?(\w+)\}?")
_PUBLISHES = re.compile(r"\b(?:java-library|maven-publish|MavenPublication)\b")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is one of Gradle's manifests."""
    name = basename(path)
    return name in (*_BUILDS, _PROPERTIES) or name.endswith(".versions.toml")


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the artifact of a build; None for one that publishes no library.

    Group and version may stand in the gradle.properties beside it or above, where *files* has
    them; its name is that of its folder, unless it says another. Where no name is known: None.
    """
    if basename(path) not in _BUILDS:
        return None
    text = decoded(path, files[path], LARGEST)
    inherited: dict[str, str] = {}
    for other in reversed(references(path, files[path])):
        if other in files:
            inherited |= _read(other, files[other])
    own = {name: (value, number) for number, name, value in _assigned(text)}
    group = own.get("group", (inherited.get("group", ""), 0))[0]
    version, line = own.get("version", (inherited.get("version", ""), 0))
    named = (own.get(key, ("", 0))[0] for key in ("artifactId", "archivesBaseName"))
    name = next(filter(None, named), "") or basename(dirname(path)) or inherited.get("name", "")
    if not group or not name or not (version or _PUBLISHES.search(text)):
        return None
    version = _filled(version, inherited)
    java = _JAVA.search(text)
    return Package(
        NAME,
        f"{_filled(group, inherited)}:{name}",
        "" if "$" in version else version,
        line,
        {"java": java[1]} if java else {},
    )


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the properties and settings of a build, of its folder and of all above."""
    if basename(path) not in _BUILDS:
        return []
    found: list[str] = []
    folder = path
    while folder:
        folder = dirname(folder)
        found += [join(folder, name) for name in (_PROPERTIES, *_SETTINGS)]
    return found


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a build or a version catalog asks for."""
    if path.endswith(".versions.toml"):
        yield from _pins_of_catalog(Toml(path, files[path]))
    elif basename(path) in _BUILDS:
        text = decoded(path, files[path], LARGEST)
        known: dict[str, str] = {}
        for other in reversed(references(path, files[path])):
            if basename(other) == _PROPERTIES and other in files:
                known |= _read(other, files[other])
        known |= {name: value for _, name, value in _bound(text)}
        for number, line in _lines(text):
            for match in _COORDINATES.finditer(line):
                package = f"{match[1]}:{match[2]}"
                yield Pin(NAME, package, _filled(match[3], known), number)
            for match in _NAMED.finditer(line):
                if match[3]:
                    package = f"{match[1]}:{match[2]}"
                    yield Pin(NAME, package, _filled(match[3], known), number)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) <= _LONGEST and not line.lstrip().startswith("//"):
            yield number, line


def _assigned(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield what the build says of itself, the last first: what is nested comes later."""
    found = [
        (number, match[1], match[2])
        for number, line in _lines(text)
        if (match := _ASSIGNED.match(line))
    ]
    yield from reversed(found)


def _bound(text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in _lines(text):
        if match := _BOUND_TO.match(line):
            yield number, match[1], match[2]


def _read(path: str, content: bytes) -> dict[str, str]:
    """Return the properties of a gradle.properties, or the root's name of settings."""
    text = decoded(path, content, LARGEST)
    if basename(path) != _PROPERTIES:
        match = _ROOT_NAME.search(text)
        return {"name": match[1]} if match and dirname(path) == "" else {}
    pairs = (line.partition("=") for _, line in _lines(text) if not line.lstrip().startswith("#"))
    found = {key.strip(): value.strip() for key, sign, value in pairs if sign}
    for key, other in (
        ("GROUP", "group"),
        ("VERSION_NAME", "version"),
        ("POM_ARTIFACT_ID", "name"),
    ):
        if key in found:
            found.setdefault(other, found[key])
    return found


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: known.get(hole[1], hole[0]), text)


def _pins_of_catalog(toml: Toml) -> Iterator[Pin]:
    for alias, library in toml.table("libraries").items():
        line = toml.line("libraries", alias)
        if isinstance(library, str) and library.count(":") == 2:
            group, name, version = library.split(":")
            yield Pin(NAME, f"{group}:{name}", version, line)
        elif isinstance(library, dict):
            module = library.get("module") or f"{library.get('group')}:{library.get('name')}"
            version = _catalog_version(toml, library.get("version"))
            if version:
                yield Pin(NAME, str(module), version, line)


def _catalog_version(toml: Toml, version: Any) -> str:
    """Return a version that stands there, or that it refers to; a rich one is its strictest."""
    if isinstance(version, dict) and isinstance(version.get("ref"), str):
        version = toml.get("versions", version["ref"])
    if isinstance(version, dict):
        version = version.get("strictly") or version.get("require") or version.get("prefer")
    return version if isinstance(version, str) else ""
