"""Python's requirements: names, specifiers of PEP 440, and the constraints of Poetry."""

import posixpath
import re
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from relplan.contracts.library.git_references import pip_reference
from relplan.contracts.library.packages import Numbered, Pin

NAME = "pypi"
_LONGEST = 1_000
"""Characters of one requirement, or of what is wanted of a package."""
_POETRY = re.compile(
    r"\s*+(?P<operator>\^|~(?!=)|[=<>!~]=?=?|)\s*+v?(?P<version>[0-9][\w.+!*-]*|\*)"
)
_AS_WRITTEN = re.compile(r"\s*[\w.-]+\s*(?:\[[^\]]*\]\s*)?([^;]*)")
_LINE = re.compile(
    r"^[ \t]*(?:(?:-e|--editable)[ \t=]+(?=git\+))?([A-Za-z0-9][^\n]*)", re.MULTILINE
)
_ADDRESS = re.compile(r"(?:git\+[a-z]+|https?)://[^\s#]+(?:#(\S+))?")
_EGG = re.compile(r"(?:^|&)egg=([A-Za-z0-9][\w.-]*)")


def requirement_pin(text: str, line: int) -> Pin | None:
    """Read a requirement such as ``shop-client[cli]>=1.2 ; python_version > "3.8"``.

    Of a bare address, ``git+https://…/shared.git@v1#egg=shop-client``, only one of a revision in
    git is read.
    """
    if len(text) > _LONGEST:
        return None
    if address := _ADDRESS.match(text):
        return _addressed(address[0], address[1] or "", line)
    try:
        read = Requirement(text)
    except InvalidRequirement:
        return None
    written = _AS_WRITTEN.match(text)
    wanted = f"@ {read.url}" if read.url or not written else written[1].strip("() ")
    url, revision = pip_reference(read.url or "") or ("", "")
    return Pin(NAME, canonicalize_name(read.name), wanted, line, url, revision)


def _addressed(address: str, fragment: str, line: int) -> Pin | None:
    reference = pip_reference(address)
    if reference is None:
        return None
    egg = _EGG.search(fragment)
    name = egg[1] if egg else posixpath.basename(reference.url.rstrip("/")).removesuffix(".git")
    return Pin(NAME, canonicalize_name(name), f"@ {address}", line, *reference)


def pins_of_lines(text: str) -> Iterator[Pin]:
    """Yield the pins of a requirements.txt; its options, and other files, are passed over."""
    joined = text.replace("\\\r\n", " " * 3).replace("\\\n", " " * 2)
    line, counted = 1, 0
    for match in _LINE.finditer(joined):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        bare = re.split(r"\s#|\s--", match[1], maxsplit=1)[0]
        pin = requirement_pin(bare.strip(), line)
        if pin is not None:
            yield pin


def numbered(text: str) -> Numbered | None:
    """Read a version as an ecosystem has it; None where it is none."""
    try:
        found = Version(text)
    except InvalidVersion:
        return None
    return Numbered((found.major, found.minor, found.micro), found.is_prerelease, found)


def python_admits(wanted: str, version: str) -> bool | None:
    """Tell whether a specifier or Poetry's constraint admits a version; None: not known."""
    try:
        tested = Version(version)
    except InvalidVersion:
        return None
    if wanted.startswith("@") or len(wanted) > _LONGEST:
        return None
    alternatives = re.split(r"\s*\|\|?\s*", wanted.strip())
    specifiers = [_specifiers(alternative) for alternative in alternatives]
    if None in specifiers:
        return None
    return any(
        specifier is not None
        and specifier.contains(tested, prereleases=bool(specifier.prereleases))
        for specifier in specifiers
    )


def _specifiers(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        pass
    if len(text) > _LONGEST:
        return None
    pieces: list[str] = []
    place = 0
    for match in _POETRY.finditer(text):
        if text[place : match.start()].strip(", "):
            return None
        place = match.end()
        pieces += _of_poetry(match["operator"], match["version"])
    if text[place:].strip(", "):
        return None
    try:
        return SpecifierSet(",".join(pieces))
    except InvalidSpecifier:
        return None


def _of_poetry(operator: str, text: str) -> list[str]:
    if text == "*":
        return []
    if operator not in ("^", "~"):
        return [f"{operator if operator not in ('', '=') else '=='}{text}"]
    try:
        version = Version(text)
    except InvalidVersion:
        return ["==not-a-version"]
    numbers = version.release
    kept = min(len(numbers), 2)
    if operator == "^":
        zeros = (place for place, number in enumerate(numbers) if number)
        kept = next(zeros, len(numbers) - 1) + 1
    above = ".".join(map(str, (*numbers[: kept - 1], numbers[kept - 1] + 1)))
    return [f">={text}", f"<{above}"]
