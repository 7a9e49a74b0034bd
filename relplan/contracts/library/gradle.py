"""Gradle's manifests, as far as they can be read without running them: line by line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import basename, dirname, join
from typing import Any, NamedTuple

from relplan.contracts.bounds import decoded
from relplan.contracts.library.gradle_blocks import in_blocks
from relplan.contracts.library.gradle_rules import Rule, ruled, split
from relplan.contracts.library.maven_versions import NAME
from relplan.contracts.library.packages import Package, Pin, Role
from relplan.contracts.reading.toml import LARGEST, Toml

_BUILDS = ("build.gradle", "build.gradle.kts")
_PROPERTIES = "gradle.properties"
_SETTINGS = ("settings.gradle", "settings.gradle.kts")
_CATALOG = ".versions.toml"
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
_VERSION_TEXT = r"""(?:[^"':@/\n${]|\$\{[^{}\n]*+\}|\$(?!\{)\w*+)++"""
_COORDINATES = re.compile(
    rf"""["']([\w.-]+):([\w.-]+)(?::({_VERSION_TEXT})(?:[:@][^"'\n]*)?)?["']"""
)
_PLATFORM = re.compile(r"\b(?:platform|enforcedPlatform|mavenBom)\b")
_STRICTLY = re.compile(rf"""\bstrictly\s*\(?\s*(?:{_QUOTED}|([^\s;}}]+))""")
_STRICT = "!!"
"""Behind a version it is short for ``strictly``."""
_MANAGES = re.compile(r"\bjava-platform\b")
_NAMED = re.compile(
    rf"group\s*[:=]\s*{_QUOTED}\s*,\s*name\s*[:=]\s*{_QUOTED}"
    rf"(?:\s*,\s*version\s*[:=]\s*(?:{_QUOTED}|([A-Za-z_][\w.]*)))?"
)
_DECLARED = r"(?:(?:public|private|internal|static|final|const|def|val|var|String)\s++)*+"
_BOUND_TO = re.compile(
    rf"^\s*+{_DECLARED}(?:(?:rootProject|project)\.)?(?:ext\.|extra\.)?(\w+)(?:\s*:\s*String)?"
    rf"\s*(?:=|by\s+extra\s*\()\s*{_QUOTED}"
)
_SET = re.compile(
    rf"^\s*+(?:(?:rootProject|project)\.)?(?:(?:ext|extra)\.)?"
    rf"(?:set\s*\(|(?:ext|extra)\s*\[)\s*{_QUOTED}\s*(?:,|\]\s*=)\s*{_QUOTED}"
)
_MAP = re.compile(rf"^\s*+{_DECLARED}(?:(?:rootProject|project)\.)?(?:ext\.)?(\w+)\s*=\s*\[")
_ENTRY = re.compile(rf"(\w+)\s*:\s*{_QUOTED}")
_OBJECT = re.compile(r"^\s*+(?:(?:public|internal|final|companion)\s++)*+(?:object|class)\s+(\w+)")
_HOLE = re.compile(
    r"\$(?:(\w+)|\{\s*(?:(?:rootProject|project)\.)?(?:ext\.|extra\.)?"
    r"""(?:([\w.]+)|(?:findProperty|property|extra|ext)\s*[(\[]\s*["']([\w.-]+)["']\s*[)\]])"""
    r"(?:\.toString\(\))?\s*\})"
)
_CONSTANTS = tuple(
    f"buildSrc/src/main/{language}/{name}{ending}"
    for language, ending in (("kotlin", ".kt"), ("java", ".java"), ("groovy", ".groovy"))
    for name in ("Versions", "Version", "Dependencies", "Deps", "Libs", "Libraries")
)
"""Where large builds keep the versions; of other files no build says the names."""
_PUBLISHES = re.compile(r"\b(?:java-library|maven-publish|MavenPublication)\b")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is one of Gradle's manifests."""
    name = basename(path)
    return name in (*_BUILDS, _PROPERTIES) or name.endswith(_CATALOG)


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
            of_all = basename(other) in _BUILDS
            inherited |= _for_all(other, files[other]) if of_all else _read(other, files[other])
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
    """Return where the values may stand that a build uses, in its folder and in all above."""
    if path.endswith(_CATALOG):
        return _builds_above(dirname(path))
    if basename(path) not in _BUILDS:
        return []
    found: list[str] = []
    folder = path
    while folder:
        folder = dirname(folder)
        found += [join(folder, name) for name in (_PROPERTIES, *_SETTINGS)]
        found += [join(folder, name) for name in _BUILDS if join(folder, name) != path]
    return [*found, *_CONSTANTS]


class _Asked(NamedTuple):
    pin: Pin
    strict: bool
    """No other version that is asked for counts."""
    below: bool
    """Nor one that is asked for in the folders below."""


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a build or a version catalog asks for, as the rules of the build leave it.

    A version that is forced is all that it asks.
    """
    own: list[_Asked] = []
    if path.endswith(_CATALOG):
        own = [_Asked(pin, False, False) for pin in _pins_of_catalog(Toml(path, files[path]))]
    elif basename(path) in _BUILDS:
        own = list(_asked(path, files))
    forced = {one.pin.package: one.pin.range for one in _forced_above(path, files)}
    strict = {one.pin.package for one in own if one.strict}
    asked = (
        pin if is_strict else replace(pin, range=forced.get(pin.package, pin.range))
        for pin, is_strict, _ in own
        if is_strict or pin.package not in strict
    )
    yield from ruled(asked, _rules(path, files), strict | forced.keys())


def _rules(path: str, files: Mapping[str, bytes]) -> list[Rule]:
    """Return the rules for a build or a catalog, those of the builds above first."""
    found: list[Rule] = []
    for other in (*reversed(_builds_above(dirname(path))), path):
        if other not in files or (other == path and path.endswith(_CATALOG)):
            continue
        _, rules = split(decoded(other, files[other], LARGEST))
        known = _known(other, files) if rules else {}
        for rule in rules:
            if rule.own if other == path else rule.below:
                version = _filled(rule.version, known)
                line = rule.line if other == path else 0
                found.append(replace(rule, version=version, line=line))
    return found


def _forced_above(path: str, files: Mapping[str, bytes]) -> Iterator[_Asked]:
    """Yield what the builds in the folders above force on this one, the nearest last."""
    for other in reversed(_builds_above(dirname(path))):
        if other in files and other != path:
            yield from (one for one in _asked(other, files) if one.strict and one.below)


def _builds_above(folder: str) -> list[str]:
    found: list[str] = []
    while folder:
        folder = dirname(folder)
        found += [join(folder, name) for name in _BUILDS]
    return found


def _asked(path: str, files: Mapping[str, bytes]) -> Iterator[_Asked]:
    content, known = decoded(path, files[path], LARGEST), _known(path, files)
    usual = Role.MANAGED if _MANAGES.search(content) else Role.ASKED
    for number, line, block in in_blocks(_lines(split(content)[0])):
        role = Role.PLATFORM if _PLATFORM.search(line) else usual
        named = [(*found.groups()[:2], _named_version(found)) for found in _NAMED.finditer(line)]
        written = [found.groups() for found in _COORDINATES.finditer(line)]
        for group, name, text in (*written, *named):
            version = _filled(text or "", known)
            pin = Pin(NAME, f"{group}:{name}", version, number, role=role)
            strict = version.endswith(_STRICT) or (block.forces and bool(version))
            yield _Asked(
                replace(pin, range=version.removesuffix(_STRICT)), strict, strict and block.below
            )
        given = _STRICTLY.search(line) if block.is_version and block.package else None
        if given:
            version = _filled(given[1] or given[2], known)
            yield _Asked(Pin(NAME, block.package, version, number, role=usual), True, False)


def _named_version(found: re.Match[str]) -> str:
    """Return the version of ``group: 'a', name: 'b', version: versions.b``."""
    return found[3] or (f"${{{found[4]}}}" if found[4] else "")


def _known(path: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the values that a build has, by their names: its own, and of all above."""
    known: dict[str, str] = {}
    for other in reversed(references(path, files[path])):
        if other in files and basename(other) == _PROPERTIES:
            known |= _read(other, files[other])
        elif other in files and basename(other) not in _SETTINGS:
            known |= dict(_bound(decoded(other, files[other], LARGEST)))
    return known | dict(_bound(decoded(path, files[path], LARGEST)))


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


def _for_all(path: str, content: bytes) -> dict[str, str]:
    """Return what a build says of those in the folders below: ``subprojects { group = "a" }``."""
    return {
        match[1]: match[2]
        for _, line, block in in_blocks(_lines(decoded(path, content, LARGEST)))
        if block.below and (match := _ASSIGNED.match(line)) and match[1] in ("group", "version")
    }


def _bound(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a build gives texts; of an object's, with the object's name, too."""
    within = listed = ""
    for _, line in _lines(text):
        opened = _MAP.match(line)
        listed = opened[1] if opened else listed
        if listed:  # ``versions = [kit: '1.0', log: '2.0']``, over any number of lines
            yield from ((f"{listed}.{one[1]}", one[2]) for one in _ENTRY.finditer(line))
            listed = "" if "]" in line else listed
        elif match := _OBJECT.match(line):
            within = match[1]
        elif match := _BOUND_TO.match(line) or _SET.match(line):
            yield match[1], match[2]
            if within:
                yield f"{within}.{match[1]}", match[2]


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
    return _HOLE.sub(lambda hole: known.get(hole[1] or hole[2] or hole[3], hole[0]), text)


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
