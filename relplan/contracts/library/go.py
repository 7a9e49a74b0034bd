"""Go's manifest: go.mod. A module of another major version is another path: ``/v2``."""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.library.packages import Ecosystem, Numbered, Package, Pin, Release, exactly
from relplan.contracts.library.semver import numbered, semver
from relplan.contracts.reading.toml import LARGEST

_NAME = "golang"
_SUFFIX = re.compile(r"/v([2-9]|[1-9][0-9]{1,8})$")
_GOPKG_SUFFIX = re.compile(r"\.v([0-9]{1,9})$")
_BLOCK = re.compile(r"(\w+)\s*\(")
_MAJOR = re.compile(r"v([0-9]{1,9})")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is Go's manifest."""
    return basename(path) == "go.mod"


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the module, with its major version: the rest of it is only in tags."""
    module, line, runtime = "", 0, ""
    for number, verb, words, _ in _lines(path, files[path]):
        if verb == "module" and words and not module:
            module, line = words[0], number
        elif verb == "go" and words:
            runtime = words[0]
    if not module:
        return None
    name, major = _split(module)
    runtimes = {"go": runtime} if runtime else {}
    return Package(_NAME, name, f"v{major}", line, runtimes)


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what is required directly; a replacement is pinned in its stead."""
    required: dict[str, Pin] = {}
    replaced: dict[str, tuple[str, str]] = {}
    for number, verb, words, comment in _lines(path, files[path]):
        if verb == "require" and len(words) >= 2 and comment != "indirect":
            pin = Pin(_NAME, _split(words[0])[0], words[1], number)
            required[words[0]] = pin
        elif verb == "replace" and "=>" in words:
            module, version, *_ = (*words[words.index("=>") + 1 :], "", "")
            replaced[words[0]] = (module, version)
    for module, pin in required.items():
        other, version = replaced.get(module, ("", ""))
        if version:  # of another module, perhaps a fork
            yield Pin(_NAME, _split(other)[0], version, pin.line)
        else:
            yield Pin(_NAME, pin.package, f"=> {other}" if other else pin.range, pin.line)


def admits(wanted: str, version: str) -> bool | None:
    """Tell whether minimal version selection may come to a version from *wanted*.

    Any version from the one required on is admitted, as long as the module's path is the same:
    v0 and v1 share one. Of a version that is a major alone, ``v2``, only that is looked at.
    """
    if wanted.startswith("=>"):
        return None
    least = semver(wanted)
    if least is None:
        return None
    incompatible = "+incompatible" in wanted or "+incompatible" in version
    same = max(least.major, 1)
    if match := _MAJOR.fullmatch(version):
        return incompatible or max(int(match[1]), 1) == same
    tested = semver(version)
    if tested is None:
        return None
    if max(tested.major, 1) != same and not incompatible:
        return False
    return tested.key >= least.key


def _split(module: str) -> tuple[str, int]:
    """Return a module's path without its major version, and that; 1 where none is named."""
    suffix = _GOPKG_SUFFIX if module.startswith("gopkg.in/") else _SUFFIX
    match = suffix.search(module)
    return (module[: match.start()], max(int(match[1]), 1)) if match else (module, 1)


def _lines(path: str, content: bytes) -> Iterator[tuple[int, str, list[str], str]]:
    """Yield each directive: its line, verb, words, and the comment behind it."""
    block = ""
    for number, text in enumerate(decoded(path, content, LARGEST).splitlines(), 1):
        code, _, comment = text.partition("//")
        bare = code.strip()
        if not bare:
            continue
        opening = _BLOCK.fullmatch(bare)
        if opening and not block:
            block = opening[1]
        elif bare == ")":
            block = ""
        else:
            words = [word.strip('"`') for word in bare.split()]
            verb, rest = (block, words) if block else (words[0], words[1:])
            yield number, verb, rest, comment.partition(";")[0].strip()
    if block:
        raise UnreadableError("has a block that does not end", path)


def _numbered(text: str) -> Numbered | None:
    major = _MAJOR.fullmatch(text)
    return numbered(f"{major[1]}.0.0" if major else text)


def _line_of(release: Release) -> str:
    return f"{max(release[0], 1)}.x"  # v0 and v1 share a module's path


_EXACTLY = exactly("%")

GO = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    numbered=_numbered,
    admits=admits,
    exact=lambda wanted: _EXACTLY(wanted).removesuffix("+incompatible"),
    rises=lambda wanted: False,  # it takes the least that will do
    line_of=_line_of,
    only_tags=True,
)
