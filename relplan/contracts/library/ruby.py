"""Ruby's gems: gemspecs and Gemfiles, read line by line without running them."""

import operator as operators
import re
from collections.abc import Iterator, Mapping, Sequence
from posixpath import basename, dirname, join

from relplan.contracts.bounds import decoded
from relplan.contracts.library.git_references import branch_called
from relplan.contracts.library.locks import ruby as ruby_locks
from relplan.contracts.library.packages import Ecosystem, Numbered, Package, Pin, exactly
from relplan.contracts.reading.toml import LARGEST

_NAME = "gem"
_LONGEST = 1_000
_QUOTED = r"""["']([^"'\n]*)["']"""
_SET = re.compile(rf"^\s*\w+\.(name|version)\s*=\s*{_QUOTED}")
_VERSION = re.compile(rf"^\s*VERSION\s*=\s*{_QUOTED}", re.MULTILINE)
_ASKS = re.compile(rf"^\s*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)[\s(]+{_QUOTED}(.*)")
_RANGE = re.compile(r"""\s*,\s*["']([^"'\n]*)["']""")
_OPTION = re.compile(rf":?\b(git|github|ref|tag|branch)(?::|\s*=>)\s*{_QUOTED}")
_ONE = re.compile(r"\s*(~>|>=|<=|!=|=|>|<|)\s*v?(\d[\w.]*(?:-[\w.]+)?)\s*")
_SEGMENT = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_MOST_SEGMENTS = 12

_COMPARED = {
    "=": operators.eq, "!=": operators.ne, ">": operators.gt, "<": operators.lt,
    ">=": operators.ge, "<=": operators.le,
}  # fmt: skip

_Key = tuple[tuple[int, int, str], ...]


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file makes a gem, or asks for gems."""
    return basename(path) in ("Gemfile", "gems.rb") or path.endswith(".gemspec")


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the gem of a gemspec; its version may stand in the gem's ``version.rb``."""
    if not path.endswith(".gemspec"):
        return None
    found: dict[str, tuple[str, int]] = {}
    for number, text in _lines(path, files[path]):
        if match := _SET.match(text):
            found.setdefault(match[1], (match[2], number))
    name, line = found.get("name", ("", 0))
    version, at = found.get("version", ("", line))
    for other in references(path, files[path]):
        if not version and other in files:
            match = _VERSION.search(decoded(other, files[other], LARGEST))
            version = match[1] if match else ""
    return Package(_NAME, name, version, at) if name else None


def references(path: str, content: bytes) -> Sequence[str]:
    """Return where the version may stand, by the gem's name."""
    if not path.endswith(".gemspec"):
        return []
    name = basename(path).removesuffix(".gemspec")
    return [
        join(dirname(path), "lib", folder, "version.rb")
        for folder in dict.fromkeys((name, name.replace("-", "/"), name.replace("-", "_")))
    ]


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a Gemfile or a gemspec asks for."""
    for number, text in _lines(path, files[path]):
        match = _ASKS.match(text)
        if match is None:
            continue
        wanted, rest = [], match[2]
        while one := _RANGE.match(rest):
            wanted.append(one[1])
            rest = rest[one.end() :]
        given = {option[1]: option[2] for option in _OPTION.finditer(rest)}
        yield Pin(_NAME, match[1], ", ".join(wanted), number, *_git_of(given))


def _git_of(given: Mapping[str, str]) -> tuple[str, str]:
    """Return the repository and the revision that the options of a gem name, if they do."""
    url = given.get("git", "")
    if "github" in given:
        url = f"https://github.com/{given['github']}"
    revision = given.get("ref") or given.get("tag") or branch_called(given.get("branch"))
    return (url, revision) if url else ("", "")


def numbered(text: str) -> Numbered | None:
    """Read a gem's version; None where it is none."""
    key = _key(text)
    if key is None:
        return None
    first, second, third, *_ = (*(value for kind, value, _ in key if kind), 0, 0, 0)
    return Numbered((first, second, third), any(not kind for kind, _, _ in key), key)


def admits(wanted: str, version: str) -> bool | None:
    """Tell whether requirements, with commas between them, admit a version."""
    tested = numbered(version)
    if tested is None or len(wanted) > _LONGEST:
        return None
    admitted, names_pre = True, False
    for text in wanted.split(",") if wanted.strip() else ():
        match = _ONE.fullmatch(text)
        bound = numbered(match[2]) if match else None
        if match is None or bound is None:
            return None
        names_pre = names_pre or bound.pre
        admitted = admitted and _holds(match[1] or "=", match[2], bound, tested)
    return admitted and (names_pre or not tested.pre)


def _holds(operator: str, text: str, bound: Numbered, tested: Numbered) -> bool:
    if operator == "~>":
        numbers = [int(part) for part in re.findall(r"\d+", re.split(r"[a-zA-Z-]", text)[0])]
        kept = numbers[:-1] if len(numbers) > 1 else numbers
        above = _key(".".join(map(str, (*kept[:-1], kept[-1] + 1))))
        return bool(tested.key >= bound.key and above and tested.key < above)
    return bool(_COMPARED[operator](tested.key, bound.key))


def _key(text: str) -> _Key | None:
    """Return what sorts versions: letters, of a pre-release, come before numbers."""
    if not re.fullmatch(r"v?\d[\w.]*(?:-[\w.]+)?", text.strip()) or len(text) > 100:
        return None
    bare = text.strip().removeprefix("v").replace("-", ".pre.")
    parts = [
        (1, int(part), "") if part.isdecimal() else (0, 0, part) for part in _SEGMENT.findall(bare)
    ]
    return tuple((*parts, *[(1, 0, "")] * _MOST_SEGMENTS)[:_MOST_SEGMENTS])


def _lines(path: str, content: bytes) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(decoded(path, content, LARGEST).splitlines(), 1):
        if len(text) <= _LONGEST and not text.lstrip().startswith("#"):
            yield number, text


RUBY = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    references=references,
    is_lock=ruby_locks.is_lock,
    locked=ruby_locks.locked,
    numbered=numbered,
    admits=admits,
    exact=exactly(r"=?\s*%"),
)
