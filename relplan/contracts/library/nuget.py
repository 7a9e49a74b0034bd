"""NuGet's manifests: .NET projects, what they share by folder, and packages.config.

A version that is asked for without brackets is the least that will do, and NuGet takes the least:
so it is what a consumer gets until somebody writes another one. Only ``*`` floats.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname, join, splitext
from typing import Any

from relplan.contracts.library.locks import nuget as nuget_locks
from relplan.contracts.library.packages import Ecosystem, Numbered, Package, Pin, exactly
from relplan.contracts.reading.xml import Element, filled, read_xml

_NAME = "nuget"
_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_SHARED = "Directory.Build.props"
_CENTRAL = "Directory.Packages.props"
_OTHERS = (_SHARED, _CENTRAL, "packages.config")
_HOLE = re.compile(r"\$\(([\w.]{1,100})\)")
_VERSION = re.compile(
    r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([\w.-]{1,100}))?(?:\+[\w.-]*)?"
)
_FLOATING = re.compile(r"((?:\d{1,9}\.){0,3})\*|((?:\d{1,9}\.){0,3}\d{1,9})-\*")
_SPAN = re.compile(r"([\[(])\s*([^,\s]*)\s*(?:(,)\s*([^,\s]*)\s*)?([\])])")


@dataclass(frozen=True, slots=True)
class NuGetVersion:
    """A version of up to four numbers, and what stands behind the hyphen of a pre-release."""

    numbers: tuple[int, int, int, int]
    pre: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        """Sorts versions."""
        steps = ((0, int(one), "") if one.isdigit() else (1, 0, one) for one in self.pre)
        return self.numbers, not self.pre, tuple(steps)


def nuget_version(text: str) -> NuGetVersion | None:
    """Read a version; None where it is none."""
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        return None
    one, two, three, four = (int(number or 0) for number in match.groups()[:4])
    pre = (match[5] or "").lower().split(".")
    return NuGetVersion((one, two, three, four), tuple(filter(None, pre)))


def numbered(text: str) -> Numbered | None:
    """Read a version as an ecosystem has it; None where it is none."""
    found = nuget_version(text)
    return Numbered(found.numbers[:3], bool(found.pre), found.key) if found else None


def nuget_admits(text: str, version: str) -> bool | None:
    """Tell whether a range admits a version; None where either is not understood."""
    got, wanted = nuget_version(version), text.strip()
    if got is None:
        return None
    if not wanted:
        return True
    exact = nuget_version(wanted)
    if exact is not None:
        return exact.key == got.key
    floating = _FLOATING.fullmatch(wanted)
    if floating is not None:
        start = floating[1] if floating[2] is None else floating[2]
        numbers = [int(number) for number in start.split(".") if number]
        fits = list(got.numbers[: len(numbers)]) == numbers
        return fits and (not got.pre or floating[2] is not None)
    return _in_span(wanted, got)


def _in_span(wanted: str, got: NuGetVersion) -> bool | None:
    span = _SPAN.fullmatch(wanted)
    if span is None:
        return None
    low, high = (nuget_version(text) if text else None for text in (span[2], span[4]))
    if (span[2] and low is None) or (span[4] and high is None):
        return None
    if span[3] is None:
        return low is not None and low.key == got.key
    above = low is None or got.key > low.key or (span[1] == "[" and got.key == low.key)
    below = high is None or got.key < high.key or (span[5] == "]" and got.key == high.key)
    return above and below


def floats(wanted: str) -> bool:
    """Tell whether who builds anew may get a newer version."""
    return "*" in wanted


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is one of NuGet's manifests."""
    return path.endswith(_PROJECTS) or basename(path) in _OTHERS


class _Project:
    """A project, with the properties that it and the folders above give it."""

    def __init__(self, path: str, files: Mapping[str, bytes]) -> None:
        self.tree = read_xml(path, files[path])
        self._properties = {"MSBuildProjectName": splitext(basename(path))[0]}
        is_project = path.endswith(_PROJECTS)
        self._central = [*_taken(path, files, _CENTRAL)] if is_project else []
        for tree in (*reversed([*self._central, *_taken(path, files, _SHARED)]), self.tree):
            for group in tree.all("PropertyGroup"):
                for item in group.below:
                    self._properties[item.tag] = item.text.strip()

    def get(self, *names: str) -> str:
        """Return the first property of *names* that is given; empty: none is, or not here."""
        found = next((self._properties[name] for name in names if self._properties.get(name)), "")
        filled = self.filled(found)
        return "" if "$(" in filled else filled

    def is_true(self, name: str) -> bool | None:
        """Return a property that is true or false; None: it is neither."""
        return {"true": True, "false": False}.get(self.get(name).lower())

    def filled(self, text: str) -> str:
        """Return *text* with the properties that are known in their places."""
        return filled(text, _HOLE, self._properties)

    def managed(self, name: str) -> Iterator[str]:
        """Yield the versions that the folders above have for a package; by condition: several."""
        for tree in self._central:
            for element in tree.all("ItemGroup", "PackageVersion"):
                named = element.attributes.get("Include") or element.attributes.get("Update", "")
                if name.lower() in (one.strip().lower() for one in named.split(";")):
                    yield self.filled(_said(element, "Version"))

    def line(self, *names: str) -> int:
        """Return where the first of *names* is given."""
        for name in names:
            for element in self.tree.all("PropertyGroup", name):
                return element.line
        return self.tree.line


_VERSIONS = ("PackageVersion", "Version", "VersionPrefix")


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package of a project that says that it makes one; None for all others."""
    if not path.endswith(_PROJECTS):
        return None
    project = _Project(path, files)
    packs = project.is_true("IsPackable")
    told = project.get("PackageId") or project.is_true("GeneratePackageOnBuild") or packs
    if packs is False or not told:
        return None
    name = project.get("PackageId", "AssemblyName", "MSBuildProjectName")
    version = project.get(*_VERSIONS)
    suffix = project.get("VersionSuffix")
    if suffix and version and not project.get("PackageVersion", "Version"):
        version = f"{version}-{suffix}"
    return Package(_NAME, name.lower(), version, project.line(*_VERSIONS, "PackageId"))


def references(path: str, content: bytes) -> Sequence[str]:
    """Return where the properties and versions may be that a project inherits."""
    names = (_SHARED, _CENTRAL) if path.endswith(_PROJECTS) else ()
    return [place for name in names for place in _above(path, name)]


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a manifest asks for, in the version that it or a folder above says.

    Where neither is here, a version is asked for where it is kept.
    """
    project = _Project(path, files)
    if basename(path) == "packages.config":
        for element in project.tree.all("package"):
            version = element.attributes.get("version", "")
            name = element.attributes.get("id", "")
            yield from _pin(name, f"[{version}]" if version else "", element)
        return
    for tag in ("PackageReference", "PackageVersion", "GlobalPackageReference"):
        for element in project.tree.all("ItemGroup", tag):
            given = (_said(element, name) for name in ("VersionOverride", "Version"))
            wanted = project.filled(next(filter(None, given), ""))
            key = "Include" if "Include" in element.attributes else "Update"
            for name in element.attributes.get(key, "").split(";"):
                for version in [wanted] if wanted else project.managed(name.strip()):
                    yield from _pin(name, version, element)


def _said(element: Element, name: str) -> str:
    return element.attributes.get(name, "") or element.value(name)


def _pin(name: str, wanted: str, element: Element) -> Iterator[Pin]:
    if name.strip():
        yield Pin(_NAME, name.strip().lower(), wanted, element.line)


def _above(path: str, name: str) -> list[str]:
    """Return where what a project shares with others may be, the nearest first."""
    found: list[str] = []
    folder = path
    while folder:
        folder = dirname(folder)
        found.append(join(folder, name))
    return found


def _taken(path: str, files: Mapping[str, bytes], name: str) -> Iterator[Element]:
    """Yield the nearest file of that name; MSBuild takes the next one only where it imports it."""
    for place in _above(path, name):
        if place in files and place != path:
            tree = read_xml(place, files[place])
            yield tree
            if not any(name in one.attributes.get("Project", "") for one in tree.all("Import")):
                return


NUGET = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=nuget_locks.is_lock,
    locked=nuget_locks.locked,
    references=references,
    numbered=numbered,
    admits=nuget_admits,
    exact=exactly(r"\[?%\]?"),
    same_name=str.lower,
    rises=floats,
)
