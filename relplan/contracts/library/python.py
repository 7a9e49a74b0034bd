"""Python's manifests: pyproject.toml, setup.cfg, setup.py and requirements files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from configparser import Error as ConfigError
from configparser import RawConfigParser
from dataclasses import replace
from posixpath import basename
from typing import Any

from packaging.utils import canonicalize_name

from relplan.contracts.bounds import BoundReachedError, UnreadableError, decoded
from relplan.contracts.library.locks import python as python_locks
from relplan.contracts.library.packages import Ecosystem, Package, Pin, exactly
from relplan.contracts.library.python_sources import git_of, is_inside, poetry_range
from relplan.contracts.library.requirements import (
    NAME,
    numbered,
    pins_of_lines,
    python_admits,
    requirement_pin,
)
from relplan.contracts.library.setup_py import SetupCall
from relplan.contracts.reading.toml import LARGEST, Toml
from relplan.contracts.references import join_path

_REQUIREMENTS = re.compile(
    r"(?:^|/)(?:requirements[^/]*\.(?:txt|in)|requirements/[^/]+\.(?:txt|in))$"
)
_VERSION_IN_CODE = re.compile(
    r"^[ \t]*(?:__version__|VERSION|version)(?:[ \t]*:[ \t]*\w+)?[ \t]*="
    r"""[ \t]*["']([^"'\n]+)["']""",
    re.MULTILINE,
)
_PLAIN_VERSION = re.compile(r"\s*v?(\d[\w.+!-]*)\s*")
_MOST_LINES = 5_000
"""Of setup.cfg: its reader copies all errors for each further one."""
_LONG_GAP = re.compile(r"[^\S\n]{200}")
"""Its reader goes back over each gap once for each character of it."""
_POETRY = ("tool", "poetry")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is one of Python's manifests."""
    known = basename(path) in ("pyproject.toml", "setup.cfg", "setup.py")
    return known or bool(_REQUIREMENTS.search(path))


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package that the manifest at *path* makes; None where it makes none.

    Where the version stands in another of *files* that the manifest names, it is read from there.
    """
    name, content = basename(path), files[path]
    if name == "pyproject.toml":
        toml = Toml(path, content)
        found = _of_project(toml) or _of_poetry(toml)
    elif name == "setup.cfg":
        found = _of_cfg(_cfg(path, content), content)
    elif name == "setup.py":
        found = _of_setup(SetupCall(path, content))
    else:
        return None
    if found is None or found.version:
        return found
    versions = (_version_in(files[other]) for other in references(path, content) if other in files)
    return Package(
        found.ecosystem, found.name, next(filter(None, versions), ""), found.line,
        found.runtimes, found.offers,
    )  # fmt: skip


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the files in which the version may stand, as hatch and setuptools are told."""
    named: list[str] = []
    if basename(path) == "pyproject.toml":
        toml = Toml(path, content)
        named = [toml.text("tool", "hatch", "version", "path")]
        dynamic = toml.table("tool", "setuptools", "dynamic", "version")
        named += _of_attribute(dynamic.get("attr"))
        named += [file for file in _list(dynamic.get("file")) if isinstance(file, str)]
    elif basename(path) == "setup.cfg":
        version = _cfg(path, content).get("metadata", "version", fallback="")
        kind, _, rest = version.partition(":")
        named = _of_attribute(rest.strip()) if kind == "attr" else [rest.strip()]
    return [join_path(path, name) for name in named if name]


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a manifest asks for."""
    name = basename(path)
    if name == "pyproject.toml":
        toml = Toml(path, files[path])
        yield from _pins_of_project(toml)
        yield from _pins_of_poetry(toml)
    elif name == "setup.cfg":
        config = _cfg(path, files[path])
        lines = _lines(files[path])
        wanted = [config.get("options", "install_requires", fallback="")]
        wanted += [text for _, text in _extras(config)]
        yield from _pins("\n".join(filter(None, wanted)).splitlines(), lines)
    elif name == "setup.py":
        call = SetupCall(path, files[path])
        extras = call.value("extras_require")
        for argument, value in (
            ("install_requires", call.value("install_requires")),
            ("extras_require", [i for v in _table(extras).values() for i in _list(v)]),
        ):
            yield from _pins(_list(value), call.lines(argument))
    else:
        yield from pins_of_lines(decoded(path, files[path], LARGEST))


def _pins(texts: Iterable[Any], lines: Mapping[str, int]) -> Iterator[Pin]:
    for text in texts:
        if isinstance(text, str) and text.strip():
            pin = requirement_pin(text.strip(), lines.get(text.strip(), 0))
            if pin is not None:
                yield pin


def _of_project(toml: Toml) -> Package | None:
    name = toml.text("project", "name")
    if not name:
        return None
    offers = {
        f"extra {canonicalize_name(e)}" for e in toml.table("project", "optional-dependencies")
    }
    for table in ("scripts", "gui-scripts"):
        offers |= {f"command {command}" for command in toml.table("project", table)}
    for group, points in toml.table("project", "entry-points").items():
        offers |= {f"entry point {group} {point}" for point in _table(points)}
    return _package(
        name, toml.text("project", "version"), toml.line("project", "version"),
        toml.text("project", "requires-python"), offers,
    )  # fmt: skip


def _of_poetry(toml: Toml) -> Package | None:
    name = toml.text(*_POETRY, "name")
    if not name:
        return None
    offers = {f"extra {canonicalize_name(extra)}" for extra in toml.table(*_POETRY, "extras")}
    offers |= {f"command {command}" for command in toml.table(*_POETRY, "scripts")}
    runtime = toml.text(*_POETRY, "dependencies", "python")
    line = toml.line(*_POETRY, "version")
    by_tag = toml.table("tool", "poetry-dynamic-versioning")
    version = "" if by_tag else toml.text(*_POETRY, "version")
    return _package(name, version, line, runtime, offers)


def _of_cfg(config: RawConfigParser, content: bytes) -> Package | None:
    name = config.get("metadata", "name", fallback="")
    if not name:
        return None
    version = config.get("metadata", "version", fallback="")
    offers = {f"extra {canonicalize_name(extra)}" for extra, _ in _extras(config)}
    runtime = config.get("options", "python_requires", fallback="")
    stated = "" if version.startswith(("attr:", "file:")) else version
    return _package(name, stated, _lines(content).get("version", 0), runtime, offers)


def _of_setup(call: SetupCall) -> Package | None:
    name = call.value("name")
    if not isinstance(name, str) or not name:
        return None
    version, runtime = call.value("version"), call.value("python_requires")
    offers = {f"extra {canonicalize_name(e)}" for e in _table(call.value("extras_require"))}
    points = _table(call.value("entry_points"))
    for script in (*_list(points.get("console_scripts")), *_list(points.get("gui_scripts"))):
        if isinstance(script, str):
            offers.add(f"command {script.partition('=')[0].strip()}")
    stated, needed = (value if isinstance(value, str) else "" for value in (version, runtime))
    return _package(name, stated, call.line("version"), needed, offers)


def _package(name: str, version: str, line: int, runtime: str, offers: set[str]) -> Package:
    runtimes = {"python": runtime} if runtime else {}
    known = canonicalize_name(name)
    return Package(NAME, known, version, line, runtimes, frozenset(offers))


def _pins_of_project(toml: Toml) -> Iterator[Pin]:
    sources: dict[str, Any] = {
        canonicalize_name(name): source
        for name, source in toml.table("tool", "uv", "sources").items()
    }
    places: list[tuple[str, ...]] = [("project", "dependencies")]
    places += [
        ("project", "optional-dependencies", e)
        for e in toml.table("project", "optional-dependencies")
    ]
    places += [("dependency-groups", group) for group in toml.table("dependency-groups")]
    for place in places:
        for text in toml.texts(*place):
            word = re.match(r"[\w.@/-]*", text.strip())
            line = toml.line(*place, word[0] if word else "")
            pin = requirement_pin(text, line)
            if pin is not None:
                url, revision = git_of(sources.get(pin.package))
                inside = is_inside(sources.get(pin.package))
                yield replace(pin, repository=url, revision=revision, inside=inside)


def _pins_of_poetry(toml: Toml) -> Iterator[Pin]:
    groups = [(*_POETRY, "group", group, "dependencies") for group in toml.table(*_POETRY, "group")]
    for place in ((*_POETRY, "dependencies"), (*_POETRY, "dev-dependencies"), *groups):
        for name, wanted in toml.table(*place).items():
            if name == "python":
                continue
            for one in wanted if isinstance(wanted, list) else [wanted]:
                known, line = canonicalize_name(name), toml.line(*place, name)
                yield Pin(NAME, known, poetry_range(one), line, *git_of(one), inside=is_inside(one))


def _cfg(path: str, content: bytes) -> RawConfigParser:
    config = RawConfigParser(strict=False)
    text = decoded(path, content, LARGEST)
    if text.count("\n") > _MOST_LINES or _LONG_GAP.search(text):
        raise BoundReachedError("has too many lines, or too long ones, to be read", path)
    try:
        config.read_string(text)
    except ConfigError as error:
        line = getattr(error, "lineno", None) or 0
        raise UnreadableError("not a valid setup.cfg", path, line) from None
    return config


def _extras(config: RawConfigParser) -> list[tuple[str, str]]:
    section = "options.extras_require"
    return config.items(section) if config.has_section(section) else []


def _lines(content: bytes) -> dict[str, int]:
    """Return the lines by their text, and by the key that they begin with."""
    found: dict[str, int] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found.setdefault(line.strip(), number)
        found.setdefault(line.partition("=")[0].strip(), number)
    return found


def _of_attribute(attribute: object) -> list[str]:
    """Return the files in which ``package.module.__version__`` may be."""
    if not isinstance(attribute, str):
        return []
    module = attribute.rpartition(".")[0].replace(".", "/")
    if not module:
        return []
    return [f"{top}{module}{end}" for top in ("", "src/") for end in ("/__init__.py", ".py")]


def _version_in(content: bytes) -> str:
    text = content[:LARGEST].decode("utf-8", "replace")
    match = _PLAIN_VERSION.fullmatch(text[:100]) or _VERSION_IN_CODE.search(text)
    return match[1] if match else ""


def _list(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines()]
    return value if isinstance(value, list) else []


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _same_name(name: str) -> str:
    return canonicalize_name(name)


PYTHON = Ecosystem(
    name=NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=python_locks.is_lock,
    locked=python_locks.locked,
    references=references,
    numbered=numbered,
    admits=python_admits,
    exact=exactly(r"===?\s*%"),
    same_name=_same_name,
    runtime_versions=["2.7.18", *(f"3.{minor}.99" for minor in range(40)), "4.0.0"],
)
